import { useMemo } from 'react';
import type { Process } from '../../app/finder/process.ts';
import type { ObjectType, Row } from '../../app/query/query.ts';
import { createStore, useStore } from '../../ui/state/store.ts';
import { nothingListed, topicOf } from '../state/lists.ts';
import { type Model, useModel } from '../state/model.ts';
import type { Result } from '../state/results.ts';
import { isGrouped } from './object-queries.ts';

/** The device is no list. */
const noList = createStore(nothingListed);

/** The live list of a type. */
export function listOf(model: Pick<Model, 'lists'>, type: ObjectType) {
  const topic = topicOf[type];
  return topic ? model.lists[topic] : noList;
}

/** What is selected in the place shown, as far as it is known; rows of the past come from its answer. */
export function useSelected(): { readonly type: ObjectType; readonly rows: readonly Row[] } {
  const model = useModel();
  const selection = useStore(model.trail, (trail) => trail.here.selection);
  const result = useStore(model.results);
  const { byKey, departed } = useStore(listOf(model, result.type));
  return useMemo(() => {
    // What stands for several objects is none of them.
    if (isGrouped(result.query)) return { type: result.type, rows: [] };
    const answered = answeredBy(result);
    const rows = selection.map((key) => answered(key) ?? byKey.get(key) ?? departed.get(key));
    return { type: result.type, rows: rows.filter((row) => row !== undefined) };
  }, [selection, result, byKey, departed]);
}

/** Rows of an answer by their keys; of one about the past also those that have come with its pages. */
function answeredBy({ mode, rows, history }: Result): (key: string) => Row | undefined {
  if (history) return history.row;
  const byKey = new Map(mode === 'live' ? [] : rows.map((row) => [row.key, row]));
  return (key) => byKey.get(key);
}

/** A row of a list of processes; what lists hold of them has all their properties. */
function asProcess(row: Row): Process {
  return row as Process;
}

/** Key of the process that an object belongs to; `null` when it has none, or that needs permission. */
export function processKeyOf(type: ObjectType, row: Row): string | null {
  if (type === 'process') return row.key;
  const key = row['process'];
  return typeof key === 'string' ? key : null;
}

/** The running processes that objects stand for, each once. */
export function processesOf(
  type: ObjectType,
  rows: readonly Row[],
  byKey: ReadonlyMap<string, Row>,
): readonly Process[] {
  const keys = new Set(rows.map((row) => processKeyOf(type, row)));
  return [...keys].flatMap((key) => {
    const row = key === null ? undefined : byKey.get(key);
    return row ? [asProcess(row)] : [];
  });
}
