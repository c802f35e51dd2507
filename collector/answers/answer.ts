import type { PeriodKind } from '../rollups/tables.ts';
import { isoDay } from '../storage/rows.ts';
import type { Filter } from './cells.ts';
import { COMPLETENESS_KINDS, type Completeness, completenessOf } from './completeness.ts';
import { type PeriodRows, periodsOf } from './periods.ts';
import type { Asked, Asking, Question, Rows } from './question.ts';
import { SharedCells } from './shared-cells.ts';
import { recording, type Statement } from './statements.ts';

interface Answered extends Rows {
  /** Null while days of the range are not made anew that an earlier version closed. */
  readonly completeness: Completeness | null;
  /** The same of each day, week or month, oldest first, where that was asked for. */
  readonly periods?: readonly PeriodRows[];
}

/** The same question about another segment. */
export interface Compared extends Answered {
  readonly dimension: Filter['dimension'];
  readonly segment: string;
}

export interface Answer extends Answered {
  readonly title: string;
  /** Closed UTC days of receipt, "2026-03-09", both included. */
  readonly range: { readonly from: string; readonly to: string };
  readonly k: number;
  readonly compared?: Compared;
  /** What was asked of the tables; what is made of it before it is shown, {@link protect} says. */
  readonly statements?: readonly Statement[];
}

/** How a question is asked, beside what it is about. */
export interface AnswerOptions {
  /** Another segment, to see both side by side. */
  readonly compare?: Filter;
  /** Each of the periods that lie within the range as a whole is answered beside it. */
  readonly by?: PeriodKind;
  /** Whether to tell the statements behind the answer. */
  readonly withSql?: boolean;
}

/** Completeness, with the statements that it is made with. */
export interface Beside {
  readonly completeness: Completeness | null;
  readonly statements: readonly Statement[];
}

export async function besideOf(asking: Asking): Promise<Beside> {
  const statements: Statement[] = [];
  const completeness = await completenessOf({ ...asking, storage: recording(asking.storage, statements) });
  return { completeness, statements: asking.shared?.statements ?? statements };
}

/**
 * Answers a question about closed days.
 * @param asking its range ends by the newest closed day.
 * @param beside gives what stands beside every answer of a range, product and filters.
 * @throws StorageUnavailable when the storage cannot answer now.
 */
export async function answer(
  question: Question,
  asking: Asking,
  options: AnswerOptions = {},
  beside: (asking: Asking) => Promise<Beside> = besideOf,
): Promise<Answer> {
  const { asked, rules } = asking;
  const { compare, by, withSql = false } = options;
  const statements: Statement[] = [];
  const heard = { ...asking, storage: recording(asking.storage, statements) };
  const ask = async (its: Asking): Promise<Answered> => {
    const shared = new SharedCells(asking.storage, COMPLETENESS_KINDS);
    const rows = await question.ask({ ...its, shared });
    statements.push(...shared.statements);
    const periods = by ? { periods: await periodsOf(question, its, by) } : {};
    const { completeness, statements: others } = await beside({ ...its, storage: asking.storage, shared });
    statements.push(...others.filter((statement) => !statements.includes(statement)));
    return { ...rows, completeness, ...periods };
  };
  const answered = {
    title: question.title,
    range: { from: isoDay(asked.range.from), to: isoDay(asked.range.to) },
    k: rules.k,
    ...(await ask(heard)),
  };
  const compared = compare && {
    ...compare,
    ...(await ask({ ...heard, asked: { ...asked, filters: comparedFilters(asked, compare) } })),
  };
  return { ...answered, ...(compared ? { compared } : {}), ...(withSql ? { statements } : {}) };
}

/** The filters of the other side: the other segment in the place of that which was asked for, or beside it. */
export function comparedFilters({ filters = [] }: Pick<Asked, 'filters'>, compare: Filter): readonly Filter[] {
  return [...filters.filter(({ dimension }) => dimension !== compare.dimension), compare];
}
