import { fold } from './characters.ts';
import { conditionOf, flagProperty } from './conditions.ts';
import { findField } from './fields.ts';
import type { Flag, Query, Term } from './query.ts';
import { conditionSql, fieldsOfWord, type Parameter, wordSql } from './test-sql.ts';
import type { TimeContext } from './time.ts';

/** A test that a relation makes itself and gives as a column of yes and no; it holds when one of its parts does. */
export interface RowTest {
  /** The name of that column. */
  readonly property: string;
  /** No row is found for which it does not hold. */
  readonly required: boolean;
  /** A plain word in small letters: then each part says that it stands there. */
  readonly word: string | null;
  readonly parts: readonly {
    readonly property: string;
    readonly sql: (column: string, parameter: Parameter) => string;
  }[];
}

/** More tests than these a database plans for longer than it saves; further ones stay in the query. */
const MANY_TESTS = 4;

/**
 * Takes the tests out of a query that look into properties which a store holds apart as well, each different value once: there
 * it can ask the values, which are fewer than the rows.
 * @param apart those properties
 * @returns the query as it is left, in which the columns of the tests stand like flags
 */
export function takeApart(
  query: Query,
  apart: ReadonlySet<string>,
  context: TimeContext,
): { readonly query: Query; readonly tests: readonly RowTest[] } {
  const tests = new Map<string, RowTest>();

  function instead(term: Term, made: Omit<RowTest, 'property'>): Term | null {
    const key = JSON.stringify(term);
    if (tests.size >= MANY_TESTS && !tests.has(key)) return null;
    const flag = `test${tests.size}` as Flag;
    const known = tests.get(key) ?? { ...made, property: flagProperty(flag) };
    const test = { ...known, required: known.required || made.required };
    tests.set(key, test);
    return { kind: 'is', flag: test.property.slice('is:'.length) as Flag };
  }

  function rest(term: Term, required: boolean): Term {
    switch (term.kind) {
      case 'is':
        return term;
      case 'not':
        return { kind: 'not', term: rest(term.term, false) };
      case 'or':
        return { kind: 'or', alternatives: term.alternatives.map((terms) => terms.map((one) => rest(one, false))) };
      case 'word': {
        const searched = fieldsOfWord(query.type, term.text);
        if (!searched.some(({ property }) => apart.has(property))) return term;
        const word = { ...term, phrase: false };
        const parts = searched.map((field): RowTest['parts'][number] => ({
          property: field.property,
          sql: (column, parameter) => wordSql(field, column, term.text, parameter),
        }));
        return instead(word, { required, word: fold(term.text), parts }) ?? term;
      }
      case 'field': {
        const field = findField(query.type, term.field);
        if (field === undefined || !apart.has(field.property)) return term;
        const { negated, test } = conditionOf(field, term.operator, term.operand, context);
        const same: Term = { ...term, field: field.id, operator: negated ? '=' : term.operator };
        const sql = (column: string, parameter: Parameter) => conditionSql(column, test, parameter);
        const parts = [{ property: field.property, sql }];
        const asked = instead(same, { required: required && !negated, word: null, parts });
        if (asked === null) return term;
        return negated ? { kind: 'not', term: asked } : asked;
      }
    }
  }

  const terms = query.terms.map((term) => rest(term, true));
  return { query: { ...query, terms }, tests: [...tests.values()] };
}
