import { excerpt, quoted } from './characters.ts';
import type { Faults, QueryErrorId } from './errors.ts';
import type { Field } from './fields.ts';
import { likelyMoment, momentText, readMoment } from './moment.ts';
import { nearest } from './nearest.ts';
import { compilePattern } from './pattern.ts';
import type { Operand, Operator } from './query.ts';
import type { FieldSyntax, WrittenValue } from './syntax-tree.ts';
import { type MeasureKind, numberText, readSpan, spanText, unitFactor, unitsOf } from './units.ts';

/** What a written value is, or what is wrong with it and what could stand there instead. */
type Reading =
  | { readonly value: string | number }
  | { readonly fault: QueryErrorId; readonly values?: Readonly<Record<string, string>>; readonly instead?: string };

/** The operators that fit a kind of field. */
export function operatorsOf(field: Field): readonly Operator[] {
  if (field.kind === 'text') return [':', '=', '!=', '~'];
  if (field.kind === 'choice' || field.kind === 'yes-no') return [':', '=', '!='];
  return [':', '=', '!=', '>', '>=', '<', '<='];
}

/** Reads the values of a comparison as the kind of its field wants them; `null`, and the faults say why. */
export function readOperand(field: Field, syntax: FieldSyntax, faults: Faults): Operand | null {
  const { operator, operatorAt, values } = syntax;
  if (!operatorsOf(field).includes(operator)) {
    const mend = faults.with(operatorAt.from, operatorAt.to, ':');
    faults.add(operatorAt.from, operatorAt.to, 'operator-unfit', { operator, field: field.id }, mend);
    return null;
  }
  const read = values.map((value) => readWritten(field, syntax, value, faults));
  const [first] = read;
  if (first === undefined || read.includes(null)) return null;
  if (first !== null && first.kind === 'range' && read.length === 1) return first;
  const single = read.flatMap((operand) => (operand?.kind === 'one' ? [operand.value] : []));
  const [value] = single;
  if (single.length < read.length || value === undefined) {
    fail(values, faults, 'range-unfit', {});
    return null;
  }
  if (single.length === 1) return { kind: 'one', value };
  if (operator === ':' || operator === '=' || operator === '!=') return { kind: 'any', values: single };
  const mend = decimalComma(field, values, faults);
  fail(values, faults, 'one-value', { operator }, mend);
  return null;
}

/** `memory>1,5GB` has the comma of half the world's decimals, where a list of values makes no sense. */
function decimalComma(field: Field, values: readonly WrittenValue[], faults: Faults): string | null {
  const [whole, part, ...more] = values;
  const measured = Object.hasOwn(unitsOf, field.kind);
  if (!measured || !whole || !part || more.length > 0 || part.from !== whole.to + 1) return null;
  if (!/^\d+$/.test(whole.text) || !/^\d/.test(part.text)) return null;
  return faults.with(whole.from, part.to, `${whole.text}.${part.text}`);
}

function fail(
  values: readonly WrittenValue[],
  faults: Faults,
  id: QueryErrorId,
  filled: Record<string, string>,
  mend: string | null = null,
): void {
  faults.add(values[0]?.from ?? 0, values.at(-1)?.to ?? 0, id, filled, mend);
}

function readWritten(field: Field, syntax: FieldSyntax, written: WrittenValue, faults: Faults): Operand | null {
  const [low, high, ...more] = field.kind === 'text' ? [written.text] : written.text.split('..');
  if (low === undefined || more.length > 0) {
    faults.add(written.from, written.to, 'range-unfit');
    return null;
  }
  if (high !== undefined) return readRange(field, syntax, written, [low, high], faults);
  const value = readValue(field, syntax.operator, low, written, faults);
  return value === null ? null : { kind: 'one', value };
}

function readRange(
  field: Field,
  { operator, operatorAt, values }: FieldSyntax,
  written: WrittenValue,
  [low, high]: readonly [string, string],
  faults: Faults,
): Operand | null {
  const { from, to } = written;
  if (
    field.kind === 'choice' ||
    field.kind === 'yes-no' ||
    !(operator === ':' || operator === '=' || operator === '!=')
  ) {
    faults.add(from, to, 'range-unfit');
    return null;
  }
  if (low === '' || high === '') {
    const open = high === '' ? `>=${low}` : `<=${high}`;
    const mend = values.length === 1 && low !== high ? faults.with(operatorAt.from, to, open) : null;
    faults.add(from, to, 'range-open', { field: field.id }, mend);
    return null;
  }
  // "5..20MB": the unit of the end is that of the beginning too.
  const unit = /^\d+(?:\.\d+)?([^\d.].*)$/.exec(high)?.[1];
  const begin = unit !== undefined && /^\d+(?:\.\d+)?$/.test(low) && field.kind !== 'moment' ? low + unit : low;
  const first = readValue(field, operator, begin, written, faults);
  const last = first === null ? null : readValue(field, operator, high, written, faults);
  if (first === null || last === null) return null;
  if (typeof first === 'number' && typeof last === 'number' && last < first) {
    faults.add(from, to, 'range-order', {}, faults.with(from, to, `${high}..${low}`));
    return null;
  }
  return { kind: 'range', low: first, high: last };
}

