import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CborValue, decodeCbor, encodeCbor } from '../../../../../client/core/batch/cbor.ts';
import { type GroupCodec, SparseGroup, TableGroup, WholeGroup } from '../../../../../client/core/batch/group-codec.ts';
import { Invalid } from '../../../../../client/core/batch/problem.ts';
import type { Group } from '../../../../../client/core/registry/declaration.ts';
import { date, oneOf, reference, uint, version } from '../../../../../client/core/registry/field-types.ts';
import { anyCbor, anyRow } from '../support/arbitrary-batch.ts';
import { enhanced, groupOf, standard } from '../support/declared.ts';

/** Of a level, by a revision of the registry. */
const plain = (revision = 1) => ({ level: 'standard', revision }) as const;
const full = (revision = 1) => ({ level: 'enhanced', revision }) as const;

const limits = { depth: 9, items: 10_000, textBytes: 10_000 };
/** What is read of a value once it has been on the wire. */
const there = (packed: CborValue) => decodeCbor(encodeCbor(packed), limits);

const first = { kind: standard(oneOf('a', 'b')), size: standard(uint(9, 'count')) };
const soon = { expires: '2029-12-31' } as const;

const inside = 'a value within its bounds';

describe('a group of which every batch has every field', () => {
  const whole = (fields: Group['fields'], isRequired = true) =>
    new WholeGroup('group', groupOf('whole', fields), isRequired);

  it('stands in a batch as its values, in the order of the registry', () => {
    expect(whole(first).pack({ size: 7, kind: 'b' }, plain())).toEqual([1, 7]);
    expect(whole(first).unpack([1, 7], plain())).toEqual({ kind: 'b', size: 7 });
  });

  it('is read by the fields that its revision had, with what those that joined later say of it', () => {
    const later = whole({
      ...first,
      room: standard(oneOf('none', 'home'), { revision: 2, before: 'none' }),
      seats: standard(uint(9, 'count'), { revision: 3, before: 0 }),
    });
    expect(later.unpack([1, 7], plain(1))).toEqual({ kind: 'b', size: 7, room: 'none', seats: 0 });
    expect(later.unpack([1, 7, 1], plain(2))).toEqual({ kind: 'b', size: 7, room: 'home', seats: 0 });
    expect(later.unpack([1, 7, 1, 5], plain(3))).toEqual({ kind: 'b', size: 7, room: 'home', seats: 5 });
    expect(() => later.unpack([1, 7], plain(2))).toThrow(`group.room: ${inside}`);
    expect(() => later.unpack([1, 7, 1], plain(1))).toThrow('group: a list of at most 2');
    expect(() => later.unpack([1], plain(1))).toThrow(`group.size: ${inside}`);
    expect(() => later.unpack([1, 7, 1, 5, 0], plain(3))).toThrow('group: a list of at most 4');
  });

  it('lacks of an older batch what says nothing of it and can expire', () => {
    const later = whole({ ...first, room: standard(oneOf('none', 'home'), { ...soon, revision: 2 }) });
    expect(later.unpack([1, 7], plain(1))).toEqual({ kind: 'b', size: 7 });
    expect(later.unpack([1, 7, []], plain(2))).toEqual({ kind: 'b', size: 7 });
    expect(later.unpack([1, 7, 1], plain(2))).toEqual({ kind: 'b', size: 7, room: 'home' });
    const needed = whole({ ...first, room: standard(oneOf('none', 'home'), { revision: 2 }) });
    expect(() => needed.unpack([1, 7], plain(1))).toThrow(`group.room: ${inside}`);
  });

  it('is written in one way when it has nothing: as an empty list, if a batch need not have it', () => {
    const expiring = { kind: standard(oneOf('a', 'b'), soon), size: standard(uint(9, 'count'), soon) };
    const optional = whole(expiring, false);
    expect(optional.pack({}, plain())).toEqual([]);
    expect(optional.unpack([], plain())).toEqual({});
    expect(() => optional.unpack([[], []], plain())).toThrow('group: a value, or an empty list');
    expect(optional.unpack([[], 7], plain())).toEqual({ size: 7 });
    expect(whole(expiring).unpack([[], []], plain())).toEqual({});
  });

  it('is refused when it ends before a field that says nothing of earlier batches', () => {
    expect(() => whole(first).unpack([1], plain())).toThrow(`group.size: ${inside}`);
    expect(() => whole(first).unpack([], plain())).toThrow(`group.kind: ${inside}`);
  });

  it('is not written with a field too few or too many', () => {
    const write = (values: Record<string, string | number>) => () => whole(first).pack(values, plain());
    expect(write({ kind: 'a' })).toThrow(`group.size: ${inside}`);
    expect(write({})).toThrow(`group.kind: ${inside}`);
    expect(write({ kind: 'a', size: 1, note: 1 })).toThrow('group: the fields of the registry');
    expect(write({ kind: 'a', note: 1 })).toThrow(`group.size: ${inside}`);
  });

  it('has an empty list in the place of a field that has expired, and no key when it is read', () => {
    const fading = whole({ kind: standard(oneOf('a', 'b'), soon), size: standard(uint(9, 'count')) });
    expect(fading.pack({ size: 7 }, plain())).toEqual([[], 7]);
    expect(fading.unpack([[], 7], plain())).toEqual({ size: 7 });
    expect(fading.pack({ kind: 'b', size: 7 }, plain())).toEqual([1, 7]);
    for (const packed of [[[], []], [[0], 7], [[[]], 7], [{}, 7], [[]]])
      expect(() => fading.unpack(packed, plain())).toThrow(Invalid);
    expect(() => fading.pack({ kind: 'b' }, plain())).toThrow(`group.size: ${inside}`);
    expect(() => fading.pack({ size: 7, note: 1 }, plain())).toThrow('group: the fields of the registry');
  });

  it('may be nothing at all where a batch need not have it, and then it is empty', () => {
    const optional = whole(first, false);
    expect(optional.pack({}, plain())).toEqual([]);
    expect(optional.unpack([], plain())).toEqual({});
    expect(optional.unpack([0, 1], plain())).toEqual({ kind: 'a', size: 1 });
    expect(() => optional.unpack([0], plain())).toThrow(`group.size: ${inside}`);
    expect(() => optional.pack({ kind: 'a' }, plain())).toThrow(`group.size: ${inside}`);
  });

  it('holds nothing that its level does not cover, in both directions; a missing value is of no level', () => {
    const mixed = whole({ ...first, day: enhanced(date, soon) });
    expect(mixed.pack({ kind: 'a', size: 1, day: '2000-01-01' }, full())).toEqual([0, 1, 10_957]);
    expect(() => mixed.pack({ kind: 'a', size: 1, day: '2000-01-01' }, plain())).toThrow(
      'group.day: nothing at the standard level',
    );
    expect(() => mixed.unpack([0, 1, 10_957], plain())).toThrow('group.day: nothing at the standard level');
    expect(mixed.unpack(mixed.pack({ kind: 'a', size: 1 }, plain()) as CborValue, plain())).toEqual({
      kind: 'a',
      size: 1,
    });
  });

  it('is read back as it was written, whichever of its fields are missing', () => {
    const fields = {
      ...first,
      release: standard(version(3), soon),
      day: enhanced(date, soon),
      customer: enhanced(reference, soon),
      number: standard(uint(2 ** 32 - 1, 'count'), soon),
    };
    const codec = whole(fields);
    fc.assert(
      fc.property(anyRow(fields, ['kind', 'size']), (values) => {
        expect(codec.unpack(there(codec.pack(values, full())), full())).toEqual(values);
      }),
    );
  });
});

