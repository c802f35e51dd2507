/** Bounds of error reports, each with the reason for its number. */

/** Text of a stack that is looked at, in UTF-16 units: a trace of the deepest kind that V8 writes has 5 000. */
export const MAX_STACK_LENGTH = 32 * 1024;

/** Letters of a class or a code on its way to where it is looked up: more than any that is known has. */
export const MAX_THROWN_WORD = 64;

/** Lines of a stack that are looked at; V8 writes 10 unless told otherwise. */
export const MAX_STACK_LINES = 32;

/** Frames kept; the innermost ones say where it happened. */
export const MAX_FRAMES = 12;

/** The highest line and column: bundles are smaller, and a number of 7 digits is nobody's. */
export const MAX_POSITION = 9_999_999;

/** Different reports of one session: past that, one fault makes many and more of them say little. */
export const MAX_REPORTS = 50;
