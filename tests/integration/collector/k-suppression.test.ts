import { describe, expect, it } from 'vitest';
import type { Context, UsageEvent } from '../../../client/core/registry/registry.ts';
import { deliver, someBatch } from './support/batches.ts';
import { startTestCollector, type TestCollector, usesOf } from './support/collectors.ts';

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
    const collector = await startTestCollector({ k: 3 });
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
});
