import { constants, type Stats } from 'node:fs';
import { access, readdir, stat, statfs } from 'node:fs/promises';
import path from 'node:path';
import { BackupPlaces, logFile } from '../backup/places.ts';
import type { JournalFiles } from '../journal/files.ts';
import { findRecord, parseRecords } from '../journal/record.ts';
import { listSegments, segmentFile } from '../journal/segments.ts';
import { MAX_JOURNAL_BYTES } from '../limits.ts';
import { messageOf } from '../message-of.ts';

/** What was found about one thing, in a sentence, and what to do when it is not well. */
export interface Finding {
  readonly about: string;
  /** `look`: it works, and somebody should look at it. */
  readonly is: 'ok' | 'look' | 'bad';
  readonly says: string;
  readonly todo?: string;
}

const ok = (about: string, says: string): Finding => ({ about, is: 'ok', says });
const look = (about: string, says: string, todo: string): Finding => ({ about, is: 'look', says, todo });
const bad = (about: string, says: string, todo: string): Finding => ({ about, is: 'bad', says, todo });

/** Less than this left, in bytes, and batches are soon refused: a merge of the store needs some of it. */
const LEAST_SPACE = 1024 ** 3;

/** A file that is newer than the clock by this much, in milliseconds, was not written by a clock that is right now. */
const CLOCK_TOLERANCE_MS = 5 * 60_000;

const DAY_MS = 86_400_000;

/** The folder, and who may look into it. `undefined` in place of `uid` where there are no such numbers. */
export function folderFinding(dataDir: string, found: Pick<Stats, 'mode' | 'uid'>, uid: number | undefined): Finding {
  if (uid !== undefined && found.uid !== uid)
    return bad('folder', `${dataDir} belongs to another user`, 'run this, and the collector, as the user that owns it');
  if ((found.mode & 0o077) !== 0)
    return bad(
      'folder',
      `others can look into ${dataDir}`,
      `chmod 700 ${dataDir}: keys of the dashboard and batches are in it`,
    );
  return ok('folder', `${dataDir} is its owner's alone`);
}

/** @param node "24.1.0" */
export function versionFinding(node: string, collector: string): Finding {
  const said = `collector ${collector}, Node ${node}`;
  return Number(node.split('.')[0]) >= 24 ? ok('versions', said) : bad('versions', said, 'install Node 24 or newer');
}

/** @param newest when a file of the folder was written last, and `now`, in milliseconds since 1970-01-01. */
export function clockFinding(newest: number, now: number): Finding {
  const says = `it is ${new Date(now).toISOString().slice(0, 16)} UTC`;
  if (newest - now > CLOCK_TOLERANCE_MS)
    return bad(
      'clock',
      `${says}, and files are from ${new Date(newest).toISOString().slice(0, 16)}`,
      'set the clock: days of receipt, retention and erasures go by it',
    );
  if (newest > 0 && now - newest > 400 * DAY_MS)
    return look('clock', `${says}, and nothing was written for over a year`, 'if that cannot be, set the clock');
  return ok('clock', says);
}

/** @param free bytes that the collector may still write, of `all`. */
export function spaceFinding(free: number, all: number): Finding {
  const gib = (bytes: number) => (bytes / 1024 ** 3).toFixed(1);
  const says = `${gib(free)} of ${gib(all)} GiB are free`;
  if (free < LEAST_SPACE) return bad('disk', says, 'make room: batches are refused when the disk is full');
  if (free < MAX_JOURNAL_BYTES)
    return look('disk', says, 'make room: the journal may need 4 GiB while the store is away');
  return ok('disk', says);
}

