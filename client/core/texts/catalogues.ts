import type { Language } from './language.ts';
import { createTranslate, type Translate } from './translate.ts';

interface Speech {
  readonly language: Language;
  readonly locale: string;
}

// Each process tells its language once, before it draws anything; texts are asked for when they are drawn.
let speech: Speech = { language: 'en', locale: 'en' };

/**
 * Chooses the language of every text from now on, whichever catalogue it is of.
 * @param locale BCP 47 tag of that language with the user's region, for numbers and dates
 */
export function setLanguage(language: Language, locale: string = language): void {
  speech = { language, locale };
}

/** The language of the texts. */
export function currentLanguage(): Language {
  return speech.language;
}

/** The language of the texts with the user's region: "en-IT" has English words and Italian dates. */
export function currentLocale(): string {
  return speech.locale;
}

/**
 * The texts of a room, in whatever language is spoken when they are asked for. A translation has the keys of the English
 * catalogue, or it does not compile, and the same parameters; a test sees to that.
 */
export function openCatalogues<C extends Readonly<Record<string, string>>>(
  catalogues: { readonly en: C } & Readonly<Record<Language, Readonly<Record<keyof C, string>>>>,
): Translate<C> {
  let made: (Speech & Translate<C>) | undefined;
  const translate = (): Translate<C> => {
    const { language, locale } = speech;
    if (made?.language !== language || made.locale !== locale) {
      made = { language, locale, ...createTranslate(catalogues[language] as C, locale) };
    }
    return made;
  };
  return {
    t: (key, ...params) => translate().t(key, ...params),
    tn: (key, count, ...params) => translate().tn(key, count, ...params),
  };
}
