import { z } from 'zod';
import { protect } from '../../privacy/protect.ts';
import { layoutOf } from '../../rollups/cube-kinds.ts';
import { OTHER_FLOWS } from '../../rollups/flows.ts';
import { type AnswerRow, type Asking, cellsOf, type Question, type Rows } from '../question.ts';
import { Count, itemOf, Share, shareOf } from './tables.ts';

const Step = z.string().nullable().describe('A command; null where `first` is "other".');

/** What follows what within a session: three uses, each right after the one before. */
export const flows: Question = {
  title: 'What follows what?',
  columns: {
    product: z.string(),
    first: z.string().describe('A command; "other" for all flows together that are not kept by their names.'),
    second: Step,
    third: Step,
    uses: z.int().describe('How often it occurred.'),
    installations: Count,
    share: Share,
  },
  since: layoutOf(['flow', 'command', 'sessions']),
  ask,
};

async function ask(asking: Asking): Promise<Rows> {
  const { k } = asking.rules;
  const cells = await cellsOf(asking, { kinds: ['flow', 'command'], byProduct: true });
  const commands = new Map(
    cells.filter(({ kind }) => kind === 'command').map((cell) => [nameOf(cell.ofProduct, cell.item[0]), cell]),
  );
  const rows: AnswerRow[] = [];
  for (const cell of cells.filter(({ kind }) => kind === 'flow')) {
    const sums = [...new Set(cell.item)].flatMap((command) => {
      const its = commands.get(nameOf(cell.ofProduct, command));
      return its ? [{ cell: its, item: itemOf(its, its) }] : [];
    });
    const shown = protect({ ...cell, sums }, k, itemOf(cell, cell));
    if (typeof shown === 'string') continue;
    const [first = OTHER_FLOWS, second = null, third = null] = cell.item;
    rows.push({ product: cell.ofProduct, first, second, third, uses: shown.sum, installations: shown.installations });
  }
  return { rows: await withShares(asking, rows) };
}

/** Most frequent ones first, or those that most installations have; by what is shown, as the order of what is not would tell of the noise. */
async function withShares(asking: Asking, rows: readonly AnswerRow[]): Promise<readonly AnswerRow[]> {
  const isVotes = asking.asked.votes === 'installation';
  const figure = isVotes ? 'installations' : 'uses';
  const total = isVotes ? await installationsOf(asking) : rows.reduce((sum, row) => sum + Number(row['uses']), 0);
  const shared = rows.map((row) => ({ ...row, share: shareOf(Number(row[figure]), total) }) as AnswerRow);
  return shared.sort(
    (a, b) =>
      Number(b[figure]) - Number(a[figure]) ||
      Number(b['uses']) - Number(a['uses']) ||
      (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1),
  );
}

async function installationsOf(asking: Asking): Promise<number> {
  const [all] = await cellsOf(asking, { kinds: ['sessions'] });
  const shown = all && protect(all, asking.rules.k, itemOf(all, all));
  return typeof shown === 'object' ? shown.installations : 0;
}

const nameOf = (product: string, command = '') => `${product}\t${command}`;
