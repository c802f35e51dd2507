import path from 'node:path';
import { writeAtomically } from '../own-files.ts';
import type { JournalFiles } from './files.ts';
import type { Position } from './position.ts';
import { type BatchKey, findRecord, parseRecords, recordBytes } from './record.ts';
import { WaitingIndex } from './waiting-index.ts';

const NAME = /^(\d{12})\.journal$/;

/** File of a segment. */
export function segmentFile(directory: string, segment: number): string {
  return path.join(directory, `${String(segment).padStart(12, '0')}.journal`);
}

/** Something in a segment that is no record: what a crash or a disk left of one. */
export interface SetAside {
  /** File that holds the bytes now. */
  readonly file: string;
  readonly bytes: number;
}

export interface Recovered {
  /** Trusted length of each segment, in bytes. */
  readonly ends: Map<number, number>;
  /** Ids of the batches behind `loaded`, in order. */
  readonly waiting: BatchKey[];
  /** Whose they are. */
  readonly index: WaitingIndex;
  readonly gaps: Gaps;
  readonly setAside: SetAside[];
}

/** Bytes of a segment that are no record although records follow them: where they end, by segment and where they begin. */
export type Gaps = Map<number, Map<number, number>>;

export function addGap(gaps: Gaps, segment: number, from: number, to: number): void {
  gaps.set(segment, (gaps.get(segment) ?? new Map()).set(from, to));
}

/**
 * Reads what an earlier run left: deletes segments that were loaded, and checks every record that was not. What is none is
 * set aside: a record cut off by a crash, which was never acknowledged, and one that the disk has changed. Those that
 * follow it are as good as before.
 */
export async function recoverSegments(files: JournalFiles, directory: string, loaded: Position): Promise<Recovered> {
  const recovered: Recovered = {
    ends: new Map(),
    waiting: [],
    index: new WaitingIndex(),
    gaps: new Map(),
    setAside: [],
  };
  for (const segment of await listSegments(files, directory)) {
    const file = segmentFile(directory, segment);
    if (segment < loaded.segment) {
      await files.remove(file);
      continue;
    }
    await recoverSegment(files, file, segment, segment === loaded.segment ? loaded.offset : 0, recovered);
  }
  return recovered;
}

async function recoverSegment(
  files: JournalFiles,
  file: string,
  segment: number,
  from: number,
  { ends, waiting, index, gaps, setAside }: Recovered,
): Promise<void> {
  let bytes = await files.read(file, from);
  let offset = from;
  for (;;) {
    const { records, end, rest } = parseRecords(bytes);
    for (const record of records) {
      waiting.push({ batch: record.batch, sender: record.sender });
      index.add(segment, offset, record);
      offset += recordBytes(record);
    }
    if (rest === 'none') break;
    bytes = bytes.subarray(end);
    const next = findRecord(bytes);
    setAside.push(await putAside(files, file, offset, bytes, next));
    if (next === undefined) break;
    addGap(gaps, segment, offset, offset + next);
    bytes = bytes.subarray(next);
    offset += next;
  }
  ends.set(segment, offset);
}

/**
 * Copies bytes of a segment, which are no record, to a file beside it. Up to the next record, which stays where it is; or
 * all of them, and the segment is cut off there.
 * @param bytes what the segment has from `offset` on.
 * @param next where the next record begins in `bytes`, if any does.
 */
export async function putAside(
  files: JournalFiles,
  file: string,
  offset: number,
  bytes: Uint8Array,
  next: number | undefined,
): Promise<SetAside> {
  const aside = `${file}.${offset}.damaged`;
  const damaged = bytes.subarray(0, next);
  await writeAtomically(aside, damaged);
  if (next === undefined) await files.truncate(file, offset);
  return { file: aside, bytes: damaged.length };
}

/** Whether a few bytes can be put on the disk that the directory is on. */
export async function canWrite(files: JournalFiles, directory: string): Promise<boolean> {
  const probe = path.join(directory, 'probe');
  try {
    await files.remove(probe);
    const file = await files.create(probe);
    try {
      await file.append(Buffer.alloc(4096));
      await file.sync();
    } finally {
      await file.close();
      await files.remove(probe);
    }
    return true;
  } catch {
    return false;
  }
}

/** Numbers of the segments in a directory, in order. */
export async function listSegments(files: JournalFiles, directory: string): Promise<number[]> {
  const names = await files.list(directory);
  return names
    .map((name) => Number(NAME.exec(name)?.[1]))
    .filter((segment) => !Number.isNaN(segment))
    .sort((a, b) => a - b);
}