describe('a group of which a batch has some fields', () => {
  const parts = { ...first, day: enhanced(date) };
  const sparse = new SparseGroup('group', groupOf('sparse', parts), 0);
  const notInOrder = 'group: fields of the registry, each once and in its order';

  it('stands in a batch as numbers and values, in the order of the registry', () => {
    expect(sparse.pack({ day: '2000-01-01', kind: 'a' }, full())).toEqual([0, 0, 2, 10_957]);
    expect(sparse.pack({}, plain())).toEqual([]);
    expect(sparse.unpack([0, 0, 2, 10_957], full())).toEqual({ kind: 'a', day: '2000-01-01' });
    expect(sparse.unpack([], plain())).toEqual({});
  });

  it.each([
    ['a number twice', [1, 7, 1, 7]],
    ['numbers out of order', [1, 7, 0, 0]],
    ['a number that there is not', [3, 0]],
    ['a number of another kind', ['kind', 0]],
    ['half a number', [0.5, 0]],
    ['a number below the first', [-1, 0]],
  ])('is refused with %s', (_, packed) => {
    expect(() => sparse.unpack(packed, full())).toThrow(notInOrder);
  });

  it('has no field that joined after its revision', () => {
    const seats = standard(uint(9, 'count'), { revision: 2 });
    const later = new SparseGroup('group', groupOf('sparse', { ...parts, seats }), 0);
    expect(later.unpack([0, 1, 3, 5], full(2))).toEqual({ kind: 'b', seats: 5 });
    expect(() => later.unpack([0, 1, 3, 5], full(1))).toThrow(notInOrder);
    expect(later.unpack([0, 1], full(1))).toEqual({ kind: 'b' });
  });

  it('is refused with a number without a value, or too long', () => {
    expect(() => sparse.unpack([0, 0, 1], full())).toThrow(`group.size: ${inside}`);
    expect(() => sparse.unpack([0, 0, 1, 1, 2, 10_957, 3], full())).toThrow('group: a list of at most 6');
  });

  it('holds nothing that its level does not cover, in both directions', () => {
    const expected = 'group.day: nothing at the standard level';
    expect(() => sparse.pack({ kind: 'a', day: '2000-01-01' }, plain())).toThrow(expected);
    expect(() => sparse.unpack([0, 0, 2, 10_957], plain())).toThrow(expected);
  });

  it('is not written with a field that the registry does not have', () => {
    expect(() => sparse.pack({ kind: 'a', note: 1 }, plain())).toThrow('group: only fields of the registry');
    expect(() => sparse.pack({ kind: 'c' }, plain())).toThrow(`group.kind: ${inside}`);
    expect(() => sparse.pack({ toString: 'a' }, plain())).toThrow('group: only fields of the registry');
  });

  it('has the numbers that its fields say, and none between them', () => {
    const odd = { calls: standard(uint(9, 'count'), { number: 0 }), rows: standard(uint(9, 'count'), { number: 3 }) };
    const counts = new SparseGroup('group', groupOf('sparse', odd), 1);
    expect(counts.pack({ rows: 4, calls: 2 }, plain())).toEqual([0, 2, 3, 4]);
    expect(counts.unpack([3, 4], plain())).toEqual({ rows: 4 });
    expect(() => counts.unpack([1, 4], plain())).toThrow(notInOrder);
    expect(() => counts.unpack([3, 0], plain())).toThrow(`group.rows: ${inside}`);
    expect(() => counts.pack({ calls: 0 }, plain())).toThrow(`group.calls: ${inside}`);
  });

  it('is read back as it was written, whichever fields it has', () => {
    fc.assert(
      fc.property(anyRow(parts, []), (values) => {
        expect(sparse.unpack(there(sparse.pack(values, full())), full())).toEqual(values);
      }),
    );
  });
});

