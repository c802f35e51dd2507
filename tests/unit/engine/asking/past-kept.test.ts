import { describe, expect, it } from 'vitest';
import { createPastAnswers } from '../../../../engine/asking/past.ts';
import { FakeTime } from '../../../support/fakes.ts';

describe('answers that are kept for their next pages', () => {
  it('are those of the eight windows that have asked last', async () => {
    const rows = [{ key: 'k', time: 1 }];
    const past = createPastAnswers(
      async () => ({ query: async () => rows, gaps: async () => [] }),
      new FakeTime(),
      () => 0,
    );
    const ids = new Map<number, number>();
    const ask = async (client: number) => ids.set(client, (await past.query(client, 'device during 1h', 'device')).id);
    for (let client = 1; client <= 8; client++) await ask(client);
    await ask(1);
    await ask(9);
    const page = (client: number) => past.page(client, ids.get(client) ?? 0, 0, 10);
    await expect(page(2)).rejects.toThrow('stale');
    for (const client of [1, 3, 9]) expect(await page(client)).toEqual(rows);
  });
});

describe('a question while another one of the same window is answered', () => {
  /** A store whose questions never end but by being broken off. */
  const endless = (begun: (signal: AbortSignal | undefined) => void) => ({
    query: (_: unknown, { signal }: { signal?: AbortSignal } = {}) =>
      new Promise<never>((_resolve, reject) => {
        begun(signal);
        signal?.addEventListener('abort', () => reject(signal.reason));
      }),
    gaps: async () => [],
  });

  it('breaks it off, and no question of another window', async () => {
    const signals: (AbortSignal | undefined)[] = [];
    const past = createPastAnswers(
      async () => endless((signal) => signals.push(signal)),
      new FakeTime(),
      () => 0,
    );
    const first = past.query(1, 'process nod during 30d', 'process');
    const others = past.query(2, 'process during 30d', 'process');
    void others.catch(() => {});
    await settled();
    const refused = expect(first).rejects.toMatchObject({ failure: 'stale' });
    void past.query(1, 'process node during 30d', 'process').catch(() => {});
    await refused;
    await settled();
    expect(signals.map((signal) => signal?.aborted)).toEqual([true, false, false]);
  });
});

/** What was asked has reached the store. */
const settled = () => new Promise((resolve) => setImmediate(resolve));
