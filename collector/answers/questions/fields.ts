import { z } from 'zod';
import { ALWAYS, ARRIVING } from '../../rollups/arrived-fields.ts';
import { layoutOf } from '../../rollups/cube-kinds.ts';
import { type AnswerRow, cellsOf, type Question } from '../question.ts';
import { Count, protectedRows, Share, shareOf, type Table } from './tables.ts';

const FIELDS = { kind: 'field', names: ['item'], sum: 'batches' } as const satisfies Table;
const PARTS = { kind: 'batches', names: [], sum: 'batches' } as const satisfies Table;

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
    const { k } = asking.rules;
    const cells = await cellsOf(asking, { kinds: ['field', 'batches'] });
    const { rows: arrived, withheld } = protectedRows(cells, FIELDS, k);
    const [all] = protectedRows(cells, PARTS, k).rows;
    const figure = asking.asked.votes === 'installation' ? 'installations' : 'batches';
    const rowOf = (field: string, { batches, installations }: AnswerRow): AnswerRow => {
      const share = shareOf(Number(figure === 'batches' ? batches : installations), Number(all?.[figure] ?? 0));
      return { field, batches, installations, share };
    };
    const rows = [
      ...(all ? ALWAYS.map((field) => rowOf(field, all)) : []),
      ...arrived.flatMap((row) => (fieldsOf.get(String(row['item'])) ?? []).map((field) => rowOf(field, row))),
    ];
    return { rows: rows.sort((a, b) => Number(b[figure]) - Number(a[figure])), withheld };
  },
};
