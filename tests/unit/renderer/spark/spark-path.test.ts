import { describe, expect, it } from 'vitest';
import { sparkPath } from '../../../../renderer/spark/sparkline.tsx';

const frame = { samples: 3, width: 100, height: 12 };

describe('a sparkline', () => {
  it('is empty until there are two values', () => {
    expect(sparkPath([], frame).line).toBe('');
    expect(sparkPath([5], frame).line).toBe('');
  });

  it('ends at the right edge and leaves the past empty', () => {
    expect(sparkPath([0, 10], { ...frame, top: 10 }).line).toBe('M50 11L100 1');
  });

  it('stays inside when a value is above the top', () => {
    expect(sparkPath([0, 50], { ...frame, top: 10 }).line).toBe('M50 11L100 1');
  });

  it('lies on the ground when there is nothing', () => {
    expect(sparkPath([0, 0, 0], frame).line).toBe('M0 11L50 11L100 11');
  });

  it('closes its area along the ground', () => {
    expect(sparkPath([1, 1], { ...frame, top: 2 }).area).toBe('M50 6L100 6L100 12L50 12Z');
  });
});
