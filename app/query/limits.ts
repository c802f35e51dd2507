/** Longest text of a query in UTF-16 units: more than anybody types, and it bounds whatever is done with it. */
export const MAX_QUERY_LENGTH = 4096;
/** Parentheses and negations inside of each other: reading them takes a call each. */
export const MAX_DEPTH = 32;
/** Words, comparisons and groups of one query: the database plans each for itself, and of 500 with OR for half a minute. */
export const MAX_TERMS = 256;
/** Errors told of one text: each carries a whole mended text, so that their number bounds the work. */
export const MAX_ERRORS = 16;
/** Longest regular expression. */
export const MAX_PATTERN_LENGTH = 512;
/** Most rows that `limit` may ask for: as many as an answer holds. */
export const MAX_LIMIT = 100_000;
