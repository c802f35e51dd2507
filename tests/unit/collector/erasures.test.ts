import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { Erasures, type ErasuresOptions, fingerprint, type Sender } from '../../../collector/erasure/erasures.ts';
import type { JournalRecord } from '../../../collector/journal/record.ts';
import { isoDay } from '../../../collector/storage/rows.ts';
import { journaled, someBatch } from '../../integration/collector/support/batches.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const [erased, kept] = [someBatch(), someBatch()];
const otherKey = { ...erased, envelope: { ...erased.envelope, keyHash: 'cd'.repeat(32) } };
const TODAY = 20_521;

/** The body must not be needed. */
const recordOf = (batch: typeof erased): JournalRecord => ({ ...journaled(batch), body: Buffer.from('not looked at') });

const optionsOf = (file: string, change: Partial<ErasuresOptions> = {}): ErasuresOptions => ({
  file,
  today: () => TODAY,
  keptDays: 45,
  isWaiting: () => false,
  ...change,
});
const someFile = () => path.join(temporaryFolder(), 'erased');
const linesOf = (file: string) => readFileSync(file, 'utf8').split('\n').filter(Boolean);
const someName = (): string => fingerprint(someBatch().envelope);

describe('the erasures', () => {
  it('pass over what an erased installation has sent, by its record, and nothing of another key under its ID', async () => {
    const options = optionsOf(someFile());
    const erasures = await Erasures.open(options);
    expect(erasures.wanted([recordOf(erased)])).toHaveLength(1);
    await erasures.add([fingerprint(erased.envelope)]);
    const wanted = [recordOf(kept), recordOf(otherKey), recordOf(kept)];
    for (const known of [erasures, await Erasures.open(options)]) {
      expect(known.wanted([recordOf(erased), ...wanted, recordOf(erased)])).toEqual(wanted);
    }
  });

  it('do not grow with repetitions', async () => {
    const options = optionsOf(someFile());
    const erasures = await Erasures.open(options);
    const [one, other] = [someName(), someName()];
    for (const _ of [1, 2, 3]) {
      await erasures.add([one, other, one]);
      await erasures.finish([one, one]);
    }
    expect(linesOf(options.file)).toEqual([
      `${one} ${isoDay(TODAY)}`,
      `${other} ${isoDay(TODAY)}`,
      `${one} ${isoDay(TODAY)} done`,
    ]);
    expect(erasures.pending).toEqual([other]);
  });

  it('are one line each after a start, without those that are old and done; one that a crash cut off hides none', async () => {
    const file = someFile();
    const [old, oldPending, oldWaiting, young, undated] = Array.from({ length: 5 }, someName) as [string, ...string[]];
    const before = isoDay(TODAY - 46);
    const lines = [
      `${old} ${before}`,
      `${old} ${before} done`,
      `${oldPending} ${before}`,
      `${oldWaiting} ${before} done`,
      `${young} ${isoDay(TODAY - 45)} done`,
      '0123',
      `${undated} done`,
    ];
    writeFileSync(file, lines.join('\n'));
    const isWaiting = (name: string) => name === oldWaiting;
    expect((await Erasures.open(optionsOf(file, { isWaiting }))).pending).toEqual([oldPending]);
    expect(linesOf(file)).toEqual([
      `${oldPending} ${before}`,
      `${oldWaiting} ${before} done`,
      `${young} ${isoDay(TODAY - 45)} done`,
      `${undated} ${isoDay(TODAY)} done`,
    ]);
    await Erasures.open(optionsOf(file, { today: () => TODAY + 100 }));
    expect(linesOf(file)).toEqual([`${oldPending} ${before}`]);
  });

  it('are written anew when their lines have doubled, while a collector runs for years', async () => {
    const file = someFile();
    let today = TODAY;
    const erasures = await Erasures.open(optionsOf(file, { today: () => today }));
    let most = 0;
    for (let month = 0; month < 20; month++, today += 30) {
      const names = Array.from({ length: 200 }, someName);
      await erasures.add(names);
      await erasures.finish(names);
      most = Math.max(most, linesOf(file).length);
    }
    // Twenty months have 8 000 lines; those of three are 600 erasures.
    expect(most).toBeLessThan(2000);
  });

  it('change one after the other, also when the file is written anew meanwhile', async () => {
    const file = someFile();
    const erasures = await Erasures.open(optionsOf(file));
    const senders: Sender[] = Array.from({ length: 900 }, () => someBatch().envelope);
    const names = senders.map(fingerprint);
    await erasures.add(names);
    const late = someName();
    await Promise.all([erasures.finish(names.slice(1)), erasures.add([late])]);
    const again = await Erasures.open(optionsOf(file));
    expect(new Set(again.pending)).toEqual(new Set([names[0], late]));
    expect(senders.every((sender) => again.has(sender))).toBe(true);
  });
});
