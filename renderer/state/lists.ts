import type { ListChanges, ListTopic } from '../../app/finder/live.ts';
import type { ObjectType, Row } from '../../app/query/query.ts';

/** Objects that are gone and remembered, so that a selected one can still be shown. */
export const MAX_DEPARTED = 500;

/** A list of objects as it is now. A row that did not change is the same object as before. */
export interface LiveList {
  /** When it was read, UTC milliseconds; `null` before the first time. */
  readonly at: number | null;
  readonly rows: readonly Row[];
  readonly byKey: ReadonlyMap<string, Row>;
  /** Last readings of what is gone, at most {@link MAX_DEPARTED}, the latest last. */
  readonly departed: ReadonlyMap<string, Row>;
}

export const nothingListed: LiveList = { at: null, rows: [], byKey: new Map(), departed: new Map() };

/** The list that holds the objects of a type; the device is none. */
export const topicOf: Readonly<Record<ObjectType, ListTopic | null>> = {
  device: null,
  process: 'processes',
  port: 'ports',
  connection: 'connections',
  unit: 'units',
};

/** A list after a message about it. That none is missing before it is for the caller to see. */
export function applyChanges(list: LiveList, changes: ListChanges): LiveList {
  const byKey = changes.whole ? wholeList(list, changes.changed) : changedList(list, changes);
  if (!byKey) return { ...list, at: changes.at };
  return { at: changes.at, rows: [...byKey.values()], byKey, departed: departures(list, byKey) };
}

function wholeList(list: LiveList, rows: readonly Row[]): Map<string, Row> {
  const byKey = new Map<string, Row>();
  for (const row of rows) {
    const before = list.byKey.get(row.key);
    byKey.set(row.key, before && sameRow(before, row) ? before : row);
  }
  return byKey;
}

function changedList(list: LiveList, { changed, gone }: ListChanges): Map<string, Row> | undefined {
  if (changed.length === 0 && gone.length === 0) return undefined;
  const byKey = new Map(list.byKey);
  for (const key of gone) byKey.delete(key);
  for (const row of changed) byKey.set(row.key, row);
  return byKey;
}

function departures(list: LiveList, present: ReadonlyMap<string, Row>): ReadonlyMap<string, Row> {
  const gone = [...list.byKey].filter(([key]) => !present.has(key));
  const back = [...list.departed.keys()].some((key) => present.has(key));
  if (gone.length === 0 && !back) return list.departed;
  const kept = [...list.departed].filter(([key]) => !present.has(key));
  return new Map([...kept, ...gone].slice(-MAX_DEPARTED));
}

function sameRow(a: Row, b: Row): boolean {
  const names = Object.keys(b);
  return names.length === Object.keys(a).length && names.every((name) => Object.is(a[name], b[name]));
}
