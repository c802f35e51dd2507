import { isoDay } from '../storage/rows.ts';
import type { Asking, Question, Rows } from './question.ts';

export interface Answer extends Rows {
  readonly title: string;
  /** Closed UTC days of receipt, "2026-03-09", both included. */
  readonly range: { readonly from: string; readonly to: string };
  readonly k: number;
}

/**
 * Answers a question about closed days.
 * @param asking its range ends by the newest closed day.
 * @throws StorageUnavailable when the storage cannot answer now.
 */
export async function answer(question: Question, asking: Asking): Promise<Answer> {
  const { range } = asking.asked;
  return {
    title: question.title,
    range: { from: isoDay(range.from), to: isoDay(range.to) },
    k: asking.rules.k,
    ...(await question.ask(asking)),
  };
}
