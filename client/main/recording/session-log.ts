import path from 'node:path';
import { crc32 } from 'node:zlib';
import { noReports, type SessionReports } from '../../core/batch/batch.ts';
import type { BatchFormat } from '../../core/batch/batch-format.ts';
import { CborError, type CborLimits, type CborValue, decodeCbor, encodeCbor } from '../../core/batch/cbor.ts';
import { MAX_COUNT } from '../../core/batch/limits.ts';
import { Invalid } from '../../core/batch/problem.ts';
import { between, having, isRecord, isText, type Shape, within } from '../../core/batch/shapes.ts';
import { usageRows } from '../../core/batch/usage-codec.ts';
import { type CollectingLevel, collectingLevels } from '../../core/consent/levels.ts';
import { swallowed } from '../../core/debug.ts';
import type { ErrorSnapshot } from '../../core/errors/error-counter.ts';
import { type LogLine, MAX_LOG_LINES } from '../../core/logs/log-lines.ts';
import type { Context, Dropped, Envelope, UsageEvent } from '../../core/registry/registry.ts';
import { type Disk, readOwn, writeAll } from '../files/disk.ts';

/** What holds for a whole session; written once, when its log is opened. */
export interface SessionHeader {
  /** Random; batch ids are derived from it. Never leaves the computer. */
  readonly sessionId: string;
  /**
   * Counts the sessions of this profile, whichever installation they belong to: it names files and so keeps their order.
   * Never leaves the computer, because it would tie one installation to the next.
   */
  readonly run: number;
  readonly envelope: Omit<Envelope, 'batch' | 'sequence' | 'end'>;
  readonly context: Context;
}

/** A session as read back from its log. */
export interface RecordedSession {
  readonly header: SessionHeader;
  readonly usage: readonly UsageEvent[];
  readonly dropped: Dropped;
  readonly reports: SessionReports;
  /** `killed` when no end was written. */
  readonly end: 'quit' | 'killed';
  /** The log had bytes that are no record: the end of a write that a crash cut off, or damage. */
  readonly damaged: boolean;
  /** A newer version of the app has recorded it, and this one does not know all that it may say. */
  readonly isNewer?: boolean;
}

type LogRecord =
  /** With the revisions of the registry and of the product's words by which the session is recorded. */
  | { readonly header: SessionHeader; readonly registry: number; readonly words: number }
  /** Packed as in a batch; the first time counts from the session's start. */
  | { readonly usage: readonly CborValue[] }
  | { readonly dropped: Dropped }
  /** Of these two, each holds for the whole session so far: the last one of a group counts. */
  | { readonly reports: Partial<SessionReports> }
  | { readonly errors: ErrorSnapshot }
  | { readonly line: LogLine }
  | { readonly end: 'quit' };

/**
 * What of a header is looked at before anything is made of it, because it names files and says how the rest is read. Its other
 * fields are the registry's matter, like the records'.
 */
const isHeader: Shape<unknown> = having({
  sessionId: isText,
  run: between(0, MAX_COUNT),
  envelope: having({ level: within(collectingLevels) }),
  context: isRecord,
});

/** Each record is framed by its length and CRC-32, both 32 bits, big-endian. */
const FRAME_BYTES = 8;
const MAX_RECORD_BYTES = 1024 * 1024;

/**
 * What a record can hold at most. Its values stand with their names, and so are at most some three for each of a batch;
 * four times as many, because a log of another version may hold more.
 */
function recordLimits({ limits }: BatchFormat): CborLimits {
  return { depth: 8, items: 4 * limits.items, textBytes: limits.textBytes };
}

/**
 * Largest log that is read, in bytes: 200 000 events one by one take some 6 MB, and what was measured in a month, which is
 * written some 800 times (MEASURES_WRITE_PART), a few more.
 */
const MAX_LOG_BYTES = 64 * 1024 * 1024;

/**
 * The crash-safe log of one session. A record is handed to the operating system before `append` returns, so it
 * survives the end of the process however that comes; it is not forced to the disk, because a session's usage is not
 * worth a wait for the user. Sealed batches are.
 */
export class SessionLog {
  readonly file: string;
  readonly #disk: Disk;
  readonly #format: BatchFormat;
  readonly #level: CollectingLevel;
  #descriptor: number | undefined;
  #length = 0;
  /** Half a record could not be taken back: what came after it could not be read. */
  #broken = false;

