import type { Timers } from 'candor-client/node';
import type { ListChanges, ListTopic } from '../../app/finder/live.ts';
import type { Row } from '../../app/query/query.ts';
import type { Lists } from '../asking/find.ts';
import { type Changes, createChanges } from '../sampler/changes.ts';

/** A question waits so long for lists to be read for it; it is then answered from what is known. */
const WAIT_MS = 2000;

/** Lists that were read within this time are fresh enough to answer from, in milliseconds. */
const FRESH_MS = 2500;

interface Held {
  readonly changes: Changes;
  rows: readonly Row[];
  /** Monotonic milliseconds of the last reading; `null` before the first. */
  readAt: number | null;
}

export interface LiveLists {
  /** Takes a reading; gives what has changed. */
  take(topic: ListTopic, rows: readonly Row[], at: number): ListChanges;
  /** A list could not be read: nobody waits for it. */
  lost(topic: ListTopic): void;
  /** The lists as they were read last; empty before that. */
  readonly lists: Lists;
  whole(topic: ListTopic): ListChanges;
  /** Resolves when these lists have been read within {@link FRESH_MS}, or cannot be read in {@link WAIT_MS}. */
  fresh(topics: readonly ListTopic[]): Promise<void>;
}

/** The lists as they were read last, for windows and for questions. @param refresh has lists read soon. */
export function createLiveLists(
  refresh: (topics: readonly ListTopic[]) => void,
  monotonic: () => number,
  timers: Timers,
): LiveLists {
  const hold = (topic: ListTopic): Held => ({ changes: createChanges(topic), rows: [], readAt: null });
  const held: Readonly<Record<ListTopic, Held>> = {
    processes: hold('processes'),
    ports: hold('ports'),
    connections: hold('connections'),
    units: hold('units'),
  };
  const waiting = new Map<ListTopic, Set<() => void>>();

  function read(topic: ListTopic): Promise<void> {
    return new Promise((resolve) => {
      const waiters = waiting.get(topic) ?? new Set();
      waiting.set(topic, waiters);
      const done = () => {
        cancel();
        waiters.delete(done);
        resolve();
      };
      const cancel = timers.after(WAIT_MS, done);
      waiters.add(done);
    });
  }

  function release(topic: ListTopic): void {
    for (const done of [...(waiting.get(topic) ?? [])]) done();
  }

  return {
    take(topic, rows, at) {
      const list = held[topic];
      list.rows = rows;
      list.readAt = monotonic();
      const changes = list.changes.next(rows, at);
      release(topic);
      return changes;
    },
    lost: release,
    get lists() {
      return {
        processes: held.processes.rows,
        ports: held.ports.rows,
        connections: held.connections.rows,
        units: held.units.rows,
      };
    },
    whole: (topic) => held[topic].changes.whole() ?? { topic, at: 0, whole: true, changed: [], gone: [], sequence: 0 },
    async fresh(topics) {
      const now = monotonic();
      const stale = topics.filter((topic) => {
        const { readAt } = held[topic];
        return readAt === null || now - readAt > FRESH_MS;
      });
      if (stale.length === 0) return;
      const readings = Promise.all(stale.map(read));
      refresh(stale);
      await readings;
    },
  };
}
