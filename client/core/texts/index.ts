import { openCatalogues } from './catalogues.ts';
import { en } from './en/index.ts';
import { it } from './it/index.ts';
import type { Translate } from './translate.ts';

/** The client's own texts in every language; a product adds its own to them. */
export const clientCatalogues = { en, it } as const;
export type MessageKey = keyof typeof en;

const texts = openCatalogues<typeof en>(clientCatalogues);
export const t: Translate<typeof en>['t'] = texts.t;
export const tn: Translate<typeof en>['tn'] = texts.tn;

/** Whether there is a text of this key; for keys that are made of what the event registry holds. */
export function isMessageKey(key: string): key is MessageKey {
  return Object.hasOwn(en, key);
}