export async function findFolder(dataDir: string): Promise<Finding> {
  try {
    const found = await stat(dataDir);
    if (!found.isDirectory()) return bad('folder', `${dataDir} is no folder`, 'name the data folder with --data');
    await access(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
    return folderFinding(dataDir, found, process.getuid?.());
  } catch (error) {
    return bad(
      'folder',
      `${dataDir} cannot be used: ${messageOf(error)}`,
      'start a collector on it, or restore a backup',
    );
  }
}

export async function findSpace(dataDir: string): Promise<Finding> {
  const { bavail, blocks, bsize } = await statfs(dataDir);
  return spaceFinding(bavail * bsize, blocks * bsize);
}

export async function findClock(dataDir: string, now: number): Promise<Finding> {
  const names = await readdir(dataDir);
  const times = await Promise.all(
    names.map((name) =>
      stat(path.join(dataDir, name)).then(
        ({ mtimeMs }) => mtimeMs,
        () => 0,
      ),
    ),
  );
  return clockFinding(Math.max(0, ...times), now);
}

/** Reads every record and changes nothing; what the collector sets aside at its start is found, and what it has set aside. */
export async function findJournal(files: JournalFiles, directory: string): Promise<Finding> {
  const names = await files.list(directory).catch((): string[] => []);
  let records = 0;
  let damaged = 0;
  for (const segment of await listSegments(files, directory).catch((): number[] => [])) {
    for (let bytes = await files.read(segmentFile(directory, segment), 0); bytes.length > 0; ) {
      const { records: read, end } = parseRecords(bytes);
      records += read.length;
      bytes = bytes.subarray(end);
      if (bytes.length === 0) break;
      const next = findRecord(bytes) ?? bytes.length;
      damaged += next;
      bytes = bytes.subarray(next);
    }
  }
  const says = `${records} batches in the journal`;
  if (damaged > 0)
    return look(
      'journal',
      `${says}, and ${damaged} bytes that are no record`,
      'check the disk; they are set aside at the next start',
    );
  const aside = names.filter((name) => name.endsWith('.damaged')).length;
  if (aside > 0)
    return look(
      'journal',
      `${says}; ${aside} damaged pieces were set aside`,
      `check the disk, then delete journal/*.damaged: they are not erased with their installations`,
    );
  return ok('journal', says);
}

export async function findUnreadable(directory: string): Promise<Finding> {
  const names = await readdir(directory).catch((): string[] => []);
  if (names.length === 0) return ok('unreadable', 'no batch was set aside');
  return look(
    'unreadable',
    `${names.length} batches were set aside`,
    'their words were not known, or the engine refused them: each start and each hour tries them again, up to three times where the engine refused them; delete them when they are not needed',
  );
}

export async function findBackups(dataDir: string): Promise<readonly Finding[]> {
  try {
    const { all } = await BackupPlaces.open(dataDir, () => 0);
    if (all.length === 0)
      return [
        look('backups', 'there are none', 'candor-collector backup FOLDER makes one, also while the collector runs'),
      ];
    return await Promise.all(
      all.map(async (place) => {
        try {
          await access(logFile(place), constants.W_OK);
          return ok('backups', `${place.folder} can be written: erasures reach it`);
        } catch (error) {
          return bad(
            'backups',
            `${place.folder} cannot be written: ${messageOf(error)}`,
            'erasures are answered 503 until it can be; mount it, or give it up with backup --forget',
          );
        }
      }),
    );
  } catch (error) {
    return [bad('backups', messageOf(error), 'put the file back from a backup')];
  }
}

/**
 * @param ask what a collector that runs says of its store; `undefined` when none runs.
 * @param open opens the store, asks it something and closes it.
 */
export async function findStore(
  store: string,
  ask: () => Promise<string | undefined>,
  open: () => Promise<string>,
): Promise<Finding> {
  try {
    const said = await ask();
    if (said !== undefined) return ok('store', `a collector runs, and its store answers: ${said}`);
  } catch (error) {
    return bad(
      'store',
      `a collector runs, and its store does not answer: ${messageOf(error)}`,
      'see what it says on standard error',
    );
  }
  const isThere = await access(store).then(
    () => true,
    () => false,
  );
  if (!isThere) return look('store', 'there is none yet', 'start a collector on the folder');
  try {
    return ok('store', `no collector runs; the store answers: ${await open()}`);
  } catch (error) {
    return bad('store', `the store cannot be opened: ${messageOf(error)}`, 'end what uses it, or restore a backup');
  }
}

/** Of tables in a ClickHouse. */
export const backedUpThere: Finding = look(
  'backups',
  'the tables are in a ClickHouse, and no backup of ours has them',
  'see that it is backed up there; candor-collector export copies all that is kept to a folder',
);

/**
 * @param url of the server, without user and password.
 * @param ask the server whether it can be used, and what is in its tables.
 */
export async function findServer(url: string, ask: () => Promise<string>): Promise<Finding> {
  try {
    return ok('store', `ClickHouse at ${url} answers: ${await ask()}`);
  } catch (error) {
    const why = messageOf(error);
    if (/UNKNOWN_TABLE|UNKNOWN_DATABASE/.test(why))
      return look('store', `ClickHouse at ${url} has no tables of a collector yet`, 'start a collector with it');
    return bad('store', `ClickHouse at ${url} cannot be used: ${why}`, 'see to the server, its users and its address');
  }
}
