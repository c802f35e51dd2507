import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatQuery } from '../../../../app/query/format.ts';
import { parseQuery } from '../../../../app/query/parse.ts';
import { arbitraryQuery, arbitraryText } from '../../../support/query-arbitraries.ts';

describe('a query', () => {
  it('is read again from the text that it is written as', () => {
    fc.assert(
      fc.property(arbitraryQuery, (query) => {
        const text = formatQuery(query);
        const { query: again, errors } = parseQuery(text, 'device');
        expect({ text, errors, again }).toEqual({ text, errors: [], again: query });
      }),
      { numRuns: 4000 },
    );
  });

  it('is the same whether it was written by a person or by the app', () => {
    fc.assert(
      fc.property(arbitraryText, (text) => {
        const { query } = parseQuery(text);
        if (query === null) return;
        expect({ text, again: parseQuery(formatQuery(query)).query }).toEqual({ text, again: query });
      }),
      { numRuns: 4000 },
    );
  });
});
