/** Limits of the client's recording and delivery, each with the reason for its number. */

/** Session numbers fit the registry's bound. */
export const MAX_SESSIONS = 4_294_967_295;

/** What may wait on disk, in bytes: about 3 000 ordinary sessions, and nobody misses the space. */
export const MAX_OUTBOX_BYTES = 5 * 1024 * 1024;

/** How long a batch may wait, in milliseconds: older answers say little, and the notice promises it. */
export const MAX_OUTBOX_AGE_MS = 30 * 24 * 60 * 60 * 1000;

/** Events of one session; a program that goes on for days cannot fill the disk. */
export const MAX_SESSION_EVENTS = 200_000;

/** One request at quit, in milliseconds: a healthy collector answers in a tenth of it. */
export const QUIT_REQUEST_MS = 1500;

/** Everything at quit, in milliseconds: people wait no longer for a window that is already gone. */
export const QUIT_DEADLINE_MS = 2000;

/** What windows get to hand over their last events at quit, in milliseconds. */
export const QUIT_FLUSH_MS = 150;

/** One request in the background, in milliseconds. */
export const BACKGROUND_REQUEST_MS = 30_000;

/** Sending in the background begins this long after a start, in milliseconds: start-up belongs to the user. */
export const BACKGROUND_DELAY_MS = 60_000;

/** First and longest wait before a retry, in milliseconds; doubled each time, with full jitter. */
export const RETRY_FIRST_MS = 30_000;
export const RETRY_MAX_MS = 60 * 60 * 1000;

/** Longest answer that is read, in bytes: a receipt has about 80. */
export const MAX_RECEIPT_BYTES = 4096;
