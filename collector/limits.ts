import { MAX_BATCH_BYTES } from 'candor-client/core';

/** Bounds of the collector, each with its reason; those of its connections stand in http/limits.ts. */

/** A journal segment is closed at this size, in bytes; a closed and loaded segment can be deleted. */
export const SEGMENT_BYTES = 64 * 1024 * 1024;

/** Records that may wait for one commit, in bytes. More means that the disk cannot follow: senders are told to wait. */
export const MAX_PENDING_BYTES = 16 * 1024 * 1024;

/**
 * Size of the whole journal, in bytes: what may pile up while the storage is down. About ten million sessions; beyond
 * it senders are told to wait, so that the disk does not fill up.
 */
export const MAX_JOURNAL_BYTES = 4 * 1024 * 1024 * 1024;

/** A block that is loaded in one go, in bytes of journal. */
export const BLOCK_BYTES = 4 * 1024 * 1024;

/**
 * What a block unpacks to, in bytes as text: 10 000 sessions of a few uses, or 13 batches of the most that there can be. Inserting
 * it takes a tenth of a second, and as long waits whoever wants to write between two blocks. It bounds the rows as well, because each has a few hundred bytes at least.
 */
export const BLOCK_UNPACKED_BYTES = 8 * 1024 * 1024;

/**
 * Rows that wait for the loader in memory, in bytes: what some seconds bring when batches come as fast as they can be
 * received. What comes while they are full is decoded a second time, for the loader.
 */
export const WAITING_ROWS_BYTES = 24 * 1024 * 1024;

/** How long batches may be decoded, or rows be put together, before others get their turn, in milliseconds. */
export const TURN_MS = 5;

/** Bytes that are read of the journal at a time, until a block is full; more than the longest record. */
export const READ_BYTES = 512 * 1024;

/** Failures after which a block is halved, and a single batch is set aside that the storage refuses, or that overruns while the next one does not. */
export const LOAD_ATTEMPTS = { block: 2, batch: 3, overrun: 5 } as const;

/** How often batches that the storage refuses are put back by one version: some have crashed it each time. */
export const SET_ASIDE_TRIES = 3;

/** Time between two tries of what was set aside, in milliseconds; a start tries it as well. */
export const SET_ASIDE_AGAIN_MS = 60 * 60_000;

/** Batches that were set aside and are put back into the journal at a time: they share a sync. */
export const SET_ASIDE_AT_ONCE = 64;

/** The storage likes few large inserts: at most one a second, in milliseconds, … */
export const LOAD_INTERVAL_MS = 1000;

/** … unless this much waits already, in bytes of journal. */
export const LOAD_AT_ONCE_BYTES = 1024 * 1024;

/** First and longest pause before a failed load is tried again, in milliseconds; it doubles in between. */
export const LOAD_RETRY_MS = { first: 200, longest: 30_000 } as const;

/** How often it is looked whether a day is over and can be closed, in milliseconds; a look is a comparison of two numbers. */
export const CLOSER_CHECK_MS = 30_000;

/**
 * Rows of installation and day of which a cube is made in one statement, and by how many cuts at a time where there are more of them: it
 * takes some 200 MB of memory.
 */
export const CUBE_ROWS_AT_ONCE = { whole: 5000, ofCut: 100_000 } as const;

/** Of so few, what the engine does before it begins with a statement is most of the work: a cube of them has a shorter one. */
export const FEW_CUBE_ROWS = 200;

/**
 * Batches of a day of which the same is true, for what is made of batches. All of them at once take little memory: a batch has 10 000
 * uses at most.
 */
export const FEW_DAY_BATCHES = 1000;

/**
 * Sessions that one number makes expected at most, and parts of one session: a number is any that a sender says, and one that says
 * billions would hide what all others miss.
 */
export const MOST_EXPECTED = 1000;

/** Batches of a day that are made rows of installation and day by one statement: some ten seconds and 300 MB. */
export const SLICE_BATCHES = 50_000;

/**
 * Flows of each product that are kept by their names, of a day: those that most installations have. Of sixty commands there are
 * 200 000 flows, of which most are somebody's alone.
 */
export const MOST_FLOWS = 1000;

/** From so many bytes on, what counts the flows of a day goes on on the disk: some millions of different ones. */
export const FLOW_COUNTING_BYTES = 200_000_000;

/**
 * Of several collectors one closes days: when nobody has heard of it for so long, in milliseconds, another does. Half of it is
 * longer than the longest statement, which could go on when its collector has ended. Within `claim` a claim is written, or
 * given up.
 */
