import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Context, UsageEvent } from '../../../client/core/registry/registry.ts';
import { queryOverview } from '../../../collector/queries/overview-query.ts';
import { isoDay } from '../../../collector/storage/rows.ts';
import { deliver, rowOf, someBatch } from './support/batches.ts';
import { startTestCollector, type TestCollector, usesOf } from './support/collectors.ts';
import { get } from './support/logins.ts';
import { openStorage, TODAY } from './support/storages.ts';
import { batchOf, erase, someInstallation } from './support/user-data.ts';

const DAY_MS = 86_400_000;
/** A day of which retention leaves everything. */
const DAY = Math.floor(Date.now() / DAY_MS) - 20;

/** A collector with a clock that goes on when a test says so. */
async function startOnDay(k: number) {
  const clock = { day: DAY };
  const collector = await startTestCollector({ k, clock: () => clock.day * DAY_MS + 1 });
  const closeDay = async () => {
    clock.day++;
    await collector.closed();
  };
  return { clock, collector, closeDay };
}

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

const asked = async (collector: TestCollector, path: string) =>
  await get(collector, path, { authorization: `Bearer ${collector.token}` });

describe('figures of few installations', () => {
  it('are about closed days, and do not move in between', async () => {
    const { collector, closeDay } = await startOnDay(5);
    await use(collector, 30, 'go.back');
    await collector.settled();
    expect(await collector.overview()).toMatchObject({ through: null, sessions: 0, completeness: { received: 0 } });
    await closeDay();
    const closed = await collector.overview();
    expect(closed.through).toBe(new Date(DAY * DAY_MS).toISOString().slice(0, 10));
    expect(Math.abs(closed.installations - 30)).toBeLessThanOrEqual(3);
    expect(Math.abs((usesOf(closed)['go.back/menu'] ?? 0) - 30)).toBeLessThanOrEqual(3);
    await use(collector, 10, 'go.back');
    await collector.settled();
    expect(await collector.overview()).toEqual(closed);
    await closeDay();
    // Of two days: the largest contributions of both are the unit of the noise.
    expect(Math.abs((await collector.overview()).sessions - 40)).toBeLessThanOrEqual(6);
  });

  it('are withheld altogether while there are fewer than k installations', async () => {
    const { collector, closeDay } = await startOnDay(5);
    await use(collector, 4, 'go.back');
    await closeDay();
    expect(await collector.overview()).toMatchObject({
      sessions: 0,
      installations: 0,
      days: null,
      usage: [],
      platforms: [],
      versions: [],
      more: { platforms: 0, versions: 0 },
      completeness: { received: 0, waiting: 0, lost: [] },
    });
  });

  it('are left out where a group is small, and where one or two make most of a sum', async () => {
    const { collector, closeDay } = await startOnDay(3);
    await use(collector, 12, 'go.back', { os: 'linux' });
    await use(collector, 2, 'go.search', { os: 'macos', distribution: 'none' });
    const usage = Array.from({ length: 50 }, () => ({ command: 'go.forward', source: 'menu', time: 1 }) as const);
    await deliver(collector.url, someBatch({ usage }));
    await use(collector, 10, 'go.forward');
    await closeDay();
    const overview = await collector.overview();
    expect(Object.keys(usesOf(overview))).toEqual(['go.back/menu']);
    expect(overview.platforms.map(({ os }) => os)).toEqual(['linux']);
  });

  it('do not tell on which day one of them was there, or what one of them lost', async () => {
    const { collector, closeDay } = await startOnDay(3);
    await deliver(collector.url, someBatch({ dropped: { 'disk-full': 7 } }));
    await closeDay();
    await use(collector, 9, 'go.back');
    await closeDay();
    const overview = await collector.overview();
    const day = new Date((DAY + 1) * DAY_MS).toISOString().slice(0, 10);
    expect(overview.days).toEqual({ first: day, last: day });
    expect(overview.completeness.lost).toEqual([]);
  });

  it('do not tell of a day that it was one of many by those who have been erased since', async () => {
    const { collector, closeDay } = await startOnDay(5);
    await use(collector, 20, 'go.back');
    await closeDay();
    const erased = Array.from({ length: 10 }, () => someInstallation());
    for (const who of erased) await deliver(collector.url, batchOf(who));
    await closeDay();
    const day = (number: number) => new Date(number * DAY_MS).toISOString().slice(0, 10);
    expect((await collector.overview()).days).toEqual({ first: day(DAY), last: day(DAY + 1) });
    for (const who of erased.slice(1)) await erase(collector.url, who);
    expect((await collector.overview()).days).toEqual({ first: day(DAY), last: day(DAY) });
  });

  it('are all shown with k = 1, of this moment, as a person who runs it alone wants', async () => {
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

describe('answers over HTTP', () => {
  it('are given about closed days, by filters, as JSON and CSV', async () => {
    const { collector, closeDay } = await startOnDay(1);
    expect(await (await asked(collector, '/v1/answers')).json()).toMatchObject({ days: null });
    expect((await asked(collector, '/v1/answers/features')).status).toBe(404);
    await use(collector, 3, 'go.back', { os: 'linux' });
    await use(collector, 2, 'go.search', { os: 'macos', distribution: 'none' });
    await closeDay();
    const day = new Date(DAY * DAY_MS).toISOString().slice(0, 10);
    expect(await (await asked(collector, '/v1/answers')).json()).toMatchObject({ days: { from: day, to: day } });
    expect(await (await asked(collector, '/v1/answers/features')).json()).toEqual({
      title: 'What is used, and by how many?',
      range: { from: day, to: day },
      k: 1,
      rows: [
        { command: 'go.back', uses: 3, installations: 3, share: 0.6 },
        { command: 'go.search', uses: 2, installations: 2, share: 0.4 },
      ],
      completeness: {
        sessions: { received: 5, expected: 5 },
        parts: { received: 5, expected: 5 },
        lost: [],
      },
    });
    const csv = await asked(collector, '/v1/answers/sources?os=macos&distribution=none&level=standard&format=csv');
    expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(await csv.text()).toBe('command,source,uses,installations,share\r\ngo.search,menu,2,2,1\r\n');
    expect(JSON.parse(csv.headers.get('candor-completeness') ?? '')).toMatchObject({
      sessions: { received: 2, expected: 2 },
    });
  });

  it('have another segment beside, one vote an installation, and the statements behind them', async () => {
    const { collector, closeDay } = await startOnDay(1);
    for (let times = 0; times < 3; times++) await use(collector, 1, 'go.back', { os: 'linux' });
    await use(collector, 1, 'go.search', { os: 'macos', distribution: 'none' });
    await closeDay();
    const json = async (query: string) =>
      (await (await asked(collector, `/v1/answers/features?${query}`)).json()) as Record<string, unknown>;
    const compared = await json('os=linux&compare=os:macos');
    expect(compared).toMatchObject({
      rows: [{ command: 'go.back', uses: 3, share: 1 }],
      compared: { dimension: 'os', segment: 'macos', rows: [{ command: 'go.search', uses: 1, share: 1 }] },
    });
    expect(compared).not.toHaveProperty('statements');
    const csv = await asked(collector, '/v1/answers/features?os=linux&compare=os:macos&format=csv');
    expect(await csv.text()).toBe(
      'compared os,command,uses,installations,share\r\nlinux,go.back,3,3,1\r\nmacos,go.search,1,1,1\r\n',
    );
    const { rows } = await json('votes=installation');
    expect(rows).toMatchObject([
      { command: 'go.back', share: 0.75 },
      { command: 'go.search', share: 0.25 },
    ]);
    const { statements } = (await json('sql=1&os=linux')) as unknown as {
      statements: { sql: string; parameters: object }[];
    };
    // That which gives the answer, with what completeness is told from, and that of the answer before, which is kept.
    const kinds = ['command', 'sessions', 'expected', 'lost', 'missing'];
    expect(statements).toMatchObject([
      { sql: expect.stringContaining('candor.cubes'), parameters: { segment: 'linux', kinds } },
      { sql: expect.stringContaining('candor.cubes'), parameters: { segment: 'linux' } },
    ]);
    expect((await asked(collector, '/v1/answers/features?compare=colour:red')).status).toBe(400);
    expect((await asked(collector, '/v1/answers/features?os=a&level=b&country=c&compare=version:1')).status).toBe(400);
  });

  it('say what is wrong with a question', async () => {
    const { collector, closeDay } = await startOnDay(1);
    await use(collector, 1, 'go.back');
    await closeDay();
    for (const [path, status, text] of [
      ['/v1/answers/secrets', 404, 'no such question'],
      ['/v1/answers/features?colour=red', 400, 'not understood'],
      ['/v1/answers/features?from=2026-02-30', 400, 'from'],
      ['/v1/answers/features?from=2026-13-01', 400, 'from'],
      ['/v1/answers/features?to=yesterday', 400, 'to'],
      ['/v1/answers/features?os=linux&level=standard&version=1&country=IT', 400, 'At most 3 filters'],
      ['/v1/answers/operations?os=linux&level=standard&country=IT', 400, 'At most 2 filters beside version'],
      ['/v1/answers/features?os=linux&level=standard&version=1', 200, '"rows":[]'],
      ['/v1/answers/features?os=linux&os=macos', 400, 'os'],
      ['/v1/answers/features?from=2031-01-01', 404, 'has closed'],
      ["/v1/answers/features?os=linux'%20OR%201=1", 200, '"rows":[]'],
    ] as const) {
      const response = await asked(collector, path);
      expect([path, response.status, await response.text()]).toEqual([path, status, expect.stringContaining(text)]);
    }
    for (const path of ['/v1/answers', '/v1/answers/features']) expect((await get(collector, path)).status).toBe(401);
  });

  it('are without an installation from the moment that it is erased, and later', async () => {
    const { collector, closeDay } = await startOnDay(1);
    const who = someInstallation();
    await deliver(collector.url, batchOf(who));
    await use(collector, 2, 'go.back');
    await closeDay();
    const features = async () => (await (await asked(collector, '/v1/answers/features')).json()) as { rows: unknown[] };
    expect((await features()).rows).toHaveLength(3);
    expect(await erase(collector.url, who)).toMatchObject({ status: 'erased' });
    expect((await features()).rows).toEqual([{ command: 'go.back', uses: 2, installations: 2, share: 1 }]);
    await closeDay();
    expect((await features()).rows).toEqual([{ command: 'go.back', uses: 2, installations: 2, share: 1 }]);
  });

  it('never change about a closed day, though the clock is set back: what comes then is of the day after', async () => {
    const { clock, collector, closeDay } = await startOnDay(1);
    await use(collector, 1, 'go.back');
    await closeDay();
    clock.day -= 3;
    await use(collector, 1, 'go.back');
    await collector.settled();
    clock.day = DAY + 1;
    await closeDay();
    const uses = async (query: string) =>
      ((await (await asked(collector, `/v1/answers/features?${query}`)).json()) as { rows: { uses: number }[] }).rows;
    const day = (number: number) => new Date(number * DAY_MS).toISOString().slice(0, 10);
    expect(await uses(`to=${day(DAY)}`)).toMatchObject([{ uses: 1 }]);
    expect(await uses(`from=${day(DAY + 1)}`)).toMatchObject([{ uses: 1 }]);
  });
});
