import { currentLocale } from 'candor-client/core';

/**
 * A formatter of the language and region in use. It is made when it is first asked for: the language is not known yet
 * when modules load, and many formatters are never needed in a window.
 */
export function inLocale<T>(make: (locale: string) => T): () => T {
  let made: { readonly locale: string; readonly formatter: T } | undefined;
  return () => {
    const locale = currentLocale();
    if (made?.locale !== locale) made = { locale, formatter: make(locale) };
    return made.formatter;
  };
}
