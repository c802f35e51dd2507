import { Encoder } from 'cbor-x';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CborError, type CborValue, decodeCbor, encodeCbor } from '../../../../../client/core/batch/cbor.ts';

/** An implementation by others, set to what this subset writes. */
const oracle = new Encoder({ useRecords: false, variableMapSize: true, mapsAsObjects: true, tagUint8Array: false });

const DEPTH = 8;

/** More values and longer texts than any of these cases has. */
const LIMITS = { depth: DEPTH, items: 100_000, textBytes: 100_000 };

const values = fc.letrec<{ value: CborValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.maxSafeNat(),
    fc.nat({ max: 300 }),
    fc.constantFrom(23, 24, 255, 256, 65_535, 65_536, 2 ** 32 - 1, 2 ** 32, Number.MAX_SAFE_INTEGER),
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.string({ unit: 'grapheme', maxLength: 40 }),
    fc.uint8Array({ maxLength: 300 }),
    fc.array(tie('value'), { maxLength: 30 }),
    fc.dictionary(fc.string({ unit: 'binary', maxLength: 30 }), tie('value'), { maxKeys: 30, noNullPrototype: true }),
  ),
})).value;

/** Values whose nesting the decoder accepts here. */
const shallow = values.filter((value) => depthOf(value) <= DEPTH);

describe('CBOR', () => {
  it('reads back what it wrote', () => {
    fc.assert(
      fc.property(shallow, (value) => {
        expect(decodeCbor(encodeCbor(value), LIMITS)).toStrictEqual(value);
      }),
    );
  });

  it('writes what cbor-x reads as the same value', () => {
    fc.assert(
      fc.property(values.filter(isUnnamed), (value) => {
        expect(toNumbers(oracle.decode(encodeCbor(value)))).toStrictEqual(value);
      }),
    );
  });

  it('writes the same bytes as cbor-x, given keys in deterministic order', () => {
    fc.assert(
      fc.property(values.filter(isPlain), (value) => {
        expect(Buffer.from(encodeCbor(value)).toString('hex')).toBe(oracle.encode(inOrder(value)).toString('hex'));
      }),
    );
  });

  it('writes the same bytes whatever order the keys were set in', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'binary' }), fc.nat()), (map) => {
        const reversed = Object.fromEntries(Object.entries(map).reverse());
        expect(encodeCbor(reversed)).toStrictEqual(encodeCbor(map));
      }),
    );
  });

  it('accepts only bytes that it could have written itself', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 40 }),
      fc.tuple(shallow, fc.nat(), fc.nat({ max: 255 })).map(mutate),
    );
    let accepted = 0;
    fc.assert(
      fc.property(bytes, (input) => {
        const value = decodeOrRefuse(input);
        if (value === undefined) return;
        accepted++;
        expect(Buffer.from(encodeCbor(value)).equals(input)).toBe(true);
      }),
      { numRuns: 5000 },
    );
    expect(accepted).toBeGreaterThan(100);
  });

  it.each([
    ['0', '00'],
    ['23', '17'],
    ['24', '1818'],
    ['1000', '1903e8'],
    ['1000000', '1a000f4240'],
    ['1000000000000', '1b000000e8d4a51000'],
    ['""', '60'],
    ['"IETF"', '6449455446'],
    ['"\\"\\\\"', '62225c'],
    ['"\\u00fc"', '62c3bc'],
    ['"\\u6c34"', '63e6b0b4'],
    ['"\\ud800\\udd51"', '64f0908591'],
    ['[]', '80'],
    ['[1,[2,3],[4,5]]', '8301820203820405'],
    ['{}', 'a0'],
    ['{"a":1,"b":[2,3]}', 'a26161016162820203'],
  ])('writes %s as RFC 8949, appendix A, does: %s', (json, hex) => {
    expect(Buffer.from(encodeCbor(JSON.parse(json))).toString('hex')).toBe(hex);
    expect(decodeCbor(Buffer.from(hex, 'hex'), LIMITS)).toStrictEqual(JSON.parse(json));
  });

  it.each(['40', '4401020304', `5818${'ab'.repeat(24)}`, `590100${'00'.repeat(256)}`])(
    'writes bytes as RFC 8949, appendix A, does: %s',
    (hex) => {
      const bytes = decodeCbor(Uint8Array.from(Buffer.from(hex, 'hex')), LIMITS);
      expect(bytes).toBeInstanceOf(Uint8Array);
      expect(Buffer.from(encodeCbor(bytes)).toString('hex')).toBe(hex);
    },
  );

  it.each([
    ['a number not in its shortest form', '1817'],
    ['a length not in its shortest form', '780161'],
    ['a negative number', '20'],
    ['a tag', 'c001'],
    ['false', 'f4'],
    ['null', 'f6'],
    ['undefined', 'f7'],
    ['a half-precision number', 'f93c00'],
    ['a double-precision number', 'fb3ff0000000000000'],
    ['a number above the safe ones', '1b0020000000000000'],
    ['a list of indefinite length', '9f01ff'],
    ['a map of indefinite length', 'bf6161 01ff'],
    ['text of indefinite length', '7f6161ff'],
    ['bytes of indefinite length', '5f4101ff'],
    ['a length of bytes not in its shortest form', '580101'],
    ['an end in bytes', '4201'],
    ['bytes longer than the input', '5b000fffffffffffff'],
    ['a key of bytes', 'a1410101'],
    ['a reserved form', '1c'],
    ['keys out of order', 'a2616201616101'],
    ['a key twice', 'a2616101616102'],
    ['a key that is a number', 'a10101'],
    ['bytes after the value', '0000'],
    ['an end in a number', '19 03'],
    ['an end in a text', '6261'],
    ['an end in a list', '8201'],
    ['nothing at all', ''],
    ['a list longer than the input', '9b7fffffffffffffff'],
    ['a map longer than the input', 'bb000fffffffffffff'],
    ['a text longer than the input', '7b000fffffffffffff'],
    ['text that is not UTF-8', '61ff'],
    ['an overlong UTF-8 form', '62c0af'],
    ['half a surrogate pair in UTF-8', '63eda080'],
  ])('refuses %s', (_, hex) => {
    expect(() => decodeCbor(Buffer.from(hex.replaceAll(' ', ''), 'hex'), LIMITS)).toThrow(CborError);
  });

  it('refuses nesting beyond the given depth, however deep, without running out of stack', () => {
    expect(decodeCbor(nested(DEPTH), LIMITS)).toBeDefined();
    expect(() => decodeCbor(nested(DEPTH + 1), LIMITS)).toThrow(CborError);
    expect(() => decodeCbor(nested(1_000_000), LIMITS)).toThrow(CborError);
  });

  it('treats a key named like the prototype as data', () => {
    const value: CborValue = JSON.parse('{"__proto__":{"polluted":1}}');
    const decoded = decodeCbor(encodeCbor(value), LIMITS) as { polluted?: unknown };
    expect(decoded).toStrictEqual(value);
    expect(decoded.polluted).toBeUndefined();
  });

  it.each([-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, null, undefined, true, 1n, '\ud800'])(
    'refuses to write %s',
    (value) => {
      expect(() => encodeCbor(value as CborValue)).toThrow(CborError);
    },
  );
});

