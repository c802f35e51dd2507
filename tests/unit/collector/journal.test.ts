import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { nodeFiles } from '../../../collector/journal/files.ts';
import { Journal, JournalUnavailable } from '../../../collector/journal/journal.ts';
import { isSame, type Position, START } from '../../../collector/journal/position.ts';
import type { SetAside } from '../../../collector/journal/segments.ts';
import { MAX_PENDING_BYTES } from '../../../collector/limits.ts';
import { type Faults, faultyFiles } from '../../integration/collector/support/faulty-files.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const BLOCK = {
  bytes: 1024 * 1024,
  records: Number.POSITIVE_INFINITY,
  weight: Number.POSITIVE_INFINITY,
  weigh: () => 1,
};

/** 82 bytes in the journal, unless it is given another body. */
function recordOf(number: number, bytes = 14) {
  const batch = `00000000-0000-8000-8000-${String(number).padStart(12, '0')}`;
  return { batch, day: 20_000, body: Buffer.alloc(bytes, number), unpacked: 7, sender: 'ab'.repeat(32) };
}

async function openJournal(directory: string, change: Partial<Parameters<typeof Journal.open>[0]> = {}) {
  const setAside: SetAside[] = [];
  const onSetAside = (found: SetAside) => setAside.push(found);
  const opened = await Journal.open({ directory, files: nodeFiles, loaded: START, onSetAside, ...change });
  onTestFinished(() => opened.journal.close());
  return { ...opened, setAside };
}

/** Numbers of the records from a position on, read in blocks. */
async function readAll(journal: Journal, from: Position = START): Promise<{ numbers: number[]; end: Position }> {
  const numbers: number[] = [];
  let end = from;
  for (;;) {
    const block = await journal.read(end, BLOCK);
    if (!block) return { numbers, end };
    numbers.push(...block.records.map(({ batch }) => Number(batch.slice(-12))));
    end = block.to;
  }
}