  /** @throws when the file exists or cannot be made: two sessions must never share a log. */
  constructor(disk: Disk, directory: string, header: SessionHeader, format: BatchFormat) {
    this.#disk = disk;
    this.#format = format;
    this.#level = header.envelope.level;
    disk.makeFolder(directory);
    this.file = path.join(directory, `${String(header.run).padStart(10, '0')}.log`);
    this.#descriptor = disk.open(this.file, 'new');
    try {
      this.#append({ header, registry: format.revision, words: format.manifest.revision });
    } catch (error) {
      this.close();
      disk.remove(this.file);
      throw error;
    }
  }

  /** @throws when the disk refuses; nothing of the events is then counted as recorded. */
  recordUsage(events: readonly UsageEvent[]): void {
    this.#append({ usage: this.#format.uses.packRows(events, this.#level) });
  }

  recordDropped(dropped: Dropped): void {
    this.#append({ dropped });
  }

  /** Groups as they are in the session so far. */
  recordReports(reports: Partial<SessionReports>): void {
    this.#append({ reports });
  }

  /** What went wrong in the session so far. */
  recordErrors(errors: ErrorSnapshot): void {
    this.#append({ errors });
  }

  recordLine(line: LogLine): void {
    this.#append({ line });
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
    } catch (error) {
      swallowed('client', 'take-back-record', error);
      this.#broken = true;
    }
  }
}

/** Reads a log back, or `undefined` when not even its header can be read, or it is no file. @throws when the disk refuses. */
export function readSessionLog(
  disk: Pick<Disk, 'read'>,
  file: string,
  format: BatchFormat,
): RecordedSession | undefined {
  const bytes = readOwn(disk, file, MAX_LOG_BYTES);
  if (!bytes) return undefined;
  const { records, damaged } = readRecords(bytes, recordLimits(format));
  let sound = !damaged;
  const [first, ...rest] = records;
  if (!first || !('header' in first) || !isHeader(first.header)) return undefined;
  const usage: UsageEvent[] = [];
  const dropped: { -readonly [K in keyof Dropped]: number } = {};
  const lines: LogLine[] = [];
  let reports = noReports;
  let end: RecordedSession['end'] = 'killed';
  const lose = (losses: Dropped) => {
    for (const [name, count] of Object.entries(losses)) {
      const reason = name as keyof Dropped;
      if (count > 0) dropped[reason] = Math.min(MAX_COUNT, (dropped[reason] ?? 0) + count);
    }
  };
  let unreported = 0;
  for (const record of rest) {
    if ('usage' in record) {
      const rows = readUsage(format, first.header.envelope.level, record.usage);
      usage.push(...(rows ?? []));
      sound &&= rows !== undefined;
    } else if ('dropped' in record) lose(record.dropped);
    else if ('reports' in record) reports = { ...reports, ...record.reports };
    else if ('line' in record) lines.push(record.line);
    else if ('end' in record) end = record.end;
    else if ('errors' in record) {
      reports = { ...reports, errors: record.errors.reports };
      unreported = record.errors.dropped;
    }
  }
  // The newest lines tell what led to the end.
  const logs = lines.slice(-MAX_LOG_LINES);
  lose({ 'errors-full': unreported, 'log-full': lines.length - logs.length });
  const isNewer = first.registry > format.revision || first.words > format.manifest.revision;
  return { header: first.header, usage, dropped, reports: { ...reports, logs }, end, damaged: !sound, isNewer };
}

/** `undefined` for what another version of the app has written in another way. */
function readUsage(format: BatchFormat, level: CollectingLevel, packed: unknown): UsageEvent[] | undefined {
  try {
    return usageRows(format.uses.unpack(packed, { level, revision: format.revision }));
  } catch (error) {
    if (error instanceof Invalid) return undefined;
    throw error;
  }
}

function readRecords(bytes: Buffer, limits: CborLimits): { records: LogRecord[]; damaged: boolean } {
  const records: LogRecord[] = [];
  let position = 0;
  while (position + FRAME_BYTES <= bytes.length) {
    const length = bytes.readUInt32BE(position);
    const end = position + FRAME_BYTES + length;
    if (length > MAX_RECORD_BYTES || end > bytes.length) break;
    const payload = bytes.subarray(position + FRAME_BYTES, end);
    if (crc32(payload) !== bytes.readUInt32BE(position + 4)) break;
    const record = decode(payload, limits);
    if (!record) break;
    records.push(record);
    position = end;
  }
  return { records, damaged: position !== bytes.length };
}

function decode(payload: Buffer, limits: CborLimits): LogRecord | undefined {
  try {
    const record = decodeCbor(payload, limits);
    // Who can write a checksum can write anything; the batch made of it is validated by the registry.
    return isRecord(record) ? (record as unknown as LogRecord) : undefined;
  } catch (error) {
    if (error instanceof CborError) return undefined;
    throw error;
  }
}
