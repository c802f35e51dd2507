import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CborValue, decodeCbor, encodeCbor } from '../../../../../client/core/batch/cbor.ts';
import { HistogramGroup } from '../../../../../client/core/batch/histogram-codec.ts';
import { MAX_COUNT } from '../../../../../client/core/batch/limits.ts';
import { Invalid } from '../../../../../client/core/batch/problem.ts';
import { writeVarints } from '../../../../../client/core/batch/varint.ts';
import { MAX_BUCKETS } from '../../../../../client/core/measures/histogram.ts';
import { oneOf, uint } from '../../../../../client/core/registry/field-types.ts';
import { anyCbor } from '../support/arbitrary-batch.ts';
import { enhanced, groupOf, standard } from '../support/declared.ts';

const reading = { level: 'standard', revision: 1 } as const;
const full = { level: 'enhanced', revision: 1 } as const;
const bucket = standard(uint(MAX_BUCKETS - 1, 'bucket'));
const count = standard(uint(MAX_COUNT, 'count'));

/** Three keys; of the first and the last list a number is not given. */
const keys = {
  operation: standard(oneOf('load', '', 'save')),
  outcome: standard(oneOf('ok', 'failed')),
  place: standard(oneOf('disk', 'network', '')),
};
const codec = new HistogramGroup('times', groupOf('histogram', { ...keys, bucket, count }));
const recorded = 'times: histograms and counts as they are recorded';

const two = {
  operation: ['load', 'save'],
  outcome: ['failed', 'ok'],
  place: ['network', 'disk'],
  buckets: [2, 1],
  bucket: [3, 1, 290],
  count: [7, 1, MAX_COUNT],
};

/** Any rows that a recorder can have given, in the order of their numbers. */
const anyRows = fc
  .uniqueArray(
    fc.tuple(fc.constantFrom('load', 'save'), fc.constantFrom('ok', 'failed'), fc.constantFrom('disk', 'network')),
    { selector: (key) => key.join(), maxLength: 8 },
  )
  .chain((rows) => {
    const histogram = fc.uniqueArray(fc.nat({ max: MAX_BUCKETS - 1 }), { minLength: 1, maxLength: 12 });
    const counts = fc.array(fc.integer({ min: 1, max: MAX_COUNT }), { minLength: 12, maxLength: 12 });
    return fc.tuple(...rows.map((key) => fc.tuple(fc.constant(key), histogram, counts)));
  })
  .map((rows) => {
    const number = ([operation, outcome, place]: readonly string[]) =>
      ['load', '', 'save'].indexOf(operation ?? '') * 6 +
      ['ok', 'failed'].indexOf(outcome ?? '') * 3 +
      ['disk', 'network'].indexOf(place ?? '');
    const sorted = rows.toSorted(([a], [b]) => number(a) - number(b));
    const filled = sorted.map(([, histogram]) => histogram.toSorted((a, b) => a - b));
    return {
      operation: sorted.map(([[operation]]) => operation),
      outcome: sorted.map(([[, outcome]]) => outcome),
      place: sorted.map(([[, , place]]) => place),
      buckets: filled.map(({ length }) => length),
      bucket: filled.flatMap((histogram) => histogram.map((at, index) => at - (histogram[index - 1] ?? 0))),
      count: sorted.flatMap(([, histogram, counts]) => counts.slice(0, histogram.length)),
    };
  });

