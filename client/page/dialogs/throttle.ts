interface ThrottlePorts {
  /** Milliseconds of a clock that never goes back. */
  now(): number;
  /** Calls `run` once, `ms` from now; returns the function that calls it off. */
  startTimer(run: () => void, ms: number): () => void;
}

/**
 * Runs something when it is called for, but not again within `ms` of the last time; calls meanwhile lead to one run at the
 * end of that time. While nobody calls, no timer runs.
 * @param run was run just now.
 */
export function throttle({ now, startTimer }: ThrottlePorts, ms: number, run: () => void) {
  let last = now();
  let stop: (() => void) | undefined;
  return {
    call: () => {
      stop ??= startTimer(
        () => {
          stop = undefined;
          last = now();
          run();
        },
        Math.max(0, last + ms - now()),
      );
    },
    stop: () => stop?.(),
  };
}
