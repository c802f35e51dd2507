import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { encodeRecord, type JournalRecord } from '../../../collector/journal/record.ts';
import { SET_ASIDE_TRIES } from '../../../collector/limits.ts';
import { SetAside } from '../../../collector/loader/set-aside.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const RECORD: JournalRecord = {
  batch: '00000000-0000-8000-8000-000000000001',
  day: 20_000,
  body: Buffer.from('a body'),
  unpacked: 6,
  sender: 'ab'.repeat(32),
};
const PLACE = { segment: 1, offset: 0 };

/** Puts back what it may, and says of which batches. */
async function takenBack(aside: SetAside, isErased = false): Promise<string[]> {
  const taken: string[] = [];
  await aside.takeBack({
    isReadable: () => true,
    isErased: () => isErased,
    append: async ({ batch }) => void taken.push(batch),
    signal: new AbortController().signal,
  });
  return taken;
}

/** Whether each of some starts of a version puts the record back, when the engine has something against it each time. */
async function starts(folder: string, version: string, count: number, isRefused = true): Promise<boolean[]> {
  const went: boolean[] = [];
  for (let start = 0; start < count; start++) {
    const aside = await SetAside.open(folder, version);
    const taken = await takenBack(aside);
    went.push(taken.length > 0);
    if (taken.length > 0) await aside.keep(PLACE, 0, RECORD, isRefused);
  }
  return went;
}

describe('a batch that was set aside', () => {
  it('is put back by each start, but not without end when the engine refuses it each time, and again by another version', async () => {
    const folder = temporaryFolder();
    await (await SetAside.open(folder, '1.0.0')).keep(PLACE, 0, RECORD, true);
    // Refused once before the first of these starts.
    const tries = [...Array(SET_ASIDE_TRIES - 1).fill(true), false, false];
    expect(await starts(folder, '1.0.0', SET_ASIDE_TRIES + 1)).toEqual(tries);
    expect(await starts(folder, '1.0.1', SET_ASIDE_TRIES + 2)).toEqual([true, ...tries]);
    expect(readdirSync(folder)).toHaveLength(1);
  });

  it('is put back by every start when the engine has nothing against it', async () => {
    const folder = temporaryFolder();
    await (await SetAside.open(folder, '1.0.0')).keep(PLACE, 0, RECORD, false);
    expect(await starts(folder, '1.0.0', SET_ASIDE_TRIES + 2, false)).toEqual(Array(SET_ASIDE_TRIES + 2).fill(true));
  });

  it('is known by the name of its file, without being read, and goes when its sender is erased', async () => {
    const folder = temporaryFolder();
    const file = await (await SetAside.open(folder, '1.0.0')).keep(PLACE, 0, RECORD, true);
    rmSync(file);
    writeFileSync(file, 'no record');
    const aside = await SetAside.open(folder, '1.0.0');
    expect([aside.holds(RECORD.sender), aside.isEmpty]).toEqual([true, false]);
    await aside.forget([RECORD.sender]);
    expect([aside.isEmpty, readdirSync(folder)]).toEqual([true, []]);
  });

  it('goes when its sender is erased, though it is not tried any more', async () => {
    const folder = temporaryFolder();
    const aside = await SetAside.open(folder, '1.0.0');
    const name = `1-0-0.${RECORD.sender}.${SET_ASIDE_TRIES}.1.0.0.batch`;
    writeFileSync(path.join(folder, name), encodeRecord(RECORD));
    const again = await SetAside.open(folder, '1.0.0');
    expect(await takenBack(again)).toEqual([]);
    expect(readdirSync(folder)).toEqual([name]);
    expect(await takenBack(again, true)).toEqual([]);
    expect([aside.isEmpty, readdirSync(folder)]).toEqual([true, []]);
  });
});
