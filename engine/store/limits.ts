/** Rows of processes that a minute keeps; which ones is said in minute-rows.ts. */
export const MAX_PROCESS_ROWS = 100;

/** Places among them for what began or ended in the minute, so that a build's thousand compilers leave room for the rest. */
export const MAX_BRIEF_ROWS = 40;

/** Rows of units that a minute keeps. */
export const MAX_UNIT_ROWS = 40;

/** What is written waits this long in memory, and at most that much is lost with the process. */
export const FLUSH_MS = 60_000;

/** Times the cadence after which a reading that did not come makes a gap. */
export const PAUSE_CADENCES = 3;

/** A smaller difference between the wall clock and the monotonic one is slewing and rounding, not a clock that was set. */
export const CLOCK_TOLERANCE_MS = 2000;

/** Intervals of a kind that are held open at once; a server with more connections has these recorded. */
export const MAX_OPEN = { process: 20_000, port: 1000, connection: 2000, unit: 1000, source: 20 } as const;

/** While the disk refuses: ended intervals and minutes that wait in memory; older ones are given up, as a gap. */
export const MAX_WAITING_ROWS = 20_000;
export const MAX_WAITING_MINUTES = 15;

/** DuckDB writes its log into the file when told to, never by itself in the middle of a write. */
export const CHECKPOINT_THRESHOLD = '1GB';

/** A log of this length is written into the file at the next idle moment, and at the latest after that time. */
export const CHECKPOINT_BYTES = 4 * 1024 * 1024;
export const CHECKPOINT_MS = 15 * 60_000;

/** No question for so long: an idle moment. */
export const IDLE_MS = 5000;

/** A log of this length is written into the file although questions are asked. */
export const CHECKPOINT_AT_LAST_BYTES = 32 * 1024 * 1024;

/** Bytes of a block: a table has at least one of its own, and the usual 256 KiB are much for five a day; below 64 KiB DuckDB no longer packs the bits of moments. */
export const BLOCK_BYTES = 65_536;

/** Days whose runs are moved into the tables of their weeks in one minute: of a migrated file there are thirty, and questions wait meanwhile. */
export const DAYS_LAID_AT_ONCE = 2;

/** Ranges up to this length are answered from minutes, longer ones from hours. */
export const MINUTES_RANGE_MS = 26 * 3_600_000;

/** Since the last question about the past: somebody is at it, and will ask again. */
export const ASKING_MS = 10_000;

/** A question that takes longer is broken off. */
export const QUERY_LIMIT_MS = 20_000;

/** A question that has waited for its turn so long is not asked any more: the window has been told that there is no answer. */
export const WAIT_LIMIT_MS = 15_000;

/** At the end a question is broken off, and again after so long while it still runs. */
export const BREAK_OFF_MS = 20;

/** Files set aside that are kept; older ones are removed, so that a bad disk does not fill with them. */
export const MAX_SET_ASIDE = 2;

/** Rare: seen on at most this share of the days held, one at least, once three days are held. */
export const RARE_SHARE = 0.1;
export const RARE_MIN_DAYS = 3;

/** Longest chain of parents; more is a circle. */
export const MAX_CHAIN = 64;

/** Values that completion is given. */
export const MAX_VALUES = 50;

/** Old days are dropped only after the clock was left alone for so long: one that is wrong for a moment must not empty the history. */
export const SETTLED_MS = 10 * 60_000;

/** Share of the permitted size that is left when days had to give way. */
export const SHRINK_TO = 0.9;