export const LEASE_MS = { lasts: 300_000, claim: 5000 } as const;

/**
 * A change of products or of suggestions in a store that is shared is made under a lease as well, which lasts for less: it is a few
 * short statements.
 * How long one waits for another, and when it asks again, in milliseconds.
 */
export const CHANGE_LEASE_MS = { lasts: 20_000, claim: 1000, wait: 60_000, again: 300 } as const;

/**
 * How often a collector says that it is there; how long after that days no longer wait for it, when another has listened for so
 * long; and when its record is removed; in milliseconds.
 */
export const WATERMARK_MS = {
  seen: 600_000,
  listened: 1_800_000,
  gone: 2 * 86_400_000,
  forgotten: 45 * 86_400_000,
} as const;

/** First and longest pause before a closing that failed is begun anew, in milliseconds; it doubles in between. */
export const CLOSER_RETRY_MS = { first: 1000, longest: 300_000 } as const;

/** First and longest pause before a storage process that died is started again, in milliseconds. */
export const STORAGE_RESTART_MS = { first: 100, longest: 30_000 } as const;

/**
 * How long the collector tries to open its storage when it starts, in milliseconds. The storage process of a predecessor that was
 * killed holds the lock until it has answered what it was asked, which takes as long as a question may.
 */
export const STORAGE_OPEN_MS = 25_000;

/**
 * A storage process that works on one block for this long is taken for dead, in milliseconds, and a statement for failed. What
 * waits for its turn does not count.
 */
export const STORAGE_ANSWER_MS = 120_000;

/** Longest time that the storage works on one question, in milliseconds: nobody waits for longer at a page. */
export const QUESTION_MS = 15_000;

/** The most memory of one question, in bytes. */
export const QUESTION_MEMORY_BYTES = 1024 * 1024 * 1024;

/** Questions that may wait for their turn; one more is refused. */
export const QUESTIONS_WAITING = 100;

/**
 * How much longer than its limit a question may take, because the engine looks at it between two blocks, in milliseconds;
 * and within what a storage process says that it lives, which is asked when something took too long.
 */
export const STORAGE_GRACE_MS = { question: 5000, ping: 10_000 } as const;

/**
 * Batch ids kept in memory to answer `duplicate`: at most this many, about 70 MB. A repetition of an older batch is
 * answered `accepted`, journaled again, and absorbed by the tables: it is never counted twice.
 */
export const KNOWN_BATCHES = 1_000_000;

/** Days for which batch ids are looked up at the start: an installation keeps unsent batches for 30 days at most. */
export const KNOWN_DAYS = 31;

/**
 * How long a sender waits after a start until it is read which batches are stored, in milliseconds; then it is told to come back. A
 * million take a second or two.
 */
export const KNOWN_WAIT_MS = 15_000;

/** What a sender is told to wait when the collector cannot store, in seconds. */
export const RETRY_AFTER_S = 30;

/** Seconds after which a batch of a newer client may be sent again: upgrades take hours, and it waits for 30 days. */
export const NEWER_RETRY_AFTER_S = 3600;

/** Seconds after which a batch may be sent again whose product is not known, or removed: somebody has to change that. */
export const PRODUCT_RETRY_AFTER_S = 3600;

/**
 * Longest body that is read, in bytes. One that is too large for a batch is refused by its digest, and so read; of what
 * is larger than this nobody can have meant a batch, and no digest is told.
 */
export const MAX_UPLOAD_BYTES = 4 * MAX_BATCH_BYTES;

/** How long a stop waits for requests under way, then for loading, in milliseconds. What is not loaded stays journaled. */
export const CLOSE_MS = { requests: 5000, loading: 5000 } as const;

/**
 * What an answer to an installation waits for what cannot be told from the journal, in milliseconds; then it is told to
 * come back.
 */
export const USER_DATA_MS = 15_000;

/** How long an erasure that is done waits for its batches to leave the journal, in milliseconds; they do so in any case. */
export const LEAVE_JOURNAL_MS = 1000;

/**
 * Batches of one installation that are looked up in the journal for an answer, and what they unpack to in bytes: one of
 * the largest is always among them, and a page with them is still less than its reader takes.
 */
export const WAITING_HELD = { batches: 10_000, unpackedBytes: 750_000 } as const;

/** Waiting batches of one installation that are counted by their ids when it is erased; of more, each record counts. */
export const WAITING_COUNTED = 1000;

