import path from 'node:path';
import Store from 'electron-store';
import type { Shape } from '../../core/batch/shapes.ts';
import { debug, swallowed } from '../../core/debug.ts';
import type { DiagnosisFacts } from '../../core/diagnosis/facts.ts';
import type { Disk } from '../files/disk.ts';
import { decodePlainText, isForeign } from '../files/regular-file.ts';

/** A small file of settings, validated when read and written atomically. Kept in main only. */
export interface ValueStore<T> {
  get(): T;
  /** @throws when the file cannot be written, or could not be read ({@link Unreadable}); the value is then unchanged. */
  set(value: T): void;
  /**
   * Sets the file aside, which a full disk takes as well: the next run begins from the initial value. The value of this
   * run stays. @throws as `set` does.
   */
  drop(): void;
  /** What was damaged, or no file, and was set aside when the store was opened, if there was any. */
  readonly setAside: string | undefined;
  /**
   * The file is there and could not be read when the store was opened, so nobody knows its value: `get` gives the initial
   * one, and the file is left as it is in this run.
   */
  readonly unreadable: boolean;
}

/** A value could not be stored, because the former one could not be read and must not be lost. */
export class Unreadable extends Error {
  constructor(name: string) {
    super(`${name}.json could not be read, and is not written over`);
    this.name = 'Unreadable';
  }
}

/** Largest file of a store, in bytes: the consent record with all its history has some 20 000. */
export const MAX_STORE_BYTES = 256 * 1024;

/** Its user alone: the key that erases is among what is stored, and a mask may be anything. */
const FILE_MODE = 0o600;

interface StoreOptions<T> {
  readonly disk: Pick<Disk, 'facts' | 'makeFolder' | 'names' | 'read' | 'remove' | 'rename' | 'requireWritable'>;
  readonly directory: string;
  /** File name without ".json". */
  readonly name: string;
  /** A file of another one is taken for damaged. */
  readonly format: number;
  readonly shape: Shape<T>;
  readonly initial: () => T;
  /** What takes the place of `initial` after a damaged file, from what can still be read in it. */
  readonly salvage?: (text: string) => T;
  /** UTC milliseconds, for the name of a file that is set aside. */
  readonly now: () => number;
  /**
   * What `set` does when the file could not be read: `refuse` throws {@link Unreadable}; `remember` keeps values for this
   * run alone, for what matters less than an app that goes on.
   */
  readonly whenUnreadable?: 'refuse' | 'remember';
}

interface FileContent {
  format: number;
  value: unknown;
}

/**
 * Opens a store. A file that is damaged, of another format or not valid, and whatever stands in its place and is no file,
 * is renamed to `NAME.damaged-TIME.json` and the store starts from `initial`: the program goes on, and nothing is lost.
 * What cannot be read, because it may not be or the disk fails, stays as it is and is never written over.
 */
export function openStore<T>(options: StoreOptions<T>): ValueStore<T> {
  const { disk, directory, name, whenUnreadable = 'refuse' } = options;
  const file = path.join(directory, `${name}.json`);
  removeUnfinished(options);
  const found = load(file, options);
  const { unreadable = false } = found;
  let value = found.value ?? found.salvaged ?? options.initial();
  let store: Store<FileContent> | undefined;
  const write = (next: T) => {
    if (unreadable) throw new Unreadable(name);
    disk.makeFolder(directory);
    // The library would try again and again for a second, in which nothing else goes on.
    disk.requireWritable(directory);
    // The library reads the file when it is made, and gives up on one that was damaged meanwhile. Later it would write to
    // where a link leads.
    if (!store && load(file, options).unreadable) throw new Unreadable(name);
    if ((disk.facts(file)?.kind ?? 'file') !== 'file') moveAside(file, options);
    store ??= new Store<FileContent>({ cwd: directory, name, clearInvalidConfig: false, configFileMode: FILE_MODE });
    const content = { format: options.format, value: next };
    const opened = store;
    outsideOfSnap(() => {
      opened.store = content;
    });
  };
  if (found.value === undefined && !unreadable) {
    try {
      write(value);
    } catch (error) {
      // A profile that cannot be written: the app runs on values in memory, and `set` says what fails.
      swallowed('store', 'write-initial', error);
    }
  }
  return {
    get: () => value,
    set(next) {
      if (!unreadable || whenUnreadable === 'refuse') write(next);
      value = next;
    },
    drop() {
      if (unreadable) throw new Unreadable(name);
      if (disk.facts(file)) moveAside(file, options);
    },
    setAside: found.setAside,
    unreadable,
  };
}

