import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_COUNT } from '../../../../../client/core/batch/limits.ts';
import { readVarints, writeVarints } from '../../../../../client/core/batch/varint.ts';
import { countingBytes } from '../../../../support/counting-bytes.ts';

/** More than any of these cases has. */
const MANY = 1000;

const hexOf = (value: number) => Buffer.from(writeVarints([value])).toString('hex');
const readHex = (hex: string) => readVarints(Buffer.from(hex, 'hex'), MANY);

/** The first and the last number of each length, as SQLite 4 documents them. */
const edges: readonly (readonly [number, string])[] = [
  [0, '00'],
  [240, 'f0'],
  [241, 'f101'],
  [495, 'f1ff'],
  [496, 'f200'],
  [2287, 'f8ff'],
  [2288, 'f90000'],
  [67_823, 'f9ffff'],
  [67_824, 'fa0108f0'],
  [16_777_215, 'faffffff'],
  [16_777_216, 'fb01000000'],
  [MAX_COUNT, 'fbffffffff'],
];

describe('a number of variable length', () => {
  it.each(edges)('writes %d as %s', (value, hex) => {
    expect(hexOf(value)).toBe(hex);
    expect(readHex(hex)).toEqual([value]);
  });

  it('has one form alone for every number to 70 000', () => {
    const seen = new Set<string>();
    for (let value = 0; value <= 70_000; value++) {
      const hex = hexOf(value);
      seen.add(hex);
      expect(readHex(hex)?.[0]).toBe(value);
    }
    expect(seen.size).toBe(70_001);
  });

  it('is ordered as its bytes are', () => {
    fc.assert(
      fc.property(anyNumber, anyNumber, (a, b) => {
        expect(Math.sign(Buffer.compare(writeVarints([a]), writeVarints([b])))).toBe(Math.sign(a - b));
      }),
    );
  });

  it('reads back among others', () => {
    fc.assert(
      fc.property(fc.array(anyNumber), (values) => {
        expect(readVarints(writeVarints(values), MANY)).toEqual(values);
      }),
    );
  });

  it('is read only from bytes that it would write', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 12 }), (bytes) => {
        const values = readVarints(bytes, MANY);
        if (values) expect(writeVarints(values)).toEqual(bytes);
      }),
    );
  });

  it('is refused in every two-byte form that is not of its own', () => {
    for (let first = 0; first < 256; first++) {
      for (let second = 0; second < 256; second++) {
        const bytes = Uint8Array.of(first, second);
        const values = readVarints(bytes, MANY);
        if (values) expect(writeVarints(values)).toEqual(bytes);
        else expect(first > 240 ? first > 248 || (first === 241 && second === 0) : second > 240).toBe(true);
      }
    }
  });

  it.each([
    ['240 in two bytes', 'f100'],
    ['2287 in four bytes', 'fa0008ef'],
    ['67 823 in four bytes', 'fa0108ef'],
    ['a number in five bytes that fits four', 'fb00ffffff'],
    ['two bytes cut off', 'f1'],
    ['five bytes cut off', '05fbffffff'],
    ['six bytes', 'fc0100000000'],
    ['nine bytes', 'ff0100000000000000'],
  ])('is refused as %s', (_, hex) => {
    expect(readHex(hex)).toBeUndefined();
  });

  it('is read up to as many as are asked for, and no byte after them is looked at', () => {
    const { bytes, looks } = countingBytes(new Uint8Array(1_000_000));
    expect(readVarints(bytes, 1000)).toBeUndefined();
    expect(looks()).toBe(1000);
    expect(readVarints(new Uint8Array(1000), 1000)).toHaveLength(1000);
  });

  it.each([-1, 0.5, MAX_COUNT + 1, Number.NaN, Number.POSITIVE_INFINITY])('is not made of %d', (value) => {
    expect(() => writeVarints([value])).toThrow(RangeError);
  });
});

const anyNumber = fc.oneof(
  fc.constantFrom(...edges.map(([value]) => value)),
  fc.nat({ max: 3000 }),
  fc.nat({ max: MAX_COUNT }),
);
