import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { CHANGE_LEASE_MS, LEASE_MS } from '../limits.ts';
import { type SharedState, StateUnavailable } from './shared-state.ts';

/** The right to do something, which one process of those that share a store has at a time. */
export interface Lease {
  /**
   * Takes it when nobody has it.
   * @returns what is aborted as soon as it is not held for certain; `undefined` while another has it.
   * @throws StateUnavailable when that cannot be told.
   */
  hold(): Promise<AbortSignal | undefined>;
  /** Lets another one take it at once. */
  release(): Promise<void>;
}

/** Of a process that has its store to itself. */
export const soleLease: Lease = { hold: async () => new AbortController().signal, release: async () => {} };

/** The record of a lease; whoever holds it changes it again and again. */
interface LeaseRecord {
  /** Of one claim: who has lost it claims under another name. */
  readonly holder: string;
  readonly beat: number;
}

interface Held {
  readonly holder: string;
  readonly lost: AbortController;
  beat: number;
  /** By {@link Time.now}. */
  until: number;
  renewing: Promise<void>;
}

/** What durations are measured with. */
export interface Time {
  /** Milliseconds that only grow. */
  now(): number;
  /** Ends early, and well, when the signal is aborted. */
  pause(ms: number, signal: AbortSignal): Promise<void>;
}

const systemTime: Time = {
  now: () => performance.now(),
  pause: (ms, signal) => pause(ms, undefined, { signal }).catch(() => {}),
};

export interface LeaseOptions {
  readonly state: Pick<SharedState, 'all' | 'put' | 'remove'>;
  /** What it is the right to. */
  readonly id: string;
  readonly time?: Time;
  /** {@link LEASE_MS} unless it is given. */
  readonly leaseMs?: { readonly lasts: number; readonly claim: number };
}

/**
 * A lease in a store that cannot compare and swap, by durations alone: the clocks of two collectors need not agree.
 *
 * A record that has not changed for `lasts` is nobody's. A claim counts when it was written within `claim` of the look
 * that found nobody, and is still there after `claim` more: a rival that looked before it was written has by then either
 * written its own, which is then found, or given up. The holder acts for half of `lasts` after it last began to say that it
 * is there, so what it began then has ended before another begins (Gray and Cheriton, "Leases", 1989).
 */
export class SharedLease implements Lease {
  readonly #options: Required<LeaseOptions>;
  #held: Held | undefined;
  /** The record of another as it was seen, and since when it is the same. */
  #other: { readonly text: string; readonly since: number } | undefined;

  constructor(options: LeaseOptions) {
    this.#options = { time: systemTime, leaseMs: LEASE_MS, ...options };
  }

  async hold(): Promise<AbortSignal | undefined> {
    if (this.#held && this.#isCurrent(this.#held)) return this.#held.lost.signal;
    const { time, leaseMs, state } = this.#options;
    const looked = time.now();
    if (await this.#isOthers(looked)) return undefined;
    const holder = randomUUID();
    await state.put('lease', this.#options.id, { holder, beat: 0 } satisfies LeaseRecord);
    if (time.now() - looked > leaseMs.claim) return undefined;
    const lost = new AbortController();
    await time.pause(leaseMs.claim, lost.signal);
    if ((await this.#read())?.holder !== holder) return undefined;
    this.#other = undefined;
    const held = { holder, lost, beat: 0, until: looked + leaseMs.lasts / 2, renewing: Promise.resolve() };
    if (!this.#isCurrent(held)) return undefined;
    this.#held = held;
    held.renewing = this.#renew(held);
    void this.#expire(held);
    return lost.signal;
  }

  async release(): Promise<void> {
    const held = this.#held;
    if (!held) return;
    const isOurs = this.#isCurrent(held);
    this.#lose(held);
    // Else it could say once more that it is held, after it is not.
    await held.renewing;
    if (isOurs) await this.#options.state.remove('lease', this.#options.id);
  }

  async #isOthers(looked: number): Promise<boolean> {
    const record = await this.#read();
    if (!record) return false;
    const text = JSON.stringify(record);
    // Seen after the look began: it may have been written in between.
    if (this.#other?.text !== text) this.#other = { text, since: this.#options.time.now() };
    return looked - this.#other.since < this.#options.leaseMs.lasts;
  }

  async #read(): Promise<LeaseRecord | undefined> {
    const record = (await this.#options.state.all('lease', { fresh: true })).get(this.#options.id) as
      | Partial<LeaseRecord>
      | undefined;
    // Whatever else stands there is nobody's.
    return typeof record?.holder === 'string' && typeof record.beat === 'number' ? (record as LeaseRecord) : undefined;
  }

  #isCurrent(held: Held): boolean {
    if (this.#options.time.now() >= held.until) this.#lose(held);
    return !held.lost.signal.aborted;
  }

  /** Says again and again that it is held. */
  async #renew(held: Held): Promise<void> {
    const { time, state, leaseMs } = this.#options;
    for (;;) {
      await time.pause(leaseMs.lasts / 10, held.lost.signal);
      if (!this.#isCurrent(held)) return;
      const began = time.now();
      try {
        await state.put('lease', this.#options.id, { holder: held.holder, beat: ++held.beat } satisfies LeaseRecord);
        if ((await this.#read())?.holder !== held.holder) return this.#lose(held);
        if (this.#isCurrent(held)) held.until = began + leaseMs.lasts / 2;
      } catch {
        // It is held for as long as it was.
      }
    }
  }

  async #expire(held: Held): Promise<void> {
    const { time } = this.#options;
    while (this.#isCurrent(held)) await time.pause(held.until - time.now(), held.lost.signal);
  }

  #lose(held: Held): void {
    held.lost.abort(new Error(`another process may have the lease of ${this.#options.id}`));
    if (this.#held === held) this.#held = undefined;
  }
}

/**
 * Does something short under a lease, when nobody else has it any more.
 * @throws StateUnavailable when somebody has it for too long, or it was lost before the end: then it may be done all the same.
 */
export async function underLease<T>(
  { waitMs, ...options }: LeaseOptions & { readonly waitMs: number },
  work: () => Promise<T>,
): Promise<T> {
  const lease = new SharedLease(options);
  const { time = systemTime } = options;
  const giveUp = time.now() + waitMs;
  let held = await lease.hold();
  while (!held) {
    if (time.now() > giveUp) throw new StateUnavailable(`somebody else is changing ${options.id}: try again`);
    await time.pause(CHANGE_LEASE_MS.again, new AbortController().signal);
    held = await lease.hold();
  }
  try {
    const done = await work();
    held.throwIfAborted();
    return done;
  } finally {
    await lease.release();
  }
}

/**
 * Makes a change of what collectors share, a few short statements, while nobody else makes one of that.
 * @throws StateUnavailable as {@link underLease}.
 */
export function aloneInStore<T>(state: LeaseOptions['state'], what: string, work: () => Promise<T>): Promise<T> {
  const { wait, ...leaseMs } = CHANGE_LEASE_MS;
  return underLease({ state, id: what, leaseMs, waitMs: wait }, work);
}
