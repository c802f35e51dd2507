import { clientCatalogues, openCatalogues, type Translate } from 'candor-client/core';
import type { CommandId } from '../commands/catalogue.ts';
import { commandAliases } from './en/command-aliases.ts';
import { commandMessages } from './en/commands.ts';
import { detailMessages } from './en/detail.ts';
import { deviceMessages } from './en/device.ts';
import { factMessages } from './en/facts.ts';
import { gridMessages } from './en/grid.ts';
import { objectMessages } from './en/object.ts';
import { queryMessages } from './en/query.ts';
import { searchMessages } from './en/search.ts';
import { settingsMessages } from './en/settings.ts';
import { shellMessages } from './en/shell.ts';
import { viewMessages } from './en/views.ts';
import { commandAliases as aliasesItalian } from './it/command-aliases.ts';
import { commandMessages as commandItalian } from './it/commands.ts';
import { detailMessages as detailItalian } from './it/detail.ts';
import { deviceMessages as deviceItalian } from './it/device.ts';
import { factMessages as factItalian } from './it/facts.ts';
import { gridMessages as gridItalian } from './it/grid.ts';
import { objectMessages as objectItalian } from './it/object.ts';
import { queryMessages as queryItalian } from './it/query.ts';
import { searchMessages as searchItalian } from './it/search.ts';
import { settingsMessages as settingsItalian } from './it/settings.ts';
import { shellMessages as shellItalian } from './it/shell.ts';
import { viewMessages as viewItalian } from './it/views.ts';

/** Every text of the user interface in English, the language from which the others are translated. */
const en = {
  ...clientCatalogues.en,
  ...commandMessages,
  ...commandAliases,
  ...shellMessages,
  ...searchMessages,
  ...factMessages,
  ...settingsMessages,
  ...queryMessages,
  ...gridMessages,
  ...viewMessages,
  ...detailMessages,
  ...deviceMessages,
  ...objectMessages,
  ...queryMessages,
} as const;
export type MessageKey = keyof typeof en;

const it = {
  ...clientCatalogues.it,
  ...commandItalian,
  ...aliasesItalian,
  ...shellItalian,
  ...searchItalian,
  ...factItalian,
  ...settingsItalian,
  ...queryItalian,
  ...gridItalian,
  ...viewItalian,
  ...detailItalian,
  ...deviceItalian,
  ...objectItalian,
  ...queryItalian,
} as const satisfies Readonly<Record<MessageKey, string>>;

/** Every text in every language: a translation has the keys of the English one, or it does not compile. */
export const catalogues = { en, it } as const;

const texts = openCatalogues<typeof en>(catalogues);
export const t: Translate<typeof en>['t'] = texts.t;
export const tn: Translate<typeof en>['tn'] = texts.tn;

/** Other words by which a command is looked for, the likeliest first; none for commands that need none. */
export function aliasesOf(command: CommandId): readonly string[] {
  const key = `alias.${command}`;
  return isAliasKey(key) ? t(key).split(', ') : [];
}

function isAliasKey(key: string): key is keyof typeof commandAliases {
  return Object.hasOwn(commandAliases, key);
}