describe('histograms told apart by three words', () => {
  it('stand in a batch as rows, buckets and counts, the first word counting most', () => {
    // load 0·6 + failed 1·3 + network 1 = 4; save 2·6 + ok 0·3 + disk 0 = 12.
    expect(codec.pack(two, reading)).toEqual([
      Uint8Array.of(4, 2, 12, 1),
      writeVarints([3, 1, 290]),
      writeVarints([7, 1, MAX_COUNT]),
    ]);
    expect(codec.unpack(codec.pack(two, reading), reading)).toEqual(two);
  });

  it('are an empty list when there are none', () => {
    expect(codec.nothing).toEqual({ operation: [], outcome: [], place: [], buckets: [], bucket: [], count: [] });
    expect(codec.pack(codec.nothing, reading)).toEqual([]);
    expect(codec.unpack([], reading)).toEqual(codec.nothing);
  });

  it('are read back as they were recorded, within what the group says that it can be', () => {
    fc.assert(
      fc.property(anyRows, (rows) => {
        const wire = encodeCbor(codec.pack(rows, reading));
        const read = decodeCbor(wire, { depth: 3, items: codec.extent.items, textBytes: 0 });
        expect(codec.unpack(read, reading)).toEqual(rows);
        expect(wire.length).toBeLessThanOrEqual(codec.extent.bytes);
      }),
    );
  });

  it.each<[string, CborValue, string]>([
    ['two columns', [Uint8Array.of(4, 1), Uint8Array.of(3)], recorded],
    [
      'four columns',
      [Uint8Array.of(4, 1), Uint8Array.of(3), Uint8Array.of(1), Uint8Array.of()],
      'times: a list of at most 3',
    ],
    ['columns as lists', [[4, 1], [3], [1]], recorded],
    ['no rows', [Uint8Array.of(), Uint8Array.of(), Uint8Array.of()], recorded],
    ['half a row', [Uint8Array.of(4), Uint8Array.of(3), Uint8Array.of(1)], recorded],
    ['a row without buckets', [Uint8Array.of(4, 0), Uint8Array.of(), Uint8Array.of()], recorded],
    ['a row that announces more buckets', [Uint8Array.of(4, 2), Uint8Array.of(3), Uint8Array.of(1)], recorded],
    ['buckets of no row', [Uint8Array.of(4, 1), Uint8Array.of(3, 1), Uint8Array.of(1, 1)], recorded],
    ['counts of no bucket', [Uint8Array.of(4, 1), Uint8Array.of(3), Uint8Array.of(1, 1)], recorded],
    ['a bucket without a count', [Uint8Array.of(4, 2), Uint8Array.of(3, 1), Uint8Array.of(1)], recorded],
    ['a row twice', [Uint8Array.of(4, 1, 4, 1), Uint8Array.of(3, 3), Uint8Array.of(1, 1)], recorded],
    ['rows out of order', [Uint8Array.of(12, 1, 4, 1), Uint8Array.of(3, 3), Uint8Array.of(1, 1)], recorded],
    ['a row past the last', [Uint8Array.of(18, 1), Uint8Array.of(3), Uint8Array.of(1)], recorded],
    ['a bucket past the last', [Uint8Array.of(4, 1), writeVarints([MAX_BUCKETS]), Uint8Array.of(1)], recorded],
    ['a bucket twice', [Uint8Array.of(4, 2), Uint8Array.of(3, 0), Uint8Array.of(1, 1)], recorded],
    ['a count of nothing', [Uint8Array.of(4, 1), Uint8Array.of(3), Uint8Array.of(0)], recorded],
    ['a number that is cut off', [Uint8Array.of(4, 1), Uint8Array.of(241), Uint8Array.of(1)], recorded],
    ['a number in a longer form', [Uint8Array.of(4, 1), Uint8Array.of(249, 0, 3), Uint8Array.of(1)], recorded],
    // 1·6: nobody's operation; 2: nobody's place.
    [
      'a first word that nobody has given',
      [Uint8Array.of(6, 1), Uint8Array.of(3), Uint8Array.of(1)],
      'times.operation: a value within its bounds',
    ],
    [
      'a last word that nobody has given',
      [Uint8Array.of(2, 1), Uint8Array.of(3), Uint8Array.of(1)],
      'times.place: a value within its bounds',
    ],
    ['a text', 'load', 'times: a list of at most 3'],
    ['more numbers than there can be', [new Uint8Array(1000), Uint8Array.of(3), Uint8Array.of(1)], recorded],
  ])('are refused with %s', (_, packed, expected) => {
    const read = () => codec.unpack(packed, reading);
    expect(read).toThrow(Invalid);
    expect(read).toThrow(expected);
  });

  it.each<[string, object, string]>([
    ['a word of another list', { outcome: ['failed', 'disk'] }, 'times.outcome: a value within its bounds'],
    ['an empty word', { place: ['network', ''] }, 'times.place: a value within its bounds'],
    ['a missing word', { place: ['network'] }, 'times.place: a value within its bounds'],
    ['a word more', { place: ['network', 'disk', 'disk'] }, recorded],
    ['another column', { note: [1, 1] }, recorded],
    ['rows out of order', { operation: ['save', 'load'] }, recorded],
    ['a row twice', { operation: ['load', 'load'], outcome: ['ok', 'ok'], place: ['disk', 'disk'] }, recorded],
    ['counts alone', { operation: [], outcome: [], place: [], buckets: [] }, recorded],
    ['a count past the largest', { count: [7, 1, MAX_COUNT + 1] }, recorded],
  ])('are not written with %s', (_, change, expected) => {
    const write = () => codec.pack({ ...two, ...change }, reading);
    expect(write).toThrow(Invalid);
    expect(write).toThrow(expected);
  });

  it('are of the level of their fields, in both directions; none are of every level', () => {
    const private_ = new HistogramGroup(
      'times',
      groupOf('histogram', { ...keys, place: enhanced(oneOf('disk', 'network', '')), bucket, count }),
    );
    const expected = 'times.place: nothing at the standard level';
    expect(private_.unpack(private_.pack(two, full), full)).toEqual(two);
    expect(() => private_.pack(two, reading)).toThrow(expected);
    expect(() => private_.unpack(private_.pack(two, full), reading)).toThrow(expected);
    expect(private_.unpack(private_.pack(private_.nothing, reading), reading)).toEqual(private_.nothing);
  });

  it('are refused in their own way whatever they are handed', () => {
    const bytes = fc.uint8Array({ maxLength: 12 });
    fc.assert(
      fc.property(fc.oneof(anyCbor, fc.anything(), fc.array(bytes, { maxLength: 4 })), (value) => {
        try {
          const read = codec.unpack(value, reading);
          expect(codec.pack(read, reading)).toEqual(value);
        } catch (error) {
          expect(error).toBeInstanceOf(Invalid);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('cannot be declared with anything but words besides', () => {
    const number = groupOf('histogram', { ...keys, size: standard(uint(9, 'count')), bucket, count });
    expect(() => new HistogramGroup('times', number)).toThrow('rows of histograms are told apart by words');
  });
});

it('histograms of no word at all are never any', () => {
  const nobodys = groupOf('histogram', { operation: standard(oneOf()), bucket, count });
  const none = new HistogramGroup('times', nobodys);
  expect(none.pack(none.nothing, reading)).toEqual([]);
  expect(none.unpack([], reading)).toEqual(none.nothing);
  expect(() => none.unpack([Uint8Array.of(0, 1), Uint8Array.of(3), Uint8Array.of(1)], reading)).toThrow(Invalid);
});
