import { isQuote, isSpace, quoted } from './characters.ts';
import { Faults } from './errors.ts';
import { findField } from './fields.ts';
import { valueText } from './operand.ts';
import type { ObjectType, Operand, Query, Step, Term, TimeClause } from './query.ts';
import { hasWildcard } from './rewrite-wildcards.ts';
import { shownText } from './shown.ts';
import { readSyntax } from './syntax.ts';
import { spanText } from './units.ts';

/**
 * The one text of a query: type first, then terms, time and steps, with quotes where they are needed. Reading it gives
 * the query again.
 */
export function formatQuery({ type, terms, time, steps }: Query): string {
  const parts = [type, ...terms.map((term) => formatTerm(type, term)), ...(time === null ? [] : [formatTime(time)])];
  return [parts.join(' '), ...steps.map(formatStep)].join(' | ');
}

/** One term as it stands in a query about a type. */
export function formatTerm(type: ObjectType, term: Term): string {
  switch (term.kind) {
    case 'word':
      return term.phrase || !isBareWord(term.text) ? quoted(term.text) : term.text;
    case 'is':
      return `is:${term.flag}`;
    case 'field':
      return `${term.field}${term.operator}${formatOperand(type, term.field, term.operand)}`;
    case 'not': {
      const inside = formatTerm(type, term.term);
      return inside.startsWith('-') ? `-(${inside})` : `-${inside}`;
    }
    case 'or': {
      const written = term.alternatives.map((terms) => terms.map((one) => formatTerm(type, one)).join(' '));
      return `(${written.join(' OR ')})`;
    }
  }
}

/** The values of a comparison as they stand behind its operator. */
export function formatOperand(type: ObjectType, name: string, operand: Operand): string {
  const field = findField(type, name);
  const write = (value: string | number) => formatText(field === undefined ? String(value) : valueText(field, value));
  if (operand.kind === 'one') return write(operand.value);
  if (operand.kind === 'any') return operand.values.map(write).join(',');
  return `${write(operand.low)}..${write(operand.high)}`;
}

/** A text as a value: between quotes when it is empty or has anything in it that would end it or mean something. */
export function formatText(text: string): string {
  const plain = [...text].every(
    (letter) => !isSpace(letter.charCodeAt(0)) && !isQuote(letter) && !',|()'.includes(letter),
  );
  return text !== '' && plain && !hasWildcard(text) && !'=<>~!:≥≤≠'.includes(text.charAt(0)) ? text : quoted(text);
}

/** Whether a word stays one without quotes: it is read, even between parentheses, as nothing else. */
function isBareWord(text: string): boolean {
  if (hasWildcard(text)) return false;
  const whole = `process (${text})`;
  const faults = new Faults(whole);
  const { alternatives } = readSyntax(whole, faults, []);
  const [group, ...more] = alternatives[0] ?? [];
  if (faults.all.length > 0 || group?.kind !== 'group' || more.length > 0 || group.alternatives.length !== 1)
    return false;
  const [term, ...others] = group.alternatives[0] ?? [];
  return others.length === 0 && term?.kind === 'word' && term.text === text && !term.phrase;
}

/** The time of a query as it is written. */
export function formatTime(time: TimeClause): string {
  if (time.kind === 'during') return `during ${spanText(time.last)}`;
  if (time.kind === 'between') return `during ${formatText(time.from.text)}..${formatText(time.to.text)}`;
  return `${time.kind} ${formatText(time.moment.text)}`;
}

function formatStep(step: Step): string {
  switch (step.kind) {
    case 'show':
      return `show ${step.shown.map(shownText).join(', ')}`;
    case 'sort':
      return `sort ${step.by.map(({ field, descending }) => (descending ? `${field} desc` : field)).join(', ')}`;
    case 'limit':
      return `limit ${step.count}`;
    case 'by':
    case 'columns':
      return `${step.kind} ${step.fields.join(', ')}`;
  }
}
