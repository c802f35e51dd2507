import { columnName, columnsOf } from './columns.ts';
import { findField } from './fields.ts';
import type { ObjectType, Query } from './query.ts';
import { groupingOf } from './shown.ts';

/** What rows are sorted by: properties, and how their values compare. */
export interface SortColumn {
  readonly property: string;
  readonly descending: boolean;
  /** Compared as texts; else as numbers. */
  readonly text: boolean;
  /** A moment, of which 0 is not known. */
  readonly moment: boolean;
}

/** The order of an answer, and then by key; empty when rows stay as they come. Groups stand with the largest of their first figure first. */
export function orderOf(query: Query): readonly SortColumn[] {
  const grouping = groupingOf(query);
  const step = query.steps.find((candidate) => candidate.kind === 'sort');
  if (grouping === null)
    return (step?.by ?? []).flatMap(({ field, descending }) => fieldOrder(query, field, descending));
  const { steps, ...rest } = query;
  const all = columnsOf({ ...rest, steps: steps.filter(({ kind }) => kind !== 'columns') });
  const first = all.find(({ aggregate }) => aggregate !== null);
  const wanted = step?.by ?? (first === undefined ? [] : [{ field: columnName(first), descending: true }]);
  return wanted.flatMap(({ field, descending }) => {
    const column = all.find((candidate) => columnName(candidate) === field);
    if (column === undefined) return [];
    if (column.aggregate === 'count' || column.field === null)
      return [{ property: column.property, descending, text: false, moment: false }];
    return fieldOrder(query, column.field, descending).map((order) => ({ ...order, property: column.property }));
  });
}

function fieldOrder({ type }: Query, name: string, descending: boolean): readonly SortColumn[] {
  const field = findField(type, name);
  if (field === undefined) return [];
  const text = field.kind === 'text' || field.kind === 'choice';
  return [{ property: field.property, descending, text, moment: field.kind === 'moment' }];
}

/** The property that answers about the past are sorted by, largest first, when no order is asked for: what was there last. */
export function standardOrder(type: ObjectType): 'last' | 'time' {
  return type === 'device' ? 'time' : 'last';
}
