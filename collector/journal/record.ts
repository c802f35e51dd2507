import { crc32 } from 'node:zlib';
import { MAX_BATCH_BYTES } from 'candor-client/core';

/**
 * One record of the journal, little-endian:
 *
 *     0   4  "CBR2"
 *     4   4  CRC-32 of everything after it
 *     8   4  length of the body in bytes
 *    12   4  UTC day of receipt, in days since 1970-01-01; the time of day is not kept
 *    16  16  batch id
 *    32   4  what the batch unpacks to, in bytes (storage/unpacked.ts)
 *    36  32  fingerprint of its sender (erasure/erasures.ts)
 *    68   …  the batch as it was received: CBOR, Brotli
 */
export interface JournalRecord {
  /** Batch id, a lower-case UUID. */
  readonly batch: string;
  /** Days since 1970-01-01, UTC. */
  readonly day: number;
  readonly body: Uint8Array;
  /** What the header says of the body, so that nobody has to unpack it: bytes of its row, … */
  readonly unpacked: number;
  /** … and whose it is, in lower-case hexadecimal. */
  readonly sender: string;
}

/** What tells one batch from all others: nobody can take another sender's id away from it. */
export type BatchKey = Pick<JournalRecord, 'batch' | 'sender'>;

const MAGIC = 'CBR2';
const AT = { magic: 0, crc: 4, length: 8, day: 12, batch: 16, unpacked: 32, sender: 36 } as const;

/** Bytes in front of the body. */
const HEADER = 68;

/** The longest record, in bytes. */
export const MAX_RECORD_BYTES = HEADER + MAX_BATCH_BYTES;

/** Bytes of a record in the journal. */
export function recordBytes({ body }: Pick<JournalRecord, 'body'>): number {
  return HEADER + body.length;
}

/** The bytes of a record. */
export function encodeRecord(record: JournalRecord): Buffer {
  const { batch, day, body, unpacked, sender } = record;
  const bytes = Buffer.allocUnsafe(recordBytes(record));
  bytes.write(MAGIC, AT.magic, 'latin1');
  bytes.writeUInt32LE(body.length, AT.length);
  bytes.writeUInt32LE(day, AT.day);
  bytes.write(batch.replaceAll('-', ''), AT.batch, 'hex');
  bytes.writeUInt32LE(unpacked, AT.unpacked);
  bytes.write(sender, AT.sender, 'hex');
  bytes.set(body, HEADER);
  bytes.writeUInt32LE(crc32(bytes.subarray(AT.length)), AT.crc);
  return bytes;
}

export interface ParsedRecords {
  readonly records: JournalRecord[];
  /** Bytes that the records take, from the start. */
  readonly end: number;
  /** `damaged`: what follows `end` is no record; `incomplete`: it may be the beginning of one. */
  readonly rest: 'none' | 'incomplete' | 'damaged';
}

/** Reads records one after another, until the bytes end or make no sense. The bodies are views of `bytes`. */
export function parseRecords(bytes: Buffer): ParsedRecords {
  const records: JournalRecord[] = [];
  let end = 0;
  while (end < bytes.length) {
    const record = parseRecord(bytes.subarray(end));
    if (typeof record === 'string') return { records, end, rest: record };
    records.push(record);
    end += recordBytes(record);
  }
  return { records, end, rest: 'none' };
}

/**
 * Where records go on behind bytes that begin with none; `undefined` when none follows. Tried in this order:
 *
 *  1. Where the damaged one ends if its magic or its length is all that is damaged: its checksum then fits.
 *  2. Where it says that it ends, if records go on there: a body may hold what looks like a record.
 *  3. The first bytes that match their checksum.
 */
export function findRecord(bytes: Buffer): number | undefined {
  const isRecord = (at: number) => typeof parseRecord(bytes.subarray(at)) !== 'string';
  const fitting = fittingEnd(bytes);
  if (fitting !== undefined && isRecord(fitting)) return fitting;
  let at = saidEnd(bytes, 0);
  for (; at !== undefined && at < bytes.length; at = saidEnd(bytes, at)) if (isRecord(at)) return at;
  if (at === bytes.length) return undefined;
  for (let start = bytes.indexOf(MAGIC, 1); start > 0; start = bytes.indexOf(MAGIC, start + 1)) {
    if (isRecord(start)) return start;
  }
  return undefined;
}

/**
 * Where a record ends of which the magic or the length is damaged and nothing else; `undefined` when more is, or when no
 * record follows it. The checksum covers the length, not the magic.
 */
function fittingEnd(bytes: Buffer): number | undefined {
  if (bytes.length < HEADER) return undefined;
  const checksum = bytes.readUInt32LE(AT.crc);
  const said = HEADER + bytes.readUInt32LE(AT.length);
  if (said <= Math.min(bytes.length, MAX_RECORD_BYTES) && crc32(bytes.subarray(AT.length, said)) === checksum)
    return said;
  const within = bytes.subarray(0, MAX_RECORD_BYTES + MAGIC.length);
  const length = Buffer.allocUnsafe(AT.day - AT.length);
  for (let start = within.indexOf(MAGIC, HEADER); start > 0; start = within.indexOf(MAGIC, start + 1)) {
    length.writeUInt32LE(start - HEADER);
    if (crc32(bytes.subarray(AT.day, start), crc32(length)) === checksum) return start;
  }
  return undefined;
}

/** Where the record at an offset ends by its own header; `undefined` when that is none. */
function saidEnd(bytes: Buffer, at: number): number | undefined {
  if (bytes.length - at < HEADER || bytes.toString('latin1', at, at + MAGIC.length) !== MAGIC) return undefined;
  const length = bytes.readUInt32LE(at + AT.length);
  return length > MAX_BATCH_BYTES ? undefined : at + HEADER + length;
}

function parseRecord(bytes: Buffer): JournalRecord | 'incomplete' | 'damaged' {
  if (bytes.length < HEADER) return 'incomplete';
  const end = saidEnd(bytes, 0);
  if (end === undefined) return 'damaged';
  if (bytes.length < end) return 'incomplete';
  if (crc32(bytes.subarray(AT.length, end)) !== bytes.readUInt32LE(AT.crc)) return 'damaged';
  return {
    batch: uuidOf(bytes.toString('hex', AT.batch, AT.unpacked)),
    day: bytes.readUInt32LE(AT.day),
    body: bytes.subarray(HEADER, end),
    unpacked: bytes.readUInt32LE(AT.unpacked),
    sender: bytes.toString('hex', AT.sender, HEADER),
  };
}

function uuidOf(hex: string): string {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