function depthOf(value: CborValue): number {
  if (typeof value !== 'object' || value instanceof Uint8Array) return 0;
  return 1 + Math.max(-1, ...Object.values(value).map(depthOf));
}

/**
 * Where cbor-x can be compared byte by byte: it writes numbers of more than 32 bits as floating-point ones, and
 * JavaScript itself puts keys that look like indices first.
 */
function isPlain(value: CborValue): boolean {
  if (typeof value === 'number') return value < 2 ** 32;
  if (typeof value === 'string' || value instanceof Uint8Array) return true;
  if (Array.isArray(value)) return value.every(isPlain);
  return Object.entries(value).every(([key, item]) => !/^\d+$/.test(key) && key !== '__proto__' && isPlain(item));
}

/** cbor-x gives a key "__proto__" another name. */
function isUnnamed(value: CborValue): boolean {
  if (typeof value !== 'object' || value instanceof Uint8Array) return true;
  return Object.entries(value).every(([key, item]) => key !== '__proto__' && isUnnamed(item));
}

function inOrder(value: CborValue): unknown {
  if (typeof value !== 'object' || value instanceof Uint8Array) return value;
  if (Array.isArray(value)) return value.map(inOrder);
  const entries = Object.entries(value).map(([key, item]) => [key, inOrder(item)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => Buffer.compare(encodeCbor(a), encodeCbor(b))));
}

/** cbor-x gives numbers of 64 bits as big integers, and bytes as a Buffer. */
function toNumbers(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof Uint8Array) return Uint8Array.from(value);
  if (Array.isArray(value)) return value.map(toNumbers);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toNumbers(item)]));
}

function mutate([value, position, byte]: [CborValue, number, number]): Uint8Array {
  const bytes = encodeCbor(value);
  bytes[position % bytes.length] = byte;
  return bytes;
}

function decodeOrRefuse(bytes: Uint8Array): CborValue | undefined {
  try {
    return decodeCbor(bytes, LIMITS);
  } catch (error) {
    if (error instanceof CborError) return undefined;
    throw error;
  }
}

/** An empty list in `depth` lists. */
function nested(depth: number): Uint8Array {
  const bytes = new Uint8Array(depth + 1).fill(0x81);
  bytes[depth] = 0x80;
  return bytes;
}
