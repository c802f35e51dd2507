import { z } from 'zod';
import { protect } from '../../privacy/protect.ts';
import { type CubeKind, layoutOf } from '../../rollups/cube-kinds.ts';
import type { NamedCell } from '../cells.ts';
import { type AnswerRow, cellsOf, type Question, type Rows } from '../question.ts';

/** A question whose rows are cells of one kind. */
export interface Table {
  /** What its rows are made of. */
  readonly kind: CubeKind;
  /** Names of the parts of a row's item, in their order. */
  readonly names: readonly string[];
  /** What the row's sum is of. */
  readonly sum: 'uses' | 'sessions' | 'lost' | 'batches';
}

export const Count = z
  .int()
  .describe('Moved by the noise of its cell when k is more than 1, so it may be less than none.');

/**
 * What a cell's sum is of, for its noise ({@link protect}). Sessions are one thing, by whatever they are counted: else those of one
 * set of installations would be told with as many noises as there are questions that count them.
 */
export function itemOf({ kind }: Pick<NamedCell, 'kind'>, { item }: Pick<NamedCell, 'item'>): string {
  const isSessions = kind === 'sessions' || kind === 'version' || kind === 'platform';
  return isSessions ? 'sessions' : [kind, ...item].join(' ');
}

/** The cells as rows, as they may be shown, largest first. */
export function protectedRows(cells: readonly NamedCell[], { kind, names, sum }: Table, k: number): Rows {
  const rows: AnswerRow[] = [];
  for (const cell of cells.filter((cell) => cell.kind === kind)) {
    const shown = protect(cell, k, itemOf({ kind }, cell));
    if (typeof shown === 'object') {
      const parts = names.map((name, index) => [name, cell.item[index] ?? ''] as const);
      rows.push({ ...Object.fromEntries(parts), [sum]: shown.sum, installations: shown.installations });
    }
  }
  // By what is shown: the order of what is not would tell of the noise.
  rows.sort((a, b) => Number(b[sum]) - Number(a[sum]) || (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  return { rows };
}

export const Share = z
  .number()
  .nullable()
  .describe(
    'Of all rows that are shown, from 0 to 1; with one vote an installation, of all installations. Null where these are withheld.',
  );

function asked(title: string, table: Table): Question {
  return {
    title,
    columns: {
      ...Object.fromEntries(table.names.map((name) => [name, z.string()])),
      [table.sum]: z.int(),
      installations: Count,
      share: Share,
    },
    since: layoutOf([table.kind]),
    hasPeriods: true,
    async ask(asking) {
      const { k } = asking.rules;
      const isVotes = asking.asked.votes === 'installation';
      const cells = await cellsOf(asking, { kinds: [...new Set([table.kind, 'sessions'] as const)] });
      const { rows } = protectedRows(cells, table, k);
      const [all] = protectedRows(cells, TABLES.totals, k).rows;
      const figure = isVotes ? 'installations' : table.sum;
      const total = isVotes
        ? Number(all?.['installations'] ?? 0)
        : rows.reduce((sum, row) => sum + Number(row[table.sum]), 0);
      const shared: AnswerRow[] = rows.map((row) => ({ ...row, share: shareOf(Number(row[figure]), total) }));
      // Stable: of as many installations those first that did most.
      return { rows: isVotes ? shared.sort((a, b) => Number(b[figure]) - Number(a[figure])) : shared };
    },
  };
}

/** To a hundredth of a percent. Noise can make a part more than the whole. */
export function shareOf(part: number, total: number): number | null {
  return total > 0 ? Math.min(1, Math.max(0, Math.round((10_000 * part) / total) / 10_000)) : null;
}

/** The figures of the first page, each as a table. */
export const TABLES = {
  features: { kind: 'command', names: ['command'], sum: 'uses' },
  sources: { kind: 'use', names: ['command', 'source'], sum: 'uses' },
  platforms: { kind: 'platform', names: ['os', 'osVersion', 'distribution', 'architecture'], sum: 'sessions' },
  versions: { kind: 'version', names: ['product', 'version', 'runtime'], sum: 'sessions' },
  completeness: { kind: 'lost', names: ['reason'], sum: 'lost' },
  totals: { kind: 'sessions', names: [], sum: 'sessions' },
} as const satisfies Readonly<Record<string, Table>>;

export const features = asked('What is used, and by how many?', TABLES.features);
export const sources = asked('From where are commands used?', TABLES.sources);
export const platforms = asked('Which systems is it run on?', TABLES.platforms);
export const versions = asked('Which versions are run?', TABLES.versions);
export const totals = asked('How many take part?', TABLES.totals);
