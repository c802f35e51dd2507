import { afterEach, describe, expect, it } from 'vitest';
import { catalogues, type MessageKey, t, tn } from '../../../../app/messages/index.ts';
import { currentLanguage, currentLocale, setLanguage } from '../../../../client/core/texts/catalogues.ts';
import { languages } from '../../../../client/core/texts/language.ts';
import { createTranslate } from '../../../../client/core/texts/translate.ts';

afterEach(() => setLanguage('en'));

const keys = Object.keys(catalogues.en) as MessageKey[];
const parameters = (text: string) => (text.match(/\{[^{}]*\}/g) ?? []).toSorted();

describe.each(languages)('the catalogue of %s', (language) => {
  const catalogue = catalogues[language];
  const offenders = (bad: (text: string) => boolean) => Object.entries(catalogue).filter(([, text]) => bad(text));

  it('holds texts without stray spaces', () => {
    expect(offenders((text) => text === '' || text !== text.trim() || /\s\s/.test(text))).toEqual([]);
  });

  it('does not shout', () => {
    expect(offenders((text) => text.includes('!'))).toEqual([]);
  });

  it('has typographic apostrophes and quotation marks', () => {
    expect(offenders((text) => /['"`]/.test(text))).toEqual([]);
  });

  it('has balanced braces around names of parameters', () => {
    for (const text of Object.values(catalogue)) expect(text.replace(/\{[a-z]+\}/g, '')).not.toMatch(/[{}]/);
  });

  // Italian has a third form for round millions; no count here comes near, and `other` stands in for it.
  it('has, for every text that depends on a count, a form for one and a form for others', () => {
    const stems = (form: string) => keys.filter((key) => key.endsWith(form)).map((key) => key.slice(0, -form.length));
    expect(stems('.one')).toEqual(
      stems('.other').filter(
        (stem) =>
          !['choice', 'device.figure', 'fact-group', 'list.failed', 'shared.group', 'source.failure'].includes(stem),
      ),
    );
    for (const stem of stems('.one')) {
      expect(catalogue[`${stem}.one` as MessageKey]).not.toBe(catalogue[`${stem}.other` as MessageKey]);
    }
  });
});

describe('the Italian catalogue', () => {
  const { en, it: italian } = catalogues;

  it('has the keys of the English one', () => {
    expect(Object.keys(italian).toSorted()).toEqual(keys.toSorted());
  });

  it('fills in what the English texts fill in', () => {
    for (const key of keys) expect([key, ...parameters(italian[key])]).toEqual([key, ...parameters(en[key])]);
  });

  it('says in Italian what is not the same in both languages', () => {
    /** Names, units and words that Italian has taken over. */
    const shared =
      'account app b bios build chassis chromium cpu electron esc file firmware gib h hardware kernel kib menu mib min no ok pid s standard swap tcp tib udp zombie';
    const words = (text: string) =>
      text
        .replace(/\{\w+\}/g, '')
        .toLowerCase()
        .match(/\p{L}+/gu) ?? [];
    // A search is written alike in every language, and an example of one is a search.
    const untranslated = keys.filter(
      (key) =>
        !key.endsWith('-example') &&
        italian[key] === en[key] &&
        !words(en[key]).every((word) => shared.split(' ').includes(word)),
    );
    expect(untranslated).toEqual([]);
  });

  it('has no English left in it', () => {
    const english =
      /\b(?:the|this|that|is|are|was|of|and|or|not|you|your|what|which|when|how|with|from|for|to|by|on)\b/i;
    /** Without names of parameters and flags of a search, which are the same in every language. */
    const said = (text: string) => text.replace(/\{\w+\}|\bis:\w+/g, '');
    const left = Object.entries(italian).filter(([key, text]) => !key.endsWith('-example') && english.test(said(text)));
    expect(left).toEqual([]);
  });

  it('ends a text as the English one ends: a sentence, a title, a command that asks for more', () => {
    const ending = (text: string) => /[.…?:]$/.exec(text)?.[0] ?? '';
    for (const key of keys) expect([key, ending(italian[key])]).toEqual([key, ending(en[key])]);
  });

  it('puts no article before a date, which would have to be another before 8 and 11', () => {
    const elided = /\b(?:il|dal|del|al|nel|sul) \{date\}/;
    expect(Object.entries(italian).filter(([, text]) => elided.test(text))).toEqual([]);
  });
});

describe('texts', () => {
  it('are filled in, numbers as the language writes them and text as it is', () => {
    expect(t('place.of.process', { shown: 12, total: 1482 })).toBe('12 of 1,482 processes');
    expect(t('detail.pid', { pid: '1482' })).toBe('PID 1482');
  });

  it('take a value that looks like a parameter as it is', () => {
    expect(t('device.no-match', { query: '{query}' })).toBe('No fact matches “{query}”.');
  });

  it('follow the count', () => {
    expect(tn('place.count.process', 1)).toBe('1 process');
    expect(tn('place.count.process', 0)).toBe('0 processes');
    expect(tn('shared.lead.waiting', 0)).toBe('Nothing waits to be sent.');
  });

  it('follow the plural rules of the language', () => {
    const polish = createTranslate(
      { 'x.one': '{count} plik', 'x.few': '{count} pliki', 'x.other': '{count} plików' },
      'pl',
    );
    expect([1, 3, 5].map((count) => polish.tn('x', count))).toEqual(['1 plik', '3 pliki', '5 plików']);
  });

  it('are in the language that was chosen, with numbers as its region writes them', () => {
    setLanguage('it', 'it-CH');
    expect([currentLanguage(), currentLocale()]).toEqual(['it', 'it-CH']);
    expect(tn('place.count.process', 1)).toBe('1 processo');
    expect(tn('place.count.process', 12_000)).toMatch(/^12['’]000 processi$/);
    expect(tn('place.count.process', 2_000_000)).toMatch(/processi$/);
    setLanguage('it');
    expect(tn('place.count.process', 12_000)).toBe('12.000 processi');
    expect(t('consent.yes')).toBe('Sì');
  });
});
