import { openCatalogues } from './catalogues.ts';
import { en } from './en/index.ts';
import { it } from './it/index.ts';
import type { Language } from './language.ts';
import type { Param, Translate } from './translate.ts';

export type MessageKey = keyof typeof en;

/** The client's own texts in every language; a product adds its own to them. Its type names the English ones once. */
export const clientCatalogues: { readonly en: typeof en; readonly it: Readonly<Record<MessageKey, string>> } = {
  en,
  it,
};

/** Texts by their keys, in every language. */
export type ProductTexts = Readonly<Record<Language, Readonly<Record<string, string>>>>;

let texts = openCatalogues<typeof en>(clientCatalogues);
let known: ProductTexts = clientCatalogues;

/**
 * Hands over what the product calls its own words (`command.<id>`, `operation.<id>`, `log.<code>`), and what its dialogs
 * say instead of the client's own texts. To be called once in each window, before it draws anything.
 */
export function setProductTexts(product: ProductTexts): void {
  known = { en: { ...en, ...product.en }, it: { ...it, ...product.it } };
  texts = openCatalogues<typeof en>(known as typeof clientCatalogues);
}

export const t: Translate<typeof en>['t'] = (key, ...params) => texts.t(key, ...params);
export const tn: Translate<typeof en>['tn'] = (key, count, ...params) => texts.tn(key, count, ...params);

/** The text of a key that is made at run time, such as of a word of the product's; `undefined` when there is none. */
export function textOf(key: string, params: Readonly<Record<string, Param>> = {}): string | undefined {
  return Object.hasOwn(known.en, key) ? texts.t(key as 'common.ok', ...([params] as unknown as [])) : undefined;
}
