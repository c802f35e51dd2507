import { z } from 'zod';
import { protect } from '../../privacy/protect.ts';
import { MOST_GROUPS } from '../../queries/overview-query.ts';
import { layoutOf } from '../../rollups/cube-kinds.ts';
import type { NamedCell } from '../cells.ts';
import { type AnswerRow, cellsOf, type Question, type Rows } from '../question.ts';
import { Count, itemOf, protectedRows, TABLES, type Table } from './tables.ts';

/** What the overview is made of, as cells. */
export const OVERVIEW_KINDS = ['sessions', 'uses', 'use', 'platform', 'version'] as const;

/** The figures of the first page, as they may be shown. */
export interface OverviewTables {
  /** Sessions and installations of all together; `undefined` where they are withheld, or there are none. */
  readonly totals: AnswerRow | undefined;
  /** Uses of all commands; null where that is withheld. */
  readonly uses: number | null;
  /** By command and source, by system, and by version. */
  readonly usage: Rows;
  readonly platforms: Rows;
  readonly versions: Rows;
}

/** @param cells of {@link OVERVIEW_KINDS}, and perhaps of others. */
export function overviewOf(cells: readonly NamedCell[], k: number): OverviewTables {
  const tableOf = (table: Table) => protectedRows(cells, table, k);
  const totals = tableOf(TABLES.totals);
  const used = cells.find(({ kind }) => kind === 'uses');
  const shown = used && protect(used, k, itemOf(used, used));
  return {
    totals: totals.rows[0],
    uses: typeof shown === 'object' ? shown.sum : null,
    usage: tableOf(TABLES.sources),
    platforms: tableOf(TABLES.platforms),
    versions: tableOf(TABLES.versions),
  };
}

const listOf = (table: Table, what: string) =>
  z
    .array(
      z.strictObject({
        ...Object.fromEntries(table.names.map((name) => [name, z.string()])),
        [table.sum]: z.int(),
        installations: Count,
      }),
    )
    .describe(`${what}, the ${MOST_GROUPS} largest.`);

/** The first page as one row: how many take part, and what they use, run it on and run; none where that is withheld. */
export const overview: Question = {
  title: 'How many take part, and what do they use?',
  columns: {
    sessions: z.int(),
    installations: Count,
    uses: z.int().nullable().describe('Of all commands; null where that is withheld.'),
    usage: listOf(TABLES.sources, 'By command and source, as `sources`'),
    platforms: listOf(TABLES.platforms, 'By system, as `platforms`'),
    versions: listOf(TABLES.versions, 'By version, as `versions`'),
  },
  since: layoutOf(OVERVIEW_KINDS),
  hasPeriods: true,
  async ask(asking) {
    const { k } = asking.rules;
    const { totals, uses, usage, platforms, versions } = overviewOf(
      await cellsOf(asking, { kinds: OVERVIEW_KINDS }),
      k,
    );
    if (!totals) return { rows: [] };
    const largest = ({ rows }: Rows) => rows.slice(0, MOST_GROUPS);
    const row = {
      ...totals,
      uses: uses ?? (k === 1 ? 0 : null),
      usage: largest(usage),
      platforms: largest(platforms),
      versions: largest(versions),
    };
    return { rows: [row] };
  },
};
