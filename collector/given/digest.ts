import { compareVersions } from 'candor-client/core';
import type { Answer } from '../answers/answer.ts';
import type { Answering } from '../answers/answering.ts';
import type { Completeness } from '../answers/completeness.ts';
import type { Asked } from '../answers/question.ts';
import type { QuestionName } from '../answers/questions/questions.ts';
import type { DayRange } from '../rollups/periods.ts';
import { type IsoRange, isoRange, newestWeeks, type TwoWeeks } from './weeks.ts';

/** A figure of the week, and of the one before; null where it is withheld, or nothing was received. */
export interface Both<T = number | null> {
  readonly week: T;
  readonly before: T;
}

/** An operation that takes longer or less in the newest version than in the one before, by the answers' own test. */
export interface ChangedOperation {
  readonly version: string;
  readonly against: string;
  readonly operation: string;
  readonly outcome: string;
  readonly change: 'slower' | 'faster';
  /** Medians in microseconds, of the newest version and of the one before. */
  readonly median: { readonly newest: number | null; readonly against: number | null };
  /** How likely such a difference is when nothing has changed; null where figures are protected. */
  readonly p: number | null;
  /** Whether it was not said of the two weeks that ended a week earlier. */
  readonly isNew: boolean;
}

/** A group of errors that was in no answer about the closed days before the week. */
export interface NewError {
  readonly class: string;
  readonly code: string;
  readonly file: string;
  readonly reports: number;
  readonly installations: number;
  readonly firstVersion: string | null;
  readonly lastVersion: string | null;
}

export interface VersionShare {
  readonly version: string;
  readonly runtime: string;
  readonly sessions: Both;
  readonly installations: Both;
  /** Of the product's sessions, from 0 to 1. */
  readonly share: Both;
}

/** What changed of one product. A part is null while days that it is told from are made anew. */
export interface ProductDigest {
  readonly product: string;
  readonly name: string;
  readonly sessions: Both;
  readonly installations: Both;
  readonly operations: readonly ChangedOperation[] | null;
  /** Share of sessions without a crash, from 0 to 1. */
  readonly crashFree: Both;
  readonly newErrors: readonly NewError[] | null;
  readonly versions: readonly VersionShare[] | null;
  readonly completeness: Both<Completeness | null>;
}

/** What changed from one closed week to the next: a form of its own, for programs. */
export interface Digest {
  readonly format: 'candor-digest';
  readonly version: 1;
  readonly week: IsoRange;
  readonly before: IsoRange;
  readonly k: number;
  readonly products: readonly ProductDigest[];
}

/** A product as it is called. */
export interface NamedProduct {
  readonly product: string;
  readonly name: string;
}

/**
 * What changed from the newest closed week to the one before, of each product of which something may be shown.
 * @throws Error that says in one sentence why it cannot be told.
 */
export async function digestOf(answering: Answering, products: readonly NamedProduct[]): Promise<Digest> {
  const closed = await answering.closedDays();
  const weeks = newestWeeks(closed);
  const digests: ProductDigest[] = [];
  for (const product of products) {
    const asking = askingOf(answering, product.product);
    const totals = await bothOf(weeks, (range) => asking('totals', range));
    if (totals.week?.rows.length || totals.before?.rows.length) {
      digests.push(await productDigest(asking, product, weeks, totals));
    }
  }
  const { k } = answering;
  const { week, before } = weeks;
  return {
    format: 'candor-digest',
    version: 1,
    week: isoRange(week),
    before: isoRange(before),
    k,
    products: digests,
  };
}

/** Null when not all days of the range can be asked about it. */
type AskingOf = (question: QuestionName, range: DayRange) => Promise<Answer | null>;

function askingOf(answering: Answering, product: string): AskingOf {
  return async (question, range) => {
    const closed = await answering.closedDays(question);
    if (!closed || range.from < closed.from || range.to > closed.to) return null;
    const asked: Asked = { range, product };
    return await answering.answer(question, asked);
  };
}

async function bothOf<T>({ week, before }: TwoWeeks, of: (range: DayRange) => Promise<T>): Promise<Both<T>> {
  return { week: await of(week), before: await of(before) };
}

