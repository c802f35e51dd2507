/** Sessions that wait and are shown at once; more are asked for by a click. */
export const SHARED_SESSIONS = 50;
