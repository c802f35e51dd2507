/** Languages that the user interface speaks. The first one is for everybody who prefers none of them. */
export const languages = ['en', 'it'] as const;
export type Language = (typeof languages)[number];

/**
 * The first of a person's preferred languages that the user interface speaks, else English.
 * @param preferred language tags, the most preferred first; what is no tag, such as POSIX's "c", is passed over
 */
export function chooseLanguage(preferred: readonly string[]): Language {
  for (const tag of preferred) {
    const spoken = tag.toLowerCase().split(/[-_.@]/)[0];
    const known = languages.find((language) => language === spoken);
    if (known) return known;
  }
  return languages[0];
}

/** A region, alone or at the end of a language tag. POSIX's "en-US@posix" is the setting of nobody and has none. */
const region = /^(?:[a-z]{2,3}(?:-[A-Z][a-z]{3})?-)?([A-Z]{2})(?:-u-[a-z0-9-]+)?$/;

/**
 * The language with the region where it is read, for numbers and dates: English words and Italian dates are "en-IT".
 * @param hints regions or tags with a region, the most telling first
 * @returns a BCP 47 tag; the bare language when no hint names a region
 */
export function regionalLocale(language: Language, hints: readonly string[]): string {
  for (const hint of hints) {
    const found = region.exec(hint)?.[1];
    if (found) return `${language}-${found}`;
  }
  return language;
}
