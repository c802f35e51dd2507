import type { Clock } from 'candor-client/node';

/** The part of a window that tells whether it reacts; Electron's BrowserWindow fits. */
interface RespondingWindow {
  on(event: 'unresponsive' | 'responsive' | 'closed', listener: () => void): unknown;
}

/** Tells how many seconds the window did not react, each time that it does again or is closed. */
export function watchResponse(
  window: RespondingWindow,
  clock: Pick<Clock, 'monotonic'>,
  tell: (seconds: number) => void,
): void {
  let since: number | undefined;
  const over = () => {
    if (since === undefined) return;
    tell((clock.monotonic() - since) / 1000);
    since = undefined;
  };
  window.on('unresponsive', () => {
    since ??= clock.monotonic();
  });
  window.on('responsive', over);
  window.on('closed', over);
}
