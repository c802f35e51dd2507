import type { Command } from '../../app/commands/catalogue.ts';
import { formatShortcut, type Platform } from '../../app/commands/shortcut.ts';
import { t } from '../../app/messages/index.ts';
import type { MenuItem } from './menu-list.tsx';

interface CommandEntry {
  readonly command: Command;
  readonly enabled: boolean;
  /** `undefined` for commands that are neither toggles nor choices. */
  readonly checked: boolean | undefined;
}

/** A command of the catalogue as an item of a menu. */
export function commandItem({ command, enabled, checked }: CommandEntry, platform: Platform): MenuItem {
  const { id, kind, shortcut } = command;
  return {
    kind: 'item',
    id,
    label: t(`command.${id}`),
    shortcut: shortcut && formatShortcut(shortcut, platform),
    spokenShortcut: shortcut?.replace('Mod', platform === 'macos' ? 'Meta' : 'Control'),
    enabled,
    checked,
    exclusive: kind === 'choice',
  };
}
