/** Bounds of the channels, for both sides. */

/** Events that a window may hold back before it must send them. */
export const USAGE_FLUSH_EVENTS = 64;

/** Longest time that a window may hold events back, in milliseconds. */
export const USAGE_FLUSH_MS = 1000;

/** Events a window keeps while main does not answer; more are dropped and counted. */
export const USAGE_BUFFER_EVENTS = 1024;

/** Longest time that a window may hold durations and counts back, in milliseconds: nobody waits for them. */
export const MEASURES_FLUSH_MS = 10_000;

/** Sessions that wait and are shown at once; more are asked for by a click. */
export const SHOWN_SESSIONS = 50;
