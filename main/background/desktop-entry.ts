/**
 * Entries that start a program at login: Desktop Entry Specification 1.5, Desktop Application Autostart Specification 0.5.
 */

import path from 'node:path';
import { BACKGROUND } from '../opening/command-line.ts';

interface AutostartEntry {
  readonly name: string;
  /** What it is for, by language; the first is the one for all others. */
  readonly comment: readonly (readonly [language: string, text: string])[];
  /** Path of the program; without it the entry does nothing, such as after the program was removed. */
  readonly program: string;
  readonly words: readonly string[];
  /** Name of an icon of the theme. */
  readonly icon: string;
}

/**
 * The words after the program with which the system starts it. It does so in a folder of its choice, so that a profile that
 * was named from another one is named whole.
 * @param started.profile as it was named when the app was started, if it was
 * @param started.app folder of an app that is not packaged
 * @param started.folder where the app was started
 */
export function loginWords(started: {
  readonly profile: string;
  readonly app: string | undefined;
  readonly folder: string;
}): readonly string[] {
  return [
    ...(started.profile ? [`--user-data-dir=${path.resolve(started.folder, started.profile)}`] : []),
    ...(started.app === undefined ? [] : [started.app]),
    BACKGROUND,
  ];
}

/** Characters that have to be quoted within a quoted argument of `Exec`. */
const TO_QUOTE = /["`$\\]/g;

/** The text of an entry. */
export function autostartEntry({ name, comment, program, words, icon }: AutostartEntry): string {
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Version=1.5',
    `Name=${escaped(name)}`,
    ...comment.map(([language, text], at) => `Comment${at === 0 ? '' : `[${language}]`}=${escaped(text)}`),
    `TryExec=${escaped(program)}`,
    `Exec=${execLine([program, ...words])}`,
    `Icon=${escaped(icon)}`,
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n');
}

/** A command as the value of `Exec`: each word quoted, `%` doubled, and then as any text. */
export function execLine(words: readonly string[]): string {
  const quoted = words.map((word) => `"${word.replaceAll('%', '%%').replace(TO_QUOTE, '\\$&')}"`);
  return escaped(quoted.join(' '));
}

/** A text as a value of type string, of which the first space has to be escaped as well. */
function escaped(text: string): string {
  return text
    .replaceAll('\\', '\\\\')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t')
    .replace(/^ /, '\\s');
}

/** What is asked of an entry that is there. */
export interface FoundEntry {
  /** The value of `Exec` as it stands. */
  readonly exec: string | undefined;
  /** Neither deleted (`Hidden`) nor switched off, as the desktops' own settings do it. */
  readonly enabled: boolean;
}

/** Reads an entry; of a key that stands twice the first counts. */
export function readAutostartEntry(text: string): FoundEntry {
  const values = new Map<string, string>();
  let isEntry = false;
  for (const line of text.split(/\r?\n/)) {
    if (line.startsWith('[')) isEntry = line.trim() === '[Desktop Entry]';
    const found = isEntry ? /^([A-Za-z0-9-]+)\s*=\s*(.*)$/.exec(line) : null;
    const [, key, value] = found ?? [];
    if (key !== undefined && value !== undefined && !values.has(key)) values.set(key, value.trimEnd());
  }
  return {
    exec: values.get('Exec'),
    enabled: values.get('Hidden') !== 'true' && values.get('X-GNOME-Autostart-enabled') !== 'false',
  };
}
