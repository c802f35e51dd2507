import type { watch as watchFiles } from 'node:fs';
import path from 'node:path';
import type { Level } from '../../core/consent/levels.ts';
import { debug } from '../../core/debug.ts';
import type { Clock, Timers } from '../../node/platform.ts';
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
import { watchFolder } from './watch-folder.ts';

/** A policy read by a process holds this long for decisions, in milliseconds; requests never wait for it to pass. */
export const POLICY_FRESH_MS = 10_000;

/** Changes of the file that follow each other this closely are looked at once, in milliseconds. */
export const POLICY_SETTLE_MS = 100;

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

  /** Reads the policy anew; when it resolves, a change has taken effect. Never rejects. */
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
