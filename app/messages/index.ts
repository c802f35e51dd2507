import { openCatalogues, type Translate } from 'candor-client/core';
import { en } from './en/index.ts';
import { it } from './it/index.ts';

export type MessageKey = keyof typeof en;

/** Every text in every language: a translation has the keys of the English one, or it does not compile. */
export const catalogues = { en, it } as const;

const texts = openCatalogues<typeof en>(catalogues);
export const t: Translate<typeof en>['t'] = texts.t;
export const tn: Translate<typeof en>['tn'] = texts.tn;
