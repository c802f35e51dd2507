import { expect, it } from 'vitest';
import { fingerprint } from '../../../collector/erasure/erasures.ts';
import { selectWanted } from '../../../collector/erasure/select-wanted.ts';
import type { JournalRecord } from '../../../collector/journal/record.ts';
import { journaled, someBatch } from '../../integration/collector/support/batches.ts';

const [erased, kept] = [someBatch(), someBatch()];
const name = fingerprint(erased.envelope);
const erasures = { size: 1, hasFingerprint: (one: string) => one === name };

/** The body must not be needed. */
const recordOf = (batch: typeof erased): JournalRecord => ({ ...journaled(batch), body: Buffer.from('not looked at') });

it('passes over what an erased installation has sent, by its record', () => {
  const wanted = [recordOf(kept), recordOf(kept)];
  expect(selectWanted(erasures)([recordOf(erased), ...wanted, recordOf(erased)])).toEqual(wanted);
  expect(selectWanted({ ...erasures, size: 0 })([recordOf(erased)])).toHaveLength(1);
});
