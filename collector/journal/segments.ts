import path from 'node:path';
import { writeAtomically } from '../write-atomically.ts';
import type { JournalFiles } from './files.ts';
import type { Position } from './position.ts';
import { parseRecords, recordBytes } from './record.ts';
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
  readonly waiting: string[];
  /** Whose they are. */
  readonly index: WaitingIndex;
  readonly setAside: SetAside[];
}

/**
 * Reads what an earlier run left: deletes segments that were loaded, and checks every record that was not. A record
 * cut off by a crash was never acknowledged; it and what follows it in its segment are set aside.
 */
export async function recoverSegments(files: JournalFiles, directory: string, loaded: Position): Promise<Recovered> {
  const recovered: Recovered = { ends: new Map(), waiting: [], index: new WaitingIndex(), setAside: [] };
  for (const segment of await listSegments(files, directory)) {
    const file = segmentFile(directory, segment);
    if (segment < loaded.segment) {
      await files.remove(file);
      continue;
    }
    const from = segment === loaded.segment ? loaded.offset : 0;
    const bytes = await files.read(file, from);
    const { records, end, rest } = parseRecords(bytes);
    if (rest !== 'none') recovered.setAside.push(await setAside(files, file, from + end, bytes.subarray(end)));
    recovered.ends.set(segment, from + end);
    let offset = from;
    for (const record of records) {
      recovered.waiting.push(record.batch);
      recovered.index.add(segment, offset, record);
      offset += recordBytes(record);
    }
  }
  return recovered;
}

/** Copies `bytes`, which begin at `offset` of a segment, to a file beside it, then cuts the segment off there. */
export async function setAside(
  files: JournalFiles,
  file: string,
  offset: number,
  bytes: Uint8Array,
): Promise<SetAside> {
  const aside = `${file}.${offset}.damaged`;
  await writeAtomically(aside, bytes);
  await files.truncate(file, offset);
  return { file: aside, bytes: bytes.length };
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

async function listSegments(files: JournalFiles, directory: string): Promise<number[]> {
  const names = await files.list(directory);
  return names
    .map((name) => Number(NAME.exec(name)?.[1]))
    .filter((segment) => !Number.isNaN(segment))
    .sort((a, b) => a - b);
}
