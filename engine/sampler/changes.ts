import type { ListChanges, ListTopic } from '../../app/finder/live.ts';
import type { Row } from '../../app/query/query.ts';

/** Tells what has changed from one reading of a list to the next. */
export interface Changes {
  /**
   * What is new since the reading before; the first time everything is. A row is taken for unchanged when it is the same
   * object: readers give the object of before where nothing of it that people see has changed.
   * @param at UTC milliseconds
   */
  next(rows: readonly Row[], at: number): ListChanges;
  /**
   * Everything as it was read last, for a window that has missed a message or is new; `undefined` before the first. It has
   * the number of the last message, so that others miss none.
   */
  whole(): ListChanges | undefined;
}

export function createChanges(topic: ListTopic): Changes {
  let known: ReadonlyMap<string, Row> | undefined;
  let sequence = 0;
  let readAt = 0;

  function tell(whole: boolean, changed: readonly Row[], gone: readonly string[]): ListChanges {
    return { topic, at: readAt, whole, changed, gone, sequence };
  }

  return {
    next(rows, at) {
      readAt = at;
      sequence += 1;
      const before = known;
      // Of rows that claim to be the same object the last one counts, as it would for whoever is told.
      const now = new Map(rows.map((row) => [row.key, row]));
      known = now;
      if (!before) return tell(true, [...now.values()], []);
      const changed: Row[] = [];
      for (const [key, row] of now) if (before.get(key) !== row) changed.push(row);
      const gone: string[] = [];
      for (const key of before.keys()) if (!now.has(key)) gone.push(key);
      return tell(false, changed, gone);
    },
    whole: () => known && tell(true, [...known.values()], []),
  };
}
