import type { Transport } from '../upload/egress-gate.ts';
import type { ManagedPolicy } from './managed-policy.ts';

/**
 * A transport that reads the policy anew before each request. A policy that no longer allows it has by then ended the
 * program's requests through their signal, this one too.
 */
export function underPolicy(policy: Pick<ManagedPolicy, 'reread'>, transport: Transport): Transport {
  return async (request, signal) => {
    await orAborted(policy.reread(), signal);
    return await transport(request, signal);
  };
}

/** Waits no longer than the request may take. @throws when `signal` is aborted. */
async function orAborted(done: Promise<void>, signal: AbortSignal): Promise<void> {
  let stop = () => {};
  const aborted = new Promise<void>((resolve) => {
    stop = resolve;
    signal.addEventListener('abort', stop, { once: true });
  });
  if (!signal.aborted) await Promise.race([done, aborted]);
  signal.removeEventListener('abort', stop);
  signal.throwIfAborted();
}
