import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Time } from '../../../../collector/state/lease.ts';
import type { SharedState, StateKind } from '../../../../collector/state/shared-state.ts';

/** Time that passes when nothing is left to do at a moment: hours of several collectors in milliseconds. */
export class VirtualTime implements Time {
  #now = 0;
  readonly #waiting: { readonly at: number; readonly resolve: () => void }[] = [];

  now(): number {
    return this.#now;
  }

  pause(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push({ at: this.#now + Math.max(0, ms), resolve });
      signal?.addEventListener('abort', () => resolve(), { once: true });
    });
  }

  /** Runs until something is done. */
  async during<T>(work: Promise<T>): Promise<T> {
    let isDone = false;
    const done = () => {
      isDone = true;
    };
    work.then(done, done);
    for (await nextTurn(); !isDone; await nextTurn()) await this.runTo(Math.min(...this.#waiting.map(({ at }) => at)));
    return await work;
  }

  /** Runs everything up to a moment. */
  async runTo(end: number): Promise<void> {
    for (;;) {
      await nextTurn();
      const next = this.#waiting.reduce((first, { at }) => Math.min(first, at), Number.POSITIVE_INFINITY);
      if (next > end) break;
      this.#now = next;
      for (const one of this.#waiting.filter(({ at }) => at <= next)) {
        this.#waiting.splice(this.#waiting.indexOf(one), 1);
        one.resolve();
      }
    }
    this.#now = end;
  }
}

/** What an access to a simulated store is like: how long it takes to get there and back, and whether an answer comes. */
export interface Access {
  readonly before: number;
  readonly after: number;
  readonly fails?: 'before' | 'after';
}

/** A store that several collectors share, with accesses that take their time. */
export class SimulatedStore {
  readonly #records = new Map<StateKind, Map<string, unknown>>();
  readonly #time: VirtualTime;

  constructor(time: VirtualTime) {
    this.#time = time;
  }

  recordsOf(kind: StateKind): Map<string, unknown> {
    const records = this.#records.get(kind) ?? new Map<string, unknown>();
    this.#records.set(kind, records);
    return records;
  }

  /** @param access says what the next access is like. */
  stateOf(access: () => Access): SharedState {
    const asked = async <T>(work: () => T): Promise<T> => {
      const { before, after, fails } = access();
      await this.#time.pause(before);
      if (fails === 'before') throw new Error('did not get there');
      const answer = work();
      await this.#time.pause(after);
      if (fails === 'after') throw new Error('no answer');
      return answer;
    };
    return {
      all: (kind) => asked(() => new Map(this.recordsOf(kind))),
      put: (kind, id, value) => asked(() => void this.recordsOf(kind).set(id, structuredClone(value))),
      putAll: (kind, records) =>
        asked(() => {
          for (const [id, value] of records) this.recordsOf(kind).set(id, structuredClone(value));
        }),
      remove: (kind, id) => asked(() => void this.recordsOf(kind).delete(id)),
      removeAll: (kind, ids) =>
        asked(() => {
          for (const id of ids) this.recordsOf(kind).delete(id);
        }),
    };
  }
}

export const AT_ONCE: Access = { before: 0, after: 0 };
