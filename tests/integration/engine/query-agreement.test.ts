import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fold } from '../../../app/query/characters.ts';
import { compileQuery, neededFields } from '../../../app/query/compile.ts';
import { evaluate } from '../../../app/query/evaluate.ts';
import { type Field, fields, flagsOf } from '../../../app/query/fields.ts';
import { formatQuery } from '../../../app/query/format.ts';
import { examples } from '../../../app/query/help.ts';
import { orderOf } from '../../../app/query/order.ts';
import { parseQuery } from '../../../app/query/parse.ts';
import { compilePattern } from '../../../app/query/pattern.ts';
import type { ObjectType, Query, Row, Value } from '../../../app/query/query.ts';
import { arbitraryQuery, arbitraryRows, NOW } from '../../support/query-arbitraries.ts';

let instance: DuckDBInstance;
let database: DuckDBConnection;

beforeAll(async () => {
  instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  database = await instance.connect();
});

afterAll(() => {
  database.closeSync();
  instance.closeSync();
});

async function rowsOf(sql: string, parameters: readonly Value[]): Promise<readonly Row[]> {
  const result = await database.runAndReadAll(sql, [...parameters]);
  return result.getRowObjectsJS() as unknown as readonly Row[];
}

const columnTypes: Readonly<Record<Field['kind'], string>> = {
  text: 'VARCHAR',
  choice: 'VARCHAR',
  'yes-no': 'BOOLEAN',
  integer: 'INTEGER',
  percent: 'DOUBLE',
  bytes: 'BIGINT',
  rate: 'BIGINT',
  duration: 'BIGINT',
  moment: 'BIGINT',
};

/** Rows as a relation that has no more than what a query says that it needs. */
function relation(query: Query, rows: readonly Row[]): { readonly sql: string; readonly parameters: readonly Value[] } {
  const parameters: Value[] = [];
  const needed = neededFields(query);
  const list: readonly Field[] = fields[query.type];
  const columns = [
    { name: 'key', type: 'VARCHAR' },
    ...list.map(({ property, kind }) => ({ name: property, type: columnTypes[kind] })),
    ...flagsOf[query.type].map((flag) => ({ name: `is:${flag}`, type: 'BOOLEAN' })),
  ].filter(({ name }) => name === 'key' || needed.has(name));
  const selects = rows.map((row) => {
    const cells = columns.map(({ name, type }) => {
      parameters.push(row[name] ?? null);
      return `CAST($${parameters.length} AS ${type}) AS "${name}"`;
    });
    return `SELECT ${cells.join(', ')}`;
  });
  const empty = columns.map(({ name, type }) => `CAST(NULL AS ${type}) AS "${name}"`);
  return { sql: [`SELECT ${empty.join(', ')} WHERE false`, ...selects].join(' UNION ALL '), parameters };
}

/** What an answer shows; figures to nine digits, since sums depend on the order in which they are added. */
function shown(rows: readonly Row[], properties: readonly string[]): readonly string[] {
  return rows.map((row) =>
    JSON.stringify(
      ['key', ...properties].map((property) => {
        const value = row[property] ?? null;
        return typeof value === 'number' ? value.toPrecision(9) : value;
      }),
    ),
  );
}

const cases = arbitraryQuery.chain((query) =>
  arbitraryRows(query.type as ObjectType).map((rows) => ({
    // Which of rows in no order are cut off is left open.
    query: orderOf(query).length > 0 ? query : { ...query, steps: query.steps.filter(({ kind }) => kind !== 'limit') },
    rows,
  })),
);

