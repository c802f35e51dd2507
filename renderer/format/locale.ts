import { regionalLocale } from '../program/format.ts';

/** The language of the texts with the user's region: English words, Italian dates. */
export const locale = regionalLocale(globalThis.navigator?.language ?? 'en');
