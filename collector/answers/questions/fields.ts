import { z } from 'zod';
import { ALWAYS, ARRIVING } from '../../rollups/arrived-fields.ts';
import { layoutOf } from '../../rollups/cube-kinds.ts';
import type { NamedCell } from '../cells.ts';
import { type AnswerRow, cellsOf, type Question } from '../question.ts';
import { Count, itemOf, protectedRows, Share, shareOf, type Table } from './tables.ts';

const FIELDS = { kind: 'field', names: ['item'], sum: 'batches' } as const satisfies Table;
const PARTS = { kind: 'batches', names: [], sum: 'batches' } as const satisfies Table;

/**
 * How many parts of sessions there are, and in how many of them each field arrived, as it may be shown. Nearly all fields arrive in nearly
 * every part, so that their figures are as many looks at one sum: each is also moved by its share of what that one is moved by, and the mean of
 * all tells no more than it does.
 */
export function arrivedRows(cells: readonly NamedCell[], k: number) {
  const whole = cells.find(({ kind }) => kind === PARTS.kind);
  const sums = whole ? [{ cell: whole, item: itemOf(PARTS, whole) }] : [];
  const arrived = cells.filter(({ kind }) => kind === FIELDS.kind).map((cell) => ({ ...cell, sums }));
  const [all] = protectedRows(cells, PARTS, k).rows;
  return { all, ...protectedRows(arrived, FIELDS, k) };
}

const fieldsOf = new Map(ARRIVING.map(({ item, fields }) => [item, fields]));

/** Fields as they are declared, and how often they arrive: those of a list of rows, such as uses, together. */
export const fields: Question = {
  title: 'Which fields arrive, and how often?',
  columns: {
    field: z.string().describe('Its path in the data dictionary, without words of products.'),
    batches: z.int().describe('Parts of sessions in which it arrived.'),
    installations: Count,
    share: Share.describe(
      'Of all parts of sessions, from 0 to 1; with one vote an installation, of all installations.',
    ),
  },
  since: layoutOf(['field', 'batches']),
  hasPeriods: true,
  async ask(asking) {
    const cells = await cellsOf(asking, { kinds: ['field', 'batches'] });
    const { all, rows: arrived } = arrivedRows(cells, asking.rules.k);
    const figure = asking.asked.votes === 'installation' ? 'installations' : 'batches';
    const rowOf = (field: string, { batches, installations }: AnswerRow): AnswerRow => {
      const share = shareOf(Number(figure === 'batches' ? batches : installations), Number(all?.[figure] ?? 0));
      return { field, batches, installations, share };
    };
    const rows = [
      ...(all ? ALWAYS.map((field) => rowOf(field, all)) : []),
      ...arrived.flatMap((row) => (fieldsOf.get(String(row['item'])) ?? []).map((field) => rowOf(field, row))),
    ];
    return { rows: rows.sort((a, b) => Number(b[figure]) - Number(a[figure])) };
  },
};
