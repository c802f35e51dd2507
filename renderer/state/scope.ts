import type { Query, Row } from '../../app/query/query.ts';
import type { Settings } from '../../app/settings.ts';

export const scopes = ['all', 'mine', 'apps'] as const satisfies readonly Settings['scope'][];
export type Scope = Settings['scope'];

const everything = () => true;

/**
 * Which processes a list shows beside what is searched for. Threads of the kernel are no programs and would fill the
 * list; they are in it when something is searched for, so that nothing that runs cannot be found.
 */
export function inScope(scope: Scope, query: Query): (row: Row) => boolean {
  if (query.type !== 'process') return everything;
  if (scope === 'apps') return (row) => row['app'] !== '' && row['app'] !== null;
  const isProgram = query.terms.length > 0 ? everything : (row: Row) => row['kernel'] !== true;
  // To root they belong as well.
  return scope === 'mine' ? (row) => row['mine'] === true && isProgram(row) : isProgram;
}

/** How many of the rows are threads of the kernel; of anything but processes none are. */
export function kernelThreads(rows: readonly Row[]): number {
  let threads = 0;
  for (const row of rows) if (row['kernel'] === true) threads += 1;
  return threads;
}

/**
 * A search about programs alone, where nothing is searched for and threads of the kernel are left out: as it is asked of
 * the history, and as a group of it leads to its rows.
 */
export function programsOnly(query: Query): Query {
  if (query.type !== 'process' || query.terms.length > 0) return query;
  return { ...query, terms: [{ kind: 'not', term: { kind: 'is', flag: 'kernel' } }] };
}
