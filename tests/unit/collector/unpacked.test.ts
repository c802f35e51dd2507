import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_BATCH_EVENTS } from '../../../client/core/batch/limits.ts';
import { BLOCK_UNPACKED_BYTES, WAITING_HELD } from '../../../collector/limits.ts';
import { batchRow } from '../../../collector/storage/rows.ts';
import { unpackedBytes } from '../../../collector/storage/unpacked.ts';
import { bytesOf, columnsOf, someBatch } from '../../integration/collector/support/batches.ts';
import { anyBatch } from '../client/core/support/arbitrary-batch.ts';
import { largestBatch } from '../client/core/support/sample-batches.ts';

/** What is told of uploaded bytes, and what their row takes. */
function toldAndTrue(body: Uint8Array): { told: number; row: number } {
  const batch = columnsOf(body);
  return { told: unpackedBytes(batch), row: batchRow(batch, 20_000).length };
}

describe('what a batch unpacks to', () => {
  it('is never told to be less than its row, and not many times more', () => {
    fc.assert(
      fc.property(anyBatch, (batch) => {
        const { told, row } = toldAndTrue(bytesOf(batch));
        expect(told).toBeGreaterThanOrEqual(row);
        expect(told).toBeLessThan(8 * row);
      }),
      { numRuns: 200 },
    );
    const { told, row } = toldAndTrue(bytesOf(largestBatch()));
    expect(told).toBeGreaterThanOrEqual(row);
  });

  it('has nothing to do with its bytes on the wire', () => {
    const usage = Array.from(
      { length: MAX_BATCH_EVENTS },
      () => ({ command: 'view.density-comfortable', source: 'shortcut', time: 1 }) as const,
    );
    const bomb = bytesOf(someBatch({ usage }));
    expect(bomb.length).toBeLessThan(200);
    expect(toldAndTrue(bomb).told).toBeGreaterThan(400_000);
    expect(toldAndTrue(bytesOf(someBatch())).told).toBeLessThan(1500);
  });

  it('fits into a block and onto a page, whatever the batch is', () => {
    const { told } = toldAndTrue(bytesOf(largestBatch()));
    expect(told).toBeLessThan(WAITING_HELD.unpackedBytes);
    expect(told).toBeLessThan(BLOCK_UNPACKED_BYTES / 10);
  });
});
