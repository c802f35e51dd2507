import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FIRST_DAY, fieldCodec, LAST_DAY } from '../../../../../client/core/batch/field-codecs.ts';
import {
  date,
  hostname,
  oneOf,
  reference,
  sha256,
  uint,
  uuid,
  version,
} from '../../../../../client/core/registry/field-types.ts';
import { anyCbor, anyValue } from '../support/arbitrary-batch.ts';

const types = [oneOf('a', 'b'), uint(300, 'count'), version(3), date, uuid, sha256, hostname, reference] as const;

describe.each(types)('a value that is $kind', (type) => {
  const codec = fieldCodec(type);

  it('reads back as it was written', () => {
    fc.assert(
      fc.property(anyValue(type), (value) => {
        expect(codec.unpack(codec.pack(value))).toBe(value);
      }),
    );
  });

  it('is `undefined`, and nothing is thrown, for whatever else', () => {
    fc.assert(
      fc.property(fc.oneof(anyCbor, fc.anything()), (value) => {
        // CBOR has one zero: no reader gives this one.
        fc.pre(!Object.is(value, -0));
        const read = codec.unpack(value);
        if (read !== undefined) expect(codec.pack(read)).toEqual(value);
        const packed = codec.pack(value);
        if (packed !== undefined) expect(codec.unpack(packed)).toEqual(value);
      }),
    );
  });
});

describe('a day', () => {
  const { pack, unpack } = fieldCodec(date);

  it('stands in a batch as the days since 1970', () => {
    expect([pack('2000-01-01'), pack('2026-03-09'), pack('2099-12-31')]).toEqual([FIRST_DAY, 20_521, LAST_DAY]);
    expect([unpack(FIRST_DAY - 1), unpack(LAST_DAY + 1), unpack(20_521.5)]).toEqual([undefined, undefined, undefined]);
  });

  it('is every day from 2000 to 2099, once', () => {
    const days = Array.from({ length: LAST_DAY - FIRST_DAY + 1 }, (_, at) => unpack(FIRST_DAY + at));
    expect(new Set(days).size).toBe(36_525);
    expect(days.every((day, at) => pack(day) === FIRST_DAY + at)).toBe(true);
  });

  it.each([
    '2026-02-29',
    '2026-02-30',
    '2026-04-31',
    '2100-02-28',
    '1999-12-31',
    '2026-13-01',
    '2026-00-10',
    '2026-3-9',
    '2026-03-09T00:00Z',
    '+002026-03-09',
    '',
  ])('is not %s', (text) => {
    expect(pack(text)).toBeUndefined();
  });
});

describe('an id', () => {
  const { pack, unpack } = fieldCodec(uuid);
  const text = '3f1c2d4e-5b6a-4798-8a9b-acbdcedfe0f1';

  it('stands in a batch as its 16 bytes', () => {
    expect(Buffer.from(pack(text) as Uint8Array).toString('hex')).toBe('3f1c2d4e5b6a47988a9bacbdcedfe0f1');
  });

  it.each([text.toUpperCase(), text.replaceAll('-', ''), `${text}\n`, text.slice(1)])('is not %j', (other) => {
    expect(pack(other)).toBeUndefined();
  });

  it('is no other number of bytes', () => {
    for (const length of [0, 15, 17, 32]) expect(unpack(new Uint8Array(length))).toBeUndefined();
  });
});

describe('a host name', () => {
  const { pack, unpack } = fieldCodec(hostname);
  const longest = `${`${'a'.repeat(60)}.`.repeat(4)}aaaaa.com`;

  it.each(['a.bc', 'corp.example.com', 'xn--bcher-kva.example', 'a-b.example', longest])('may be %s', (name) => {
    expect([pack(name), unpack(name)]).toEqual([name, name]);
  });

  it.each([
    'a.b',
    'localhost',
    'Example.com',
    '10.0.0.1',
    'a..com',
    '-a.com',
    'a-.com',
    'a.com.',
    'jane doe.com',
    `a${longest}`,
  ])('is not %s', (name) => {
    expect([pack(name), unpack(name)]).toEqual([undefined, undefined]);
  });
});
