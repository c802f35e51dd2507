import path from 'node:path';
import { expect, it } from 'vitest';
import { Erasures } from '../../../collector/erasure/erasures.ts';
import type { JournalRecord } from '../../../collector/journal/record.ts';
import { journaled, someBatch } from '../../integration/collector/support/batches.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const [erased, kept] = [someBatch(), someBatch()];
const otherKey = { ...erased, envelope: { ...erased.envelope, keyHash: 'cd'.repeat(32) } };

/** The body must not be needed. */
const recordOf = (batch: typeof erased): JournalRecord => ({ ...journaled(batch), body: Buffer.from('not looked at') });

it('pass over what an erased installation has sent, by its record, and nothing of another key under its ID', async () => {
  const file = path.join(temporaryFolder(), 'erased');
  const erasures = await Erasures.open(file);
  expect(erasures.wanted([recordOf(erased)])).toHaveLength(1);
  await erasures.add(erased.envelope);
  const wanted = [recordOf(kept), recordOf(otherKey), recordOf(kept)];
  for (const known of [erasures, await Erasures.open(file)]) {
    expect(known.wanted([recordOf(erased), ...wanted, recordOf(erased)])).toEqual(wanted);
  }
});
