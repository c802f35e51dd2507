import fc from 'fast-check';
import { expect, it } from 'vitest';
import { MAX_MICROSECONDS } from '../../../client/core/measures/histogram.ts';
import { OperationTable } from '../../../client/core/measures/operation-table.ts';
import { outcomes } from '../../../client/core/measures/throughput.ts';
import { packedHistograms, storedHistograms } from '../../../collector/storage/histograms.ts';
import { finderMeasures } from '../../support/finder-format.ts';

const timed = fc.tuple(
  fc.constantFrom(...finderMeasures.operations),
  fc.constantFrom(...outcomes),
  fc.double({ min: 0, max: MAX_MICROSECONDS, noNaN: true }),
);

it('histograms are stored with their buckets’ own numbers, and read back as they stood in the batch', () => {
  fc.assert(
    fc.property(fc.array(timed, { maxLength: 60 }), (durations) => {
      const table = new OperationTable(finderMeasures);
      for (const duration of durations) table.record(...duration);
      const { operations } = table.snapshot();
      const stored = storedHistograms(operations);
      expect({ ...operations, ...packedHistograms(stored) }).toEqual(operations);
      for (const buckets of stored.bucket) expect(buckets).toEqual([...new Set(buckets)].toSorted((a, b) => a - b));
      expect(stored.count.flat().reduce((sum, count) => sum + count, 0)).toBe(durations.length);
    }),
  );
});
