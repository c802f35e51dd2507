import { describe, expect, it } from 'vitest';
import { drawnIndexes, rangeAt, scrollTo } from '../../../../renderer/grid/row-range.ts';

describe('the rows that are drawn', () => {
  it('cover what is in sight, with some to spare, and not many more', () => {
    for (let top = 0; top < 3000; top += 7) {
      const { from, to } = rangeAt(top, 500, 28, 100_000);
      expect(from).toBeLessThanOrEqual(Math.floor(top / 28));
      expect(to).toBeGreaterThanOrEqual(Math.ceil((top + 500) / 28));
      expect(to - from).toBeLessThanOrEqual(Math.ceil(500 / 28) + 1 + 2 * 6 + 2 * 2);
    }
  });

  it('are those in sight alone while a screen and more goes by at once', () => {
    const { from, to } = rangeAt(28 * 1000, 280, 28, 100_000, 0);
    expect([from, to]).toEqual([1000, 1010]);
  });

  it('stay the same while one row scrolls by', () => {
    const ranges = Array.from({ length: 2 }, (_, row) => rangeAt(28 * (400 + row), 500, 28, 100_000).from);
    expect(new Set(ranges).size).toBe(1);
  });

  it('never leave the list', () => {
    expect(rangeAt(0, 500, 28, 3)).toEqual({ from: 0, to: 3 });
    expect(rangeAt(2_799_500, 500, 28, 100_000).to).toBe(100_000);
    expect(rangeAt(90_000, 500, 28, 10)).toEqual({ from: 10, to: 10 });
    expect(rangeAt(0, 0, 28, 0)).toEqual({ from: 0, to: 0 });
  });

  it('always hold the row that has the focus, above or below them', () => {
    expect(drawnIndexes({ from: 4, to: 7 }, 1, 100)).toEqual([1, 4, 5, 6]);
    expect(drawnIndexes({ from: 4, to: 7 }, 50, 100)).toEqual([4, 5, 6, 50]);
    expect(drawnIndexes({ from: 4, to: 7 }, 5, 100)).toEqual([4, 5, 6]);
    expect(drawnIndexes({ from: 0, to: 0 }, 0, 0)).toEqual([]);
  });
});

describe('bringing a row into view', () => {
  it('scrolls as little as it can, and not at all for a row in sight', () => {
    expect(scrollTo(0, 100, 280, 28)).toBe(0);
    expect(scrollTo(10, 28, 280, 28)).toBe(28);
    expect(scrollTo(11, 28, 280, 28)).toBe(56);
    expect(scrollTo(5, 28, 280, 28)).toBe(28);
  });

  it('shows where the row begins when the window is lower than a row', () => {
    expect(scrollTo(5, 0, 10, 28)).toBe(140);
  });
});
