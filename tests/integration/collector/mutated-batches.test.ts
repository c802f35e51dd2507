import { isDeepStrictEqual } from 'node:util';
import { expect, it } from 'vitest';
import { decodeWith } from '../../../client/core/batch/batch-format.ts';
import { usageRows } from '../../../client/core/batch/usage-codec.ts';
import { brotli } from '../../../collector/brotli.ts';
import { formatsOf } from '../../../collector/products/formats.ts';
import { finderFormat } from '../../support/finder-format.ts';
import { bytesOf, deliver, send, someBatch } from './support/batches.ts';
import { startTestCollector } from './support/collectors.ts';
import { changedValidly, mutateBytes, mutateValue } from './support/mutations.ts';
import { batchIn, isBatch, isNewer } from './support/oracle.ts';
import { originalBatches } from './support/original-batches.ts';
import { Random } from './support/random.ts';
import { validChanges } from './support/wire-changes.ts';

const SEED = 20_260_309;
const EACH = 500;
/** Requests under way at a time. */
const SENDERS = 8;

const mutantsOf = (each: number, random: Random) => {
  const originals = originalBatches(random).map(bytesOf);
  return [mutateBytes, mutateValue].flatMap((mutate) =>
    Array.from({ length: each }, () => mutate(random.pick(originals), random)),
  );
};

const { find, maxBytes } = formatsOf([finderFormat]);
const readByCollector = (bytes: Uint8Array) => decodeWith(bytes, brotli, find, maxBytes);

it('batches are batches by an independent validation, and stay so after every valid change', () => {
  const random = new Random(SEED);
  for (const bytes of originalBatches(random).map(bytesOf)) {
    expect(isBatch(bytes)).toBe(true);
    for (const [index, change] of validChanges.entries()) {
      for (let times = 0; times < 5; times++) {
        const changed = changedValidly(bytes, change, random);
        expect([index, isBatch(changed), readByCollector(changed).ok]).toEqual([index, true, true]);
      }
    }
  }
});

it('5 000 mutated batches are read or refused exactly as an independent validation says', () => {
  const counts = { read: 0, refused: 0 };
  for (const [index, bytes] of mutantsOf(EACH * 5, new Random(SEED + 1)).entries()) {
    const decoding = readByCollector(bytes);
    const batch = decoding.ok ? { ...decoding.batch, usage: usageRows(decoding.batch.usage) } : undefined;
    const isSame = isDeepStrictEqual(batch, batchIn(bytes));
    expect({ index, isSame }).toEqual({ index, isSame: true });
    counts[decoding.ok ? 'read' : 'refused']++;
  }
  expect(counts.read).toBeGreaterThan(1000);
  expect(counts.refused).toBeGreaterThan(2000);
});

it('1 000 mutated batches are answered 200, 400 or 409 exactly as an independent validation says', async () => {
  const collector = await startTestCollector();
  const mutants = mutantsOf(EACH, new Random(SEED));

  const counts = { 200: 0, 400: 0, 409: 0 };
  const queue = mutants.entries();
  await Promise.all(
    Array.from({ length: SENDERS }, async () => {
      for (const [index, bytes] of queue) {
        const expected = isBatch(bytes) ? 200 : refusalOf(bytes);
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

const refusalOf = (bytes: Uint8Array) => (isNewer(bytes) ? 409 : 400);
