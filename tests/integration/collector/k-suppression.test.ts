import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Context, UsageEvent } from '../../../client/core/registry/registry.ts';
import { queryOverview } from '../../../collector/queries/overview-query.ts';
import { isoDay } from '../../../collector/storage/rows.ts';
import { deliver, rowOf, someBatch } from './support/batches.ts';
import { startTestCollector, type TestCollector, usesOf } from './support/collectors.ts';
import { openStorage, TODAY } from './support/storages.ts';

/** So many installations use one command once on one system. */
async function use(
  collector: TestCollector,
  count: number,
  command: UsageEvent['command'],
  context: Partial<Context> = {},
) {
  for (let installation = 0; installation < count; installation++) {
    await deliver(collector.url, someBatch({ context, usage: [{ command, source: 'menu', time: 1 }] }));
  }
}

describe('figures of few installations', () => {
  it('are withheld altogether while there are fewer than k installations', async () => {
    const collector = await startTestCollector({ k: 5 });
    await use(collector, 4, 'go.back');
    await collector.settled();
    expect(await collector.overview()).toEqual({
      k: 5,
      withheld: true,
      sessions: 0,
      installations: 0,
      days: null,
      usage: [],
      platforms: [],
      versions: [],
      more: { platforms: 0, versions: 0 },
      hidden: { usage: 0, platforms: 0, versions: 0, lost: 0 },
      completeness: { received: 4, waiting: 0, lost: [] },
    });
    await use(collector, 1, 'go.back');
    await collector.settled();
    expect(await collector.overview()).toMatchObject({ withheld: false, sessions: 5, installations: 5 });
  });

  it('are left out, together with the next larger ones when a total would tell them', async () => {
    const collector = await startTestCollector({ k: 3 });
    await use(collector, 9, 'go.back', { os: 'linux' });
    await use(collector, 4, 'go.forward', { os: 'windows', distribution: 'none' });
    await use(collector, 2, 'go.search', { os: 'macos', distribution: 'none' });
    await collector.settled();
    const overview = await collector.overview();
    expect(usesOf(overview)).toEqual({ 'go.back/menu': 9 });
    expect(overview.platforms.map(({ os, sessions }) => [os, sessions])).toEqual([['linux', 9]]);
    expect(overview.hidden).toMatchObject({ usage: 2, platforms: 2 });
    expect(overview.sessions).toBe(15);
  });

  it('count one installation once, however often it does something', async () => {
    const collector = await startTestCollector({ k: 2 });
    await use(collector, 2, 'go.back');
    const { installation } = someBatch().envelope;
    const usage = Array.from({ length: 50 }, () => ({ command: 'go.search', source: 'menu', time: 1 }) as const);
    for (const session of [1, 2, 3])
      await deliver(collector.url, someBatch({ envelope: { installation, session }, usage }));
    await collector.settled();
    expect(JSON.stringify(await collector.overview())).not.toContain('go.search');
  });

  it('do not tell on which day one of them was there, or what one of them lost', async () => {
    const clock = () => Date.parse('2026-03-20T12:00:00Z');
    const collector = await startTestCollector({ k: 3, clock });
    const days = ['2026-01-01', '2026-03-10', '2026-03-12', '2026-03-11', '2026-12-31'];
    for (const start of days) {
      const dropped = start === '2026-01-01' ? { 'disk-full': 7 } : {};
      await deliver(collector.url, someBatch({ envelope: { start }, dropped }));
    }
    await collector.settled();
    const overview = await collector.overview();
    expect(overview.days).toEqual({ first: '2026-03-11', last: '2026-03-11' });
    expect(overview.completeness.lost).toEqual([]);
    expect(overview.hidden.lost).toBe(1);
  });

  it('are all shown with k = 1, as a person who runs it alone wants', async () => {
    const collector = await startTestCollector({ k: 1 });
    await use(collector, 1, 'go.back');
    await collector.settled();
    expect(usesOf(await collector.overview())).toEqual({ 'go.back/menu': 1 });
  });

  it.each([0, -1, 1.5, Number.NaN])('cannot be asked for with k = %s', async (k) => {
    await expect(startTestCollector({ k })).rejects.toThrow(RangeError);
  });

  it('have no more versions than a few fakes may make up, and the days on which they can have been', async () => {
    const storage = await openStorage();
    const fakes = Array.from({ length: 5 }, () => randomUUID());
    const made = fakes.flatMap((installation) =>
      Array.from({ length: 60 }, (_, session) =>
        someBatch({
          envelope: { installation, session, start: session === 0 ? '2099-12-31' : '2000-01-01' },
          context: { version: `1.${session}.0` },
        }),
      ),
    );
    const real = Array.from({ length: 5 }, () => someBatch({ context: { version: '9.0.0' } }));
    await storage.insert([...made, ...real].map((batch) => rowOf(batch, TODAY)));
    const { versions, more, days } = await queryOverview(storage, 5);
    expect(versions).toHaveLength(31);
    expect(versions.map(({ version }) => version)).toContain('9.0.0');
    expect(versions.map(({ version }) => version)).toContain('1.59.0');
    expect(more).toEqual({ platforms: 0, versions: 0 });
    expect(days).toEqual({ first: isoDay(TODAY - 90), last: isoDay(TODAY + 1) });
    const [last] = await storage.query('SELECT max(start) AS start FROM candor.kept');
    expect(last).toEqual({ start: '2099-12-31' });
  });

  it('are the hundred largest groups, and it is said how many there are behind them', async () => {
    const storage = await openStorage();
    const batches = Array.from({ length: 110 }, (_, number) =>
      Array.from({ length: number < 100 ? 2 : 1 }, () => someBatch({ context: { version: `1.${number}.0` } })),
    );
    await storage.insert(batches.flat().map((batch) => rowOf(batch, TODAY)));
    const { versions, more } = await queryOverview(storage, 1);
    expect(versions.map(({ sessions }) => sessions)).toEqual(Array(100).fill(2));
    expect(more).toEqual({ platforms: 0, versions: 10 });
  });
});
