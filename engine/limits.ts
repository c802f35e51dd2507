/** Time between the two samples of a first pair: CPU needs two; half a second gives steps of 2 % at 100 ticks a second. */
export const QUICK_PAIR_MS = 500;

/** A shorter time between samples makes CPU figures of a few ticks jump; the figures before are kept instead. */
export const MIN_SHARE_MS = 250;

/** Longest time between two readings whose difference is still told as of the present; longer than any cadence. */
export const STALE_READING_MS = 35_000;

/** A shift between the clocks of this size is a sleep or a clock that was set; time servers slew far slower. */
export const CLOCK_JUMP_MS = 1500;

/** Woken up this much too late, the engine itself was stopped, and so perhaps was everything else. */
export const HELD_UP_MS = 30_000;

/** A source that has not answered for this long is taken for lost and is asked anew. */
export const SOURCE_GIVEN_UP_MS = 60_000;

/** Milliseconds in which a source of /proc or /sys answers, which is memory. */
export const SYSTEM_SOURCE_LIMIT_MS = 2000;

/** The same where a helper program is asked, which on Windows takes 0.5 to 5 s. */
export const HELPER_SOURCE_LIMIT_MS = 15_000;

/** Time between samples on Windows, where one keeps a PowerShell busy for 0.5 to 5 s. */
export const SLOW_SAMPLE_MS = 15_000;

/** How often it is looked whether the computer runs on its battery. */
export const POWER_LEAST_MS = 30_000;

/** Characters of a command line that leave the sampler; some, such as those of Java, grow to 100 000. */
export const MAX_COMMAND_LINE = 4096;

/** Characters of a command line that are looked at, so that masking has a bounded cost. */
export const MAX_RAW_COMMAND_LINE = 2 * MAX_COMMAND_LINE;

/** How long the account file is believed before an unknown user is looked up in it again. */
export const ACCOUNTS_KEPT_MS = 60_000;

/** Descriptors of /proc held open at most; half of what the process may open where that is less. */
export const MAX_HELD_DESCRIPTORS = 8192;

/** Within a minute each process's command line, file, owner and group are read again; a little less, to be within it. */
export const DETAILS_TURN_MS = 50_000;

/** How long the moment of the system's start is believed, unless the clock jumps. */
export const BOOT_TIME_KEPT_MS = 10_000;

/** Sockets that are told at most; a list of more is of no use to people. */
export const MAX_SOCKETS = 20_000;

/**
 * Milliseconds that pass between two looks at the sockets for each of them, so that very many are looked at less often:
 * the kernel takes 10 ms to tell none and 100 ms to tell 10 000.
 */
export const SOCKET_PAUSE_MS = 2;

/** The longest that they are not read for that reason. */
export const MAX_SOCKET_PAUSE_MS = 10_000;

/** Time in one look for finding out whose sockets are; 63 µs a process with a few descriptors. */
export const SOCKET_SEARCH_MS = 12;

/** The same at first, when nothing is known yet; and at most, where they are looked at seldom. */
export const FIRST_SOCKET_SEARCH_MS = 40;

/** Part of the time between two looks that may be spent on it: as much as those 12 ms are of two seconds. */
export const SOCKET_SEARCH_SHARE = 0.006;

/** Within a minute every process's descriptors are looked at again. */
export const SOCKET_TURN_MS = 60_000;

/** How long a socket that is in no process is not looked for again. */
export const SOCKET_LOST_MS = 30_000;

/** How long it is believed where control groups are mounted and which of their files are not there. */
export const GROUP_FILES_KEPT_MS = 60_000;

/** How long the list of installed apps is believed. */
export const DESKTOP_ENTRIES_KEPT_MS = 300_000;

/** Device facts change rarely and cost some thirty processes to read. */
export const DEVICE_KEPT_MS = 60_000;

/** The device report leaves by then; sources that answer later are in the next one. */
export const DEVICE_DEADLINE_MS = 1200;

/** The same where facts come from PowerShell or system_profiler, which take seconds. */
export const SLOW_DEVICE_DEADLINE_MS = 4000;

/** A source of device facts that has not answered by then is given up and asked afresh. */
export const DEVICE_SOURCE_LIMIT_MS = 30_000;
