import { swallowed } from 'candor-client/core';
import type { Clock, Timers } from 'candor-client/node';
import type { HistorySettings } from '../app/finder/engine.ts';
import type { HistoryFailure } from '../app/finder/history.ts';
import type { SourceFailure, SourceState } from '../app/finder/live.ts';
import type { Observation, Store, StoreLimits, StoreParts, SystemStart } from './store/store.ts';

/** The store, which brings DuckDB with it: loaded when it is first needed. */
interface StoreModule {
  openStore(parts: StoreParts): Promise<Store>;
  readSystemStarts(): Promise<readonly SystemStart[]>;
}

export interface HistoryParts {
  readonly folder: string;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly load: () => Promise<StoreModule>;
  /** The history can no longer be kept, or can be again. */
  readonly onState: (state: SourceState) => void;
  readonly onSetAside: (files: readonly string[]) => void;
  readonly caught: (thrown: unknown) => void;
}

export interface History {
  /** Has the history kept so from now on; opens it the first time. */
  configure(settings: HistorySettings): void;
  /** Takes a reading, if there is a store to take it and recording is on. */
  observe(observation: Observation): void;
  /** The store, as soon as it is open; `undefined` when it cannot be used here. */
  opened(): Promise<Store | undefined>;
  /** Writes what is not written yet, and lets go of the files. */
  close(): Promise<void>;
}

/** Keeps the store in line with what the person has set, and tells what becomes of it. */
export function createHistory(parts: HistoryParts): History {
  const { folder, clock, timers } = parts;
  let settings: HistorySettings | undefined;
  let store: Store | undefined;
  let opening: Promise<Store | undefined> | undefined;
  let closed = false;
  let told: SourceState['failure'] = null;
  let setAside = 0;

  async function open(first: HistorySettings): Promise<Store | undefined> {
    try {
      const { openStore, readSystemStarts } = await parts.load();
      const opened = await openStore({
        folder,
        clock,
        timers,
        limits: limitsOf(first),
        excluded: first.excluded,
        recording: first.on,
        onStatus: () => void follow(),
      });
      store = opened;
      await follow();
      await opened.noteSystemStarts(await readSystemStarts());
      return opened;
    } catch (error) {
      swallowed('store', 'open', error);
      parts.caught(error);
      tell('other');
      return undefined;
    }
  }

  /** Tells what the store says of itself. */
  async function follow(): Promise<void> {
    if (!store || closed) return;
    try {
      const status = await store.status();
      tell(status.failure && asSource[status.failure]);
      if (status.setAside.length > setAside) parts.onSetAside(status.setAside);
      setAside = status.setAside.length;
    } catch (error) {
      swallowed('store', 'status', error);
    }
  }

  function tell(failure: SourceState['failure']): void {
    if (failure === told) return;
    told = failure;
    parts.onState({ source: 'store', failure, since: clock.now() });
  }

  /** What a person set last holds, whatever became of what they set before it. */
  async function apply(before: HistorySettings, now: HistorySettings): Promise<void> {
    const opened = await opening;
    if (!opened) return;
    const steps = [
      () => opened.setExcluded(now.excluded),
      async () => {
        if (before.on !== now.on) await opened.setRecording(now.on);
      },
      () => opened.setLimits(limitsOf(now)),
    ];
    // All of them, one beside the other: a disk that refuses one must not have a program recorded that was left out.
    for (const { reason } of (await Promise.allSettled(steps.map((step) => step()))).filter(isRejected)) {
      swallowed('store', 'follow-settings', reason);
      if (!closed) parts.caught(reason);
    }
  }

  return {
    configure(now) {
      if (closed) return;
      const before = settings;
      settings = now;
      if (!before) opening = open(now);
      else void apply(before, now);
    },
    observe(observation) {
      if (settings?.on && !closed) store?.observe(observation);
    },
    opened: async () => await opening,
    async close() {
      closed = true;
      await (await opening)?.close();
    },
  };
}

const isRejected = (result: PromiseSettledResult<unknown>): result is PromiseRejectedResult =>
  result.status === 'rejected';

/** Why the history cannot be kept, in the words that all sources have. */
const asSource: Readonly<Record<HistoryFailure, SourceFailure>> = {
  full: 'other',
  'read-only': 'denied',
  locked: 'denied',
  disk: 'other',
};

function limitsOf({ memory, megabytes, days }: HistorySettings): StoreLimits {
  return { memoryMB: memory, sizeMB: megabytes, days };
}
