import { findCommand } from '../../app/commands/catalogue.ts';
import { commandMessages } from '../../app/messages/en/commands.ts';
import { t } from './messages.ts';
import type { CommandRow } from './usage-rows.ts';

/** A command's title in the app, without the ellipsis of menus; its id when this version does not know it. */
export function commandName(id: string): string {
  const command = findCommand(id);
  return command ? commandMessages[`command.${command.id}`].replace(/…$/, '') : id;
}

export function menuName(menu: CommandRow['menu']): string {
  return menu === 'other' ? t('table.other-menu') : commandMessages[`menu.${menu}`];
}

/** A product's name; its id when this version does not know it. */
export function productName(id: string): string {
  return products[id] ?? id;
}

const products: Readonly<Record<string, string>> = {
  'candor-finder': 'Candor Finder',
  'candor-example': 'Candor Example',
};

const systems: Readonly<Record<string, string>> = { windows: 'Windows', macos: 'macOS', linux: 'Linux' };

const distributions: Readonly<Record<string, string>> = {
  debian: 'Debian',
  ubuntu: 'Ubuntu',
  fedora: 'Fedora',
  rhel: 'Red Hat Enterprise Linux',
  arch: 'Arch Linux',
  linuxmint: 'Linux Mint',
  other: 'Linux (other)',
};

/** "Windows", "Debian": what people call the system; proper names, the same in every language. */
export function systemName(os: string, distribution: string): string {
  if (distribution === 'none') return systems[os] ?? os;
  return distributions[distribution] ?? distribution;
}
