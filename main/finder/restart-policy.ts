import { FIRST_RESTART_DELAY_MS, MAX_RESTARTS, RESTART_WINDOW_MS } from './limits.ts';

export type Restart = { readonly after: number; readonly restarts: readonly number[] } | { readonly after: 'never' };

/**
 * Whether an engine that has exited is started again, and after how many milliseconds. An engine that exits again and
 * again does not work on this computer: it is then left alone.
 * @param restarts when it was restarted before, in monotonic milliseconds
 */
export function decideRestart(restarts: readonly number[], now: number): Restart {
  const recent = restarts.filter((at) => now - at < RESTART_WINDOW_MS);
  if (recent.length >= MAX_RESTARTS) return { after: 'never' };
  return { after: FIRST_RESTART_DELAY_MS * 2 ** recent.length, restarts: [...recent, now] };
}
