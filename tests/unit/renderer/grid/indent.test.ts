import { describe, expect, it } from 'vitest';
import { indentOf } from '../../../../renderer/grid/grid-column.ts';

describe('a row of a tree', () => {
  it('stands to the right of its parent, by a whole step where there is room and by a small one further down', () => {
    const steps = Array.from({ length: 16 }, (_, at) => indentOf(at + 1));
    expect(steps.slice(0, 6)).toEqual([0, 1, 2, 3, 3.25, 3.5]);
    for (const [at, step] of steps.entries()) if (at > 0) expect(step).toBeGreaterThan(steps[at - 1] ?? step);
  });

  it('leaves most of its column to its name, however deep it is', () => {
    expect(indentOf(1000)).toBe(6);
  });
});
