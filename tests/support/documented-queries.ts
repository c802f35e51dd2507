import { readFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../../scripts/lib/paths.ts';

/** docs/query-language.md. */
export const queryDocument = readFileSync(path.join(projectRoot, 'docs/query-language.md'), 'utf8');

/** Code spans of a table's row; a pipe in a cell stands behind a backslash. */
export function spans(line: string): readonly string[] {
  return [...line.matchAll(/`([^`]+)`/g)].map(([, span = '']) => span.replaceAll('\\|', '|'));
}

/** Rows of its tables, without the blanks that put their cells under each other. */
export const tableRows: readonly string[] = queryDocument
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) => line.replaceAll(/ {2,}/g, ' '));

/** The queries of the tables before those of the fields; signs alone explain the query before them. */
export const documentedQueries: readonly string[] = tableRows
  .slice(
    0,
    tableRows.findIndex((row) => row.startsWith('| `name`')),
  )
  .flatMap(spans)
  .filter((span) => !/^[\W\d]+s?$/.test(span));
