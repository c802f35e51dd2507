import path from 'node:path';
import { crc32 } from 'node:zlib';
import { CborError, type CborValue, decodeCbor, encodeCbor } from '../../app/telemetry/cbor.ts';
import type { Context, Dropped, Envelope, UsageEvent } from '../../app/telemetry/registry.ts';
import { type Disk, writeAll } from '../disk.ts';

/** What holds for a whole session; written once, when its log is opened. */
export interface SessionHeader {
  /** Random; batch ids are derived from it. Never leaves the computer. */
  readonly sessionId: string;
  readonly envelope: Omit<Envelope, 'batch' | 'sequence' | 'end'>;
  readonly context: Context;
}

/** A session as read back from its log. */
export interface RecordedSession {
  readonly header: SessionHeader;
  readonly usage: readonly UsageEvent[];
  readonly dropped: Dropped;
  /** `killed` when no end was written. */
  readonly end: 'quit' | 'killed';
  /** The log had bytes that are no record: the end of a write that a crash cut off, or damage. */
  readonly damaged: boolean;
}

type LogRecord =
  | { readonly header: SessionHeader }
  | { readonly usage: readonly (readonly [UsageEvent['command'], UsageEvent['source'], number])[] }
  | { readonly dropped: Dropped }
  | { readonly end: 'quit' };

/** Each record is framed by its length and CRC-32, both 32 bits, big-endian. */
const FRAME_BYTES = 8;
const MAX_RECORD_BYTES = 1024 * 1024;
const MAX_DEPTH = 6;

/**
 * The crash-safe log of one session. A record is handed to the operating system before `append` returns, so it
 * survives the end of the process however that comes; it is not forced to the disk, because a session's usage is not
 * worth a wait for the user. Sealed batches are.
 */
export class SessionLog {
  readonly file: string;
  readonly #disk: Disk;
  #descriptor: number | undefined;
  #length = 0;
  /** Half a record could not be taken back: what came after it could not be read. */
  #broken = false;

  /** @throws when the file exists or cannot be made: two sessions must never share a log. */
  constructor(disk: Disk, directory: string, header: SessionHeader) {
    this.#disk = disk;
    disk.makeFolder(directory);
    this.file = path.join(directory, `${String(header.envelope.session).padStart(10, '0')}.log`);
    this.#descriptor = disk.open(this.file, 'new');
    try {
      this.#append({ header });
    } catch (error) {
      this.close();
      disk.remove(this.file);
      throw error;
    }
  }

  /** @throws when the disk refuses; nothing of the events is then counted as recorded. */
  recordUsage(events: readonly UsageEvent[]): void {
    this.#append({ usage: events.map(({ command, source, time }) => [command, source, time]) });
  }

  recordDropped(dropped: Dropped): void {
    this.#append({ dropped });
  }

  /** Writes the session's orderly end and forces the log to the disk. */
  end(): void {
    this.#append({ end: 'quit' });
    if (this.#descriptor !== undefined) this.#disk.sync(this.#descriptor);
  }

  /** Closes the file; later records are refused. */
  close(): void {
    if (this.#descriptor === undefined) return;
    this.#disk.close(this.#descriptor);
    this.#descriptor = undefined;
  }

  #append(record: LogRecord): void {
    if (this.#descriptor === undefined || this.#broken) throw new Error('session log is closed');
    const payload = encodeCbor(record as unknown as CborValue);
    const frame = Buffer.allocUnsafe(FRAME_BYTES + payload.length);
    frame.writeUInt32BE(payload.length, 0);
    frame.writeUInt32BE(crc32(payload), 4);
    frame.set(payload, FRAME_BYTES);
    try {
      writeAll(this.#disk, this.#descriptor, frame);
      this.#length += frame.length;
    } catch (error) {
      this.#takeBack(this.#descriptor);
      throw error;
    }
  }

  /** Half a record would hide every later one from the reader. */
  #takeBack(descriptor: number): void {
    try {
      this.#disk.truncate(descriptor, this.#length);
    } catch {
      this.#broken = true;
    }
  }
}

/** Reads a log back, or `undefined` when not even its header can be read. */
export function readSessionLog(disk: Pick<Disk, 'read'>, file: string): RecordedSession | undefined {
  const { records, damaged } = readRecords(disk.read(file));
  const [first, ...rest] = records;
  if (!first || !('header' in first)) return undefined;
  const usage: UsageEvent[] = [];
  const dropped: { -readonly [K in keyof Dropped]: number } = {};
  let end: RecordedSession['end'] = 'killed';
  for (const record of rest) {
    if ('usage' in record) {
      for (const [command, source, time] of record.usage) usage.push({ command, source, time });
    } else if ('dropped' in record) {
      for (const [reason, count] of Object.entries(record.dropped)) {
        dropped[reason as keyof Dropped] = (dropped[reason as keyof Dropped] ?? 0) + count;
      }
    } else if ('end' in record) {
      end = record.end;
    }
  }
  return { header: first.header, usage, dropped, end, damaged };
}

function readRecords(bytes: Buffer): { records: LogRecord[]; damaged: boolean } {
  const records: LogRecord[] = [];
  let position = 0;
  while (position + FRAME_BYTES <= bytes.length) {
    const length = bytes.readUInt32BE(position);
    const end = position + FRAME_BYTES + length;
    if (length > MAX_RECORD_BYTES || end > bytes.length) break;
    const payload = bytes.subarray(position + FRAME_BYTES, end);
    if (crc32(payload) !== bytes.readUInt32BE(position + 4)) break;
    const record = decode(payload);
    if (!record) break;
    records.push(record);
    position = end;
  }
  return { records, damaged: position !== bytes.length };
}

function decode(payload: Buffer): LogRecord | undefined {
  try {
    // A record that passed its checksum was written by us; the batch made of it is validated by the registry.
    return decodeCbor(payload, MAX_DEPTH) as unknown as LogRecord;
  } catch (error) {
    if (error instanceof CborError) return undefined;
    throw error;
  }
}