describe('a group of rows', () => {
  const fields = { kind: standard(oneOf('a', 'b')), size: standard(uint(9, 'count')), day: standard(date) };
  const tableOf = (more: Group['fields'], rows = 3) => new TableGroup('group', groupOf('table', more, { rows }));
  const table = tableOf(fields);
  const row = { kind: 'b', size: 7, day: '2000-01-01' };

  it('stands in a batch as a list for each, its values in the order of the registry', () => {
    expect(table.pack([{ day: '2000-01-01', size: 7, kind: 'b' }], plain())).toEqual([[1, 7, 10_957]]);
    expect(table.unpack([[1, 7, 10_957]], plain())).toEqual([row]);
    expect(table.pack([], plain())).toEqual([]);
    expect(table.unpack([], plain())).toEqual(table.nothing);
  });

  it('is read back as it was written', () => {
    const rows = fc.array(anyRow(fields, Object.keys(fields)), { maxLength: 40 });
    const codec = tableOf(fields, 40);
    fc.assert(
      fc.property(rows, (values) => {
        const wire = encodeCbor(codec.pack(values, plain()));
        expect(codec.unpack(decodeCbor(wire, limits), plain())).toEqual(values);
        expect(wire.length).toBeLessThanOrEqual(codec.extent.bytes);
      }),
    );
  });

  it('is read by the fields that its revision had, with what those that joined later say of it', () => {
    const later = tableOf({
      ...fields,
      room: standard(oneOf('none', 'home'), { revision: 2, before: 'none' }),
      seats: standard(uint(9, 'count'), { revision: 3, before: 0 }),
    });
    expect(later.unpack([[1, 7, 10_957]], plain(1))).toEqual([{ ...row, room: 'none', seats: 0 }]);
    expect(later.unpack([[1, 7, 10_957, 1]], plain(2))).toEqual([{ ...row, room: 'home', seats: 0 }]);
    expect(later.unpack([[1, 7, 10_957, 1, 4]], plain(3))).toEqual([{ ...row, room: 'home', seats: 4 }]);
    expect(() => later.unpack([[1, 7, 10_957]], plain(2))).toThrow(`group.room: ${inside}`);
    expect(() => later.unpack([[1, 7, 10_957, 1]], plain(1))).toThrow('group: a list of at most 3');
    expect(later.unpack([], plain(1))).toEqual([]);
    const needed = tableOf({ ...fields, room: standard(oneOf('none', 'home'), { revision: 2 }) });
    expect(() => needed.unpack([[1, 7, 10_957]], plain(1))).toThrow(`group.room: ${inside}`);
  });

  it.each<[string, unknown, string]>([
    ['no list', 7, 'group: a list of at most 3'],
    ['a map', { 0: [1, 7, 10_957] }, 'group: a list of at most 3'],
    ['too many rows', new Array(4).fill([1, 7, 10_957]), 'group: a list of at most 3'],
    ['a row that is none', [7], 'group: a list of at most 3'],
    ['a row that is a text', ['abc'], 'group: a list of at most 3'],
    ['an empty row', [[]], `group.kind: ${inside}`],
    ['a row that is cut off', [[1, 7]], `group.day: ${inside}`],
    ['a value more', [[1, 7, 10_957, 0]], 'group: a list of at most 3'],
    ['a missing value', [[1, [], 10_957]], `group.size: ${inside}`],
    ['a word as text', [['b', 7, 10_957]], `group.kind: ${inside}`],
    ['a word that there is not', [[2, 7, 10_957]], `group.kind: ${inside}`],
    ['a number past its bound', [[1, 10, 10_957]], `group.size: ${inside}`],
    ['half a number', [[1, 0.5, 10_957]], `group.size: ${inside}`],
    ['a number below none', [[1, -1, 10_957]], `group.size: ${inside}`],
  ])('is refused with %s', (_, packed, expected) => {
    expect(() => table.unpack(packed, plain())).toThrow(new Invalid(...(expected.split(': ') as [string, string])));
  });

  it('is not written with a row too many, or a field too few or too many', () => {
    expect(() => table.pack(new Array(4).fill(row), plain())).toThrow('group: at most 3 rows');
    expect(() => table.pack([{ kind: 'a', size: 1 }], plain())).toThrow('group: the fields of the registry');
    expect(() => table.pack([{ ...row, note: 1 }], plain())).toThrow('group: the fields of the registry');
    expect(() => table.pack([{ kind: 'a', size: 1, note: 1 }], plain())).toThrow('group: the fields of the registry');
    expect(() => table.pack([{ ...row, size: 10 }], plain())).toThrow(`group.size: ${inside}`);
  });

  it('holds nothing that its level does not cover, in both directions; no rows are of every level', () => {
    const mixed = tableOf({ ...fields, customer: enhanced(reference) });
    const rows = [{ ...row, customer: 'C-1' }];
    const expected = 'group.customer: nothing at the standard level';
    expect(mixed.unpack(mixed.pack(rows, full()) as CborValue, full())).toEqual(rows);
    expect(() => mixed.pack(rows, plain())).toThrow(expected);
    expect(() => mixed.unpack(mixed.pack(rows, full()), plain())).toThrow(expected);
    expect(mixed.unpack(mixed.pack([], plain()), plain())).toEqual([]);
  });
});

it('all kinds refuse in their own way whatever they are handed', () => {
  const fields = { ...first, day: enhanced(date, soon) };
  const codecs: GroupCodec[] = [
    new WholeGroup('group', groupOf('whole', fields), true),
    new WholeGroup('group', groupOf('whole', fields), false),
    new SparseGroup('group', groupOf('sparse', fields), 0),
    new TableGroup('group', groupOf('table', fields, { rows: 3 })),
  ];
  fc.assert(
    fc.property(fc.oneof(anyCbor, fc.anything()), fc.constantFrom(plain(), full()), (value, reading) => {
      for (const codec of codecs) {
        try {
          codec.unpack(value, reading);
        } catch (error) {
          expect(error).toBeInstanceOf(Invalid);
        }
      }
    }),
  );
});
