import { brotliCompressSync, brotliDecompressSync } from 'node:zlib';
import { cbor, inKeyOrder } from './oracle.ts';
import type { Random } from './random.ts';

/** Changes a few bytes of the unpacked batch, or, one time in six, of the packed one. */
export function mutateBytes(bytes: Uint8Array, random: Random): Uint8Array {
  if (random.below(6) === 0) return changeBytes(Buffer.from(bytes), random);
  return brotliCompressSync(changeBytes(brotliDecompressSync(bytes), random));
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
      // Within a text, this often gives another text that is as good: the last digit of an id, for example.
      bytes[at] = 0x30 + random.below(10);
      return bytes;
  }
}

type Node = Record<string, unknown> | unknown[];
type Place = { readonly parent: Node; readonly key: string };

/** Changes fields of the decoded batch, and encodes it again with cbor-x; one time in ten with keys as they come. */
export function mutateValue(bytes: Uint8Array, random: Random): Uint8Array {
  const batch = cbor.decode(brotliDecompressSync(bytes)) as Record<string, Node>;
  for (let changes = 1 + random.below(2); changes > 0; changes--) {
    random.pick([changeLeaf, changeLeaf, changeGroup, changeColumns, changeColumns, changeValidly, changeValidly])(
      batch,
      random,
    );
  }
  return brotliCompressSync(cbor.encode(random.below(10) === 0 ? batch : inKeyOrder(batch)));
}

const strangers: readonly unknown[] = [
  ...[-1, 0, 1, 1.5, 65_535, 65_536, 4_294_967_295, 4_294_967_296, 2 ** 53, Number.NaN, null, undefined, true, ''],
  ...['x', 'standard', '2026-02-30', '2026-13-01', '1999-12-31', '1.2.3.4.5', '1..2', '١', 'A'.repeat(64), [], {}, [1]],
  ...[1n, 2n ** 63n, Buffer.from([1]), new Date(0)],
];

function changeLeaf(batch: Node, random: Random): void {
  const { parent, key } = random.pick(placesIn(batch));
  (parent as Record<string, unknown>)[key] = random.pick(strangers);
}

function changeGroup(batch: Node, random: Random): void {
  const maps = [batch, ...placesIn(batch).map(valueAt)].filter((value) => isNode(value) && !Array.isArray(value));
  const map = random.pick(maps) as Record<string, unknown>;
  const key = random.pick(Object.keys(map).concat('unknown'));
  switch (random.below(4)) {
    case 0:
      delete map[key];
      break;
    case 1:
      map[random.pick(['extra', 'toString', '__proto_', '', 'é', 'os', 'refused'])] = 1;
      break;
    case 2:
      map[`${key}2`] = map[key];
      delete map[key];
      break;
    default: {
      const other = random.pick(Object.keys(map));
      [map[key], map[other]] = [map[other], map[key]];
    }
  }
}

const columnNames = ['commands', 'sources', 'command', 'source', 'time'] as const;

function changeColumns(batch: Node, random: Random): void {
  const usage = (batch as Record<string, Record<string, unknown>>)['usage'] ?? {};
  const column = usage[random.pick(columnNames)];
  if (!Array.isArray(column)) return;
  const at = random.below(column.length + 1);
  switch (random.below(6)) {
    case 0:
      column.splice(at, 1);
      break;
    case 1:
      column.splice(at, 0, column[random.below(column.length)] ?? 0);
      break;
    case 2:
      column[at] = random.pick([column.length, 36, 37, 9999, 10_000, 2_678_400, 2_678_401]);
      break;
    case 3:
      column.reverse();
      break;
    case 4:
      [usage['command'], usage['source']] = [usage['source'], usage['command']];
      break;
    default:
      while (column.length <= 10_000 && random.below(4) === 0) column.push(...column, 0);
  }
}

/** Changes that leave a batch a batch. */
function changeValidly(batch: Node, random: Random): void {
  const { envelope, context, usage, dropped } = batch as Record<string, Record<string, unknown>>;
  if (!isNode(envelope) || !isNode(context) || !isNode(usage) || !isNode(dropped)) return;
  const digits = () => String(random.below(10)).repeat(12);
  switch (random.below(8)) {
    case 0:
      Object.assign(envelope, { session: random.below(2 ** 32), sequence: random.below(2 ** 16), end: 'killed' });
      break;
    case 1:
      Object.assign(context, {
        os: 'windows',
        osVersion: '10.0.19045',
        distribution: 'none',
        country: 'ZZ',
        cores: 1024,
      });
      break;
    case 2:
      Object.assign(dropped, { 'outbox-expired': random.below(2 ** 32), refused: 0 });
      break;
    case 3:
      Object.assign(usage, { commands: [], sources: [], command: [], source: [], time: [] });
      break;
    case 4:
      Object.assign(usage, {
        commands: ['go.back', 'file.quit'],
        sources: ['menu'],
        command: [1, 1],
        source: [0, 0],
        time: [0, 9],
      });
      break;
    default:
      Object.assign(envelope, {
        batch: `00000000-0000-8000-8000-${digits()}`,
        installation: `ffffffff-ffff-4fff-8fff-${digits()}`,
      });
  }
}

function placesIn(value: unknown): Place[] {
  if (!isNode(value)) return [];
  const places = Object.keys(value).map((key) => ({ parent: value, key }));
  return places.concat(places.flatMap((place) => placesIn(valueAt(place))));
}

function valueAt({ parent, key }: Place): unknown {
  return (parent as Record<string, unknown>)[key];
}

function isNode(value: unknown): value is Node {
  return (
    Array.isArray(value) ||
    (typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype)
  );
}
