import type { Clock } from 'candor-client/node';
import { DESKTOP_ENTRIES_KEPT_MS } from '../../limits.ts';
import { namesOrNone, type SystemFiles, textOrNothing } from './system-files.ts';

/** The apps that are installed, as their desktop entries name them; see the Desktop Entry Specification. */
export interface DesktopEntries {
  /** Title of an app by the id of its entry, in any case of letters. */
  byId(id: string): string | undefined;
  /** Title of the app that starts this program, by the last part of its path. */
  byProgram(program: string): string | undefined;
}

/**
 * Read at the first question and then every few minutes: an app that was just installed has its name soon enough.
 * @param home the account's own folder, with entries of its own
 */
export function createDesktopEntries(files: SystemFiles, clock: Clock, home: string): DesktopEntries {
  const folders = [
    `${home}/.local/share/applications`,
    `${home}/.local/share/flatpak/exports/share/applications`,
    '/usr/local/share/applications',
    '/usr/share/applications',
    '/var/lib/flatpak/exports/share/applications',
    '/var/lib/snapd/desktop/applications',
  ];
  let ids = new Map<string, string>();
  let programs = new Map<string, string>();
  let readAt: number | undefined;

  function read(): void {
    const now = clock.monotonic();
    if (readAt !== undefined && now - readAt < DESKTOP_ENTRIES_KEPT_MS) return;
    readAt = now;
    ids = new Map();
    programs = new Map();
    for (const folder of folders) {
      for (const file of namesOrNone(files, folder).filter((name) => name.endsWith('.desktop'))) {
        const entry = parseEntry(textOrNothing(files, `${folder}/${file}`));
        if (!entry) continue;
        // The folder that comes first wins, as it does for desktops.
        const id = file.slice(0, -'.desktop'.length).toLowerCase();
        if (!ids.has(id)) ids.set(id, entry.title);
        if (entry.program !== null && !programs.has(entry.program)) programs.set(entry.program, entry.title);
      }
    }
  }

  return {
    byId(id) {
      read();
      return ids.get(id.toLowerCase());
    },
    byProgram(program) {
      read();
      return programs.get(program);
    },
  };
}

interface Entry {
  readonly title: string;
  /** Last part of the program's path, where the entry is shown to people and the program is its own. */
  readonly program: string | null;
}

/** Programs that start others: they say nothing about the app. */
const starters =
  /^(?:env|sh|bash|dash|flatpak|snap|gtk-launch|xdg-open|pkexec|sudo|gio|dbus-launch|python[\d.]*|perl|java|node|wine)$/;

/** Title and program of the group `[Desktop Entry]`; `undefined` for what is no app. */
export function parseEntry(text: string): Entry | undefined {
  const main = /^\[Desktop Entry\]\n([\s\S]*?)(?=^\[|$(?![\s\S]))/m.exec(text)?.[1] ?? '';
  const value = (key: string) => new RegExp(`^${key}\\s*=\\s*(.*?)\\s*$`, 'm').exec(main)?.[1];
  const title = value('Name');
  if (!title || (value('Type') ?? 'Application') !== 'Application') return undefined;
  const hidden = value('NoDisplay') === 'true' || value('Hidden') === 'true' || value('Terminal') === 'true';
  const [, quoted, plain] = /^(?:"((?:[^"\\]|\\.)*)"|(\S+))/.exec(value('Exec') ?? '') ?? [];
  const program = (quoted ?? plain ?? '').split('/').at(-1) ?? '';
  return { title, program: hidden || program === '' || starters.test(program) ? null : program };
}
