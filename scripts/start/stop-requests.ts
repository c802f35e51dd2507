/** Ctrl+C and its relatives, as two wishes: to end, and to end now. */

const STOP_SIGNALS: NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** One Ctrl+C can arrive more than once: from the terminal, and from npm and our own entry script, which forward it. */
const SAME_WISH_MS = 500;

export interface StopRequests {
  /** Settles with the first request. */
  requested: Promise<void>;
  /** Settles with a further request, of someone who does not want to wait. */
  insisted: Promise<void>;
}

interface SignalSource {
  on(signal: NodeJS.Signals, listener: () => void): unknown;
}

/** From now on signals do not end this process: whoever calls this must. `now` is in milliseconds. */
export function listenForStop(source: SignalSource = process, now = () => performance.now()): StopRequests {
  let request = () => {};
  let insist = () => {};
  const requested = new Promise<void>((resolve) => {
    request = resolve;
  });
  const insisted = new Promise<void>((resolve) => {
    insist = resolve;
  });
  let firstAt: number | undefined;
  const onSignal = () => {
    firstAt ??= now();
    if (now() - firstAt < SAME_WISH_MS) request();
    else insist();
  };
  for (const signal of STOP_SIGNALS) source.on(signal, onSignal);
  return { requested, insisted };
}
