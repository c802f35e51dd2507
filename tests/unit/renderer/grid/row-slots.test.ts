import { describe, expect, it } from 'vitest';
import { assignSlots, type Slots } from '../../../../renderer/grid/row-slots.ts';

const assigned = (before: Slots, keys: string) => assignSlots(before, [...keys]);
const written = (slots: Slots) => [...slots].map(([key, slot]) => `${key}${slot}`).join(' ');

describe('the elements of rows', () => {
  const first = assigned(new Map(), 'abcd');

  it('stay with a row as long as it is drawn, wherever it moves', () => {
    expect(written(first)).toBe('a0 b1 c2 d3');
    expect(written(assigned(first, 'dacb'))).toBe('d3 a0 c2 b1');
  });

  it('go from rows that have left to rows that come, in order', () => {
    expect(written(assigned(first, 'cdef'))).toBe('c2 d3 e0 f1');
    expect(written(assigned(first, 'wxyz'))).toBe('w0 x1 y2 z3');
  });

  it('are as many as there are rows: more are made, and none is given twice', () => {
    const more = assigned(first, 'bcdefg');
    expect(written(more)).toBe('b1 c2 d3 e0 f4 g5');
    const fewer = assigned(more, 'g');
    expect(written(assigned(fewer, 'xgy'))).toBe('x6 g5 y7');
    expect(written(assigned(new Map(), ''))).toBe('');
  });
});
