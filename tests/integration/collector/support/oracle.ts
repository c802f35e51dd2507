import { brotliDecompressSync } from 'node:zlib';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { Encoder } from 'cbor-x';
import { batchJsonSchema } from '../../../../client/core/registry/json-schema.ts';
import { finderFormat, finderRegistry } from '../../../support/finder-format.ts';
import { batchInWords, type WordBatch } from './wire-words.ts';

/** What a batch may unpack to, in bytes, and how many ranges of durations there are: as documented, not as programmed. */
const DECODED_BYTES = 101_392;
const RANGES = 291;

export const cbor = new Encoder({
  useRecords: false,
  variableMapSize: true,
  mapsAsObjects: true,
  tagUint8Array: false,
});
const matchesSchema = new Ajv2020({ strict: true }).compile(batchJsonSchema(finderRegistry));

/**
 * The batch that uploaded bytes are, or `undefined` when they are none, by other people's CBOR and JSON Schema and by
 * rules written down again.
 */
export function batchIn(bytes: Uint8Array): unknown {
  try {
    const plain = brotliDecompressSync(bytes, { maxOutputLength: DECODED_BYTES });
    const value: unknown = cbor.decode(plain);
    // RFC 8949, section 4.2.1: the same value always gives the same bytes.
    if (!plain.equals(cbor.encode(value))) return undefined;
    const batch = batchInWords(value);
    return matchesSchema(batch) && fieldsAgree(batch as WordBatch) ? batch : undefined;
  } catch {
    return undefined;
  }
}

/** Whether uploaded bytes are a batch, judged as {@link batchIn} judges. */
export function isBatch(bytes: Uint8Array): boolean {
  return batchIn(bytes) !== undefined;
}

/**
 * Whether uploaded bytes say that they are of a newer format or registry, or of words that are not known: a list that begins
 * with two numbers, and in this format with a third and a byte string, whatever follows, of at most twice the bytes of the
 * longest batch.
 */
export function isNewer(bytes: Uint8Array): boolean {
  try {
    const plain = brotliDecompressSync(bytes, { maxOutputLength: 2 * DECODED_BYTES });
    const list = numberAt(plain, 0, 0x80);
    const format = list && numberAt(plain, list.next);
    const revision = format && list.number > 1 ? numberAt(plain, format.next) : undefined;
    if (!format || !revision || format.number < 1 || revision.number < 1) return false;
    if (format.number > 1) return true;
    const words = list.number > 3 ? numberAt(plain, revision.next) : undefined;
    const hash = words && numberAt(plain, words.next, 0x40);
    if (!hash || words.number < 1 || hash.number !== 6 || hash.next + hash.number > plain.length) return false;
    const known = plain.toString('hex', hash.next, hash.next + hash.number) === finderFormat.manifest.hash;
    return revision.number > 1 || words.number !== finderFormat.manifest.revision || !known;
  } catch {
    return false;
  }
}

/** A number of RFC 8949, section 3, in its shortest form. @param major the three bits in front of it. */
function numberAt(bytes: Buffer, at: number, major = 0): { number: number; next: number } | undefined {
  const short = bytes.readUInt8(at) - major;
  if (short >= 0 && short < 24) return { number: short, next: at + 1 };
  const size = { 24: 1, 25: 2, 26: 4, 27: 8 }[short];
  if (size === undefined) return undefined;
  const number = size === 8 ? Number(bytes.readBigUInt64BE(at + 1)) : bytes.readUIntBE(at + 1, size);
  const least = { 1: 24, 2: 2 ** 8, 4: 2 ** 16, 8: 2 ** 32 }[size] ?? 0;
  return number >= least && Number.isSafeInteger(number) ? { number, next: at + 1 + size } : undefined;
}

/** The rules that JSON Schema cannot say. */
function fieldsAgree({ operations, errors }: WordBatch): boolean {
  return rowsAgree(operations) && errors.every(({ report }) => reportAgrees(report)) && areDifferent(errors);
}

function rowsAgree({ operation, outcome, buckets, bucket, count }: WordBatch['operations']): boolean {
  const rows = operation.map((name, row) => `${name} ${outcome[row]}`);
  if (outcome.length !== operation.length || buckets.length !== operation.length) return false;
  if (new Set(rows).size !== rows.length || bucket.length !== count.length) return false;
  let next = 0;
  for (const size of buckets) {
    const distances = bucket.slice(next, next + size);
    if (distances.length !== size || distances.slice(1).includes(0)) return false;
    if (distances.reduce((sum, distance) => sum + distance, 0) >= RANGES) return false;
    next += size;
  }
  return next === bucket.length;
}

/** Something thrown has a class and no reason; the end of a process has no class. */
function reportAgrees(report: WordBatch['errors'][number]['report']): boolean {
  const isThrown = ['uncaught', 'rejection', 'boundary', 'caught'].includes(report.handledBy);
  return isThrown ? report.class !== 'none' && report.reason === 'none' : report.class === 'none';
}

function areDifferent(errors: WordBatch['errors']): boolean {
  const identities = errors.map(({ report: { foreign: _, ...identity } }) => JSON.stringify(identity));
  return new Set(identities).size === identities.length;
}
