import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import { cbor } from './oracle.ts';
import type { Random } from './random.ts';
import { edgeChanges, validChanges } from './wire-changes.ts';

/** Changes a few bytes of the unpacked batch, or, one time in six, of the packed one. */
export function mutateBytes(bytes: Uint8Array, random: Random): Uint8Array {
  if (random.below(6) === 0) return changeBytes(Buffer.from(bytes), random);
  return compress(changeBytes(brotliDecompressSync(bytes), random));
}

function changeBytes(bytes: Buffer, random: Random): Buffer {
  const at = random.below(bytes.length);
  const length = 1 + random.below(8);
  switch (random.below(8)) {
    case 0:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)]);
    case 1:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at, at + length), bytes.subarray(at)]);
    case 2:
      return bytes.subarray(0, at);
    case 3:
      return Buffer.concat([bytes, Buffer.from([random.below(256)])]);
    case 4:
      bytes[at] = (bytes[at] ?? 0) ^ (1 << random.below(8));
      return bytes;
    default:
      // Within an id or a column, this often gives another one that is as good.
      bytes[at] = 0x30 + random.below(10);
      return bytes;
  }
}

/** Fast: how dense the mutants are does not matter. */
function compress(bytes: Uint8Array): Uint8Array {
  return brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } });
}

/** The lists of a batch, as they stand on the wire. */
export type WireList = unknown[];

/** Changes what stands in the lists of a batch, and encodes it again with cbor-x. */
export function mutateValue(bytes: Uint8Array, random: Random): Uint8Array {
  const batch = cbor.decode(brotliDecompressSync(bytes)) as WireList;
  const kinds = [changeItem, changeList, changeColumn, changeColumn, swapGroups, changeToEdge, changeToEdge];
  for (let changes = 1 + random.below(2); changes > 0; changes--) {
    random.pick([...kinds, ...Array<typeof changeValidly>(5).fill(changeValidly)])(batch, random);
  }
  return compress(cbor.encode(batch));
}

const strangers: readonly unknown[] = [
  ...[-1, 0, 1, 2, 1.5, 37, 250, 10_956, 47_482, 65_535, 65_536, 4_294_967_295, 4_294_967_296, 2 ** 53, Number.NaN],
  ...[
    null,
    undefined,
    true,
    '',
    'x',
    'standard',
    '2026-03-09',
    '1.2.3',
    '1.2.3.4.5',
    '1..2',
    '١',
    'a.example',
    'A.example',
  ],
  ...[[], {}, [1], [0, 0], [[2, 5]], 1n, 2n ** 63n, new Date(0), new Map([[1, 2]])],
  ...[0, 1, 15, 16, 17, 31, 32, 33].map((length) => Buffer.alloc(length, 7)),
];

/** Puts something else in the place of a number, a text, a byte string or a list. */
function changeItem(batch: WireList, random: Random): void {
  const list = random.pick(listsIn(batch).filter((each) => each.length > 0));
  list[random.below(list.length)] = random.pick(strangers);
}

/** Changes the length or the order of a list. */
function changeList(batch: WireList, random: Random): void {
  const list = random.pick(listsIn(batch));
  const [at, other] = [random.below(list.length + 1), random.below(list.length + 1)];
  switch (random.below(6)) {
    case 0:
      list.splice(at, 1);
      break;
    case 1:
      list.splice(at, 0, structuredClone(list[other]) ?? 0);
      break;
    case 2:
      list.length = at;
      break;
    case 3:
      list.push(...structuredClone(list).slice(0, 600));
      break;
    case 4:
      list.reverse();
      break;
    default:
      [list[at], list[other]] = [list[other], list[at]];
  }
}

/** A batch after one of the changes that leave it a batch. */
export function changedValidly(bytes: Uint8Array, change: (typeof validChanges)[number], random: Random): Uint8Array {
  const batch = cbor.decode(brotliDecompressSync(bytes));
  change(batch, random);
  return compress(cbor.encode(batch));
}

/** Forms of numbers at the edges of their lengths, some of them not the shortest. */
const columnBytes = ['00', '01', '93', '94', 'f0', 'f100', 'f101', 'f8ff', 'f90000', 'f9ffff', 'fa0108ef', 'fa0108f0']
  .concat(['fa28de80', 'fa28de81', 'fb00ffffff', 'fb01000000', 'fbffffffff', 'fc00', 'ff', 'f1'])
  .map((hex) => Buffer.from(hex, 'hex'));

/** Changes a byte string: mostly a column of numbers, sometimes an id. */
function changeColumn(batch: WireList, random: Random): void {
  const positions = listsIn(batch).flatMap((list) =>
    [...list.keys()].filter((at) => isBytes(list[at])).map((at) => ({ list, at })),
  );
  if (positions.length === 0) return;
  const { list, at } = random.pick(positions);
  const bytes = Buffer.from(list[at] as Uint8Array);
  const split = random.below(bytes.length + 1);
  const [head, tail] = [bytes.subarray(0, split), bytes.subarray(split)];
  const changes: readonly (() => Buffer)[] = [
    () => Buffer.concat([head, tail.subarray(1)]),
    () => Buffer.concat([head, random.pick(columnBytes), tail]),
    () => Buffer.concat([head, random.pick(columnBytes), tail.subarray(1)]),
    () => Buffer.concat([head, Buffer.from([random.below(256)]), tail.subarray(1)]),
    () => Buffer.from(bytes).reverse(),
    () => Buffer.alloc(random.pick([9_999, 10_000, 10_001])),
  ];
  list[at] = random.pick(changes)();
}

function swapGroups(batch: WireList, random: Random): void {
  const [at, other] = [random.below(batch.length), random.below(batch.length)];
  [batch[at], batch[other]] = [batch[other], batch[at]];
}

function changeValidly(batch: WireList, random: Random): void {
  if (hasGroups(batch)) random.pick(validChanges)(batch, random);
}

function changeToEdge(batch: WireList, random: Random): void {
  if (hasGroups(batch)) random.pick(edgeChanges)(batch, random);
}

/** A change before this one may have left no batch. */
function hasGroups(batch: WireList): batch is [number, number, number, Uint8Array, ...WireList[]] {
  return batch.length === 15 && batch.slice(4).every(Array.isArray);
}

/** All lists of a batch, itself included. */
function listsIn(list: WireList): WireList[] {
  return [list, ...list.filter((item): item is WireList => Array.isArray(item)).flatMap(listsIn)];
}

function isBytes(value: unknown): value is Uint8Array {
  return value instanceof Uint8Array;
}
