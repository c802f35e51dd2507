import { crc32 } from 'node:zlib';
import { MAX_BATCH_BYTES } from '../../app/telemetry/limits.ts';

/**
 * One record of the journal, little-endian:
 *
 *     0   4  "CBR1"
 *     4   4  CRC-32 of everything after it
 *     8   4  length of the body in bytes
 *    12   4  UTC day of receipt, in days since 1970-01-01; the time of day is not kept
 *    16  16  batch id
 *    32   …  the batch as it was received: CBOR, Brotli
 */
export interface JournalRecord {
  /** Batch id, a lower-case UUID. */
  readonly batch: string;
  /** Days since 1970-01-01, UTC. */
  readonly day: number;
  readonly body: Uint8Array;
}

export const RECORD_HEADER_BYTES = 32;

const MAGIC = 0x31524243;
const AT = { magic: 0, crc: 4, length: 8, day: 12, batch: 16 } as const;

/** The bytes of a record. */
export function encodeRecord({ batch, day, body }: JournalRecord): Buffer {
  const bytes = Buffer.allocUnsafe(RECORD_HEADER_BYTES + body.length);
  bytes.writeUInt32LE(MAGIC, AT.magic);
  bytes.writeUInt32LE(body.length, AT.length);
  bytes.writeUInt32LE(day, AT.day);
  bytes.write(batch.replaceAll('-', ''), AT.batch, 'hex');
  bytes.set(body, RECORD_HEADER_BYTES);
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
    end += RECORD_HEADER_BYTES + record.body.length;
  }
  return { records, end, rest: 'none' };
}

function parseRecord(bytes: Buffer): JournalRecord | 'incomplete' | 'damaged' {
  if (bytes.length < RECORD_HEADER_BYTES) return 'incomplete';
  const length = bytes.readUInt32LE(AT.length);
  if (bytes.readUInt32LE(AT.magic) !== MAGIC || length > MAX_BATCH_BYTES) return 'damaged';
  const end = RECORD_HEADER_BYTES + length;
  if (bytes.length < end) return 'incomplete';
  if (crc32(bytes.subarray(AT.length, end)) !== bytes.readUInt32LE(AT.crc)) return 'damaged';
  return {
    batch: uuidOf(bytes.toString('hex', AT.batch, RECORD_HEADER_BYTES)),
    day: bytes.readUInt32LE(AT.day),
    body: bytes.subarray(RECORD_HEADER_BYTES, end),
  };
}

function uuidOf(hex: string): string {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
