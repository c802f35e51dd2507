import { chooseLanguage, setLanguage } from 'candor-client/core';
import { t } from '../messages/index.ts';

/** Where the browser keeps the language that was chosen here. */
const KEPT = 'candor-language';

export type Language = ReturnType<typeof chooseLanguage>;

/** What each language calls itself. */
const names: Readonly<Record<Language, string>> = { en: 'English', it: 'Italiano' };

/** Speaks the language that was chosen here before, or else the first of the browser's that there is. */
export function openLanguage(): Language {
  const kept = keptLanguage();
  const language = chooseLanguage(kept ? [kept] : navigator.languages);
  speak(language);
  return language;
}

function keptLanguage(): string | null {
  try {
    return localStorage.getItem(KEPT);
  } catch {
    // A browser that keeps nothing.
    return null;
  }
}

/** Numbers and dates go by the region of the browser. */
function speak(language: Language): void {
  const { region } = new Intl.Locale(navigator.language);
  setLanguage(language, region ? `${language}-${region}` : language);
  document.documentElement.lang = language;
}

/** Chooses the language of the page. @param onChange everything has to be drawn anew. */
export function LanguageChoice({ language, onChange }: { language: Language; onChange: (language: Language) => void }) {
  const choose = (chosen: Language) => {
    try {
      localStorage.setItem(KEPT, chosen);
    } catch {
      // It holds until the page is loaded again.
    }
    speak(chosen);
    onChange(chosen);
  };
  return (
    <select
      className="language"
      aria-label={t('language.title')}
      value={language}
      onChange={({ target: { value } }) => choose(chooseLanguage([value]))}
    >
      {Object.entries(names).map(([id, name]) => (
        <option key={id} value={id} lang={id}>
          {name}
        </option>
      ))}
    </select>
  );
}
