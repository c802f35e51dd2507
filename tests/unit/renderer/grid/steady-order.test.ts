import { describe, expect, it } from 'vitest';
import { steadyOrder } from '../../../../renderer/grid/steady-order.ts';

const order = (sorted: string, shown: string, hold: { row?: string; all?: boolean } = {}) =>
  steadyOrder(
    [...sorted].map((key) => ({ key })),
    [...shown],
    { rows: new Set(hold.row === undefined ? [] : [hold.row]), all: hold.all ?? false },
  )
    .map(({ key }) => key)
    .join('');

describe('the order after a live update', () => {
  it('is the sorted one while no row is held', () => {
    expect(order('cab', 'abc')).toBe('cab');
  });

  it('keeps the held row in its place, and sorts the others around it', () => {
    expect(order('dcba', 'abcd', { row: 'b' })).toBe('dbca');
    expect(order('abcd', 'dcba', { row: 'd' })).toBe('dabc');
  });

  it('keeps the held row in its place when rows above it end or begin', () => {
    expect(order('cd', 'abcd', { row: 'c' })).toBe('dc');
    expect(order('xyabc', 'abc', { row: 'b' })).toBe('xbyac');
  });

  it('is the sorted one when the held row is new or gone', () => {
    expect(order('ba', 'ab', { row: 'x' })).toBe('ba');
    expect(order('xba', 'ab', { row: 'x' })).toBe('xba');
  });

  it('moves no row while all are held; new ones stand at the end, in sorted order', () => {
    expect(order('ycxba', 'abcd', { all: true })).toBe('abcyx');
  });
});
