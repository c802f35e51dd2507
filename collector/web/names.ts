import { chooseLanguage, clientOperations, currentLocale, type ProductTitles, systemName } from 'candor-client/core';
import { isMessage, t } from './messages/index.ts';
import type { Dimension } from './routing/scope.ts';

/** What the products call what the figures are of; what none of them has told the collector goes by its id. */
export interface Names {
  readonly products: readonly { readonly id: string; readonly name: string }[];
  /** Ids of the commands of all products, in the products' own order. */
  readonly commands: readonly string[];
  /** Those of one product. */
  commandsOf(product: string): readonly string[];
  /** Without the ellipsis of menus. */
  command(id: string): string;
  operation(id: string): string;
  product(id: string): string;
}

/** The titles in the language of the page. */
export function namesOf(products: readonly ProductTitles[]): Names {
  const language = chooseLanguage([currentLocale()]);
  const names = new Map(products.map(({ id, name }) => [id, name]));
  // Where two products have a word of the same id, the first one names it.
  const titlesOf = (words: 'commands' | 'operations') =>
    new Map(
      products
        .flatMap((product) => product[words])
        .reverse()
        .map(({ id, title }) => [id, title[language].replace(/…$/, '')]),
    );
  const commands = titlesOf('commands');
  const own = Object.entries(clientOperations).map(([id, { title }]) => [id, title[language]] as const);
  const operations = new Map([...own, ...titlesOf('operations')]);
  const idsOf = (some: readonly ProductTitles[]) => [
    ...new Set(some.flatMap((its) => its.commands.map(({ id }) => id))),
  ];
  return {
    products: products.map(({ id, name }) => ({ id, name })),
    commands: idsOf(products),
    commandsOf: (product) => idsOf(products.filter(({ id }) => id === product)),
    command: (id) => commands.get(id) ?? id,
    operation: (id) => operations.get(id) ?? id,
    product: (id) => names.get(id) ?? id,
  };
}

/** A group of commands, "go" of "go.search", as "Go" or "Vai". */
export function groupName(group: string | undefined): string {
  if (group === undefined) return t('table.other-group');
  // Most are menus, which have the same names in all programs; products tell of none.
  const key = `menu.${group}`;
  return isMessage(key) ? t(key) : group.charAt(0).toUpperCase() + group.slice(1);
}

/** What people call a segment of a dimension: "macOS", "Version 1.2.0". */
export function segmentName(dimension: string, segment: string): string {
  if (segment === 'unknown') return t('segment.unknown', { dimension: t(`dimension.${dimension as Dimension}`) });
  if (dimension === 'version') return t('segment.version', { version: segment });
  if (dimension === 'os') return systemName(segment);
  if (dimension === 'distribution' && segment !== 'none') return systemName('linux', segment);
  if (dimension === 'country' || dimension === 'language') return placeName(dimension, segment);
  if (dimension === 'level') return t(segment === 'enhanced' ? 'segment.enhanced' : 'segment.standard');
  return segment;
}

/** A country or a language as it is called in the language of the page; a word that is neither as it is. */
function placeName(dimension: 'country' | 'language', segment: string): string {
  try {
    const type = dimension === 'country' ? 'region' : 'language';
    return new Intl.DisplayNames([currentLocale()], { type }).of(segment) ?? segment;
  } catch {
    return segment;
  }
}

/** What tells errors apart: class and code, as far as there are any. */
export function errorKind({ class: className, code }: { readonly class: string; readonly code: string }): string {
  return [className, code].filter((part) => part !== 'none').join(' ') || t('breaks.crash');
}
