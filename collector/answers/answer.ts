import { protect, type Withheld } from '../privacy/protect.ts';
import type { DayRange } from '../rollups/periods.ts';
import type { Dimension } from '../rollups/tables.ts';
import { isoDay } from '../storage/rows.ts';
import type { Storage } from '../storage/storage.ts';
import { type NamedCell, queryCells } from './cells.ts';
import type { Question } from './questions.ts';

export interface Asked {
  readonly range: DayRange;
  readonly product?: string;
  readonly filter?: { readonly dimension: Dimension; readonly segment: string };
}

/** How answers are given by a collector. */
export interface AnswerRules {
  /** Groups of fewer installations are withheld; 1 shows all, as it is. */
  readonly k: number;
  readonly of: 'users' | 'all';
}

/** A row: the parts of what it is of, the sum, and the different installations, each by its name. */
export type AnswerRow = Readonly<Record<string, string | number>>;

export interface Answer {
  readonly title: string;
  /** Closed UTC days of receipt, "2026-03-09", both included. */
  readonly range: { readonly from: string; readonly to: string };
  readonly k: number;
  readonly rows: readonly AnswerRow[];
  /** Rows that exist and are not shown, by reason. */
  readonly withheld: Readonly<Record<Withheld, number>>;
}

/**
 * Answers a question about closed days.
 * @param closedThrough the newest closed day; the range ends by it.
 * @throws StorageUnavailable when the storage cannot answer now.
 */
export async function answer(
  storage: Storage,
  question: Question,
  asked: Asked,
  closedThrough: number,
  { k, of }: AnswerRules,
): Promise<Answer> {
  const { range, product, filter } = asked;
  const cells = await queryCells(storage, {
    range,
    closedThrough,
    kinds: [question.kind],
    of,
    ...(product === undefined ? {} : { product }),
    ...(filter === undefined ? {} : { filter }),
  });
  return {
    title: question.title,
    range: { from: isoDay(range.from), to: isoDay(range.to) },
    k,
    ...protectedRows(cells, question, k),
  };
}

/** The cells as rows, as they may be shown, largest first. */
export function protectedRows(
  cells: readonly NamedCell[],
  { kind, names, sum }: Question,
  k: number,
): Pick<Answer, 'rows' | 'withheld'> {
  const withheld = { few: 0, dominated: 0 };
  const rows: AnswerRow[] = [];
  for (const cell of cells.filter((cell) => cell.kind === kind)) {
    const shown = protect(cell, k, `${kind} ${cell.item.join(' ')}`);
    if (typeof shown === 'string') withheld[shown]++;
    else {
      const parts = names.map((name, index) => [name, cell.item[index] ?? ''] as const);
      rows.push({ ...Object.fromEntries(parts), [sum]: shown.sum, installations: shown.installations });
    }
  }
  // By what is shown: the order of what is not would tell of the noise.
  rows.sort((a, b) => Number(b[sum]) - Number(a[sum]) || (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  return { rows, withheld };
}
