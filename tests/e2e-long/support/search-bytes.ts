import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { type CborValue, decodeCbor } from '../../../client/core/batch/cbor.ts';
import { systemDisk } from '../../../client/main/files/disk.ts';
import { readSessionLog } from '../../../client/main/recording/session-log.ts';
import { bytesOf } from '../../support/bytes-of.ts';
import { finderFormat } from '../../support/finder-format.ts';
import { holdsMarker } from '../../support/marker.ts';

/** Far deeper than anything of the app's own, and still an end. */
const MAX_DEPTH = 32;

/** Whether the marker stands in these bytes, or in anything that they are compressed or encoded from. */
export function hidesMarker(bytes: Uint8Array, depth = 0): boolean {
  if (holdsMarker(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))) return true;
  if (depth > MAX_DEPTH) return false;
  const plain = attempt(() => brotliDecompressSync(bytes));
  if (plain && plain.length > 0 && hidesMarker(plain, depth + 1)) return true;
  const value = attempt(() => decodeCbor(bytes, { depth: MAX_DEPTH, items: 1_000_000, textBytes: 1_000_000 }));
  return value !== undefined && leaves(value).some((leaf) => hidesMarker(leaf, depth + 1));
}

/** Every text, key and byte string of a decoded value. A single one that is the whole of it leads no further. */
function leaves(value: CborValue): Uint8Array[] {
  if (typeof value === 'number') return [];
  if (typeof value === 'string') return [Buffer.from(value)];
  if (value instanceof Uint8Array) return [value];
  if (Array.isArray(value)) return value.flatMap(leaves);
  return Object.entries(value).flatMap(([key, held]) => [Buffer.from(key), ...leaves(held)]);
}

/** The files of a folder, or the one file, if there is any; and those in which the marker hides, in name or content. */
export function searchIn(place: string): { files: string[]; marked: string[] } {
  const facts = statSync(place, { throwIfNoEntry: false });
  const names = facts?.isDirectory() ? readdirSync(place, { recursive: true, encoding: 'utf8' }) : [];
  const files = facts?.isFile() ? [place] : names.map((name) => path.join(place, name)).filter(isFile);
  return { files, marked: files.filter(isMarked) };
}

const isFile = (file: string) => statSync(file, { throwIfNoEntry: false })?.isFile() === true;

function isMarked(file: string): boolean {
  const session = file.endsWith('.log') ? readSessionLog(systemDisk, file, finderFormat) : undefined;
  const decoded = session ? [Buffer.from(JSON.stringify(session))] : [];
  return [Buffer.from(path.basename(file)), bytesOf(file), ...decoded].some((bytes) => hidesMarker(bytes));
}

function attempt<Value>(run: () => Value): Value | undefined {
  try {
    return run();
  } catch {
    return undefined;
  }
}
