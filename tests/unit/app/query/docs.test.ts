import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { catalogues } from '../../../../app/messages/index.ts';
import { portWritten } from '../../../../app/query/bare.ts';
import { compileQuery } from '../../../../app/query/compile.ts';
import { evaluate } from '../../../../app/query/evaluate.ts';
import { type Field, fields } from '../../../../app/query/fields.ts';
import { formatQuery } from '../../../../app/query/format.ts';
import { examples } from '../../../../app/query/help.ts';
import { parseQuery } from '../../../../app/query/parse.ts';
import { aggregates, flags, objectTypes } from '../../../../app/query/query.ts';
import { projectRoot } from '../../../../scripts/lib/paths.ts';
import { documentedQueries, queryDocument, spans, tableRows } from '../../../support/documented-queries.ts';

const NOW = Date.UTC(2026, 10, 28, 12);

describe('docs/query-language.md', () => {
  it('has queries in its tables that are all read', () => {
    expect(documentedQueries.length).toBeGreaterThan(75);
    expect(documentedQueries.filter((text) => parseQuery(text).query === null)).toEqual([]);
  });

  it('has every field with all its words, every flag and every figure', () => {
    for (const type of objectTypes) {
      const list: readonly Field[] = fields[type];
      for (const { id, aliases = [] } of list) {
        const wanted = `| \`${id}\`${aliases.length === 0 ? '' : ` (${aliases.map((word) => `\`${word}\``).join(', ')})`} |`;
        expect(
          tableRows.some((row) => row.startsWith(wanted)),
          `${type}.${id}`,
        ).toBe(true);
      }
    }
    for (const flag of flags) expect(queryDocument).toContain(` is:${flag}\``);
    expect(queryDocument).toContain(aggregates.join(', '));
  });

  it('shows the examples of the help, under the same titles', () => {
    const shown = tableRows.map((row) => ({
      query: spans(row)[0],
      title: row.split(' | ').at(-1)?.replace(/ \|$/, ''),
    }));
    for (const { query, title } of examples) expect(shown).toContainEqual({ query, title: catalogues.en[title] });
  });
});

describe('the examples of the help', () => {
  it.each(examples)('$query is read, written as it stands, compiled and answered', ({ query: text }) => {
    const { query, errors } = parseQuery(text);
    expect(errors).toEqual([]);
    if (query === null) return;
    expect(formatQuery(query).endsWith(text)).toBe(true);
    const { sql, columns } = compileQuery(query, { sql: 'SELECT 1', parameters: [] }, { now: NOW, limit: 10 });
    expect(sql).toContain('LIMIT $');
    expect(evaluate(query, [], { now: NOW }).columns).toEqual(columns);
  });

  it('have a title in each language, and each is shown once', () => {
    const titles = Object.keys(catalogues.it).filter((key) => key.startsWith('help.'));
    expect(examples.map(({ title }) => title).toSorted()).toEqual(titles.toSorted());
  });
});

it('README.md has searches that are all read', () => {
  const readme = readFileSync(path.join(projectRoot, 'README.md'), 'utf8');
  const [, table = ''] = readme.split('| Type this and press Enter');
  const searches = (table.split('\n\n')[0] ?? '')
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .flatMap((line) => spans(line.split(' | ')[0] ?? ''));
  expect(searches.length).toBeGreaterThan(6);
  const wrong = searches.filter((text) => portWritten(text) === null && parseQuery(text).query === null);
  expect(wrong).toEqual([]);
});
