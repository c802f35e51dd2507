import { describe, expect, it } from 'vitest';
import { chooseLanguage, regionalLocale } from '../../../../../client/core/texts/language.ts';

describe('the language of the user interface', () => {
  it.each([
    [['it'], 'it'],
    [['it-CH'], 'it'],
    [['it_IT.UTF-8'], 'it'],
    [['IT-it'], 'it'],
    [['en-GB', 'it'], 'en'],
    [['de', 'it'], 'it'],
    [['de-CH', 'fr-CH', 'it-CH', 'en'], 'it'],
    [['de', 'fr'], 'en'],
    [['ita'], 'en'],
    [['', 'c', 'it'], 'it'],
    [['c', 'en-US'], 'en'],
    [[], 'en'],
  ] as const)('for people who prefer %j is %s', (preferred, language) => {
    expect(chooseLanguage(preferred)).toBe(language);
  });
});

describe('the locale of numbers and dates', () => {
  it.each([
    ['it', ['CH', 'it-IT'], 'it-CH'],
    ['it', ['', 'it-CH', 'it'], 'it-CH'],
    ['en', ['', 'it-IT'], 'en-IT'],
    ['en', ['zh-Hant-TW'], 'en-TW'],
    ['en', ['en-GB-u-hc-h23'], 'en-GB'],
    ['it', ['', 'en-US@posix', 'it'], 'it'],
    ['en', ['', 'c'], 'en'],
    ['en', [], 'en'],
  ] as const)('of %s with %j is %s', (language, hints, locale) => {
    expect(regionalLocale(language, hints)).toBe(locale);
    expect(() => new Intl.NumberFormat(locale)).not.toThrow();
  });
});
