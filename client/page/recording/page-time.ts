/** This page's clock and timers, as the recorders are handed them. */
export const pageTime = {
  /** Milliseconds since the page began to load; never goes back. */
  now: () => performance.now(),
  startTimer: (run: () => void, ms: number) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
  afterPaint,
};

/**
 * Calls `run` once what the page shows now has been painted; never when nobody can see it meanwhile, because frames
 * then wait for as long as the page is hidden.
 */
function afterPaint(run: () => void): void {
  if (document.hidden) return;
  const over = new AbortController();
  const frame = requestAnimationFrame(() => {
    // The browser paints between the callbacks of a frame and the next task (HTML, "update the rendering").
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      if (over.signal.aborted) return;
      over.abort();
      run();
    };
    port2.postMessage(undefined);
  });
  document.addEventListener(
    'visibilitychange',
    () => {
      cancelAnimationFrame(frame);
      over.abort();
    },
    { signal: over.signal },
  );
}
