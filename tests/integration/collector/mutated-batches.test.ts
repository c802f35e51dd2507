import { expect, it } from 'vitest';
import { commandIds, commandSources } from '../../../app/commands/catalogue.ts';
import type { Batch } from '../../../app/telemetry/batch.ts';
import { bytesOf, deliver, send, someBatch } from './support/batches.ts';
import { startTestCollector } from './support/collectors.ts';
import { mutateBytes, mutateValue } from './support/mutations.ts';
import { isBatch } from './support/oracle.ts';
import { Random } from './support/random.ts';

const SEED = 20_260_309;
const EACH = 500;
/** Requests under way at a time. */
const SENDERS = 8;

it('1 000 mutated batches are answered 200 or 400 exactly as an independent validation says', async () => {
  const collector = await startTestCollector();
  const random = new Random(SEED);
  const originals = originalBatches(random).map(bytesOf);
  for (const bytes of originals) expect(isBatch(bytes)).toBe(true);
  const mutants = [mutateBytes, mutateValue].flatMap((mutate) =>
    Array.from({ length: EACH }, () => mutate(random.pick(originals), random)),
  );

  const counts = { 200: 0, 400: 0 };
  const queue = mutants.entries();
  await Promise.all(
    Array.from({ length: SENDERS }, async () => {
      for (const [index, bytes] of queue) {
        const expected = isBatch(bytes) ? 200 : 400;
        const { status, body } = await send(collector.url, bytes);
        expect({ index, status, body }).toMatchObject({ index, status: expected });
        counts[expected]++;
      }
    }),
  );
  expect(counts[200]).toBeGreaterThan(200);
  expect(counts[400]).toBeGreaterThan(400);

  expect(await deliver(collector.url, someBatch())).toBe('accepted');
  await collector.settled();
  expect((await collector.overview()).completeness.waiting).toBe(0);
  expect(collector.faults).toEqual([]);
});

function originalBatches(random: Random): Batch[] {
  const usage = Array.from({ length: 300 }, (_, index) => ({
    command: random.pick(commandIds),
    source: random.pick(commandSources),
    time: index * 60,
  }));
  return [
    someBatch(),
    someBatch({ usage: [], dropped: { refused: 1 } }),
    someBatch({ usage: usage.slice(0, 24), envelope: { end: 'continues' } }),
    someBatch({ usage, dropped: { 'disk-full': 70_000, 'log-damaged': 3 } }),
  ];
}
