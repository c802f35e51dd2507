import { app } from 'electron';
import { setLanguage } from '../../core/texts/catalogues.ts';
import { chooseLanguage, type Language, regionalLocale } from '../../core/texts/language.ts';

/**
 * Makes main speak the user's language; windows ask for it with `app.info` before they draw. To be called when Electron
 * is ready and nothing has been drawn: before that Electron does not know its locale.
 */
export function setSystemLanguage(): { readonly language: Language; readonly locale: string } {
  // A switch of Chromium's own wins over the system, as it does in Chromium.
  const preferred = [app.commandLine.getSwitchValue('lang'), ...app.getPreferredSystemLanguages()];
  // Electron's own choice comes last: where the system prefers nothing it is American English, whatever the region.
  const language = chooseLanguage([...preferred, app.getLocale()]);
  const locale = regionalLocale(language, [app.getLocaleCountryCode(), app.getSystemLocale(), ...preferred]);
  setLanguage(language, locale);
  return { language, locale };
}

/** Electron does not know its locale yet, so the language is the terminal's (locale(7)), or else the system's. */
export function setTerminalLanguage(environment: Readonly<Record<string, string | undefined>>): void {
  const { LC_ALL = '', LC_MESSAGES = '', LC_TIME = '', LANG = '', LANGUAGE = '' } = environment;
  const system = Intl.DateTimeFormat().resolvedOptions().locale;
  const tag = (locale: string) => locale.replace(/[.@].*$/, '').replace('_', '-');
  const language = chooseLanguage([...LANGUAGE.split(':'), LC_ALL, LC_MESSAGES, LANG, system]);
  setLanguage(language, regionalLocale(language, [tag(LC_ALL), tag(LC_TIME), tag(LANG), system]));
}
