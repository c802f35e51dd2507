import { readFileSync, renameSync } from 'node:fs';
import path from 'node:path';
import Store from 'electron-store';
import type { z } from 'zod/mini';

/** A small file of settings, validated when read and written atomically. Kept in main only. */
export interface ValueStore<T> {
  get(): T;
  /** @throws when the file cannot be written; the value in memory is then unchanged. */
  set(value: T): void;
  /** The damaged file that was set aside when the store was opened, if there was one. */
  readonly setAside: string | undefined;
}

export interface StoreOptions<T> {
  readonly directory: string;
  /** File name without ".json". */
  readonly name: string;
  /** Format written now; older ones go through `migrations`. */
  readonly format: number;
  /** Turns a value of format n (the key) into one of format n + 1. */
  readonly migrations: Readonly<Record<number, (value: unknown) => unknown>>;
  readonly schema: z.ZodMiniType<T>;
  readonly initial: () => T;
  /** UTC milliseconds, for the name of a file that is set aside. */
  readonly now: () => number;
}

interface FileContent {
  format: number;
  value: unknown;
}

/**
 * Opens a store. A file that is damaged, of a later format or not valid is renamed to `NAME.damaged-TIME.json` and the
 * store starts from `initial`: the program goes on, and nothing is lost.
 */
export function openStore<T>(options: StoreOptions<T>): ValueStore<T> {
  const { directory, name } = options;
  const found = load(path.join(directory, `${name}.json`), options);
  let value = found.value ?? options.initial();
  let store: Store<FileContent> | undefined;
  const write = (next: T) => {
    store ??= new Store<FileContent>({ cwd: directory, name, clearInvalidConfig: false });
    store.store = { format: options.format, value: next };
  };
  if (found.value === undefined && !found.unreadable) {
    try {
      write(value);
    } catch {
      // A profile that cannot be written: the app runs on values in memory, and `set` says what fails.
    }
  }
  return {
    get: () => value,
    set(next) {
      write(next);
      value = next;
    },
    setAside: found.setAside,
  };
}

/**
 * Reads the file before electron-store sees it: its constructor repairs some damaged files in place, and what was
 * there would be lost.
 */
function load<T>(file: string, options: StoreOptions<T>): { value?: T; setAside?: string; unreadable?: true } {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    // What is there may be a No: a disk that cannot be read now must not cost it.
    return { unreadable: true };
  }
  try {
    return { value: read(JSON.parse(text) as FileContent, options) };
  } catch {
    const setAside = file.replace(/json$/, `damaged-${options.now()}.json`);
    try {
      renameSync(file, setAside);
      return { setAside };
    } catch {
      return {};
    }
  }
}

/** @throws when the content is not of a known format or not valid. */
function read<T>(content: FileContent, options: StoreOptions<T>): T {
  let { format, value } = content;
  while (format !== options.format) {
    const migrate = options.migrations[format];
    if (!migrate) throw new Error(`unknown format of ${options.name}`);
    value = migrate(value);
    format++;
  }
  return options.schema.parse(value);
}
