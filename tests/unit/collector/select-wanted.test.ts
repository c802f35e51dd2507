import { expect, it } from 'vitest';
import { fingerprint } from '../../../collector/erasure/erasures.ts';
import { selectWanted } from '../../../collector/erasure/select-wanted.ts';
import type { JournalRecord } from '../../../collector/journal/record.ts';
import { bytesOf, someBatch } from '../../integration/collector/support/batches.ts';

const [erased, kept] = [someBatch(), someBatch()];
const name = fingerprint(erased.envelope);
const erasures = { size: 1, hasFingerprint: (one: string | undefined) => one === name };

/** As the first builds wrote it: only the body says whose it is. */
const unsigned = (batch: typeof erased): JournalRecord => ({
  batch: batch.envelope.batch,
  day: 20_000,
  body: bytesOf(batch),
});
/** As it is written now; the body must not be needed. */
const signed = (batch: typeof erased): JournalRecord => ({
  ...unsigned(batch),
  body: Buffer.from('not looked at'),
  unpacked: 1,
  sender: fingerprint(batch.envelope),
});

it('passes over what an erased installation has sent, by its record or else by its body', () => {
  const unreadable = { ...unsigned(kept), body: Buffer.from('no batch') };
  const wanted = [signed(kept), unsigned(kept), unreadable];
  const select = selectWanted(erasures);
  expect(select([signed(erased), ...wanted, unsigned(erased)])).toEqual(wanted);
  expect(selectWanted({ ...erasures, size: 0 })([signed(erased)])).toHaveLength(1);
});
