import { beforeAll, describe, expect, it } from 'vitest';
import type { Batch } from '../../../client/core/batch/batch.ts';
import { Answers } from '../../../collector/answers/answers.ts';
import type { Asked } from '../../../collector/answers/question.ts';
import type { Storage } from '../../../collector/storage/storage.ts';
import { completenessOf } from '../../long/support/arrivals.ts';
import { rowOf, someBatch } from './support/batches.ts';
import { closing } from './support/closing.ts';
import type { Arrival } from './support/expected.ts';
import { Random } from './support/random.ts';
import { shareStorage, TODAY } from './support/storages.ts';

const FROM = TODAY - 20;
const DAYS = [FROM, FROM + 1, FROM + 3];
const range = { from: FROM, to: FROM + 3 };

/** Forty installations with sessions that never come, that come late, and whose last parts are missing. */
function someArrivals(): Arrival[] {
  const random = new Random(31);
  return Array.from({ length: 40 }, (_, who) => {
    const { installation } = someBatch().envelope;
    const country = who % 2 === 0 ? 'IT' : 'DE';
    return Array.from({ length: 9 }, (_, session) => session + 1).flatMap((session): Arrival[] => {
      const day = random.below(6) === 0 ? random.pick(DAYS) : (DAYS[Math.floor((session - 1) / 3)] ?? FROM);
      if (random.below(5) === 0) return [];
      const end = random.below(4) === 0 ? 'continues' : 'quit';
      const dropped = random.below(3) === 0 ? { 'disk-full': 2 } : {};
      return [{ day, batch: someBatch({ envelope: { installation, session, end }, context: { country }, dropped }) }];
    });
  }).flat();
}

describe('how much was received of what was expected', () => {
  const arrivals = someArrivals();
  const shared = shareStorage();
  beforeAll(async () => {
    await shared().insert(arrivals.map(({ day, batch }) => rowOf(batch, day)));
    const { closer } = await closing(shared(), range.to + 1);
    await closer.close();
  });

  /** Answers of a collector, and the statements that they are made with. */
  function answers(k: number) {
    const statements: string[] = [];
    const storage = {
      query: (sql: string, ...rest: [never?, never?]) => {
        statements.push(sql);
        return shared().query(sql, ...rest);
      },
    } as unknown as Storage;
    const made = new Answers({
      storage,
      k,
      of: 'users',
      closer: { closedThrough: range.to },
      loader: { loaded: { segment: 0, offset: 0 } },
      journal: { waiting: 0 },
      sources: { find: async () => null },
    } as unknown as ConstructorParameters<typeof Answers>[0]);
    return { made, statements };
  }

  const received = ({ sessions, parts }: ReturnType<typeof completenessOf>) => ({ sessions, parts });

  it('stands beside every answer, of what was asked about', async () => {
    const { made } = answers(1);
    const known = completenessOf(arrivals, range);
    // The check is one: something is missing, and something came late.
    expect(known.sessions.expected).toBeGreaterThan(known.sessions.received);
    const italian = (batch: Batch) => batch.context.country === 'IT';
    const filters = [{ dimension: 'country', segment: 'IT' }] as const;
    const cases: readonly [Asked, ReturnType<typeof completenessOf>][] = [
      [{ range }, known],
      [{ range: { from: FROM + 1, to: FROM + 1 } }, completenessOf(arrivals, { from: FROM + 1, to: FROM + 1 })],
      [{ range, filters }, completenessOf(arrivals, range, italian)],
      [
        { range, filters: [{ dimension: 'os', segment: 'linux' }, ...filters] },
        completenessOf(arrivals, range, italian),
      ],
    ];
    for (const [asked, expected] of cases) {
      const { completeness } = await made.answer('platforms', asked);
      expect(completeness, JSON.stringify(asked)).toMatchObject(received(expected));
    }
    const compare = { dimension: 'country', segment: 'IT' } as const;
    const { completeness, compared } = await made.answer('operations', { range }, { compare });
    expect(completeness).toMatchObject(received(known));
    expect(compared?.completeness).toMatchObject(received(completenessOf(arrivals, range, italian)));
  });

  it('is answered by day and reason', async () => {
    const { periods = [] } = await answers(1).made.answer('completeness', { range }, { by: 'day' });
    expect(periods).toHaveLength(4);
    for (const [index, { rows, summary }] of periods.entries()) {
      const day = { from: FROM + index, to: FROM + index };
      const known = completenessOf(arrivals, day);
      expect(summary).toEqual(received(known));
      const missing = rows.filter(({ reason }) => String(reason).endsWith('-missing'));
      expect(
        Object.fromEntries(missing.map(({ reason, lost, installations }) => [reason, [lost, installations]])),
      ).toEqual(known.rows);
      const lost = arrivals.filter(({ day: its, batch }) => its === day.from && 'disk-full' in batch.dropped).length;
      expect(rows.find(({ reason }) => reason === 'disk-full')?.['lost'] ?? 0).toBe(2 * lost);
    }
  });

  it('is asked for once a range, whatever the question, and forgotten with the answers', async () => {
    const { made, statements } = answers(1);
    await made.answer('platforms', { range });
    const first = statements.length;
    const { statements: told = [] } = await made.answer('versions', { range }, { withSql: true });
    expect(statements.length).toBe(first + 1);
    // What it was made with is told all the same.
    expect(told).toHaveLength(2);
    made.forget();
    await made.answer('versions', { range });
    expect(statements.length).toBeGreaterThan(first + 2);
  });

  it('is protected by itself: what is missing is no difference of two figures', async () => {
    const known = completenessOf(arrivals, range);
    const { completeness } = await answers(5).made.answer('platforms', { range });
    const { sessions } = completeness ?? { sessions: { received: null, expected: null } };
    const most = 3 * 9 * DAYS.length + 1;
    for (const side of ['received', 'expected'] as const) {
      expect(Math.abs(Number(sessions[side]) - known.sessions[side])).toBeLessThanOrEqual(most);
    }
    const missing = Number(sessions.expected) - Number(sessions.received);
    expect(missing).not.toBe(known.sessions.expected - known.sessions.received);
    const few = await answers(41).made.answer('platforms', { range });
    expect(few.completeness).toMatchObject({ sessions: { received: null, expected: null }, lost: [] });
  });

  it('is not told of days that an earlier version has closed', async () => {
    await shared().run('INSERT INTO candor.closings SELECT day - 30, batches, 6, highest FROM candor.closings');
    const { made } = answers(1);
    const { completeness } = await made.answer('platforms', { range: { from: FROM - 30, to: FROM } });
    expect(completeness).toBeNull();
    expect((await made.answer('platforms', { range })).completeness).not.toBeNull();
  });
});