describe('a journal', () => {
  it('gives back what was appended, in order, over several segments, also after a restart', async () => {
    const directory = temporaryFolder();
    const { journal } = await openJournal(directory, { segmentBytes: 200 });
    for (let number = 1; number <= 10; number++) await journal.append(recordOf(number));
    const { numbers, end } = await readAll(journal);
    expect(numbers).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(isSame(end, journal.end)).toBe(true);
    expect(journal.waiting).toBe(10);
    expect(readdirSync(directory).length).toBeGreaterThan(2);
    await journal.close();

    const again = await openJournal(directory);
    expect(again.waiting.map(({ batch }) => batch)).toEqual(numbers.map((number) => recordOf(number).batch));
    expect((await readAll(again.journal)).numbers).toEqual(numbers);
    await again.journal.append(recordOf(11));
    expect((await readAll(again.journal, end)).numbers).toEqual([11]);
  });

  it('ends a block at the weight and the number that are asked for, with one record at least', async () => {
    const { journal } = await openJournal(temporaryFolder(), { segmentBytes: 1_000_000 });
    for (let number = 1; number <= 6; number++) await journal.append(recordOf(number));
    const weigh = ({ batch }: { batch: string }) => (batch.endsWith('3') ? 100 : 10);
    const sizes = async (limits: Partial<typeof BLOCK>) => {
      const found: number[] = [];
      for (let end: Position = START; ; ) {
        const block = await journal.read(end, { ...BLOCK, weigh: () => 1, ...limits });
        if (!block) return found;
        found.push(block.records.length);
        end = block.to;
      }
    };
    expect(await sizes({ records: 4 })).toEqual([4, 2]);
    expect(await sizes({ weight: 2 })).toEqual([2, 2, 2]);
    expect(await sizes({ weight: 25, weigh: weigh as () => number })).toEqual([2, 1, 2, 1]);
    expect(await sizes({ weight: 0 })).toEqual([1, 1, 1, 1, 1, 1]);
  });

  it('reads blocks of records that are longer than what is read at a time', async () => {
    const { journal } = await openJournal(temporaryFolder());
    for (let number = 1; number <= 12; number++) await journal.append(recordOf(number, 200_000));
    const block = await journal.read(START, { ...BLOCK, bytes: 2_000_000 });
    expect(block?.records.map(({ body }) => body[0])).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect((await readAll(journal)).numbers).toHaveLength(12);
  });

  it('knows whose records wait, of records that say so, also after a restart', async () => {
    const directory = temporaryFolder();
    const [one, other] = ['11'.repeat(32), '22'.repeat(32)];
    // Another fingerprint that begins alike.
    const alike = `${'11'.repeat(31)}33`;
    const { journal } = await openJournal(directory, { segmentBytes: 300 });
    const senders = [one, other, 'cd'.repeat(32), alike, one, other];
    for (const [number, sender] of senders.entries()) {
      await journal.append({ ...recordOf(number), sender });
    }
    const numbersOf = async (of: Journal, sender: string) =>
      (await of.waitingOf(sender, 10))?.map(({ batch }) => Number(batch.slice(-12)));
    expect(await numbersOf(journal, one)).toEqual([0, 4]);
    expect(await numbersOf(journal, alike)).toEqual([3]);
    expect(await numbersOf(journal, '44'.repeat(32))).toEqual([]);
    expect(await journal.waitingOf(other, 1)).toBeUndefined();
    const upTo = await journal.read(START, { ...BLOCK, records: 2 });
    await journal.discard(upTo?.to ?? START, 2);
    expect(await numbersOf(journal, one)).toEqual([4]);
    await journal.close();

    const again = await openJournal(directory, { loaded: upTo?.to ?? START });
    expect(await numbersOf(again.journal, one)).toEqual([4]);
    expect(await numbersOf(again.journal, other)).toEqual([5]);
    await again.journal.discard(again.journal.end, 4);
    expect(await numbersOf(again.journal, one)).toEqual([]);
  });

  it('puts all records that wait for the disk on it with one sync', async () => {
    const files = faultyFiles({});
    const { journal } = await openJournal(temporaryFolder(), { files });
    await Promise.all(Array.from({ length: 100 }, (_, number) => journal.append(recordOf(number))));
    expect(files.syncs).toBe(2);
    expect((await readAll(journal)).numbers).toHaveLength(100);
  });

  it('does not show a record before it is synced', async () => {
    const faults: Faults = {};
    const { journal } = await openJournal(temporaryFolder(), { files: faultyFiles(faults) });
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const syncing = new Promise<void>((resolve) => {
      faults.beforeSync = () => {
        resolve();
        return held;
      };
    });
    const appended = journal.append(recordOf(1));
    await syncing;
    expect((await readAll(journal)).numbers).toEqual([]);
    expect(journal.waiting).toBe(0);
    release();
    await appended;
    expect((await readAll(journal)).numbers).toEqual([1]);
  });

  it('deletes segments only when all of them is loaded, and never uses a number twice', async () => {
    const directory = temporaryFolder();
    const { journal } = await openJournal(directory, { segmentBytes: 200 });
    for (let number = 1; number <= 6; number++) await journal.append(recordOf(number));
    const before = readdirSync(directory).sort();
    const first = await journal.read(START, { ...BLOCK, bytes: 100 });
    expect(first?.records).toHaveLength(1);
    await journal.discard(first?.to ?? START, 1);
    expect(readdirSync(directory).sort()).toEqual(before);
    expect(journal.waiting).toBe(5);
    const { end } = await readAll(journal);
    await journal.discard(end, 5);
    expect(journal.waiting).toBe(0);
    await journal.close();
    await journal.discard(end, 0);
    expect(readdirSync(directory)).toEqual([]);

    const again = await openJournal(directory, { loaded: end });
    await again.journal.append(recordOf(7));
    expect(again.journal.end.segment).toBeGreaterThan(end.segment);
    expect((await readAll(again.journal, end)).numbers).toEqual([7]);
  });

  it('goes on in a new segment after a failed sync, and does not trust what it had not synced', async () => {
    const faults: Faults = {};
    const { journal } = await openJournal(temporaryFolder(), { files: faultyFiles(faults) });
    await journal.append(recordOf(1));
    faults.sync = 'EIO';
    await expect(journal.append(recordOf(2))).rejects.toThrow(JournalUnavailable);
    expect(await journal.isWritable()).toBe(false);
    faults.sync = undefined;
    expect(await journal.isWritable()).toBe(true);
    await journal.append(recordOf(3));
    expect(journal.end.segment).toBe(2);
    expect((await readAll(journal)).numbers).toEqual([1, 3]);
  });

  it('leaves no empty segments behind while the disk is full', async () => {
    const directory = temporaryFolder();
    const faults: Faults = { append: 'ENOSPC' };
    const { journal } = await openJournal(directory, { files: faultyFiles(faults) });
    for (let number = 0; number < 20; number++) await journal.append(recordOf(number)).catch(() => {});
    expect(readdirSync(directory)).toEqual([]);
  });

  it('refuses more than may wait for the disk, instead of growing without bounds', async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { journal } = await openJournal(temporaryFolder(), { files: faultyFiles({ beforeSync: () => held }) });
    const size = 200_000;
    const fitting = Math.floor(MAX_PENDING_BYTES / (size + 32));
    for (let number = 0; number < fitting; number++) journal.append(recordOf(number, size)).catch(() => {});
    await expect(journal.append(recordOf(0, size))).rejects.toThrow(JournalUnavailable);
    release();
  });

  it.each(
    // A record has 82 bytes; these are of the second one, in each field of its header, and in its body.
    [0, 4, 8, 9, 10, 11, 12, 16, 32, 81],
  )('loses the one record that a changed byte damages, and sets it aside: byte %i', async (index) => {
    const directory = temporaryFolder();
    const { journal, setAside } = await openJournal(directory, { segmentBytes: 250 });
    for (let number = 1; number <= 6; number++) await journal.append(recordOf(number));
    const file = path.join(directory, '000000000001.journal');
    const bytes = readFileSync(file);
    expect(bytes).toHaveLength(4 * 82);
    bytes[82 + index] = (bytes[82 + index] ?? 0) ^ 1;
    writeFileSync(file, bytes);
    const aside = { file: `${file}.82.damaged`, bytes: 82 };
    // Seen when it is read, read again, and at the next start.
    for (let time = 0; time < 2; time++) expect((await readAll(journal)).numbers).toEqual([1, 3, 4, 5, 6]);
    expect(setAside).toEqual([aside]);
    expect(readFileSync(aside.file).equals(bytes.subarray(82, 164))).toBe(true);
    await journal.close();

    const again = await openJournal(directory);
    expect(again.waiting.map(({ batch }) => Number(batch.slice(-12)))).toEqual([1, 3, 4, 5, 6]);
    const { numbers, end } = await readAll(again.journal);
    expect(numbers).toEqual([1, 3, 4, 5, 6]);
    expect(again.setAside).toEqual([aside]);
    await again.journal.append(recordOf(7));
    expect((await readAll(again.journal, end)).numbers).toEqual([7]);
    await again.journal.discard(again.journal.end, 6);
    expect(again.journal.waiting).toBe(0);
  });

  it('cuts off what is damaged at the end of a segment', async () => {
    const directory = temporaryFolder();
    const { journal, setAside } = await openJournal(directory, { segmentBytes: 200 });
    for (let number = 1; number <= 4; number++) await journal.append(recordOf(number));
    const file = path.join(directory, '000000000001.journal');
    const bytes = readFileSync(file);
    bytes[200] = (bytes[200] ?? 0) ^ 1;
    writeFileSync(file, bytes);
    expect((await readAll(journal)).numbers).toEqual([1, 2, 4]);
    expect(setAside).toEqual([{ file: `${file}.164.damaged`, bytes: 82 }]);
    expect(readFileSync(file)).toHaveLength(164);
  });
});