describe('the same query', () => {
  it('finds, groups and sorts the same rows in the window and in the store', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async ({ query, rows }) => {
        const context = { now: NOW, bootedAt: NOW - 3 * 3_600_000 };
        const { sql, parameters, columns } = compileQuery(query, relation(query, rows), { ...context, limit: 1000 });
        const properties = columns.map(({ property }) => property);
        const stored = shown(await rowsOf(sql, parameters), properties);
        const live = evaluate(query, rows, context);
        expect(live.columns).toEqual(columns);
        const present = shown(live.rows, properties);
        const ordered = orderOf(query).length > 0;
        const compared = (list: readonly string[]) => (ordered ? list : list.toSorted());
        expect({ text: formatQuery(query), found: compared(stored) }).toEqual({
          text: formatQuery(query),
          found: compared(present),
        });
      }),
      { numRuns: 600 },
    );
  });

  it('of each example in the help is answered by the store', async () => {
    for (const { query: text } of examples) {
      const { query } = parseQuery(text);
      if (query === null) throw new Error(text);
      const rows = fc.sample(arbitraryRows(query.type), { numRuns: 1, seed: 7 })[0] ?? [];
      const context = { now: NOW, bootedAt: NOW - 3_600_000 };
      const { sql, parameters, columns } = compileQuery(query, relation(query, rows), { ...context, limit: 100 });
      for (const row of await rowsOf(sql, parameters))
        expect(Object.keys(row)).toEqual(['key', ...columns.map(({ property }) => property)]);
    }
  });

  it('is never given more rows than may be', async () => {
    const query: Query = { type: 'port', terms: [], time: null, steps: [{ kind: 'limit', count: 100 }] };
    const rows = Array.from({ length: 5 }, (_, index): Row => ({ key: String(index), port: index }));
    const { sql, parameters } = compileQuery(query, relation(query, rows), { now: NOW, limit: 3 });
    expect(await rowsOf(sql, parameters)).toHaveLength(3);
  });
});

describe('texts', () => {
  it('are made small letter by letter as the store does it', async () => {
    const letters: string[] = [];
    for (let code = 0x21; code <= 0x10ffff; code += 1) {
      const letter = code >= 0xd800 && code <= 0xdfff ? '' : String.fromCodePoint(code);
      // All others have no case for either of them.
      if (letter.toLowerCase() !== letter || letter.toUpperCase() !== letter) letters.push(letter);
    }
    const rows = await database.runAndReadAll(
      "SELECT letter, lower(letter) AS small FROM (SELECT unnest(string_split($1, ' ')) AS letter)",
      [letters.join(' ')],
    );
    expect(rows.currentRowCount).toBe(letters.length);
    const different = rows.getRowObjectsJS().filter(({ letter, small }) => fold(String(letter)) !== small);
    // Letters that Unicode got after the store was made stay as they are there.
    const newer = different.filter(
      ({ letter, small }) => small === letter && (String(letter).codePointAt(0) ?? 0) > 0x1c80,
    );
    expect(different.length).toBeLessThan(100);
    expect(different).toEqual(newer);
  });

  it('are matched by a regular expression as the store does it', async () => {
    const piece = fc.constantFrom(
      ...[
        'a',
        'B',
        'é',
        'É',
        '🦊',
        '.',
        '\\.',
        '\\d',
        '\\W',
        '\\s',
        '[a-c]',
        '[^a]',
        '[]a]',
        '[a-]',
        '[\\w.]',
        '(',
        ')',
        '(?:',
      ],
      ...[
        '(?i)',
        '(?i:',
        '(?-i:',
        '(?s)',
        '|',
        '*',
        '+',
        '?',
        '*?',
        '{2}',
        '{1,3}',
        '{0,}',
        '{',
        '}',
        '^',
        '$',
        '\\b',
        '\\B',
      ],
      ...[
        '\\A',
        '\\z',
        '\\n',
        '\\x41',
        '\\x{1F98A}',
        '\\\\',
        '-',
        '\\-',
        ',',
        '\n',
        '[^\\d]',
        '[\\D]',
        '{,2}',
        '{3,1}',
        '\\',
      ],
    );
    const pattern = fc.array(piece, { maxLength: 7 }).map((pieces) => pieces.join(''));
    const text = fc
      .array(
        fc.constantFrom(
          'a',
          'A',
          'b',
          'B',
          'c',
          'é',
          'É',
          '🦊',
          '1',
          ' ',
          '\n',
          '.',
          '-',
          '_',
          '{',
          ']',
          ',',
          '\\',
          '^',
        ),
        {
          maxLength: 6,
        },
      )
      .map((letters) => letters.join(''));
    await fc.assert(
      fc.asyncProperty(pattern, text, async (expression, searched) => {
        const compiled = compilePattern(expression);
        if (!compiled.ok) return;
        const [row] = await rowsOf('SELECT regexp_matches(CAST($1 AS VARCHAR), $2) AS key', [searched, expression]);
        expect({ expression, searched, found: row?.key }).toEqual({
          expression,
          searched,
          found: compiled.matches(searched),
        });
      }),
      {
        numRuns: 4000,
        // Between the bytes of a letter RE2 finds no word on either side.
        examples: [
          ['\\B', 'aéa'],
          ['1*\\B', 'a🦊a'],
          ['a\\Bé', 'aé'],
        ],
      },
    );
  });
});