/** Erasures that are done by one statement, and installations whose keys are looked up by one question: both go on quickly. */
export const ERASURES_AT_ONCE = 200;
export const KEYS_AT_ONCE = 1000;

/** Erasures that are finished by one statement, whose address has room for so many. */
export const ERASURES_FINISHED_AT_ONCE = 5000;

/**
 * Days for which an erasure is remembered when its rows are gone: an installation deletes what it could not send for 30 days,
 * and clocks may differ by a fortnight.
 */
export const ERASED_DAYS = 45;

/** When erasures that could not be finished are tried again, in milliseconds. */
export const ERASURE_RETRY_MS = 60_000;

/** A log of erasures beside backups is not written anew before it has so many bytes: some three thousand erasures. */
export const PLACE_LOG_BYTES = 256 * 1024;

/**
 * A line over the control socket of a running collector, in characters: a request longer than any path is none of ours, and an answer
 * that has more than all histograms of a product neither.
 */
export const CONTROL_CHARACTERS = { request: 64 * 1024, answer: 64 * 1024 * 1024 } as const;

/** When it is asked again whether the engine is done with a backup, in milliseconds. */
export const BACKUP_POLL_MS = 200;

/** Most rows of one file of an export: some seconds of work, and what is done again after a kill. */
export const EXPORT_ROWS = 50_000;

/** A page of what is held of an installation, in bytes as estimated; sure to be less than its reader takes. */
export const HELD_PAGE_BYTES = 2 * 1024 * 1024;

/** Requests for one installation under one key in a minute: far more than clicks; pairs of both that are remembered. */
export const INSTALLATION_REQUESTS = { requests: 60, perMs: 60_000, installations: 10_000 } as const;

/**
 * What one network may send in a minute while the rows that wait for the loader take half of their memory, in bytes as a row of
 * text: more than a thousand ordinary sessions. Networks remembered.
 */
export const BEHIND_SHARE = { bytes: 16 * 1024 * 1024, perMs: 60_000, prefixes: 10_000 } as const;

/** Wrong keys of one network in a minute that are told from right ones; networks remembered. */
export const WRONG_KEYS = { requests: 120, perMs: 60_000, prefixes: 10_000 } as const;

/** Keys that are looked up at a time, all of them by a few statements; how many wait besides, and how many of one network. */
export const KEY_CHECKS = { atOnce: 256, waiting: 1024, waitingEach: 256 } as const;

/**
 * What the storage works on at a time for those who have shown their key, how many wait, and how many of one network.
 * Erasures that come together are done by one statement. Beyond it they are told to come back, in seconds.
 */
export const TURNS = {
  fetching: { atOnce: 2, waiting: 256, waitingEach: 32 },
  erasing: { atOnce: 64, waiting: 256, waitingEach: 32 },
  retryAfterS: 5,
} as const;

/** Largest manifest that is read, in bytes: a thousand commands with both their titles have a tenth of it. */
export const MAX_MANIFEST_BYTES = 2 * 1024 * 1024;

/** Largest file of what was decided of products, in bytes: some ten thousand decisions. */
export const PRODUCT_DECISIONS_BYTES = 1024 * 1024;

/** What the operator changes of products takes effect within this, in milliseconds; a look at the folder is microseconds. */
export const PRODUCTS_CHECK_MS = 1000;

/** A file of a product that is damaged may still be being copied when it was written less than this ago, in milliseconds. */
export const PRODUCTS_COPY_MS = 10_000;

/** Source maps: the largest file, in bytes; most files of a version; how many are kept open, each some times its bytes. */
export const SOURCE_MAPS = { bytes: 32 * 1024 * 1024, files: 200, open: 8 } as const;

/** When the lock of a change that is under way is asked for again, and when nobody holds it any more, in milliseconds. */
export const FOLDER_LOCK_MS = { again: 20, stale: 10_000 } as const;

/** What another process changes of the shared state is seen within this, in milliseconds; a look at a file is microseconds. */
export const STATE_CHECK_MS = 1000;

/** A state file of this many bytes is written anew when half of it is over; one of more than the most is no state of ours. */
export const STATE_BYTES = { compact: 256 * 1024, most: 64 * 1024 * 1024 } as const;

/** Tokens and login links at a time, and sessions; the oldest session ends for one more. */
export const MAX_TOKENS = 1000;
export const MAX_SESSIONS = 1000;

