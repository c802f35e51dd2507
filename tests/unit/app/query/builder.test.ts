import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { conditionErrors, fromBuilder, toBuilder } from '../../../../app/query/builder.ts';
import { formatQuery } from '../../../../app/query/format.ts';
import { parseQuery } from '../../../../app/query/parse.ts';
import { arbitraryQuery } from '../../../support/query-arbitraries.ts';

describe('the form of the builder', () => {
  it('holds a query whole: text, tokens and form say the same', () => {
    fc.assert(
      fc.property(arbitraryQuery, (query) => {
        const text = formatQuery(query);
        const form = toBuilder(query);
        const built = fromBuilder(form);
        expect({ text, query: built.query }).toEqual({ text, query });
        expect(built.text).toBe(text);
        expect(built.tokens).toEqual(parseQuery(text).tokens);
        expect(toBuilder(built.query ?? query)).toEqual(form);
      }),
      { numRuns: 3000 },
    );
  });

  it('says a query in the words of its fields', () => {
    const { query } = parseQuery(
      'process cpu>20% -name:a,"b c" (is:new OR memory:1..2GB) during 24h | by name | limit 5',
    );
    expect(query === null ? null : toBuilder(query)).toEqual({
      retrieve: 'process',
      matching: [
        { kind: 'field', negated: false, field: 'cpu', operator: '>', values: ['20%'], range: false },
        { kind: 'field', negated: true, field: 'name', operator: ':', values: ['a', 'b c'], range: false },
        {
          kind: 'alternatives',
          negated: false,
          alternatives: [
            [{ kind: 'flag', negated: false, flag: 'new' }],
            [{ kind: 'field', negated: false, field: 'memory', operator: ':', values: ['1GB', '2GB'], range: true }],
          ],
        },
      ],
      when: { kind: 'during', last: '24h' },
      display: { group: ['name'], show: [], sort: [], limit: 5, columns: [] },
    });
  });

  it('takes what a person writes into it, and says beside a condition what is wrong with it', () => {
    const condition = {
      kind: 'field',
      negated: false,
      field: 'memory',
      operator: '>',
      values: ['500 MB'],
      range: false,
    } as const;
    expect(conditionErrors('process', condition)).toEqual([]);
    const [error] = conditionErrors('process', { ...condition, values: ['lots'] });
    expect(error?.message).toMatchObject({ key: 'query-error.number-wanted', values: { field: 'memory' } });
  });

  it('cannot be made to say anything else by what is written into it', () => {
    fc.assert(
      fc.property(fc.string(), (value) => {
        const { query } = fromBuilder({
          retrieve: 'process',
          matching: [{ kind: 'field', negated: false, field: 'name', operator: ':', values: [value], range: false }],
          when: { kind: 'now' },
          display: { group: [], show: [], sort: [], limit: null, columns: [] },
        });
        if (query === null) return;
        expect(query.terms).toEqual([{ kind: 'field', field: 'name', operator: ':', operand: { kind: 'one', value } }]);
      }),
    );
  });
});
