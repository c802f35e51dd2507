import { fold } from './characters.ts';
import type { Field } from './fields.ts';
import type { Flag, ObjectType, Operand, Operator } from './query.ts';
import { momentRange, type TimeContext, wholeUnit } from './time.ts';

/** At or above the first, below the second; `null` where there is no end. */
export interface Interval {
  readonly from: number | null;
  readonly to: number | null;
}

/**
 * A comparison in the form in which rows of the present and the database both take it, so that they cannot disagree.
 * `negated` (`!=`) turns the whole around, what is missing with it.
 */
export interface Condition {
  readonly negated: boolean;
  readonly test: /** One of several texts, in small letters; the empty text is what is missing. */
    | { readonly kind: 'equals'; readonly texts: readonly string[] }
    /** One of several texts somewhere in it, in small letters; the empty text is what is missing. */
    | { readonly kind: 'contains'; readonly texts: readonly string[] }
    | { readonly kind: 'matches'; readonly pattern: string }
    /** One of the values of a choice. */
    | { readonly kind: 'choice'; readonly values: readonly string[] }
    | { readonly kind: 'yes-no'; readonly wanted: readonly boolean[] }
    | { readonly kind: 'number'; readonly values: readonly number[] }
    | { readonly kind: 'compare'; readonly operator: '>' | '>=' | '<' | '<='; readonly value: number }
    | { readonly kind: 'between'; readonly low: number; readonly high: number }
    | { readonly kind: 'moment'; readonly intervals: readonly Interval[] };
}

export function conditionOf(field: Field, operator: Operator, operand: Operand, context: TimeContext): Condition {
  return { negated: operator === '!=', test: testOf(field, operator, operand, context) };
}

function testOf(field: Field, operator: Operator, operand: Operand, context: TimeContext): Condition['test'] {
  if (field.kind === 'moment') return { kind: 'moment', intervals: intervalsOf(operator, operand, context) };
  if (operand.kind === 'range') return { kind: 'between', low: Number(operand.low), high: Number(operand.high) };
  const values = operand.kind === 'one' ? [operand.value] : operand.values;
  const texts = values.map(String);
  switch (field.kind) {
    case 'text':
      if (operator === '~') return { kind: 'matches', pattern: texts[0] ?? '' };
      return { kind: operator === ':' ? 'contains' : 'equals', texts: texts.map(fold) };
    case 'choice':
      return { kind: 'choice', values: texts };
    case 'yes-no':
      return { kind: 'yes-no', wanted: texts.map((text) => text === 'yes') };
    default:
      if (operator === '>' || operator === '>=' || operator === '<' || operator === '<=')
        return { kind: 'compare', operator, value: Number(values[0]) };
      return { kind: 'number', values: values.map(Number) };
  }
}

/** `started:14:02` is within that minute, `>` after all of it; what names no unit is compared to the millisecond. */
function intervalsOf(operator: Operator, operand: Operand, context: TimeContext): readonly Interval[] {
  const range = (value: string | number) => momentRange(String(value), context);
  if (operand.kind === 'range') {
    const [low, high] = [range(operand.low), range(operand.high)];
    return [{ from: low.first, to: high.to }];
  }
  const values = operand.kind === 'one' ? [operand.value] : operand.values;
  return values.map((value): Interval => {
    const moment = range(value);
    switch (operator) {
      case '>':
        return { from: moment.to, to: null };
      case '>=':
        return { from: moment.first, to: null };
      case '<':
        return { from: null, to: moment.first };
      case '<=':
        return { from: null, to: moment.to };
      default: {
        const { from, to } = wholeUnit(moment);
        return { from, to };
      }
    }
  });
}

/** Where a flag stands in rows that carry it. */
export function flagProperty(flag: Flag): `is:${Flag}` {
  return `is:${flag}`;
}

/** By which property rows of a type come one after the other, for the first and the last of a group. */
export const orderProperty: Readonly<Record<ObjectType, string>> = {
  process: 'started',
  port: 'since',
  connection: 'since',
  unit: 'since',
  device: 'time',
};
