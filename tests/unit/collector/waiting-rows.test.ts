import { describe, expect, it } from 'vitest';
import type { Position } from '../../../collector/journal/position.ts';
import { WaitingRows } from '../../../collector/loader/waiting-rows.ts';

const MIB = 1024 * 1024;
const at = (offset: number, segment = 1): Position => ({ segment, offset });

/** Rows of which each has a position that is its own text, and the batches of which are on the disk. */
async function keptRows(rows: WaitingRows, offsets: readonly number[], length = 1000): Promise<number> {
  let made = 0;
  for (const offset of offsets) {
    rows.keep(Promise.resolve(at(offset)), length, (bytes, start) => {
      made++;
      return writing(textOf(offset, length))(bytes, start);
    });
  }
  await Promise.resolve();
  return made;
}

/** Puts a text where a row is to be. */
const writing = (text: string) => (bytes: Uint8Array, start: number) => {
  if (start + text.length > bytes.length) return undefined;
  bytes.set(Buffer.from(text), start);
  return start + text.length;
};

const textOf = (offset: number, length = 1000) => String(offset).padEnd(length, '-');
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);
const textAt = (rows: WaitingRows, position: Position) => {
  const row = rows.at(position);
  return row && Buffer.from(row).toString();
};

describe('rows that wait for the loader', () => {
  it('stand where their batches stand in the journal, until those are loaded', async () => {
    const rows = new WaitingRows(8 * MIB);
    await keptRows(rows, range(0, 3000));
    for (const offset of range(0, 3000)) expect(textAt(rows, at(offset))).toBe(textOf(offset));
    expect([rows.at(at(3000)), rows.at(at(5, 2))]).toEqual([undefined, undefined]);
    rows.forgetBefore(at(2000));
    for (const offset of range(0, 2000)) expect(rows.at(at(offset))).toBeUndefined();
    // What comes then does not overwrite what is still needed.
    await keptRows(rows, range(3000, 6000));
    for (const offset of range(2000, 6000)) expect(textAt(rows, at(offset))).toBe(textOf(offset));
    rows.forgetBefore(at(0, 2));
    expect(rows.bytes).toBe(0);
  });

  it('never take more than they may, and what has no room is not even made', async () => {
    const rows = new WaitingRows(3 * MIB);
    const made = await keptRows(rows, range(0, 10_000));
    expect(rows.bytes).toBe(3 * MIB);
    expect(made * 1000).toBeGreaterThan(2.9 * MIB);
    expect(made * 1000).toBeLessThanOrEqual(3 * MIB);
    // The oldest are those that the loader asks for next.
    const kept = range(0, 10_000).filter((offset) => rows.at(at(offset)));
    expect(kept).toEqual(range(0, made));

    rows.forgetBefore(at(made / 2));
    expect(await keptRows(rows, range(10_000, 20_000))).toBeGreaterThan(1000);
    expect(rows.bytes).toBe(3 * MIB);
  });

  it('keep no row that is longer than it was said to be and has no room, and none of a piece or more', async () => {
    const rows = new WaitingRows(MIB);
    rows.keep(Promise.resolve(at(0)), 1, writing(textOf(0, MIB - 10)));
    rows.keep(Promise.resolve(at(1)), 1, writing(textOf(1, 11)));
    rows.keep(Promise.resolve(at(2)), 2 * MIB, () => expect.unreachable('there is no room'));
    await Promise.resolve();
    expect(range(0, 3).map((offset) => rows.at(at(offset))?.length)).toEqual([MIB - 10, undefined, undefined]);
  });

  it('count while their batches are on the way to the disk, and are forgotten when those do not get there', async () => {
    const rows = new WaitingRows(MIB);
    const failing = Promise.reject<Position>(new Error('disk'));
    rows.keep(failing, MIB, writing(textOf(0)));
    expect(rows.bytes).toBe(MIB);
    await expect(failing).rejects.toThrow('disk');
    expect(rows.bytes).toBe(0);
    expect(await keptRows(rows, [1], MIB)).toBe(1);
    expect(textAt(rows, at(1))).toBe(textOf(1, MIB));
  });

  it('leave a batch to the loader that no row can be made of', async () => {
    const rows = new WaitingRows(MIB);
    rows.keep(Promise.resolve(at(0)), 1000, () => {
      throw new Error('no row');
    });
    await Promise.resolve();
    expect(rows.at(at(0))).toBeUndefined();
    await keptRows(rows, [1]);
    rows.forgetBefore(at(2));
    expect(rows.bytes).toBe(0);
  });
});
