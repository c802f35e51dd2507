import { beforeAll, describe, expect, it } from 'vitest';
import type { Batch } from '../../../client/core/batch/batch.ts';
import { answer } from '../../../collector/answers/answer.ts';
import type { Filter } from '../../../collector/answers/cells.ts';
import { closedOverview } from '../../../collector/answers/closed-overview.ts';
import { type Asked, MOST_DIMENSIONS, type Question } from '../../../collector/answers/question.ts';
import { QUESTIONS, questionNames } from '../../../collector/answers/questions/questions.ts';
import { csvOf } from '../../../collector/http/answer-table.ts';
import { rowOf, someBatch } from './support/batches.ts';
import { closing } from './support/closing.ts';
import { someReports } from './support/reports.ts';
import { openStorage, shareStorage, TODAY } from './support/storages.ts';

const FROM = TODAY - 20;
const range = { from: FROM, to: FROM + 4 };
const K = 5;

/** A session of somebody in Malta, with one of everything that there is. */
const session = (installation: string, number: number) =>
  someBatch({
    envelope: { installation, session: number, level: 'enhanced' },
    context: { country: 'MT', os: 'linux', distribution: 'fedora' },
    dropped: { 'disk-full': 7 },
    reports: { ...someReports, organisation: { ...someReports.organisation, domain: 'one.example' } },
  });

/**
 * Whether somebody is there of whom nothing is shown. Each answer about the one in Malta is compared with that about a country in which
 * there is nobody: did they differ in anything, the reader would go through countries, systems, organisations and days until they do.
 */
describe('that there is something that is not shown', () => {
  const shared = shareStorage();
  beforeAll(async () => {
    const { operations, errors } = someReports;
    const others = Array.from({ length: 20 }, () =>
      someBatch({ context: { country: 'IT' }, reports: { operations, errors } }),
    );
    const one = someBatch().envelope.installation;
    await shared().insert([
      ...others.map((batch) => rowOf(batch, FROM)),
      rowOf(someBatch({ context: { country: 'IT' } }), range.to),
      rowOf(session(one, 1), FROM + 1),
      rowOf(session(one, 3), FROM + 3),
    ]);
    const { closer } = await closing(shared(), range.to + 1);
    await closer.close();
  });

  const ask = (name: keyof typeof QUESTIONS, k: number, asked: Partial<Asked>, compare?: Filter) => {
    const question: Question = QUESTIONS[name];
    const asking = {
      storage: shared(),
      asked: { range, ...asked },
      closedThrough: range.to,
      rules: { k, of: 'all' },
    } as const;
    const by = question.hasPeriods ? ({ by: 'day' } as const) : {};
    return answer(question, asking, { ...by, ...(compare ? { compare } : {}), withSql: true });
  };

  it.each(questionNames.filter((name) => name !== 'findings'))('is not told by the answer to %s', async (name) => {
    const { by }: Question = QUESTIONS[name];
    const about = (country: string): Filter[] => [
      { dimension: 'country', segment: country },
      { dimension: 'distribution', segment: 'fedora' },
    ];
    const extra: Filter[] = by ? [] : [{ dimension: 'level', segment: 'enhanced' }];
    expect(about('').length + extra.length + (by ? 1 : 0)).toBe(MOST_DIMENSIONS);
    const one = await ask(name, K, { filters: [...about('MT'), ...extra] });
    const none = await ask(name, K, { filters: [...about('SM'), ...extra] });
    // The statements behind it are the same, too, but for the country.
    expect(JSON.stringify(one).replaceAll('"MT"', '"SM"')).toBe(JSON.stringify(none));
    expect(csvOf(one, name)).toBe(csvOf(none, name));
    const besides = await ask(name, K, {}, { dimension: 'country', segment: 'MT' });
    const alone = await ask(name, K, {}, { dimension: 'country', segment: 'SM' });
    expect(JSON.stringify(besides).replaceAll('"MT"', '"SM"')).toBe(JSON.stringify(alone));
    // The one is there to be found: with k = 1 it is.
    const shown = await ask(name, 1, { filters: [...about('MT'), ...extra] });
    expect(JSON.stringify(shown)).not.toBe(JSON.stringify(await ask(name, 1, { filters: [...about('SM'), ...extra] })));
  });

  it('is not told by the first page', async () => {
    const figuresOf = async (batches: readonly Batch[]) => {
      const storage = await openStorage();
      // The day closes in either case: somebody builds the app at home, which is not counted.
      await storage.insert([someBatch({ context: { packaged: 'no' } }), ...batches].map((batch) => rowOf(batch, FROM)));
      const { closer } = await closing(storage, FROM + 1);
      await closer.close();
      return await closedOverview(storage, { k: K, of: 'users' });
    };
    const four = Array.from({ length: 4 }, (_, number) => session(someBatch().envelope.installation, number + 1));
    expect(await figuresOf(four)).toEqual(await figuresOf([]));
  });
});
