/**
 * Makes a function of `action` that never runs beside itself: calls during a run are answered by one more run after it,
 * which sees all that they wanted seen.
 * @param settleMs milliseconds to wait before a run for what belongs together, such as the files of one save.
 * @param failed is given what a run throws; the next one runs all the same.
 */
export function latest(action: () => Promise<void>, settleMs: number, failed: (thrown: unknown) => void): () => void {
  let asked = false;
  let running = false;
  const run = async () => {
    running = true;
    while (asked) {
      await new Promise((resolve) => setTimeout(resolve, settleMs));
      asked = false;
      await action().catch(failed);
    }
    running = false;
  };
  return () => {
    asked = true;
    if (!running) void run();
  };
}
