import { findField } from './fields.ts';
import { needsHistory } from './needs.ts';
import type { AnswerColumn, ObjectType, Query } from './query.ts';
import { groupingOf, shownText } from './shown.ts';

/** What is shown of each type when a query does not say: of the present, and of the past. */
export const standardColumns: Readonly<
  Record<ObjectType, { readonly now: readonly string[]; readonly past: readonly string[] }>
> = {
  process: {
    now: ['name', 'pid', 'user', 'cpu', 'memory', 'threads', 'state', 'started', 'parent', 'command', 'path'],
    past: [
      'name',
      'pid',
      'user',
      'cpu',
      'peak',
      'memory',
      'lived',
      'started',
      'ended',
      'duration',
      'exit',
      'parent',
      'command',
    ],
  },
  port: {
    now: ['port', 'protocol', 'address', 'program', 'pid', 'user', 'unit', 'since'],
    past: ['port', 'protocol', 'address', 'program', 'pid', 'user', 'unit', 'first', 'last'],
  },
  connection: {
    now: ['program', 'remote', 'remote-port', 'port', 'protocol', 'direction', 'state', 'pid', 'user', 'since'],
    past: ['program', 'remote', 'remote-port', 'port', 'protocol', 'direction', 'pid', 'user', 'first', 'last'],
  },
  unit: {
    now: ['name', 'kind', 'user', 'processes', 'cpu', 'memory', 'read', 'written', 'since'],
    past: ['name', 'kind', 'user', 'processes', 'cpu', 'memory', 'read', 'written', 'first', 'last'],
  },
  device: {
    now: ['time', 'cpu', 'memory', 'read', 'written', 'received', 'sent', 'processes'],
    past: ['time', 'cpu', 'memory', 'read', 'written', 'received', 'sent', 'processes'],
  },
};

/** The columns of an answer: those that a query names, else those of its groups, else the standard ones of its type. */
export function columnsOf(query: Query): readonly AnswerColumn[] {
  const named = query.steps.find((step) => step.kind === 'columns')?.fields;
  const grouping = groupingOf(query);
  if (grouping === null) {
    const { now, past } = standardColumns[query.type];
    return (named ?? (needsHistory(query) ? past : now)).flatMap((field) => fieldColumn(query.type, field));
  }
  const all = [
    ...grouping.by.flatMap((field) => fieldColumn(query.type, field)),
    ...grouping.shown.map(
      (shown): AnswerColumn => ({ property: shownText(shown), field: shown.field, aggregate: shown.aggregate }),
    ),
  ];
  if (named === undefined) return all;
  return named.flatMap((name) => all.find((column) => columnName(column) === name) ?? []);
}

function fieldColumn(type: ObjectType, name: string): readonly AnswerColumn[] {
  const field = findField(type, name);
  return field === undefined ? [] : [{ property: field.property, field: field.id, aggregate: null }];
}

/** How a column is called in the steps of a query. */
export function columnName({ property, field, aggregate }: AnswerColumn): string {
  return aggregate === null ? (field ?? property) : property;
}
