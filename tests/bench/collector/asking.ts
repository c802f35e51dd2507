import { type QuestionName, questionNames } from '../../../collector/answers/questions/questions.ts';
import { isoDay } from '../../../collector/storage/rows.ts';
import type { RunningCollector } from './running.ts';
import type { YearlyStore } from './yearly-store.ts';

/** How long ranges are, in days; a year is whatever there is, less some days. */
const SPANS = { week: 7, month: 30, year: 0 } as const;
type Span = keyof typeof SPANS;
const spans = ['week', 'month', 'year'] as const satisfies readonly Span[];

/** One filter each, in turns. Of questions that have the version for themselves all but the first are a second one. */
const FILTERS = ['version=1.9.0', 'os=linux', 'country=DE', 'language=it', 'level=enhanced'] as const;

/** Rules are asked of batches, without filters, and there are none here that are published. */
export const askedQuestions = questionNames.filter((name) => name !== 'findings');

/** Ranges of each question and span, with a filter and without. */
const ASKED = FILTERS.length;

/** How long one answer took, in milliseconds. */
export interface Asked {
  readonly question: QuestionName;
  readonly span: Span;
  readonly filter: string;
  /** When its range, product and filter were never asked about before, by this question or any other. */
  readonly first: number;
  /** When the same is asked again. */
  readonly kept: number;
}

/**
 * Asks every question about weeks, months and years, with one filter and without, each about a range of its own: so that nothing of its
 * answer is kept, also not what stands beside the answers of other questions.
 * @throws when anything but an answer comes.
 */
export async function askAll(collector: RunningCollector, { from, to }: YearlyStore): Promise<Asked[]> {
  const rangesOf = { week: ranges('week', from, to), month: ranges('month', from, to), year: ranges('year', from, to) };
  const token = await collector.token();
  const ask = (path: string) => timed(new URL(path, collector.url), token);
  const asked: Asked[] = [];
  // In turns, so that what else the computer does meets all of them alike.
  for (let at = 0; at < ASKED; at++) {
    for (const span of spans) {
      for (const filter of ['', FILTERS[at] ?? '']) {
        for (const question of askedQuestions) {
          const range = rangesOf[span].next().value;
          if (!range) throw new RangeError(`there are too few ranges of a ${span}`);
          const path = `/v1/answers/${question}?from=${isoDay(range.from)}&to=${isoDay(range.to)}&${filter}`;
          const first = await ask(path);
          asked.push({ question, span, filter, first, kept: await ask(path) });
        }
      }
    }
  }
  return asked;
}

/** Ranges that differ: they begin on other days, and those of years end on others as well. */
function* ranges(span: Span, from: number, to: number): Generator<{ readonly from: number; readonly to: number }> {
  if (span !== 'year') {
    // Far from one another, as people who look at one period and then at another; 31 and the number of days have no divisor in common.
    const count = to - from + 2 - SPANS[span];
    for (let at = 0; at < count; at++) {
      const begin = from + ((at * 31) % count);
      yield { from: begin, to: begin + SPANS[span] - 1 };
    }
    return;
  }
  for (let at = 0; at < 20; at++) for (let end = 0; end < 10; end++) yield { from: from + at, to: to - end };
}

async function timed(url: URL, token: string): Promise<number> {
  const begun = performance.now();
  const answer = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
  const text = await answer.text();
  const ms = performance.now() - begun;
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${text}`);
  return ms;
}
