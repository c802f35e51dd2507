/** Bounds of one batch. Client and collector use the same ones. */

/** Events in one batch; a longer session is sealed into several. 10 000 events are about 16 kB on the wire. */
export const MAX_BATCH_EVENTS = 10_000;

/** Compressed size that the collector accepts, in bytes; far above 10 000 events, far below a burden. */
export const MAX_BATCH_BYTES = 256 * 1024;

/** The largest number that the format writes, of 32 bits. A count that would be larger stays at this. */
export const MAX_COUNT = 4_294_967_295;
