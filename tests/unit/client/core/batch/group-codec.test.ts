import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SparseGroup, WholeGroup } from '../../../../../client/core/batch/group-codec.ts';
import { Invalid } from '../../../../../client/core/batch/problem.ts';
import { date, oneOf, uint } from '../../../../../client/core/registry/field-types.ts';
import type { Group } from '../../../../../client/core/registry/registry.ts';
import { anyCbor } from '../support/arbitrary-batch.ts';

const told = { purpose: 'To try it.', retentionDays: 1, since: '1.0.0' } as const;

const first = {
  kind: { type: oneOf('a', 'b'), level: 'standard', ...told },
  size: { type: uint(9, 'count'), level: 'standard', ...told },
} as const satisfies Group;

const whole = (group: Group) => new WholeGroup('group', group);

describe('a group of which every batch has every field', () => {
  it('stands in a batch as its values, in the order of the registry', () => {
    expect(whole(first).pack({ size: 7, kind: 'b' })).toEqual([1, 7]);
    expect(whole(first).unpack([1, 7], 1)).toEqual({ kind: 'b', size: 7 });
  });

  it('is read by the fields that its revision had, with what those that joined later say of it', () => {
    const later = {
      ...first,
      room: { type: oneOf('none', 'home'), level: 'standard', revision: 2, before: 'none', ...told },
      seats: { type: uint(9, 'count'), level: 'standard', revision: 3, before: 0, ...told },
    } as const satisfies Group;
    expect(whole(later).unpack([1, 7], 1)).toEqual({ kind: 'b', size: 7, room: 'none', seats: 0 });
    expect(whole(later).unpack([1, 7, 1], 2)).toEqual({ kind: 'b', size: 7, room: 'home', seats: 0 });
    expect(whole(later).unpack([1, 7, 1, 5], 3)).toEqual({ kind: 'b', size: 7, room: 'home', seats: 5 });
    expect(() => whole(later).unpack([1, 7], 2)).toThrow('group.room: a value within its bounds');
    expect(() => whole(later).unpack([1, 7, 1], 1)).toThrow('group: a list of at most 2');
    expect(() => whole(later).unpack([1], 1)).toThrow('group.size: a value within its bounds');
    expect(() => whole(later).unpack([1, 7, 1, 5, 0], 3)).toThrow('group: a list of at most 4');
  });

  it('is refused when it ends before a field that says nothing of earlier batches', () => {
    expect(() => whole(first).unpack([1], 1)).toThrow('group.size: a value within its bounds');
    expect(() => whole(first).unpack([], 1)).toThrow('group.kind: a value within its bounds');
  });

  it('is not written with a field too few or too many', () => {
    expect(() => whole(first).pack({ kind: 'a' })).toThrow('group: the fields of the registry');
    expect(() => whole(first).pack({ kind: 'a', size: 1, note: 1 })).toThrow('group: the fields of the registry');
    expect(() => whole(first).pack({ kind: 'a', note: 1 })).toThrow('group.size: a value within its bounds');
  });
});

const parts = {
  ...first,
  day: { type: date, level: 'enhanced', ...told },
} as const satisfies Group;
const sparse = new SparseGroup('group', parts);

describe('a group of which a batch has some fields', () => {
  it('stands in a batch as places and values, in the order of the registry', () => {
    expect(sparse.pack({ day: '2000-01-01', kind: 'a' }, 'enhanced')).toEqual([0, 0, 2, 10_957]);
    expect(sparse.pack({}, 'standard')).toEqual([]);
    expect(sparse.unpack([0, 0, 2, 10_957], 'enhanced', 1)).toEqual({ kind: 'a', day: '2000-01-01' });
    expect(sparse.unpack([], 'standard', 1)).toEqual({});
  });

  it.each([
    ['a place twice', [1, 7, 1, 7]],
    ['places out of order', [1, 7, 0, 0]],
    ['a place that there is not', [3, 0]],
    ['a place of another kind', ['kind', 0]],
    ['half a place', [0.5, 0]],
  ])('is refused with %s', (_, packed) => {
    expect(() => sparse.unpack(packed, 'enhanced', 1)).toThrow(
      'group: fields of the registry, each once and in its order',
    );
  });

  it('has no field that joined after its revision', () => {
    const later = new SparseGroup('group', {
      ...parts,
      seats: { type: uint(9, 'count'), level: 'standard', revision: 2, ...told },
    });
    expect(later.unpack([0, 1, 3, 5], 'enhanced', 2)).toEqual({ kind: 'b', seats: 5 });
    expect(() => later.unpack([0, 1, 3, 5], 'enhanced', 1)).toThrow(
      'group: fields of the registry, each once and in its order',
    );
  });

  it('is refused with a place without a value, or too long', () => {
    expect(() => sparse.unpack([0, 0, 1], 'enhanced', 1)).toThrow('group.size: a value within its bounds');
    expect(() => sparse.unpack([0, 0, 1, 1, 2, 10_957, 3], 'enhanced', 1)).toThrow('group: a list of at most 6');
  });

  it('holds nothing that its level does not cover, in both directions', () => {
    expect(() => sparse.pack({ kind: 'a', day: '2000-01-01' }, 'standard')).toThrow(
      'group.day: nothing at the standard level',
    );
    expect(() => sparse.unpack([0, 0, 2, 10_957], 'standard', 1)).toThrow('group.day: nothing at the standard level');
  });

  it('is not written with a field that the registry does not have', () => {
    expect(() => sparse.pack({ kind: 'a', note: 1 }, 'standard')).toThrow('group: only fields of the registry');
    expect(() => sparse.pack({ kind: 'c' }, 'standard')).toThrow('group.kind: a value within its bounds');
  });
});

it('both kinds refuse in their own way whatever they are handed', () => {
  fc.assert(
    fc.property(fc.oneof(anyCbor, fc.anything()), (value) => {
      for (const read of [() => whole(first).unpack(value, 1), () => sparse.unpack(value, 'standard', 1)]) {
        try {
          read();
        } catch (error) {
          expect(error).toBeInstanceOf(Invalid);
        }
      }
    }),
  );
});
