import { en } from './en/index.ts';
import { it } from './it/index.ts';
import type { Language } from './language.ts';
import { createTranslate, type Translate } from './translate.ts';

export type MessageKey = keyof typeof en;

/** A catalogue in some language: the same keys as English, so that a missing translation does not compile. */
export type Messages = Readonly<Record<MessageKey, string>>;

/** Every text in every language. */
export const catalogues: Readonly<Record<Language, Messages>> = { en, it };

interface Speech {
  readonly language: Language;
  readonly locale: string;
  readonly translate: Translate<typeof en>;
}

// Each process tells its language once, before it draws anything; texts are asked for when they are drawn.
let speech = speechIn('en', 'en');

function speechIn(language: Language, locale: string): Speech {
  // A translation has the same parameters as the English text; a test sees to that.
  return { language, locale, translate: createTranslate(catalogues[language] as typeof en, locale) };
}

/**
 * Chooses the language of every text from now on.
 * @param locale BCP 47 tag of that language with the user's region, for numbers and dates
 */
export function setLanguage(language: Language, locale: string = language): void {
  speech = speechIn(language, locale);
}

/** The language of the texts. */
export function currentLanguage(): Language {
  return speech.language;
}

/** The language of the texts with the user's region: "en-IT" has English words and Italian dates. */
export function currentLocale(): string {
  return speech.locale;
}

/** Whether there is a text of this key; for keys that are made of what the event registry holds. */
export function isMessageKey(key: string): key is MessageKey {
  return Object.hasOwn(en, key);
}

export const t: Translate<typeof en>['t'] = (key, ...params) => speech.translate.t(key, ...params);
export const tn: Translate<typeof en>['tn'] = (key, count, ...params) => speech.translate.tn(key, count, ...params);
