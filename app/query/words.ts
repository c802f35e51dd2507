import { currentLocale } from 'candor-client/core';
import { t, tn } from '../messages/index.ts';
import type { QueryMessage } from './errors.ts';
import type { Field, FieldKey } from './fields.ts';
import { type NamedMoment, readMoment } from './moment.ts';
import type { ObjectType, Operator, TimeClause } from './query.ts';

/** What is wrong, in the language of the app. */
export function errorText({ key, values }: QueryMessage): string {
  // Each text names its own parameters; a test fills them all.
  const fill = t as (id: QueryMessage['key'], filled: Readonly<Record<string, string>>) => string;
  return fill(key, values);
}

/** The title of a field, as of its column. */
export function fieldTitle(type: ObjectType, field: string): string {
  return t(`column.${type}.${field}` as `column.${FieldKey}`);
}

/** An operator in plain words: a text contains, a moment is after another. */
export function operatorTitle(field: Field, operator: Operator): string {
  if (field.kind === 'text' && operator === ':') return t('operator.text.:');
  if (field.kind === 'moment' && (operator === '>' || operator === '>=' || operator === '<' || operator === '<='))
    return t(`operator.moment.${operator}`);
  return t(`operator.${operator}`);
}

/** A time as people say it: "Yesterday 18:00", "The last 24 hours", "09:00 – 10:30". */
export function timeTitle(time: TimeClause): string {
  switch (time.kind) {
    case 'at':
      return momentTitle(time.moment.text);
    case 'during':
      return lastTitle(time.last);
    case 'between':
      return `${momentTitle(time.from.text)} – ${momentTitle(time.to.text)}`;
    case 'since':
      return time.moment.text === 'boot' ? t('time.since-boot') : sinceTitle(time.moment.text);
  }
}

function sinceTitle(moment: string): string {
  const title = momentTitle(moment);
  return t('time.since', { moment: title.charAt(0).toLocaleLowerCase(currentLocale()) + title.slice(1) });
}

/** A moment as people say it; dates as the region writes them. */
export function momentTitle(text: string): string {
  const moment = readMoment(text);
  switch (moment?.kind) {
    case 'now':
      return t('time.now');
    case 'boot':
      return t('time.boot');
    case 'ago':
      return t('time.ago', { span: spanTitle(moment.milliseconds) });
    case 'day':
      return withTime(t(moment.back === 0 ? 'time.today' : 'time.yesterday'), moment, text);
    case 'date': {
      const date = new Date(moment.year, moment.month - 1, moment.day);
      return withTime(new Intl.DateTimeFormat(currentLocale(), { dateStyle: 'medium' }).format(date), moment, text);
    }
    default:
      return text;
  }
}

function withTime(day: string, { time }: Extract<NamedMoment, { kind: 'day' | 'date' }>, text: string): string {
  return time === null ? day : `${day} ${text.split(' ').at(-1) ?? ''}`;
}

type SpanUnit = 'days' | 'hours' | 'minutes' | 'seconds';

/** The largest unit in which a length of time is a whole number, and how many; below a second it is rounded. */
function inUnit(milliseconds: number): { readonly unit: SpanUnit; readonly count: number } {
  const seconds = Math.round(milliseconds / 1000);
  if (seconds >= 86_400 && seconds % 86_400 === 0) return { unit: 'days', count: seconds / 86_400 };
  if (seconds >= 3600 && seconds % 3600 === 0) return { unit: 'hours', count: seconds / 3600 };
  if (seconds >= 60 && seconds % 60 === 0) return { unit: 'minutes', count: seconds / 60 };
  return { unit: 'seconds', count: seconds };
}

function spanTitle(milliseconds: number): string {
  const { unit, count } = inUnit(milliseconds);
  return tn(`time.${unit}`, count);
}

function lastTitle(milliseconds: number): string {
  const { unit, count } = inUnit(milliseconds);
  return tn(`time.last-${unit}`, count);
}
