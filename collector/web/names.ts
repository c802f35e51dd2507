import type { ProductTitles } from 'candor-client/core';
import { t } from './messages.ts';

/** What the products call what the figures are of; what none of them has told the collector goes by its id. */
export interface Names {
  /** Ids of the commands of all products, in the products' own order. */
  readonly commands: readonly string[];
  /** Without the ellipsis of menus. */
  command(id: string): string;
  product(id: string): string;
}

/** The dashboard is in English, and so are the titles that it takes. */
export function namesOf(products: readonly ProductTitles[]): Names {
  const names = new Map(products.map(({ id, name }) => [id, name]));
  // Where two products have a command of the same id, the first one names it.
  const titles = new Map(
    products
      .flatMap(({ commands }) => commands)
      .reverse()
      .map(({ id, title }) => [id, title.en.replace(/…$/, '')]),
  );
  return {
    commands: [...new Set(products.flatMap(({ commands }) => commands.map(({ id }) => id)))],
    command: (id) => titles.get(id) ?? id,
    product: (id) => names.get(id) ?? id,
  };
}

/** A group of commands, "go" of "go.search", as "Go". */
export function groupName(group: string | undefined): string {
  return group === undefined ? t('table.other-group') : group.charAt(0).toUpperCase() + group.slice(1);
}

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
