/** Restarts within {@link RESTART_WINDOW_MS}; one more exit means that it does not work here. */
export const MAX_RESTARTS = 3;
export const RESTART_WINDOW_MS = 60_000;

/** Wait before the first restart, doubled for each further one. */
export const FIRST_RESTART_DELAY_MS = 250;

export type Restart = { readonly after: number; readonly restarts: readonly number[] } | { readonly after: 'never' };

/**
 * Whether a process that has exited is started again, and after how many milliseconds. One that exits again and again does
 * not work on this computer: it is then left alone.
 * @param restarts when it was restarted before, in monotonic milliseconds
 */
export function decideRestart(restarts: readonly number[], now: number): Restart {
  const recent = restarts.filter((at) => now - at < RESTART_WINDOW_MS);
  if (recent.length >= MAX_RESTARTS) return { after: 'never' };
  return { after: FIRST_RESTART_DELAY_MS * 2 ** recent.length, restarts: [...recent, now] };
}
