import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { suppressSmallGroups } from '../../../collector/queries/suppression.ts';

const groupsOf = (...sizes: number[]) => sizes.map((installations) => ({ installations }));
const sizesOf = (groups: readonly { installations: number }[]) => groups.map(({ installations }) => installations);

describe('small groups', () => {
  it.each([
    ['nothing to hide', [9, 5, 7], 5, [9, 5, 7]],
    ['several small ones, together large enough', [9, 3, 2, 7], 5, [9, 7]],
    ['a single small one takes the next larger with it', [9, 3, 20, 7], 5, [9, 20]],
    ['two small ones, together too small', [9, 1, 2, 7], 5, [9]],
    ['only small ones', [1, 2], 5, []],
    ['no groups', [], 5, []],
    ['k = 1 hides nothing', [1, 1, 1], 1, [1, 1, 1]],
  ])('%s', (_, sizes, k, shown) => {
    expect(sizesOf(suppressSmallGroups(groupsOf(...sizes), k))).toEqual(shown);
  });

  it('are never shown, and never the only ones hidden', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 30 })), fc.integer({ min: 1, max: 10 }), (sizes, k) => {
        const shown = suppressSmallGroups(groupsOf(...sizes), k);
        expect(Math.min(k, ...sizesOf(shown))).toBe(k);
        const sum = (list: readonly number[]) => list.reduce((total, size) => total + size, 0);
        const hiddenSum = sum(sizes) - sum(sizesOf(shown));
        expect(shown.length === sizes.length || hiddenSum >= k || shown.length === 0).toBe(true);
      }),
    );
  });
});
