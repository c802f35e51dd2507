import { fold } from './characters.ts';
import { type Condition, conditionOf, flagProperty } from './conditions.ts';
import { type Field, fields, findField } from './fields.ts';
import { IMPLICIT_TIME } from './needs.ts';
import { compilePattern } from './pattern.ts';
import type { Flag, ObjectType, Query, Row, Term, Value } from './query.ts';
import { resolveTime, type TimeContext } from './time.ts';

type Test = (row: Row) => boolean;

/**
 * Says of rows whether a query finds them; its time and its steps are not looked at. What is compared is made ready once,
 * and what is searched in a row is kept with it as long as the row is there.
 */
export function matcher(query: Query, context: TimeContext): (row: Row) => boolean {
  return all(query.terms.map((term) => testOf(query.type, term, context)));
}

function all(tests: readonly Test[]): Test {
  const [first, ...others] = tests;
  if (first === undefined) return () => true;
  return others.length === 0 ? first : (row) => tests.every((test) => test(row));
}

function testOf(type: ObjectType, term: Term, context: TimeContext): Test {
  switch (term.kind) {
    case 'word': {
      const wanted = fold(term.text);
      return (row) => searchText(type, row).includes(wanted);
    }
    case 'is':
      return flagTest(term.flag, context);
    case 'not': {
      const test = testOf(type, term.term, context);
      return (row) => !test(row);
    }
    case 'or': {
      const tests = term.alternatives.map((terms) => all(terms.map((one) => testOf(type, one, context))));
      return (row) => tests.some((test) => test(row));
    }
    case 'field': {
      const field = findField(type, term.field);
      if (field === undefined) return () => false;
      const condition = conditionOf(field, term.operator, term.operand, context);
      const test = conditionTest(condition);
      const { property } = field;
      return condition.negated ? (row) => !test(row[property] ?? null) : (row) => test(row[property] ?? null);
    }
  }
}

const texts = new WeakMap<Row, string>();

/** All that words are looked for in, in small letters. No query holds what stands between its parts. */
function searchText(type: ObjectType, row: Row): string {
  const known = texts.get(row);
  if (known !== undefined) return known;
  const list: readonly Field[] = fields[type];
  const parts = list.flatMap(({ searched, property }) => (searched === undefined ? [] : [String(row[property] ?? '')]));
  const text = fold(parts.join('\u0000'));
  texts.set(row, text);
  return text;
}

/** Texts whose answer is remembered for each comparison: names and users are few, and come again with every row. */
const REMEMBERED = 10_000;

/** Answers that are the same for the same text. */
function remembered(test: (text: string) => boolean): (text: string) => boolean {
  const answers = new Map<string, boolean>();
  return (text) => {
    let answer = answers.get(text);
    if (answer === undefined) {
      if (answers.size >= REMEMBERED) answers.clear();
      answer = test(text);
      answers.set(text, answer);
    }
    return answer;
  };
}

function conditionTest({ test }: Condition): (value: Value) => boolean {
  switch (test.kind) {
    case 'equals':
      return ofText((text) => test.texts.includes(text), test.texts.includes(''));
    case 'contains':
      return ofText((text) => test.texts.some((part) => part !== '' && text.includes(part)), test.texts.includes(''));
    case 'matches': {
      const pattern = compilePattern(test.pattern);
      const matches = pattern.ok ? remembered(pattern.matches) : () => false;
      return (value) => value !== null && matches(String(value));
    }
    case 'choice':
      return (value) => typeof value === 'string' && test.values.includes(value);
    case 'yes-no':
      return (value) => typeof value === 'boolean' && test.wanted.includes(value);
    case 'number':
      return ofNumber((value) => test.values.includes(value));
    case 'between':
      return ofNumber((value) => value >= test.low && value <= test.high);
    case 'compare':
      return ofNumber(comparison(test.operator, test.value));
    case 'moment':
      return ofNumber(
        (value) =>
          value !== 0 &&
          test.intervals.some(({ from, to }) => (from === null || value >= from) && (to === null || value < to)),
      );
  }
}

function ofText(test: (folded: string) => boolean, missingFits: boolean): (value: Value) => boolean {
  const answer = remembered((text) => test(fold(text)));
  return (value) => (value === null || value === '' ? missingFits : answer(String(value)));
}

function ofNumber(test: (value: number) => boolean): (value: Value) => boolean {
  return (value) => typeof value === 'number' && test(value);
}

function comparison(operator: '>' | '>=' | '<' | '<=', wanted: number): (value: number) => boolean {
  switch (operator) {
    case '>':
      return (value) => value > wanted;
    case '>=':
      return (value) => value >= wanted;
    case '<':
      return (value) => value < wanted;
    case '<=':
      return (value) => value <= wanted;
  }
}

/** Rows of the history carry their flags; of the present they are told from what is in them. */
function flagTest(flag: Flag, context: TimeContext): Test {
  const property = flagProperty(flag);
  const ofPresent = presentFlag(flag, context);
  return (row) => {
    const carried = row[property];
    return typeof carried === 'boolean' ? carried : ofPresent(row);
  };
}

function presentFlag(flag: Flag, context: TimeContext): Test {
  switch (flag) {
    case 'new': {
      const { from } = resolveTime(IMPLICIT_TIME, context);
      return ({ started, since }) => Number(started ?? since ?? 0) >= from;
    }
    case 'mine':
    case 'kernel':
    case 'deleted':
      return (row) => row[flag] === true;
    case 'app':
      return ({ app, kind }) => (typeof app === 'string' && app !== '') || kind === 'app';
    case 'listening':
      return ({ state }) => state === undefined || state === 'listening';
    case 'gone':
    case 'changed':
    case 'rare':
      return () => false;
  }
}