function readValue(
  field: Field,
  operator: Operator,
  text: string,
  { from, to, quoted: inQuotes }: WrittenValue,
  faults: Faults,
): string | number | null {
  const read = operator === '~' ? readRegular(text) : readings[field.kind](text, field);
  if (!('value' in read) || (text === '' && !inQuotes)) {
    const { fault, values, instead } = 'value' in read ? { fault: 'value-missing' as const } : { ...read };
    const filled = { text: excerpt(text), field: field.id, ...values };
    faults.add(from, to, fault, filled, instead === undefined ? null : faults.with(from, to, instead));
    return null;
  }
  return read.value;
}

function readRegular(text: string): Reading {
  const pattern = compilePattern(text);
  return pattern.ok ? { value: text } : { fault: pattern.fault };
}

const readings: Readonly<Record<Field['kind'], (text: string, field: Field) => Reading>> = {
  text: (text) => ({ value: text }),
  integer: readInteger,
  percent: (text) => readMeasure('percent', text),
  bytes: (text) => readMeasure('bytes', text),
  rate: (text) => readMeasure('rate', text),
  duration: (text) => readMeasure('duration', text),
  moment: readMomentValue,
  choice: (text, { choices = [] }) => readChoice(text, choices),
  'yes-no': (text) => readChoice(text, ['yes', 'no']),
};

function readInteger(text: string): Reading {
  if (/^-?\d+$/.test(text)) return inReach(Number(text));
  const unit = /^(-?\d+)\D+$/.exec(text)?.[1];
  const between = /^(\d+)\s*[-–](\d+)$/.exec(text);
  if (between !== null) return { fault: 'number-wanted', instead: `${between[1]}..${between[2]}` };
  if (/^-?\d+\.\d+$/.test(text)) return { fault: 'number-whole', instead: String(Math.round(Number(text))) };
  return withMend({ fault: 'number-wanted' }, unit ?? otherDigits(text));
}

function readMeasure(kind: MeasureKind, text: string): Reading {
  const [, number, unit] = /^(\d{1,400}(?:\.\d{1,6})?)\s*([^\d\s].{0,11})?$/.exec(text.trim()) ?? [];
  if (number === undefined) {
    const span = kind === 'duration' ? readSpan(text) : null;
    return span === null ? withMend({ fault: 'number-wanted' }, otherDigits(text)) : { value: span };
  }
  const factor = unitFactor(kind, unit ?? '');
  if (factor !== null) {
    const value = Number(number) * factor;
    return inReach(kind === 'percent' ? value : Math.round(value));
  }
  const units = unitsOf[kind];
  // A unit of something else was no slip.
  const foreign = Object.keys(unitsOf).some((other) => unitFactor(other as MeasureKind, unit ?? '') !== null);
  const meant = (foreign ? null : nearest(unit ?? '', units)) ?? units[0] ?? '';
  const span = kind === 'duration' ? readSpan(text) : null;
  if (span !== null) return { value: span };
  return { fault: 'unit-unknown', values: { unit: unit ?? '', units: units.join(', ') }, instead: number + meant };
}

/** Beyond this the whole numbers of JavaScript are no longer exact. */
function inReach(value: number): Reading {
  return Math.abs(value) <= Number.MAX_SAFE_INTEGER ? { value } : { fault: 'number-large' };
}

function withMend(reading: Exclude<Reading, { value: unknown }>, instead: string | null | undefined): Reading {
  return instead === undefined || instead === null ? reading : { ...reading, instead };
}

/** The zeros of scripts in which numbers are likely to be pasted. */
const zeros = [0x660, 0x6f0, 0x966, 0xff10] as const;

/** A number in the digits of another script, in ours. */
function otherDigits(text: string): string | null {
  let changed = '';
  for (const letter of text) {
    const code = letter.codePointAt(0) ?? 0;
    const zero = zeros.find((first) => code >= first && code < first + 10);
    changed += zero === undefined ? letter : String(code - zero);
  }
  return changed !== text && /^\d+$/.test(changed) ? changed : null;
}

function readMomentValue(text: string): Reading {
  const moment = readMoment(text);
  if (moment !== null) return { value: momentText(moment) };
  const span = readSpan(text);
  const meant = span === null ? likelyMoment(text) : `${spanText(span)} ago`;
  return withMend({ fault: 'moment-wanted' }, meant === null ? null : quotedIfNeeded(meant));
}

function quotedIfNeeded(text: string): string {
  return text.includes(' ') ? quoted(text) : text;
}

function readChoice(text: string, choices: readonly string[]): Reading {
  const small = text.toLowerCase();
  if (choices.includes(small)) return { value: small };
  return withMend({ fault: 'choice-unknown', values: { choices: choices.join(', ') } }, nearest(small, choices));
}

/** A value as it is written in a query, without the quotes that it may need. */
export function valueText(field: Field, value: string | number): string {
  return typeof value === 'number' ? numberText(field.kind, value) : value;
}