/** A session is over after this at the latest, in milliseconds: a week of work with one login. */
export const SESSION_MS = 7 * 24 * 3_600_000;

/** A login link that nobody has opened is over after this, in milliseconds. */
export const LOGIN_LINK_MS = 15 * 60_000;

/** Records of who did what that are kept: some two megabytes. */
export const AUDIT_RECORDS = 10_000;

/**
 * Installations that one token, or who logged in by one link, looks up on a UTC day: one every two minutes for ten hours. Whoever has
 * somebody's token cannot go through them all.
 */
export const LOOKUPS_A_DAY = 300;

/** Records of installations that were looked up which are kept, the newest; how many a person is told of. */
export const LOOKUPS = 10_000;
export const LOOKUPS_TOLD = 100;

/** Senders under one ID for whom a look-up is on record, the first ones: there is one, unless somebody made others up. */
export const LOOKUP_SENDERS = 10;

/** Characters of the reason for which an installation is looked up. */
export const SUPPORT_REASON = { least: 4, most: 200 } as const;

/** The request for that, in bytes: the reason in characters of four bytes, or escaped. */
export const SUPPORT_REQUEST_BYTES = 4096;

/** Rules that one administrator tries on history in an hour; administrators remembered. */
export const RULE_TRIALS = { requests: 60, perMs: 3_600_000, names: 1000 } as const;

/** The request for that, in bytes, and what is on record of it, in characters: three conditions of sixteen long words. */
export const RULE_REQUEST_BYTES = 8192;

/** Wrong logins of one network in ten minutes that are answered; networks remembered. */
export const LOGIN_FAILURES = { requests: 20, perMs: 600_000, prefixes: 10_000 } as const;

/** Longest address of a page that a login leads to, in characters. */
export const LOGIN_NEXT_CHARACTERS = 1000;

/** Most answers about closed days that are kept; the oldest gives way. One has some kilobytes. */
export const KEPT_ANSWERS = 500;

/** A form has a token, and the address of a page that may be three times as long when its signs are escaped, in bytes. */
export const MAX_FORM_BYTES = 4096;

/** What waits to be forwarded, in bytes as unpacked: some seconds of a flood. What comes while it is full is not forwarded. */
export const FORWARD_QUEUE_BYTES = 16 * 1024 * 1024;

/** How often a batch is sent to the endpoint that is forwarded to before it is given up. */
export const FORWARD_ATTEMPTS = 5;

/** First and longest pause between two of these attempts, in milliseconds; it doubles in between. */
export const FORWARD_RETRY_MS = { first: 500, longest: 30_000 } as const;

/** How long that endpoint may take to answer, in milliseconds: what OpenTelemetry's own exporters allow. */
export const FORWARD_TIMEOUT_MS = 10_000;

/** How long a webhook may take to take a digest, in milliseconds: it is sent once, by somebody who waits. */
export const WEBHOOK_MS = 15_000;

/** How long whoever stands between may keep the suggestions of a product, in seconds: installations ask once a day at most. */
export const SUGGESTIONS_CACHED_S = 3600;

/** What collectors of one ClickHouse share is looked up again after this, in milliseconds: a change is known within ten seconds. */
export const STATE_SHARED_MS = 5000;

/** Of a ClickHouse server. */
export const CLICKHOUSE = {
  /** Requests at a time: loading, and what is asked meanwhile. */
  connections: 10,
  /** A connection is given up on after this, in milliseconds: longer than every request, each of which has its own time. */
  socketMs: 86_400_000,
  /** How long a quorum of replicas may take to have a block, in milliseconds; the request itself ends later. */
  quorumMs: 60_000,
  /** How often a long statement says that it is alive, in milliseconds, so that nothing on the way takes it for dead. */
  progressMs: 10_000,
  /** Headers of an answer, in bytes: one more every ten seconds while a statement runs. */
  headerBytes: 1024 * 1024,
  /** How long it is tried to reach a server when a collector starts, in milliseconds; both may have been started at once. */
  openMs: 30_000,
  /** First and longest pause before a server that is away is asked again, in milliseconds. */
  retryMs: { first: 100, longest: 5000 },
  /** How long a question that may be repeated waits for a server that is away, in milliseconds. */
  awaitMs: 3000,
  /** How often a server is asked whether it is there, in milliseconds, while nobody asks it anything else. */
  watchMs: 10_000,
  /** A statement that brings a table to another structure may write it anew: an hour, in milliseconds. */
  migrationMs: 60 * 60 * 1000,
} as const;