async function productDigest(
  asking: AskingOf,
  { product, name }: NamedProduct,
  weeks: TwoWeeks,
  totals: Both<Answer | null>,
): Promise<ProductDigest> {
  const errors = await bothOf(weeks, (range) => asking('errors', range));
  const versions = await bothOf(weeks, (range) => asking('versions', range));
  const figure = (of: Both<Answer | null>, name: string): Both => ({
    week: numberOf(of.week?.rows[0]?.[name]),
    before: numberOf(of.before?.rows[0]?.[name]),
  });
  return {
    product,
    name,
    sessions: figure(totals, 'sessions'),
    installations: figure(totals, 'installations'),
    operations: await changedOperations(asking, weeks),
    crashFree: {
      week: numberOf(errors.week?.summary?.['crashFree']),
      before: numberOf(errors.before?.summary?.['crashFree']),
    },
    newErrors: await newErrors(asking, weeks, errors.week),
    versions: versionsOf(versions),
    completeness: { week: totals.week?.completeness ?? null, before: totals.before?.completeness ?? null },
  };
}

const numberOf = (value: unknown): number | null => (typeof value === 'number' ? value : null);

const DAYS_OF_WEEK = 7;

/**
 * Of both weeks together: in the week of a release hardly anybody still has the version before. What was said of the two weeks that
 * ended a week earlier is no news.
 */
async function changedOperations(asking: AskingOf, { before, week }: TwoWeeks) {
  const answered = await asking('operations', { from: before.from, to: week.to });
  if (!answered) return null;
  const earlier =
    (await asking('operations', { from: before.from - DAYS_OF_WEEK, to: before.to })) ??
    (await asking('operations', before));
  const nameOf = (row: Answer['rows'][number]) =>
    JSON.stringify(['version', 'against', 'operation', 'outcome', 'change'].map((column) => row[column]));
  const known = new Set(earlier?.rows.map(nameOf));
  const changed = answered.rows
    .filter(({ change }) => change === 'slower' || change === 'faster')
    .map((row) => {
      const { version, against, operation, outcome, change, p, p50 } = row;
      const other = answered.rows.find(
        (one) => one['version'] === against && one['operation'] === operation && one['outcome'] === outcome,
      );
      return {
        version,
        against,
        operation,
        outcome,
        change,
        median: { newest: p50, against: numberOf(other?.['p50']) },
        p,
        isNew: !known.has(nameOf(row)),
      } as ChangedOperation;
    });
  // What got worse, and what is news, first; of alike ones as the answer has them.
  changed.sort(
    (a, b) => Number(b.isNew) - Number(a.isNew) || Number(b.change === 'slower') - Number(a.change === 'slower'),
  );
  return changed;
}

/** A group may have been there before, too small to be shown. */
async function newErrors(asking: AskingOf, { before, week }: TwoWeeks, answered: Answer | null) {
  if (!answered) return null;
  const nameOf = (row: Answer['rows'][number]) => JSON.stringify([row['class'], row['code'], row['file']]);
  const known = new Set((await earlierErrors(asking, { before, week }))?.rows.map(nameOf));
  return answered.rows
    .filter((row) => !known.has(nameOf(row)))
    .map(({ class: className, code, file, reports, installations, firstVersion, lastVersion }) => {
      return { class: className, code, file, reports, installations, firstVersion, lastVersion } as NewError;
    });
}

/** Errors of as many weeks before as a quarter has, or of the week before where that is all that can be asked about. */
async function earlierErrors(asking: AskingOf, { before, week }: TwoWeeks): Promise<Answer | null> {
  for (let weeks = WEEKS_REMEMBERED; weeks > 1; weeks--) {
    const answered = await asking('errors', { from: week.from - weeks * DAYS_OF_WEEK, to: before.to });
    if (answered) return answered;
  }
  return await asking('errors', before);
}

/** An error that was last seen longer ago is news again. */
const WEEKS_REMEMBERED = 13;

function versionsOf({ week, before }: Both<Answer | null>): readonly VersionShare[] | null {
  if (!week) return null;
  const nameOf = (row: Answer['rows'][number]) => JSON.stringify([row['version'], row['runtime']]);
  const [now, then] = [week, before].map((answered) => new Map(answered?.rows.map((row) => [nameOf(row), row])));
  const names = [...new Set([...(now?.keys() ?? []), ...(then?.keys() ?? [])])];
  const shares = names.map((name): VersionShare => {
    const [version = '', runtime = ''] = JSON.parse(name) as string[];
    const figure = (column: string): Both => ({
      week: numberOf(now?.get(name)?.[column]),
      before: numberOf(then?.get(name)?.[column]),
    });
    const [sessions, installations, share] = ['sessions', 'installations', 'share'].map(figure) as [Both, Both, Both];
    return { version, runtime, sessions, installations, share };
  });
  return shares.sort((a, b) => compareVersions(b.version, a.version) || compareVersions(b.runtime, a.runtime));
}
