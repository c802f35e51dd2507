import { beforeAll, describe, expect, it } from 'vitest';
import { answer } from '../../../collector/answers/answer.ts';
import type { Asked } from '../../../collector/answers/question.ts';
import { QUESTIONS, type QuestionName } from '../../../collector/answers/questions/questions.ts';
import { type DayRange, periodOf, periodsWithin } from '../../../collector/rollups/periods.ts';
import { PERIODS, type PeriodKind } from '../../../collector/rollups/tables.ts';
import { isoDay } from '../../../collector/storage/rows.ts';
import { rowOf, someBatch } from './support/batches.ts';
import { closing } from './support/closing.ts';
import { Random } from './support/random.ts';
import { someReports } from './support/reports.ts';
import { shareStorage, TODAY } from './support/storages.ts';

/** Five weeks that begin in the middle of one, with days on which nothing was received. */
const FROM = periodOf('week', TODAY - 60).from + 3;
const range = { from: FROM, to: FROM + 38 };

describe('an answer by day, week or month', () => {
  const shared = shareStorage();
  beforeAll(async () => {
    const random = new Random(13);
    const { operations, errors } = someReports;
    const rows = Array.from({ length: 40 }, () => {
      const { installation } = someBatch().envelope;
      const context = { version: random.pick(['1.9.0', '1.10.0']), os: 'linux' } as const;
      return Array.from({ length: 12 }, (_, session) =>
        rowOf(
          someBatch({
            envelope: { installation, session: session + 1 },
            context: { ...context, language: random.pick(['en', 'it'] as const) },
            dropped: { 'disk-full': 1 + random.below(3) },
            reports: { operations, errors },
          }),
          random.pick([FROM, FROM + 1, FROM + 4, FROM + 12, FROM + 13, FROM + 30, FROM + 38]),
        ),
      );
    });
    await shared().insert(rows.flat());
    const { closer } = await closing(shared(), range.to + 1);
    await closer.close();
  });

  const ask = (question: QuestionName, k: number, change: Partial<Asked>, by?: PeriodKind) =>
    answer(
      QUESTIONS[question],
      { storage: shared(), asked: { range, ...change }, closedThrough: range.to, rules: { k, of: 'users' } },
      by ? { by } : {},
    );

  const filters = [
    { dimension: 'version', segment: '1.10.0' },
    { dimension: 'language', segment: 'it' },
  ] as const;

  it.each([
    ['features', 5, { votes: 'installation', filters: [filters[0]] }],
    ['versions', 5, { filters }],
    ['errors', 5, {}],
    ['overview', 5, { product: 'candor-finder' }],
    ['completeness', 1, { product: 'candor-finder' }],
  ] as [QuestionName, number, Partial<Asked>][])(
    'shows of each what it shows when it is asked about alone: %s with k = %i and %j',
    async (question, k, change) => {
      let shown = 0;
      for (const kind of PERIODS) {
        const { periods = [], rows } = await ask(question, k, change, kind);
        const within: DayRange[] = periodsWithin(kind, range);
        expect(periods.map(({ from, to }) => [from, to])).toEqual(
          within.map(({ from, to }) => [isoDay(from), isoDay(to)]),
        );
        // Of days every sixth, which are some with batches and some without.
        for (const { from, to, ...answered } of periods.filter((_, index) => kind !== 'day' || index % 6 === 0)) {
          const alone = within.find((period) => isoDay(period.from) === from) as DayRange;
          const { rows: its, summary } = await ask(question, k, { ...change, range: alone });
          expect(answered, `${kind} ${from} to ${to}`).toEqual({
            rows: its,
            ...(summary ? { summary } : {}),
          });
          shown += its.length;
        }
        expect(rows).toEqual((await ask(question, k, change)).rows);
      }
      // Chance has its part in what is shown of few.
      expect(shown).toBeGreaterThan(3);
    },
  );

  it('shows in the overview what the questions show that it is made of', async () => {
    for (const k of [1, 5]) {
      const asked = { filters: [{ dimension: 'version', segment: '1.9.0' }] } as const;
      const [row] = (await ask('overview', k, asked)).rows;
      expect(row).toBeDefined();
      const [totals] = (await ask('totals', k, asked)).rows;
      expect(totals).toMatchObject({ sessions: row?.['sessions'], installations: row?.['installations'] });
      for (const [list, question] of [
        ['usage', 'sources'],
        ['platforms', 'platforms'],
        ['versions', 'versions'],
      ] as const) {
        const { rows } = await ask(question, k, asked);
        expect(row?.[list]).toEqual(rows.map(({ share: _, ...its }) => its));
      }
    }
    expect((await ask('overview', 41, {})).rows).toEqual([]);
  });

  it('of durations is without a change, of which a day has nothing that it would be from', async () => {
    const { rows, periods = [] } = await ask('operations', 1, {}, 'week');
    expect(rows.some(({ change }) => change !== null)).toBe(true);
    expect(periods.flatMap(({ rows: its }) => its.map(({ change }) => change)).every((change) => change === null)).toBe(
      true,
    );
    expect(periods.some(({ rows: its }) => its.length > 0)).toBe(true);
  });
});
