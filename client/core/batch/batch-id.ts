/** SHA-256 as handed in by the platform. */
export type Sha256 = (text: string) => Uint8Array;

/**
 * The id of a session's batch: sealing the same part of the same session again gives the same id, so the collector can
 * tell a repetition from a new batch. The session id never leaves the computer.
 */
export function batchId(sessionId: string, sequence: number, sha256: Sha256): string {
  return uuidFrom(sha256(`candor/batch/1\n${sessionId}\n${sequence}`));
}

/** The id of part `index` of a batch that was too large and was split. */
export function childBatchId(parent: string, index: number, sha256: Sha256): string {
  return uuidFrom(sha256(`candor/part/1\n${parent}\n${index}`));
}

/** A version 8 UUID (RFC 9562, section 5.8) of the first 16 bytes of a hash. */
function uuidFrom(hash: Uint8Array): string {
  const hex = Array.from(hash.subarray(0, 16), (byte, index) => {
    if (index === 6) return (byte & 0x0f) | 0x80;
    if (index === 8) return (byte & 0x3f) | 0x80;
    return byte;
  })
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
