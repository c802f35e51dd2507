import { findField } from './fields.ts';
import type { Flag, Query, Term, TimeClause } from './query.ts';
import { groupingOf } from './shown.ts';

/** What a question about the past is about when it names no time. */
export const IMPLICIT_TIME: TimeClause = { kind: 'during', last: 3_600_000 };

/** Flags that compare with what was there before. */
const flagsOfPast: ReadonlySet<Flag> = new Set(['gone', 'changed', 'rare']);

/** Whether a query can only be answered from what was recorded. */
export function needsHistory(query: Query): boolean {
  if (query.time !== null || [...flagsUsed(query)].some((flag) => flagsOfPast.has(flag))) return true;
  return [...fieldsUsed(query)].some((field) => findField(query.type, field)?.only === 'history');
}

/** The time that a query is about: the one it names, the last hour when it is about the past and names none, else `null`. */
export function effectiveTime(query: Query): TimeClause | null {
  return query.time ?? (needsHistory(query) ? IMPLICIT_TIME : null);
}

function visit(terms: readonly Term[], see: (term: Term) => void): void {
  for (const term of terms) {
    see(term);
    if (term.kind === 'not') visit([term.term], see);
    else if (term.kind === 'or') for (const alternative of term.alternatives) visit(alternative, see);
  }
}

/** Flags that the terms of a query ask for. */
export function flagsUsed({ terms }: Query): ReadonlySet<Flag> {
  const used = new Set<Flag>();
  visit(terms, (term) => {
    if (term.kind === 'is') used.add(term.flag);
  });
  return used;
}

/** Whether plain words are looked for. */
export function usesWords({ terms }: Query): boolean {
  let used = false;
  visit(terms, (term) => {
    used ||= term.kind === 'word';
  });
  return used;
}

/** Ids of the fields that terms and steps name. */
export function fieldsUsed(query: Query): ReadonlySet<string> {
  const used = new Set<string>();
  visit(query.terms, (term) => {
    if (term.kind === 'field') used.add(term.field);
  });
  const grouping = groupingOf(query);
  for (const field of grouping?.by ?? []) used.add(field);
  for (const { field } of grouping?.shown ?? []) if (field !== null) used.add(field);
  if (grouping !== null) return used;
  for (const step of query.steps) {
    if (step.kind === 'sort') for (const { field } of step.by) used.add(field);
    if (step.kind === 'columns') for (const field of step.fields) used.add(field);
  }
  return used;
}