/**
 * Wherever SNAP is set, as in all that is started from within a snap, such as the terminal of an editor, the library
 * writes over the file itself: a full disk or the end of the process would leave half of it, and another name of the
 * file would get it too.
 */
function outsideOfSnap(write: () => void): void {
  const { SNAP } = process.env;
  delete process.env['SNAP'];
  try {
    write();
  } finally {
    if (SNAP !== undefined) process.env['SNAP'] = SNAP;
  }
}

/**
 * Removes files that the library was writing when the process was killed: they never took the place of the store's, so
 * that nobody was told that they are stored, and a No would leave them behind. They are named by its own rule.
 */
function removeUnfinished<T>({ disk, directory, name }: StoreOptions<T>): void {
  const beginning = `${name}.json.tmp-`;
  try {
    for (const other of disk.names(directory)) {
      if (!other.startsWith(beginning) || !/^\d{10}[0-9a-f]{6}$/.test(other.slice(beginning.length))) continue;
      const file = path.join(directory, other);
      if (disk.facts(file)?.kind === 'file') disk.remove(file);
    }
  } catch (error) {
    // Left for the next start.
    swallowed('store', 'remove-unfinished', error);
  }
}

type Loaded<T> = { value?: T; salvaged?: T; setAside?: string; unreadable?: true };

/**
 * Reads the file before electron-store sees it: its constructor repairs some damaged files in place, and what was
 * there would be lost.
 */
function load<T>(file: string, options: StoreOptions<T>): Loaded<T> {
  let bytes: Buffer;
  try {
    bytes = options.disk.read(file, MAX_STORE_BYTES);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    swallowed('store', 'read', error);
    return isForeign(error) ? setAside(file, options) : { unreadable: true };
  }
  try {
    return { value: read(JSON.parse(decodePlainText(bytes)) as FileContent, options) };
  } catch (error) {
    swallowed('store', 'parse', error);
    const { salvage } = options;
    return { ...(salvage && { salvaged: salvage(bytes.toString('latin1')) }), ...setAside(file, options) };
  }
}

/** What cannot be set aside stays, as what cannot be read does. */
function setAside<T>(file: string, options: StoreOptions<T>): Loaded<T> {
  try {
    return { setAside: moveAside(file, options) };
  } catch (error) {
    swallowed('store', 'set-aside', error);
    return { unreadable: true };
  }
}

function moveAside<T>(file: string, { disk, now }: StoreOptions<T>): string {
  const aside = file.replace(/json$/, `damaged-${now()}.json`);
  disk.rename(file, aside);
  debug('store', 'set-aside');
  return aside;
}

/** @throws when the content is of another format, or not valid. */
function read<T>({ format, value }: FileContent, options: Pick<StoreOptions<T>, 'format' | 'shape'>): T {
  if (format === options.format && options.shape(value)) return value;
  throw new Error('not what this store holds');
}

export type StoreFile = DiagnosisFacts['stores'][number];

/** What a look at a store found; `value` when it can be read and is valid. */
interface Peek<T> extends StoreFile {
  readonly value?: T;
}

/** Looks at the file of a store without opening it: nothing is made, moved or mended. */
export function peekStore<T>(
  disk: Pick<Disk, 'facts' | 'read'>,
  file: string,
  expected: Pick<StoreOptions<T>, 'format' | 'shape'>,
): Peek<T> {
  let bytes: Buffer;
  try {
    if (!disk.facts(file)) return { file, state: 'none' };
    bytes = disk.read(file, MAX_STORE_BYTES);
  } catch (error) {
    swallowed('store', 'peek', error);
    return { file, state: isForeign(error) ? 'damaged' : 'unreadable' };
  }
  try {
    return { file, state: 'read', value: read(JSON.parse(decodePlainText(bytes)) as FileContent, expected) };
  } catch (error) {
    swallowed('store', 'peek', error);
    return { file, state: 'damaged' };
  }
}

/** Files of a folder that were damaged and are kept under a name of their own. */
export function filesSetAside(disk: Pick<Disk, 'names'>, folder: string): StoreFile[] {
  return disk
    .names(folder)
    .filter((name) => /\.damaged-\d+\.json$/.test(name))
    .sort()
    .map((name) => ({ file: path.join(folder, name), state: 'set-aside' }));
}
