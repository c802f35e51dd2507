import { describe, expect, it } from 'vitest';
import { nativeBlock } from '../../../collector/storage/block/native-block.ts';
import { valueWriter } from '../../../collector/storage/block/row-values.ts';
import { RowWriter } from '../../../collector/storage/block/row-writer.ts';
import { NO_NUMBER, numberOf, wordOf } from '../../../collector/storage/block/words.ts';

/** The block of one column with these values, in hexadecimal, behind its name and type. */
async function columnOf(type: string, values: readonly unknown[], isOpen = false): Promise<string> {
  const rows = values.map((value) => {
    const bytes = Buffer.alloc(1_000_000);
    const row = new RowWriter(bytes, 0);
    valueWriter(type, isOpen)(row, value);
    return bytes.subarray(0, row.at);
  });
  const block = await nativeBlock(rows, [{ name: 'c', type }]);
  const head = Buffer.concat([
    Buffer.from([1, values.length, 1]),
    Buffer.from('c'),
    Buffer.from([type.length]),
    Buffer.from(type),
  ]);
  expect(block.subarray(0, head.length)).toEqual(head);
  return block.toString('hex', head.length);
}

const u64 = (value: number) => Buffer.from(BigUint64Array.of(BigInt(value)).buffer).toString('hex');
const text = (value: string) =>
  Buffer.from([Buffer.byteLength(value)]).toString('hex') + Buffer.from(value).toString('hex');

describe('a block in the Native format', () => {
  it('has numbers with their lowest byte first, and days since 1970', async () => {
    expect(await columnOf('UInt8', [0, 255])).toBe('00ff');
    expect(await columnOf('UInt16', [1, 65_535])).toBe('0100ffff');
    expect(await columnOf('UInt32', [1, 4_294_967_295])).toBe('01000000ffffffff');
    expect(await columnOf('Date', ['1970-01-02', '2026-03-09'])).toBe('01002950');
  });

  it('has a UUID as two numbers, and hexadecimal text of fixed length as it is', async () => {
    expect(await columnOf('UUID', ['00112233-4455-6677-8899-aabbccddeeff'])).toBe('7766554433221100ffeeddccbbaa9988');
    expect(await columnOf('FixedString(4)', ['ab0f'])).toBe('61623066');
  });

  it('has in front of values that can be missing which of them are', async () => {
    expect(await columnOf('Nullable(UInt16)', [undefined, 0, 7])).toBe(`010000${'000000000700'}`);
  });

  it('has the different words once, the empty one first, and then which of them each value is', async () => {
    const words = (different: readonly string[]) =>
      u64(1) + u64(0x600) + u64(different.length) + different.map(text).join('');
    expect(await columnOf('LowCardinality(String)', ['b', 'a', 'b'])).toBe(`${words(['', 'b', 'a'])}${u64(3)}010201`);
    expect(await columnOf('LowCardinality(Nullable(String))', [undefined, 'a'])).toBe(
      `${words(['', 'a'])}${u64(2)}0001`,
    );
    // Those that anybody can make up get no numbers of their own, and are the same words.
    expect(await columnOf('LowCardinality(String)', ['b', '', 'b'], true)).toBe(`${words(['', 'b'])}${u64(3)}010001`);
    expect(await columnOf('LowCardinality(String)', ["città\n\t'\\"], true)).toBe(
      `${words(['', "città\n\t'\\"])}${u64(1)}01`,
    );
  });

  it('has two bytes for each value of more than 256 different words, and four of more than 65 536', async () => {
    for (const [different, kind, bytes] of [
      [255, 0x600, 1],
      [256, 0x601, 2],
      [65_535, 0x601, 2],
      [65_536, 0x602, 4],
    ] as const) {
      const hex = await columnOf(
        'Array(LowCardinality(String))',
        [Array.from({ length: different }, (_, at) => `w${at}`)],
        true,
      );
      expect(hex.startsWith(u64(1) + u64(different) + u64(kind) + u64(different + 1))).toBe(true);
      const last = Buffer.alloc(bytes);
      last.writeUIntLE(different, 0, bytes);
      expect(hex.slice(-2 * bytes)).toBe(last.toString('hex'));
    }
  });

  it('has where each list ends, and nothing of the items of lists that are all empty', async () => {
    expect(await columnOf('Array(UInt8)', [[], [5, 6], []])).toBe(`${u64(0)}${u64(2)}${u64(2)}0506`);
    expect(await columnOf('Array(LowCardinality(String))', [[], []])).toBe(`${u64(1)}${u64(0)}${u64(0)}`);
    expect(await columnOf('Array(Array(UInt16))', [[[1], []], [[2, 3]]])).toBe(
      `${u64(2)}${u64(3)}${u64(1)}${u64(1)}${u64(3)}010002000300`,
    );
    expect(await columnOf('Array(Array(String))', [[['7', 'tls']]])).toBe(
      `${u64(1)}${u64(2)}${text('7')}${text('tls')}`,
    );
  });

  it('takes no row that is not of its columns, and no column of a type that rows do not have', async () => {
    await expect(nativeBlock([Buffer.from([1, 2])], [{ name: 'c', type: 'UInt8' }])).rejects.toThrow(
      'not of these columns',
    );
    await expect(nativeBlock([], [{ name: 'c', type: 'Float64' }])).rejects.toThrow('no column can be of type Float64');
  });
});

describe('numbers of words', () => {
  it('are the same for the same word, and say it', () => {
    expect(numberOf('')).toBe(0);
    const number = numberOf('some word');
    expect(number).toBeLessThan(NO_NUMBER);
    expect(numberOf('some word')).toBe(number);
    expect(wordOf(number)).toBe('some word');
  });
});
