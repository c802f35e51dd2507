import { describe, expect, it } from 'vitest';
import { SLICE_BATCHES } from '../../../../collector/limits.ts';
import { slicesOf } from '../../../../collector/rollups/day-batches.ts';

/** An id as the table sorts it. */
const inOrder = (id: string) => `${id.slice(19)} ${id.slice(0, 18)}`.replaceAll('-', '');

describe('slices of installations', () => {
  it('have every id once, however many there are', () => {
    for (const batches of [0, 1, SLICE_BATCHES, SLICE_BATCHES + 1, 20 * SLICE_BATCHES, 1e9]) {
      const slices = slicesOf(batches);
      expect(inOrder(slices[0]?.low ?? '')).toMatch(/^0{16} 0{16}$/);
      expect(inOrder(slices.at(-1)?.high ?? '')).toMatch(/^f{16} f{16}$/);
      for (const [index, { low }] of slices.slice(1).entries()) {
        const before = BigInt(`0x${inOrder(slices[index]?.high ?? '').replace(' ', '')}`);
        expect(BigInt(`0x${inOrder(low).replace(' ', '')}`)).toBe(before + 1n);
      }
    }
    expect(slicesOf(SLICE_BATCHES).length).toBe(1);
    expect(slicesOf(20 * SLICE_BATCHES).length).toBe(20);
  });
});
