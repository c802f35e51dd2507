import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { nodeFiles } from '../../../../collector/journal/files.ts';
import { Journal } from '../../../../collector/journal/journal.ts';
import type { JournalRecord } from '../../../../collector/journal/record.ts';
import { Loader, type LoaderSeams } from '../../../../collector/loader/loader.ts';
import { type Progress, readProgress } from '../../../../collector/loader/progress.ts';
import { SetAside } from '../../../../collector/loader/set-aside.ts';
import { WaitingRows } from '../../../../collector/loader/waiting-rows.ts';
import { embedded } from '../../../../collector/storage/layout.ts';
import { RowsRefused, type Storage, StorageUnavailable } from '../../../../collector/storage/storage.ts';

export type Block = readonly Uint8Array[];

/** A storage that remembers its blocks and fails when told to, before or after it has one. */
export class FakeStorage implements Storage {
  readonly blocks: Block[] = [];
  /** Bodies of each block that was tried. */
  readonly attempts: string[][] = [];
  fail: 'no' | 'before' | 'after' = 'no';
  /** Bodies that it never takes, in whatever company, and how it fails then. */
  refused: readonly string[] = [];
  readonly refusal: Error = new RowsRefused('refused');

  async insert(block: Block) {
    this.attempts.push(bodies(block));
    if (bodies(block).some((body) => this.refused.includes(body))) throw this.refusal;
    if (this.fail === 'before') throw new StorageUnavailable('before');
    this.blocks.push(block);
    if (this.fail === 'after') throw new StorageUnavailable('after');
  }

  query = () => Promise.reject(new Error('no queries here'));
  bytes = () => Promise.reject(new Error('no queries here'));
  run = () => Promise.reject(new Error('no statements here'));
  isReady = () => true;
  readonly layout = embedded;
  isWritable = () => Promise.resolve(this.fail === 'no');
  close = () => Promise.resolve();
}

/** The body of a batch stands for its row as well, but for this one that has none, … */
export const UNREADABLE = 'unreadable';

/** … and this one that making a row of fails with. */
export const IMPOSSIBLE = 'impossible';

/** Longer than any test may take. */
export const NEVER_MS = 3_600_000;

/**
 * @param firstPauseMs after a failure.
 * @param intervalMs between two loads without hurry.
 */
export async function openLoader(
  folder: string,
  storage: Storage,
  seams: LoaderSeams = {},
  firstPauseMs = 1,
  intervalMs = 1000,
) {
  const progressFile = path.join(folder, 'progress.json');
  const progress = await readProgress(progressFile);
  const directory = path.join(folder, 'journal');
  const onSetAside = () => expect.unreachable('nothing is damaged');
  const { journal } = await Journal.open({ directory, files: nodeFiles, loaded: progress.loaded, onSetAside });
  const faults: string[] = [];
  const onFault = (message: string) => faults.push(message);
  const retryMs = { first: firstPauseMs, longest: 20 * firstPauseMs };
  const places = { progressFile, setAside: await SetAside.open(folder) };
  const rows = new WaitingRows(1024 * 1024);
  const made: string[] = [];
  let rowMs = 0;
  const makeRow = ({ body }: { readonly body: Uint8Array }) => {
    const text = Buffer.from(body).toString();
    made.push(text);
    if (text === IMPOSSIBLE) throw new Error('no row');
    for (const ends = performance.now() + rowMs; performance.now() < ends; );
    return text === UNREADABLE ? undefined : body;
  };
  const pauses = { retryMs, intervalMs };
  const loader = new Loader({ journal, storage, progress, ...places, ...pauses, rows, makeRow, onFault, seams });
  onTestFinished(() => loader.stop().then(() => journal.close()));
  const stored = () => JSON.parse(readFileSync(progressFile, 'utf8')) as Progress;
  /** Each row takes so long from now on, in milliseconds. */
  const makeSlowly = (milliseconds: number) => {
    rowMs = milliseconds;
  };
  return { journal, loader, rows, made, makeSlowly, faults, stored };
}

let lastNumber = 0;

/** @param unpacked what it unpacks to, in bytes. */
export function recordOf(unpacked = 36): JournalRecord {
  const batch = `00000000-0000-8000-8000-${String(++lastNumber).padStart(12, '0')}`;
  return { batch, day: 20_000, body: Buffer.from(batch), unpacked, sender: 'ab'.repeat(32) };
}

/** @param unpacked what each of them unpacks to, in bytes. */
export async function append(journal: Journal, count: number, unpacked?: number): Promise<string[]> {
  const records = Array.from({ length: count }, () => recordOf(unpacked));
  await Promise.all(records.map((record) => journal.append(record)));
  return records.map(({ batch }) => batch);
}

export const bodies = (block: Block) => block.map((row) => Buffer.from(row).toString());
