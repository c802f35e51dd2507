import type { FSWatcher, watch as watchFiles } from 'node:fs';
import path from 'node:path';
import type { Level } from '../../core/consent/levels.ts';
import { debug, swallowed } from '../../core/debug.ts';
import type { Clock, Timers } from '../../node/platform.ts';
import type { Transport } from '../upload/egress-gate.ts';
import {
  allowedLevel,
  judgePolicy,
  type Policy,
  type PolicyReading,
  type PolicyState,
  policyCollector,
  policyCustomer,
} from './policy-document.ts';
import type { PolicySource } from './policy-source.ts';

/** A policy read by a process holds this long for decisions, in milliseconds; requests never wait for it to pass. */
export const POLICY_FRESH_MS = 10_000;

/** Changes of the file that follow each other this closely are looked at once, in milliseconds. */
const POLICY_SETTLE_MS = 100;

interface ManagedPolicyOptions {
  readonly source: PolicySource;
  readonly clock: Pick<Clock, 'monotonic'>;
  readonly timers: Timers;
  readonly watch: typeof watchFiles;
}

/**
 * The policy as it is now. A file is read for each decision and watched. What only a process can tell is unknown, which
 * allows nothing, until it has answered; it is read again in the background when a decision finds it old, and before each
 * request.
 */
export class ManagedPolicy {
  readonly #options: ManagedPolicyOptions;
  #state: PolicyState = { status: 'unknown' };
  #readAt = Number.NEGATIVE_INFINITY;
  #reading: Promise<void> | undefined;
  #changed: () => void = () => {};

  constructor(options: ManagedPolicyOptions) {
    this.#options = options;
    void this.#read();
  }

  /** The highest level that the organisation allows; `undefined` when there is no policy. */
  get allowed(): Level | undefined {
    return allowedLevel(this.#current());
  }

  /** What was found, as it is now. */
  get state(): PolicyState {
    return this.#current();
  }

  /** Whether it has been read in this run. */
  get isKnown(): boolean {
    return this.#state.status !== 'unknown';
  }

  /** Where the organisation wants batches to go. */
  get collector(): URL | undefined {
    return policyCollector(this.#current());
  }

  /** Which customer this computer belongs to; for the enhanced level. */
  get customer(): Pick<Policy, 'customerId' | 'licenceId'> {
    return policyCustomer(this.#current());
  }

  /**
   * Calls `changed` after each change of the policy, from now on.
   * @returns ends the watching.
   */
  follow(changed: () => void): () => void {
    const { source, timers, watch } = this.#options;
    this.#changed = changed;
    if (source.kind === 'slow') return () => {};
    let cancel = () => {};
    const stop = watchFolder(watch, path.dirname(source.file), () => {
      cancel();
      cancel = timers.after(POLICY_SETTLE_MS, () => void this.reread());
    });
    return () => {
      cancel();
      stop();
    };
  }

  /** Reads the policy again; when it resolves, a change has taken effect. Never rejects. */
  async reread(): Promise<void> {
    await this.#read();
  }

  #current(): PolicyState {
    const { source, clock } = this.#options;
    // The decision that found a change must not be made inside of what the change sets off.
    if (source.kind === 'immediate') this.#take(source.read(), queueMicrotask);
    else if (clock.monotonic() - this.#readAt > POLICY_FRESH_MS) void this.#read();
    return this.#state;
  }

  #read(): Promise<void> {
    const { source, clock } = this.#options;
    if (source.kind === 'immediate') {
      this.#take(source.read(), (changed) => changed());
      return Promise.resolve();
    }
    this.#reading ??= source.read().then((reading) => {
      this.#reading = undefined;
      this.#readAt = clock.monotonic();
      this.#take(reading, (changed) => changed());
    });
    return this.#reading;
  }

  #take(reading: PolicyReading, tell: (changed: () => void) => void): void {
    const next = judgePolicy(reading);
    if (JSON.stringify(next) === JSON.stringify(this.#state)) return;
    this.#state = next;
    debug('policy', 'read', { status: next.status, allowed: allowedLevel(next) ?? 'no-limit' });
    tell(() => this.#changed());
  }
}

/**
 * Calls `onEvent` after anything happened to the files of a folder, and when the folder itself comes or goes. Uses the
 * system's notifications: nothing runs while nothing happens. Where they cannot be had (a folder that may not be read, no
 * more watches to give) there are no events; callers must not depend on them.
 */
function watchFolder(watch: typeof watchFiles, folder: string, onEvent: () => void): () => void {
  const own = (place: string, listen: (name: string | null) => void): FSWatcher | undefined => {
    try {
      const watcher = watch(place, { persistent: false }, (_event, name) => listen(name));
      watcher.on('error', () => watcher.close());
      return watcher;
    } catch (error) {
      swallowed('policy', 'watch-folder', error);
      return undefined;
    }
  };
  const watchInside = () => own(folder, onEvent);
  let inside = watchInside();
  const parent = own(path.dirname(folder), (name) => {
    if (name !== null && name !== path.basename(folder)) return;
    inside?.close();
    inside = watchInside();
    onEvent();
  });
  return () => {
    inside?.close();
    parent?.close();
  };
}

/** What a policy allows at most. */
type Cap = Level | 'none';

/**
 * Tells an administrator's changes apart from others: asked after each change of the policy, it gives the cap when that
 * is another one. The first that becomes known is none.
 */
export function capChanges(policy: Pick<ManagedPolicy, 'allowed' | 'isKnown'>): () => Cap | undefined {
  const cap = (): Cap | undefined => (policy.isKnown ? (policy.allowed ?? 'none') : undefined);
  let last = cap();
  return () => {
    const before = last;
    last = cap();
    return before === undefined || before === last ? undefined : last;
  };
}

/**
 * A transport that reads the policy again before each request. A policy that no longer allows it has by then ended the
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
