import { swallowed } from 'candor-client/core';
import type { Clock, Timers } from 'candor-client/node';
import type { HistorySettings } from '../app/finder/engine.ts';
import type { HistoryFailure } from '../app/finder/history.ts';
import type { SourceFailure, SourceState } from '../app/finder/live.ts';
import type { Journal } from './journal/journal.ts';
import { withoutPrograms } from './journal/without-programs.ts';
import { FLUSH_MS } from './store/limits.ts';
import type { Observation, Store, StoreLimits, StoreParts, SystemStart } from './store/store.ts';

/** Minutes that are kept in the journal before the history takes them in, which then need not take long at a window's opening. */
const JOURNAL_MINUTES = 120;

/** The journal begins early: that it cannot be written is better noticed than a minute lost. */
const FIRST_WRITE_MS = 10_000;

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
  /** What is recorded before the store is needed. */
  readonly journal: Journal;
  /** From now on there is something to write, or to bring to an end, before this process ends; called once. */
  readonly onHolds: () => void;
  /** The store was loaded although nobody asks for it: the journal was full. */
  readonly onLoaded: () => void;
  /** The history can no longer be kept, or can be again. */
  readonly onState: (state: SourceState) => void;
  readonly onSetAside: (files: readonly string[]) => void;
  readonly caught: (thrown: unknown) => void;
}

export interface History {
  /** Has the history kept so from now on. */
  configure(settings: HistorySettings): void;
  /** Somebody may ask: the store is opened. Until then what is recorded goes into the journal, which takes no DuckDB. */
  wake(): void;
  /** Takes a reading, if there is a store to take it and recording is on. */
  observe(observation: Observation): void;
  /** The store, as soon as it is open; `undefined` when it cannot be used here. */
  opened(): Promise<Store | undefined>;
  /**
   * Writes what is not written yet, and lets go of the files.
   * @param onWritten all that was seen is on the disk; may be called twice
   */
  close(onWritten?: () => void): Promise<void>;
}

/** Keeps the store in line with what the person has set, and tells what becomes of it. */
export function createHistory(parts: HistoryParts): History {
  const { folder, clock, timers } = parts;
  let settings: HistorySettings | undefined;
  let store: Store | undefined;
  let opening: Promise<Store | undefined> | undefined;
  let closed = false;
  let awake = false;
  let holds = false;
  let mends = false;
  let cancelWrite: (() => void) | undefined;
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
        recording: true,
        onStatus: () => void follow(),
        onMends() {
          mends = true;
          hold();
        },
      });
      // What was seen earlier comes before what is seen now.
      await takeInJournal(opened);
      if (!first.on) await opened.setRecording(false);
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

  function hold(): void {
    if (!holds) parts.onHolds();
    holds = true;
  }

  /** Where the history cannot be written the journal stays until it can be. */
  async function takeInJournal(opened: Store): Promise<void> {
    try {
      await parts.journal.drain((observations) => opened.takeIn(observations));
    } catch (error) {
      swallowed('store', 'take-in-journal', error);
      parts.caught(error);
    }
  }

  /** While the store is not needed: once a minute what was gathered goes to the disk. */
  function scheduleWrite(after = FLUSH_MS): void {
    cancelWrite = timers.after(after, () => void writeJournal());
  }

  async function writeJournal(): Promise<void> {
    try {
      await parts.journal.write();
      if (closed || opening) return;
      if ((await parts.journal.count()) < JOURNAL_MINUTES) return scheduleWrite();
      wake();
      if (await opening) parts.onLoaded();
    } catch (error) {
      swallowed('store', 'keep-journal', error);
      parts.caught(error);
      if (!closed && !opening) scheduleWrite();
    }
  }

  function wake(): void {
    awake = true;
    if (closed || opening || !settings) return;
    cancelWrite?.();
    opening = open(settings);
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
      if (before) void apply(before, now);
      else if (awake) wake();
      else scheduleWrite(FIRST_WRITE_MS);
    },
    wake,
    observe(observation) {
      // What is seen while the store is being opened is not kept.
      if (!settings?.on || closed || (opening && !store)) return;
      if (store) store.observe(observation);
      else parts.journal.take(withoutPrograms(observation, settings.excluded));
      hold();
    },
    async opened() {
      wake();
      return await opening;
    },
    async close(onWritten) {
      closed = true;
      cancelWrite?.();
      if (!store && !mends) {
        await parts.journal.write();
        onWritten?.();
      }
      await (await opening)?.close(onWritten);
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
