import { t } from '../messages/index.ts';
import { type CommandId, commands } from './catalogue.ts';

/** The part of a keyboard event that a shortcut depends on; a DOM `KeyboardEvent` fits. */
export interface KeyPress {
  readonly key: string;
  /** Physical key, used so that Shift does not change which shortcut a key means. */
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

export type Platform = 'macos' | 'windows' | 'linux';

interface Shortcut {
  readonly mod: boolean;
  readonly alt: boolean;
  readonly shift: boolean;
  readonly key: string;
}

function parse(shortcut: string): Shortcut {
  const parts = shortcut.split('+');
  const key = parts.pop() ?? '';
  return { mod: parts.includes('Mod'), alt: parts.includes('Alt'), shift: parts.includes('Shift'), key };
}

const bound = commands.flatMap((command) =>
  [...(command.shortcut && !command.nativeShortcut ? [command.shortcut] : []), ...(command.also ?? [])].map(
    (shortcut) => ({ id: command.id, shortcut: parse(shortcut) }),
  ),
);

/** The command that a key press means, or `undefined`. */
export function commandForKey(press: KeyPress, platform: Platform): CommandId | undefined {
  const mod = platform === 'macos' ? press.metaKey : press.ctrlKey;
  const otherMod = platform === 'macos' ? press.ctrlKey : press.metaKey;
  if (otherMod) return undefined;
  return bound.find(
    ({ shortcut }) =>
      shortcut.mod === mod &&
      shortcut.alt === press.altKey &&
      shortcut.shift === press.shiftKey &&
      isKey(shortcut.key, press),
  )?.id;
}

function isKey(key: string, press: KeyPress): boolean {
  if (press.key.toUpperCase() === key.toUpperCase()) return true;
  // With Shift or Alt held the typed character differs; the physical key still tells letters and digits apart.
  return press.code === `Key${key}` || press.code === `Digit${key}`;
}

const macGlyphs: Readonly<Record<string, string>> = { Mod: '⌘', Alt: '⌥', Shift: '⇧' };
const macOrder = ['Alt', 'Shift', 'Mod'];

/** Names of the modifier keys, except on macOS; a key that keeps its English name everywhere is not listed. */
const keyNames: Readonly<Record<string, () => string>> = {
  Mod: () => 'Ctrl',
  Shift: () => t('key.shift'),
  Space: () => t('key.space'),
  Delete: () => t('key.delete'),
  ContextMenu: () => t('key.menu'),
  Enter: () => t('key.enter'),
};

/** The shortcut as people of that platform and language read it: "⇧⌘P", "Ctrl+Shift+P", "Ctrl+Maiusc+P". */
export function formatShortcut(shortcut: string, platform: Platform): string {
  const parts = shortcut.split('+');
  const key = parts.pop() ?? '';
  if (platform !== 'macos') return [...parts, key].map((part) => keyNames[part]?.() ?? part).join('+');
  return `${macOrder
    .filter((part) => parts.includes(part))
    .map((part) => macGlyphs[part])
    .join('')}${key}`;
}

/** The shortcut as an Electron accelerator. */
export function toAccelerator(shortcut: string): string {
  return shortcut.replace('Mod', 'CommandOrControl').replace(/=$/, 'Plus');
}
