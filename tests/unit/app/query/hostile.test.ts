import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_ERRORS, MAX_QUERY_LENGTH } from '../../../../app/query/limits.ts';
import { parseQuery } from '../../../../app/query/parse.ts';
import { arbitraryText, hostilePieces } from '../../../support/query-arbitraries.ts';
import { checkCompletions, checkText, processorTime } from '../../../support/query-checks.ts';

/** Milliseconds that the worst text of full length may take: some fifty times what it takes here. */
const PATIENCE = 500;

function full(piece: string): string {
  return piece.repeat(Math.ceil(MAX_QUERY_LENGTH / piece.length)).slice(0, MAX_QUERY_LENGTH);
}

describe('whatever somebody writes', () => {
  it('is read, or what is wrong with it is told', () => {
    fc.assert(fc.property(arbitraryText, checkText), { numRuns: 5000 });
  });

  it('can be completed at every caret', () => {
    fc.assert(
      fc.property(arbitraryText, fc.nat(), (text, at) => checkCompletions(text, at % (text.length + 1))),
      { numRuns: 3000 },
    );
  });

  it.each(
    [
      ...hostilePieces(),
      '(',
      '-(',
      'NOT ',
      '(a OR ',
      '((',
      'a OR ',
      '"a" ',
      '| by name',
      '|',
      '| show max(',
      'name:a,',
      'name~(',
      'name~((a+)+',
      '-a ',
    ]
      .concat(['Process | where ', 'Process | where not (', 'x | where a == "', '| where (a and ', '1..', 'cpu > '])
      .map((piece) => [piece] as const),
  )('is read in time when it is %j over and over', (piece) => {
    const text = full(piece);
    const start = processorTime();
    checkText(text);
    checkCompletions(text, text.length);
    expect(processorTime() - start).toBeLessThan(PATIENCE);
    expect(parseQuery(text).errors.length).toBeLessThanOrEqual(MAX_ERRORS);
  });

  it('is refused when it is longer than a query can be', () => {
    const { query, errors } = parseQuery(`process ${'a'.repeat(MAX_QUERY_LENGTH)}`);
    expect(query).toBeNull();
    expect(errors.map(({ message }) => message.key)).toEqual(['query-error.too-long']);
  });

  it('is refused with a character that no text holds, and mended without it', () => {
    for (const character of ['\u0000', '\u001b', '\ud800', '\udfff', '\u0085']) {
      const { errors } = parseQuery(`name:a${character}b`);
      expect(errors[0]).toMatchObject({ from: 6, to: 7, message: { key: 'query-error.unreadable' }, mend: 'name:ab' });
    }
  });
});
