import { quoted } from './characters.ts';
import type { QueryError } from './errors.ts';
import { findField } from './fields.ts';
import { formatText } from './format.ts';
import { valueText } from './operand.ts';
import { type Parsed, parseQuery } from './parse.ts';
import type { Flag, ObjectType, Operand, Operator, Query, Shown, Step, Term, TimeClause } from './query.ts';
import { shownText } from './shown.ts';
import { spanText } from './units.ts';

/**
 * A query as a form: Retrieve, Matching, When and Display. Values are texts as they stand in its fields, `20%` or
 * `yesterday 18:00`, without the quotes that they need in a query.
 */
export interface BuilderForm {
  readonly retrieve: ObjectType;
  readonly matching: readonly BuilderCondition[];
  readonly when: BuilderTime;
  readonly display: BuilderDisplay;
}

export type BuilderCondition =
  | { readonly kind: 'words'; readonly negated: boolean; readonly text: string; readonly phrase: boolean }
  | { readonly kind: 'flag'; readonly negated: boolean; readonly flag: Flag }
  | {
      readonly kind: 'field';
      readonly negated: boolean;
      readonly field: string;
      readonly operator: Operator;
      /** One of them has to fit; of a range the two ends. */
      readonly values: readonly string[];
      readonly range: boolean;
    }
  /** One of them has to fit, with all its conditions. */
  | {
      readonly kind: 'alternatives';
      readonly negated: boolean;
      readonly alternatives: readonly (readonly BuilderCondition[])[];
    };

export type BuilderTime =
  | { readonly kind: 'now' }
  | { readonly kind: 'at' | 'since'; readonly moment: string }
  | { readonly kind: 'during'; readonly last: string }
  | { readonly kind: 'between'; readonly from: string; readonly to: string };

/** Empty lists and `null` where a query has no such step. */
export interface BuilderDisplay {
  readonly group: readonly string[];
  readonly show: readonly Shown[];
  readonly sort: readonly { readonly field: string; readonly descending: boolean }[];
  readonly limit: number | null;
  readonly columns: readonly string[];
}

/** The form of a query; {@link fromBuilder} gives the query again. */
export function toBuilder({ type, terms, time, steps }: Query): BuilderForm {
  const step = <K extends Step['kind']>(kind: K) =>
    steps.find((candidate): candidate is Extract<Step, { kind: K }> => candidate.kind === kind);
  return {
    retrieve: type,
    matching: terms.map((term) => toCondition(type, term, false)),
    when: toTime(time),
    display: {
      group: step('by')?.fields ?? [],
      show: step('show')?.shown ?? [],
      sort: step('sort')?.by ?? [],
      limit: step('limit')?.count ?? null,
      columns: step('columns')?.fields ?? [],
    },
  };
}

function toCondition(type: ObjectType, term: Term, negated: boolean): BuilderCondition {
  switch (term.kind) {
    case 'not':
      return toCondition(type, term.term, !negated);
    case 'word':
      return { kind: 'words', negated, text: term.text, phrase: term.phrase };
    case 'is':
      return { kind: 'flag', negated, flag: term.flag };
    case 'field': {
      const { field, operator, operand } = term;
      const values = valuesOf(type, field, operand);
      return { kind: 'field', negated, field, operator, values, range: operand.kind === 'range' };
    }
    case 'or': {
      const alternatives = term.alternatives.map((terms) => terms.map((one) => toCondition(type, one, false)));
      return { kind: 'alternatives', negated, alternatives };
    }
  }
}

function valuesOf(type: ObjectType, name: string, operand: Operand): readonly string[] {
  const field = findField(type, name);
  const write = (value: string | number) => (field === undefined ? String(value) : valueText(field, value));
  if (operand.kind === 'one') return [write(operand.value)];
  return operand.kind === 'any' ? operand.values.map(write) : [write(operand.low), write(operand.high)];
}

function toTime(time: TimeClause | null): BuilderTime {
  if (time === null) return { kind: 'now' };
  if (time.kind === 'during') return { kind: 'during', last: spanText(time.last) };
  if (time.kind === 'between') return { kind: 'between', from: time.from.text, to: time.to.text };
  return { kind: time.kind, moment: time.moment.text };
}

/** The text of a form, and what the parser makes of it: its values are what a person has written, and can be wrong. */
export function fromBuilder(form: BuilderForm): Parsed & { readonly text: string } {
  const { retrieve, matching, when, display } = form;
  const parts = [retrieve, ...matching.map(conditionText), timeText(when)].filter((part) => part !== '');
  const text = [parts.join(' '), ...stepTexts(display)].join(' | ');
  return { text, ...parseQuery(text, retrieve) };
}

/** What is wrong with one condition of a form, to be told beside it. */
export function conditionErrors(type: ObjectType, condition: BuilderCondition): readonly QueryError[] {
  return parseQuery(`${type} ${conditionText(condition)}`, type).errors;
}

function conditionText(condition: BuilderCondition): string {
  const text = positiveText(condition);
  if (!condition.negated) return text;
  return text.startsWith('-') ? `-(${text})` : `-${text}`;
}

function positiveText(condition: BuilderCondition): string {
  switch (condition.kind) {
    case 'words':
      return condition.phrase || condition.text.trim() === '' ? quoted(condition.text) : condition.text;
    case 'flag':
      return `is:${condition.flag}`;
    case 'field': {
      const values = condition.values.map(formatText).join(condition.range ? '..' : ',');
      return `${condition.field}${condition.operator}${values}`;
    }
    case 'alternatives': {
      const alternatives = condition.alternatives.map((all) => all.map(conditionText).join(' '));
      return `(${alternatives.join(' OR ')})`;
    }
  }
}

function timeText(when: BuilderTime): string {
  switch (when.kind) {
    case 'now':
      return '';
    case 'during':
      return `during ${formatText(when.last)}`;
    case 'between':
      return `during ${formatText(when.from)}..${formatText(when.to)}`;
    case 'at':
    case 'since':
      return `${when.kind} ${formatText(when.moment)}`;
  }
}

function stepTexts({ group, show, sort, limit, columns }: BuilderDisplay): readonly string[] {
  return [
    ...(group.length === 0 ? [] : [`by ${group.join(', ')}`]),
    ...(show.length === 0 ? [] : [`show ${show.map(shownText).join(', ')}`]),
    ...(sort.length === 0
      ? []
      : [`sort ${sort.map(({ field, descending }) => (descending ? `${field} desc` : field)).join(', ')}`]),
    ...(limit === null ? [] : [`limit ${limit}`]),
    ...(columns.length === 0 ? [] : [`columns ${columns.join(', ')}`]),
  ];
}
