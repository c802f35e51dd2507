/** A UUID of whatever version, in lower case (RFC 9562, section 4): what ids of installations and collectors look like. */
export const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
