/** Time between the two samples of a first pair: CPU needs two; half a second gives steps of 2 % at 100 ticks a second. */
export const QUICK_PAIR_MS = 500;

/** A shorter time between samples makes CPU figures of a few ticks jump; the figures before are kept instead. */
export const MIN_SHARE_MS = 250;

/** Seconds between samples on Windows, where one sample keeps a PowerShell busy for 0.5 to 5 s. */
export const SLOW_SAMPLE_INTERVAL_SECONDS = 15;

/** Characters of a command line that leave the sampler; some, such as those of Java, grow to 100 000. */
export const MAX_COMMAND_LINE = 4096;

/** Characters of a command line that are looked at, so that masking has a bounded cost. */
export const MAX_RAW_COMMAND_LINE = 2 * MAX_COMMAND_LINE;

/** How long the account file is believed before an unknown user is looked up in it again. */
export const ACCOUNTS_KEPT_MS = 60_000;

/** Device facts change rarely and cost some thirty processes to read. */
export const DEVICE_KEPT_MS = 60_000;

/** The device report leaves by then; sources that answer later are in the next one. */
export const DEVICE_DEADLINE_MS = 1200;

/** The same where facts come from PowerShell or system_profiler, which take seconds. */
export const SLOW_DEVICE_DEADLINE_MS = 4000;

/** A source of device facts that has not answered by then is given up and asked afresh. */
export const DEVICE_SOURCE_LIMIT_MS = 30_000;
