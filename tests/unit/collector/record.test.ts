import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  encodeRecord,
  findRecord,
  type JournalRecord,
  parseRecords,
  recordBytes,
} from '../../../collector/journal/record.ts';

const record: fc.Arbitrary<JournalRecord> = fc.record({
  batch: fc.uuid(),
  day: fc.nat({ max: 100_000 }),
  body: fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
  unpacked: fc.nat({ max: 2 ** 32 - 1 }),
  sender: fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes).toString('hex')),
});
const signed = { unpacked: 0, sender: '0'.repeat(64) };
const records = fc.array(record, { minLength: 1, maxLength: 5 });

const bytesOf = (list: readonly JournalRecord[]) => Buffer.concat(list.map(encodeRecord));

/** How long the record that begins there says that it is, in bytes. */
const saidBytes = (bytes: Buffer, start: number) =>
  recordBytes({ body: Buffer.alloc(0) }) + bytes.readUInt32LE(start + 8);

/** All records, also behind what is none. */
function readAll(bytes: Buffer): JournalRecord[] {
  const { records: read, end } = parseRecords(bytes);
  const rest = bytes.subarray(end);
  const next = rest.length === 0 ? undefined : findRecord(rest);
  return next === undefined ? read : [...read, ...readAll(rest.subarray(next))];
}

describe('journal records', () => {
  it('read back as they were written', () => {
    fc.assert(
      fc.property(records, (list) => {
        const bytes = bytesOf(list);
        expect(parseRecords(bytes)).toEqual({ records: list, end: bytes.length, rest: 'none' });
      }),
    );
  });

  it('are read up to where a crash cut them off', () => {
    fc.assert(
      fc.property(records, fc.nat(), (list, cut) => {
        const whole = bytesOf(list.slice(0, -1));
        const last = encodeRecord(list.at(-1) as JournalRecord);
        const bytes = Buffer.concat([whole, last.subarray(0, cut % last.length)]);
        const parsed = parseRecords(bytes);
        expect(parsed.records).toEqual(list.slice(0, -1));
        expect(parsed.end).toBe(whole.length);
        expect(parsed.rest).toBe(bytes.length === whole.length ? 'none' : 'incomplete');
      }),
    );
  });

  it('never give anything that was not written, whichever byte is changed', () => {
    fc.assert(
      fc.property(records, fc.nat(), fc.integer({ min: 1, max: 255 }), (list, position, change) => {
        const bytes = bytesOf(list);
        const at = position % bytes.length;
        bytes[at] = (bytes[at] ?? 0) ^ change;
        const parsed = parseRecords(bytes);
        expect(parsed.end).toBeLessThanOrEqual(at);
        expect(parsed.records).toEqual(list.slice(0, parsed.records.length));
        expect(parsed.rest).not.toBe('none');
      }),
    );
  });

  it('are found again behind one of which any byte is changed', () => {
    fc.assert(
      fc.property(record, records, fc.nat(), fc.integer({ min: 1, max: 255 }), (damaged, list, position, change) => {
        const bytes = bytesOf([damaged, ...list]);
        const length = recordBytes(damaged);
        const at = position % length;
        bytes[at] = (bytes[at] ?? 0) ^ change;
        expect(findRecord(bytes)).toBe(length);
        expect(findRecord(bytes.subarray(0, length))).toBeUndefined();
      }),
    );
  });

  it('cost themselves alone, wherever bursts of damage fall, and how many', () => {
    const burst = fc.record({ at: fc.nat(), bytes: fc.uint8Array({ minLength: 1, maxLength: 600 }) });
    fc.assert(
      fc.property(
        fc.array(record, { minLength: 2, maxLength: 9 }),
        fc.array(burst, { maxLength: 3 }),
        (list, bursts) => {
          const bytes = bytesOf(list);
          const whole = Buffer.from(bytes);
          for (const { at, bytes: damage } of bursts)
            bytes.set(damage.subarray(0, bytes.length - (at % bytes.length)), at % bytes.length);
          let end = 0;
          const places = list.map((one) => {
            const start = end;
            end += recordBytes(one);
            return { one, start, end, isWhole: bytes.subarray(start, end).equals(whole.subarray(start, end)) };
          });
          // Of a record whose length is damaged, and more of it, nothing tells that its new end, where another one ends, is not its own.
          const isMisleading = ({ start, end: own, isWhole }: (typeof places)[number]) => {
            const said = start + saidBytes(bytes, start);
            return !isWhole && said !== own && places.some((place) => place.end === said);
          };
          fc.pre(!places.some(isMisleading));
          expect(readAll(bytes)).toEqual(places.filter(({ isWhole }) => isWhole).map(({ one }) => one));
        },
      ),
    );
  });

  it('are found again behind one whose damaged length leads past whole ones, to the end or into their midst', () => {
    const batch = '00000000-0000-8000-8000-000000000001';
    const [damaged, first, second] = [5, 10, 4].map((bytes) => {
      const record = { batch, day: 1, body: Buffer.alloc(bytes), ...signed };
      return encodeRecord(record);
    }) as [Buffer, Buffer, Buffer];
    for (const behind of [first.length, first.length + second.length]) {
      const bytes = Buffer.concat([damaged, first, second]);
      bytes.writeUInt32LE(5 + behind, 8);
      expect(findRecord(bytes)).toBe(damaged.length);
    }
  });

  it('are not looked for in the body of a damaged one that says where it ends', () => {
    const within = encodeRecord({
      batch: '00000000-0000-8000-8000-000000000001',
      day: 1,
      body: Buffer.alloc(9),
      ...signed,
    });
    const outer = encodeRecord({ batch: '00000000-0000-8000-8000-000000000002', day: 1, body: within, ...signed });
    outer[12] = 2;
    expect(findRecord(outer)).toBeUndefined();
    expect(findRecord(Buffer.concat([outer, outer, within]))).toBe(2 * outer.length);
  });

  it('have the length that is told of them', () => {
    fc.assert(
      fc.property(record, (one) => {
        expect(recordBytes(one)).toBe(encodeRecord(one).length);
      }),
    );
  });

  it('are not seen in a tail of zeros, which some file systems leave after a power failure', () => {
    expect(parseRecords(Buffer.alloc(500))).toEqual({ records: [], end: 0, rest: 'damaged' });
  });
});
