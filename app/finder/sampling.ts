/** Seconds between samples while somebody looks. */
export const SAMPLE_INTERVAL_SECONDS = 5;
