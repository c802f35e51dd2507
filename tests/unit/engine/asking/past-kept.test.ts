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
