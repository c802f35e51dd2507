import { z } from 'zod';
import { protect } from '../../privacy/protect.ts';
import { layoutOf } from '../../rollups/cube-kinds.ts';
import type { NamedCell } from '../cells.ts';
import { type AnswerRow, cellsOf, type Question } from '../question.ts';
import { Count, itemOf } from './tables.ts';

/** Who takes part, by organisation: of the enhanced level alone, and of organisations with enough installations. */
export const organisations: Question = {
  title: 'Which organisations take part?',
  columns: {
    product: z.string(),
    organisation: z.string().describe('Its domain; "unknown" where batches do not say, as at the standard level.'),
    sessions: z.int(),
    uses: z.int().nullable().describe('Of all commands; null where that is withheld.'),
    installations: Count,
  },
  by: 'organisation',
  since: layoutOf(['sessions', 'uses']),
  hasPeriods: true,
  async ask(asking) {
    const { k } = asking.rules;
    const cells = await cellsOf(asking, { kinds: ['sessions', 'uses'], by: 'organisation' });
    const uses = new Map(cells.filter(({ kind }) => kind === 'uses').map((cell) => [nameOf(cell), cell]));
    const rows: AnswerRow[] = [];
    for (const cell of cells.filter(({ kind }) => kind === 'sessions')) {
      const shown = protect(cell, k, itemOf(cell, cell));
      if (typeof shown === 'string') continue;
      const its = uses.get(nameOf(cell));
      const used = its && protect(its, k, itemOf(its, its));
      rows.push({
        product: cell.ofProduct,
        organisation: cell.ofSegment,
        sessions: shown.sum,
        uses: typeof used === 'object' ? used.sum : null,
        installations: shown.installations,
      });
    }
    // By what is shown: the order of what is not would tell of the noise.
    const text = (row: AnswerRow) => `${row['product']} ${row['organisation']}`;
    rows.sort((a, b) => Number(b['sessions']) - Number(a['sessions']) || text(a).localeCompare(text(b), 'en'));
    return { rows };
  },
};

const nameOf = ({ ofProduct, ofSegment }: NamedCell) => `${ofProduct}\t${ofSegment}`;
