import { crc32 } from 'node:zlib';
import { MAX_BATCH_BYTES } from '../../app/telemetry/limits.ts';

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
 *
 * The first builds wrote "CBR1", in which the body follows the batch id.
 */
export interface JournalRecord {
  /** Batch id, a lower-case UUID. */
  readonly batch: string;
  /** Days since 1970-01-01, UTC. */
  readonly day: number;
  readonly body: Uint8Array;
  /** What the header says of the body, so that nobody has to unpack it; not there in a record of the first builds. */
  readonly unpacked?: number;
  /** Lower-case hexadecimal; there whenever `unpacked` is. */
  readonly sender?: string;
}

const MAGIC = { first: 0x31524243, second: 0x32524243 } as const;
const AT = { magic: 0, crc: 4, length: 8, day: 12, batch: 16, unpacked: 32, sender: 36 } as const;

/** Bytes in front of the body. */
const HEADER = { first: 32, second: 68 } as const;

/** The longest record, in bytes. */
export const MAX_RECORD_BYTES = HEADER.second + MAX_BATCH_BYTES;

/** Bytes of a record in the journal. */
export function recordBytes({ body, sender }: JournalRecord): number {
  return (sender === undefined ? HEADER.first : HEADER.second) + body.length;
}

/** The bytes of a record. */
export function encodeRecord(record: JournalRecord): Buffer {
  const { batch, day, body, unpacked = 0, sender } = record;
  const bytes = Buffer.allocUnsafe(recordBytes(record));
  bytes.writeUInt32LE(sender === undefined ? MAGIC.first : MAGIC.second, AT.magic);
  bytes.writeUInt32LE(body.length, AT.length);
  bytes.writeUInt32LE(day, AT.day);
  bytes.write(batch.replaceAll('-', ''), AT.batch, 'hex');
  if (sender !== undefined) {
    bytes.writeUInt32LE(unpacked, AT.unpacked);
    bytes.write(sender, AT.sender, 'hex');
  }
  bytes.set(body, bytes.length - body.length);
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

function parseRecord(bytes: Buffer): JournalRecord | 'incomplete' | 'damaged' {
  if (bytes.length < HEADER.first) return 'incomplete';
  const magic = bytes.readUInt32LE(AT.magic);
  const length = bytes.readUInt32LE(AT.length);
  if ((magic !== MAGIC.first && magic !== MAGIC.second) || length > MAX_BATCH_BYTES) return 'damaged';
  const header = magic === MAGIC.first ? HEADER.first : HEADER.second;
  const end = header + length;
  if (bytes.length < end) return 'incomplete';
  if (crc32(bytes.subarray(AT.length, end)) !== bytes.readUInt32LE(AT.crc)) return 'damaged';
  const record = {
    batch: uuidOf(bytes.toString('hex', AT.batch, AT.unpacked)),
    day: bytes.readUInt32LE(AT.day),
    body: bytes.subarray(header, end),
  };
  if (magic === MAGIC.first) return record;
  return {
    ...record,
    unpacked: bytes.readUInt32LE(AT.unpacked),
    sender: bytes.toString('hex', AT.sender, HEADER.second),
  };
}

function uuidOf(hex: string): string {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
