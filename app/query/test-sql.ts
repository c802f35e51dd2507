import { fold } from './characters.ts';
import type { Condition } from './conditions.ts';
import { type Field, fields } from './fields.ts';
import type { ObjectType, Value } from './query.ts';

/** Makes a parameter of a value, and says how it is written in SQL. */
export type Parameter = (value: Value) => string;

export function isNumber({ kind }: Field): boolean {
  return kind !== 'text' && kind !== 'choice' && kind !== 'yes-no';
}

/** The SQL of a comparison, over a column. What is not known is NULL, and so not found. */
export function conditionSql(column: string, test: Condition['test'], parameter: Parameter): string {
  const either = (tests: readonly string[]) => `(${tests.join(' OR ')})`;
  // As one list: DuckDB plans hundreds of comparisons, each for itself, for longer than it looks.
  const among = (of: string, values: readonly Value[]) => {
    const [first = null, ...more] = [...new Set(values)];
    return more.length === 0
      ? `${of} = ${parameter(first)}`
      : `${of} IN (${[first, ...more].map(parameter).join(', ')})`;
  };
  const missing = `coalesce(${column}, '') = ''`;
  switch (test.kind) {
    case 'equals':
      return either([
        ...(test.texts.includes('') ? [missing] : []),
        ...(test.texts.some((text) => text !== '') ? [among(`lower(${column})`, test.texts.filter(Boolean))] : []),
      ]);
    case 'contains':
      return either(
        [...new Set(test.texts)].map((text) =>
          text === '' ? missing : `contains(lower(${column}), ${parameter(text)})`,
        ),
      );
    case 'matches':
      return `regexp_matches(${column}, ${parameter(test.pattern)})`;
    case 'choice':
    case 'number':
      return among(column, test.values);
    case 'yes-no':
      return among(column, test.wanted);
    case 'compare':
      return `${column} ${test.operator} ${parameter(test.value)}`;
    case 'between':
      return `${column} BETWEEN ${parameter(test.low)} AND ${parameter(test.high)}`;
    case 'moment':
      return either(
        test.intervals.map(({ from, to }) => {
          const ends = [`${column} <> 0`];
          if (from !== null) ends.push(`${column} >= ${parameter(from)}`);
          if (to !== null) ends.push(`${column} < ${parameter(to)}`);
          return `(${ends.join(' AND ')})`;
        }),
      );
  }
}

/** What a whole number, written out, can hold. */
const ofNumber = /^-?\d*$/;

/** Fields of a type in which a plain word can stand. */
export function fieldsOfWord(type: ObjectType, word: string): readonly Field[] {
  const list: readonly Field[] = fields[type];
  return list.filter((field) => field.searched !== undefined && (!isNumber(field) || ofNumber.test(word)));
}

/** A searched field as the text that a word is looked for in. */
export function searchedSql(field: Field, column: string): string {
  return isNumber(field) ? `CAST(${column} AS VARCHAR)` : `lower(${column})`;
}

/** Whether a word stands in a field. */
export function wordSql(field: Field, column: string, word: string, parameter: Parameter): string {
  return `contains(${searchedSql(field, column)}, ${parameter(fold(word))})`;
}
