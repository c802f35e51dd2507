/** Limits of the client's recording and delivery, each with the reason for its number. */

/** What may wait on disk, in bytes: about 3 000 ordinary sessions, and nobody misses the space. */
export const MAX_OUTBOX_BYTES = 5 * 1024 * 1024;

/** What may lie set aside for a developer to look at, in bytes: a few batches tell as much as a thousand. */
export const MAX_ASIDE_BYTES = 1024 * 1024;

/** How long a batch may wait, in milliseconds: older answers say little, and the notice promises it. */
export const MAX_OUTBOX_AGE_MS = 30 * 24 * 60 * 60 * 1000;

/**
 * Session logs that are read or sealed at once: a run leaves one at most, and a folder that somebody has filled does not
 * hold the start up. What is beyond comes with the next starts.
 */
export const MAX_LOGS_AT_ONCE = 200;

/** Events of one session; a program that goes on for days cannot fill the disk. */
export const MAX_SESSION_EVENTS = 200_000;

/** Log lines that one session writes; its newest 500 are sent, so ten times as many on the disk lose nothing. */
export const MAX_SESSION_LINES = 5000;

/**
 * The least time between two writings of what was timed and counted, in milliseconds, and as a part of the session's
 * age: a kill loses half a minute of durations or a hundredth of them, and a session of a month writes a thousand times.
 */
export const MEASURES_WRITE_MS = 30_000;
export const MEASURES_WRITE_PART = 1 / 100;

/**
 * How long a decision holds for recording, in milliseconds: it takes several looks at the disk, and windows send a message
 * a second. What changes it without being seen to, such as a file in a folder that cannot be watched, ends it then.
 */
export const RECORDING_FRESH_MS = 10_000;

/** One request at quit, in milliseconds: a healthy collector answers in a tenth of it. */
export const QUIT_REQUEST_MS = 1500;

/** Everything at quit, in milliseconds: people wait no longer for a window that is already gone. */
export const QUIT_DEADLINE_MS = 2000;

/** What windows get to hand over their last events at quit, in milliseconds. */
export const QUIT_FLUSH_MS = 150;

/**
 * The end of the system's session that was announced and has not come for this long was called off, in milliseconds:
 * systems give an app 5 to 20 s to end.
 */
export const CALLED_OFF_MS = 30_000;

/** One request in the background, in milliseconds. */
export const BACKGROUND_REQUEST_MS = 30_000;

/** Sending in the background begins this long after a start, in milliseconds: start-up belongs to the user. */
export const BACKGROUND_DELAY_MS = 60_000;

/** First and longest wait before a retry, in milliseconds; doubled each time, with full jitter. */
export const RETRY_FIRST_MS = 30_000;
export const RETRY_MAX_MS = 60 * 60 * 1000;

/** Longest Retry-After that is honoured, in milliseconds: a typing error at a collector must not silence clients for years. */
export const MAX_RETRY_AFTER_MS = 24 * 60 * 60 * 1000;

/**
 * The same of anybody who is not the collector, in milliseconds: a balancer in front of it that sheds load gets the rest
 * that it asks for, a hotel's log-in page costs no more than a coffee.
 */
export const MAX_UNVERIFIED_RETRY_AFTER_MS = 10 * 60 * 1000;

/** What the collector puts off without naming a time waits this long, in milliseconds: as long as the longest retry. */
export const PUT_OFF_MS = RETRY_MAX_MS;

/**
 * Batches that the collector may put off one by one before a pass ends: those behind them get their turn, and a collector
 * that puts off everything is not asked about everything.
 */
export const MAX_PUT_OFF_IN_A_PASS = 10;

/** Batches that are remembered as put off; more than a client that is ahead of its collector makes in weeks. */
export const MAX_PUT_OFF = 1000;

/** The file that remembers them, in bytes: about 110 for each. */
export const MAX_NOT_BEFORE_BYTES = 256 * 1024;

/** Sending in the background, in bytes per second: nobody notices it, and 5 MiB still go in 80 s. */
export const BACKGROUND_BYTES_PER_SECOND = 64 * 1024;

/** How often a client that waits for the network looks whether it is back, in milliseconds. */
export const NETWORK_CHECK_MS = 30_000;

/** After the network came back, sending begins within this time, in milliseconds: an office does not return as one. */
export const NETWORK_BACK_MS = 10_000;

/** Longest answer that is read, in bytes: a receipt has about 80. */
export const MAX_RECEIPT_BYTES = 4096;

/** One request that the user asked for, in milliseconds; somebody looks at it meanwhile and can cancel. */
export const PERSONAL_REQUEST_MS = 30_000;

/**
 * Pages that one click fetches of what the collector holds: some 4 000 sessions, ten a day for as long as they are kept.
 * The first page of each installation comes in any case: many former ones must not hide the present one.
 */
export const MAX_USER_DATA_PAGES = 8;

/**
 * Nesting of a batch that the collector gives back: ours have four. JSON.parse() takes any, and JSON.stringify(), which
 * shows and saves it, fails at some thousands.
 */
export const MAX_USER_DATA_DEPTH = 32;

/**
 * Values on a page that the collector gives back: its own pages are 2 MiB as it estimates them, at ten bytes a value and
 * more. What says more would be an answer made to cost, of 4 MiB with two characters a value.
 */
export const MAX_USER_DATA_ITEMS = 300_000;

/** Changes of the machine's id by which one that changes at each boot is known: the first may be a move. */
export const MAX_MACHINE_CHANGES = 2;

/** Former installations that are remembered for fetch and erase; far more than anybody changes the level. */
export const MAX_FORMER = 50;

/** Answers of the collector that are remembered: a quarter of a year of an app that is opened once a day. */
export const MAX_RECEIPTS = 100;

/**
 * The least time between two writings of them, in milliseconds: sending a full outbox at quit, thousands of batches in
 * two seconds, waits for three writings and not for thousands.
 */
export const RECEIPTS_WRITE_MS = 1000;

/** Waiting batches that are read for one look, unless the newest session has more: four for each session of a page. */
export const MAX_SHOWN_BATCHES = 200;

/**
 * Suggestions are asked for at a random moment from this long after a start, in milliseconds: two minutes, so that start-up
 * belongs to the user, and half an hour, so that the moment says nothing of when the app was started.
 */
export const SUGGESTIONS_DELAY_MS = 2 * 60 * 1000;
export const SUGGESTIONS_SPREAD_MS = 30 * 60 * 1000;

/** After an answer they are asked for again a day later, and after none some hours later, in milliseconds. */
export const SUGGESTIONS_AGAIN_MS = 24 * 60 * 60 * 1000;
export const SUGGESTIONS_RETRY_MS = 4 * 60 * 60 * 1000;

/** One request for them, in milliseconds; slower answers are cut off. */
export const SUGGESTIONS_REQUEST_MS = 30_000;

/** What is kept of them, in bytes: the file with its quotes and line ends escaped, and what was dismissed. */
export const MAX_KEPT_SUGGESTIONS_BYTES = 256 * 1024;

/** Dismissed suggestions that are remembered, and so stay away when a rule comes again. */
export const MAX_DISMISSED = 500;

/**
 * The least time between two looks at whether the session meets a rule, in milliseconds, and as a multiple of what the last
 * one took: each reads the session's log, 4 ms for a thousand uses and most of a second for the 200 000 of a month.
 */
export const SUGGESTIONS_LOOK_MS = 5 * 60 * 1000;
export const SUGGESTIONS_LOOK_REST = 1000;

/** A quit waits for a last look when it is no longer than this, in milliseconds, by the one before. */
export const SUGGESTIONS_LAST_LOOK_MS = 50;
