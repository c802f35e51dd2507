import { swallowed } from 'candor-client/core';
import { attempt, type Disk, readOwn, writeWhole } from 'candor-client/main';
import { readAutostartEntry } from './desktop-entry.ts';

/** How the system starts the app at login: `off` also where people have removed or disabled it in the system itself. */
export type LoginState = 'on' | 'off' | 'failed' | 'unsupported';

/** Starting the app at login, as the person chose it. Nothing in it throws. */
export interface LoginStart {
  /** How it stands now in the system. */
  readonly state: LoginState;
  /** The person has just said what they want; what stands in the system gives way. */
  choose(on: boolean): void;
  /**
   * The app has started and is to be started at login: an entry that does not fit it any more is written anew, one that was
   * removed or disabled in the system stays so.
   */
  refresh(): void;
}

/** Whether the app has had itself started at login; kept with the settings. */
export interface LoginMemory {
  get(): boolean;
  set(written: boolean): void;
}

/** Largest entry that is read, in bytes: ours have some 600. */
const MAX_ENTRY_BYTES = 64 * 1024;

interface AutostartParts {
  readonly disk: Disk;
  /** Where the entry stands. */
  readonly file: string;
  readonly entry: string;
  readonly memory: LoginMemory;
}

/** Starts the app by an autostart entry (Linux). */
export function autostartFile({ disk, file, entry, memory }: AutostartParts): LoginStart {
  const wanted = readAutostartEntry(entry);
  let failed = false;
  const read = () => {
    if (!disk.facts(file)) return undefined;
    const bytes = readOwn(disk, file, MAX_ENTRY_BYTES);
    // A link, a folder or something huge is somebody's own, and left as it is.
    if (!bytes) throw new Error('no entry stands in its place');
    return readAutostartEntry(bytes.toString('utf8'));
  };
  const perform = (action: () => void) => {
    try {
      action();
      failed = false;
    } catch (error) {
      swallowed('store', 'write-autostart', error);
      failed = true;
    }
  };
  const write = () => {
    const there = attempt(read);
    if (!there?.enabled || there.exec !== wanted.exec) writeWhole(disk, file, Buffer.from(entry));
    memory.set(true);
  };
  return {
    get state() {
      if (failed) return 'failed';
      try {
        return read()?.enabled ? 'on' : 'off';
      } catch (error) {
        swallowed('store', 'read-autostart', error);
        return 'failed';
      }
    },
    choose: (on) =>
      perform(() => {
        if (on) return write();
        disk.remove(file);
        memory.set(false);
      }),
    refresh: () =>
      perform(() => {
        const there = read();
        const isRespected = there ? !there.enabled : memory.get();
        if (!isRespected) write();
      }),
  };
}

/** The part of Electron's `app` that tells the system's own list of what starts at login. */
export interface LoginItems {
  /** Whether the app is on it and not switched off there. */
  get(): boolean;
  set(on: boolean): void;
}

/** Starts the app by the system's list of login items (macOS, Windows). */
export function loginItem(items: LoginItems, memory: LoginMemory): LoginStart {
  let failed = false;
  const put = (on: boolean) => {
    try {
      items.set(on);
      failed = on && !items.get();
      if (!failed) memory.set(on);
    } catch (error) {
      swallowed('store', 'write-login-item', error);
      failed = true;
    }
  };
  return {
    get state() {
      if (failed) return 'failed';
      return attempt(() => items.get()) ? 'on' : 'off';
    },
    choose: put,
    refresh: () => {
      if (!memory.get()) put(true);
    },
  };
}

/** Where the app cannot be started by itself, as in a build under development. */
export const noLoginStart: LoginStart = { state: 'unsupported', choose: () => {}, refresh: () => {} };
