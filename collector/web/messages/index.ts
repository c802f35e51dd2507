import { openCatalogues, type Translate } from 'candor-client/core';
import { findingMessages } from './en/findings.ts';
import { frameMessages } from './en/frame.ts';
import { overviewMessages } from './en/overview.ts';
import { pageMessages } from './en/pages.ts';
import { supportMessages } from './en/support.ts';
import { findingMessages as findingItalian } from './it/findings.ts';
import { frameMessages as frameItalian } from './it/frame.ts';
import { overviewMessages as overviewItalian } from './it/overview.ts';
import { pageMessages as pageItalian } from './it/pages.ts';
import { supportMessages as supportItalian } from './it/support.ts';

/** Every text of the dashboard in English. Names of commands are the products' own. */
const en = { ...frameMessages, ...overviewMessages, ...pageMessages, ...supportMessages, ...findingMessages } as const;
export type MessageKey = keyof typeof en;
/** Those of texts that nothing is filled into. */
export type PlainKey = { [K in MessageKey]: (typeof en)[K] extends `${string}{${string}` ? never : K }[MessageKey];

const it = {
  ...frameItalian,
  ...overviewItalian,
  ...pageItalian,
  ...supportItalian,
  ...findingItalian,
} as const satisfies Readonly<Record<MessageKey, string>>;

/** Every text in every language: a translation has the keys of the English one, or it does not compile. */
export const catalogues = { en, it } as const;

/** Whether there is a text for a word that comes from the collector. */
export const isMessage = (key: string): key is PlainKey => Object.hasOwn(en, key);

const texts = openCatalogues<typeof en>(catalogues);
export const t: Translate<typeof en>['t'] = texts.t;
export const tn: Translate<typeof en>['tn'] = texts.tn;
