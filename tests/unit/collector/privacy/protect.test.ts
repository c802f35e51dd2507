import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unitOf } from '../../../../collector/privacy/cell-key.ts';
import { type Cell, protect } from '../../../../collector/privacy/protect.ts';
import { seedOf } from './support/attacking.ts';

const cell = (change: Partial<Cell> = {}): Cell => ({
  installations: 20,
  key: 12_345,
  seed: seedOf(change.key ?? 12_345),
  sum: 400,
  largest: 40,
  second: 30,
  ...change,
});

describe('a cell', () => {
  it('is shown as it is with k = 1', () => {
    expect(protect(cell({ installations: 1, largest: 400 }), 1, 'uses')).toEqual({ installations: 1, sum: 400 });
  });

  it('is withheld when it has fewer installations than k', () => {
    expect(protect(cell({ installations: 4 }), 5, 'uses')).toBe('few');
    expect(protect(cell({ installations: 5, seed: '0'.repeat(32) }), 5, 'uses')).toBeTypeOf('object');
  });

  it('is shown from k to k + 3 installations on, as its key says, and never with fewer', () => {
    const shownWith = (installations: number) =>
      Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0').repeat(16)).filter(
        (seed) => typeof protect(cell({ installations, seed }), 5, 'uses') !== 'string',
      ).length;
    expect([4, 5, 6, 7, 8].map(shownWith)).toEqual([0, 64, 128, 192, 256]);
  });

  it('is withheld when one makes more than half of its sum, or two more than four fifths', () => {
    expect(protect(cell({ largest: 201, second: 1 }), 5, 'uses')).toBe('dominated');
    expect(protect(cell({ largest: 200, second: 121 }), 5, 'uses')).toBe('dominated');
    expect(protect(cell({ largest: 200, second: 120 }), 5, 'uses')).toBeTypeOf('object');
  });

  it('shows the same for the same installations, and is moved by no more than the noise', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 8, max: 100_000 }),
        fc.nat(65_535),
        fc.integer({ min: 1, max: 1000 }),
        (installations, key, largest) => {
          const asked = cell({ installations, key, sum: installations * largest, largest, second: largest });
          const shown = protect(asked, 5, 'uses');
          expect(protect({ ...asked }, 5, 'uses')).toEqual(shown);
          if (typeof shown === 'string') throw new Error(shown);
          expect(Math.abs(shown.installations - installations)).toBeLessThanOrEqual(3);
          expect(Math.abs(shown.sum - asked.sum)).toBeLessThanOrEqual(3 * unitOf(largest));
          expect(shown.installations).toBeGreaterThanOrEqual(5);
        },
      ),
    );
  });

  it('does not tell what is left when the largest contribution is known and divides the sum', () => {
    // Four forged installations of 1000 uses each and one real one: with noise in whole contributions, the rest of a
    // division by 1000 would be the real one's uses.
    const rests = Array.from({ length: 1000 }, (_, key) => {
      const shown = protect(
        cell({ installations: 5, key: key * 61, sum: 4037, largest: 1000, second: 1000 }),
        5,
        'uses',
      );
      return typeof shown === 'string' ? -1 : shown.sum % 1000;
    });
    expect(rests.filter((rest) => rest === 37).length).toBeLessThan(10);
  });
});
