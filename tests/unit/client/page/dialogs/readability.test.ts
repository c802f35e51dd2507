import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { finder } from '../../../../../app/finder/product.ts';
import { catalogues } from '../../../../../app/messages/index.ts';
import { clientOperations } from '../../../../../client/core/product/client-words.ts';
import type { DescribedWord } from '../../../../../client/core/product/words.ts';
import { type Language, languages } from '../../../../../client/core/texts/language.ts';
import { finderGroups } from '../../../../support/finder-format.ts';
import { asOneText, fleschKincaidGrade, gulpease, proseOf } from './readability.ts';

/** School years of reading that the English texts may ask for. */
const GRADE = 7;
/** Lowest Gulpease index of the Italian texts. */
const GULPEASE = 60;
/** Words of the longest sentence in the dialogs, in any language. */
const LONGEST = 20;

function texts(language: Language, ...prefixes: string[]): string[] {
  return Object.entries(catalogues[language])
    .filter(([key]) => prefixes.some((prefix) => key.startsWith(prefix)))
    .map(([, text]) => text.replace('{product}', 'Candor Finder').replace(/\{\w+\}/g, 'nine'));
}

/** Why each field of the registry is collected, and each word of the client's and the product's is timed or counted. */
function purposes(language: Language): string[] {
  const fields = Object.values(finderGroups).flatMap((group) => Object.values(group.fields));
  const words = [clientOperations, finder.words.operations].flatMap((list): DescribedWord[] => Object.values(list));
  return [...fields.map(({ texts }) => texts[language][1]), ...words.map(({ purpose }) => purpose[language])];
}

/** Whole sentences alone: labels are so short that they would hide a hard sentence. */
const sentences = (language: Language, ...prefixes: string[]) =>
  asOneText(texts(language, ...prefixes).filter((text) => /[.?]$/.test(text)));

const notice = (file: string) =>
  asOneText(proseOf(readFileSync(new URL(`../../../../../docs/${file}`, import.meta.url), 'utf8')));

describe('the formulas', () => {
  it('measure English as others measure it', () => {
    expect(fleschKincaidGrade('The cat sat on the mat.')).toBeCloseTo(-1.45, 1);
    expect(
      fleschKincaidGrade('The Australian platypus is seemingly a hybrid of a mammal and reptilian creature.'),
    ).toBeGreaterThan(10);
  });

  it('measure Italian as it is defined', () => {
    // 5 words, 17 letters, 1 sentence.
    expect(gulpease('Il gatto è sul tavolo.')).toBeCloseTo(89 + (300 - 170) / 5, 5);
    const officialese =
      'Il trattamento dei dati personali conferiti, finalizzato all’ottimizzazione delle funzionalità applicative, ' +
      'è effettuato subordinatamente all’acquisizione del consenso dell’interessato.';
    expect(gulpease(officialese)).toBeLessThan(30);
  });

  it('read a document without its marks', () => {
    expect(proseOf('# Head\n\nSome **text** with\na [link](x.md).\n\n- one\n- two\n')).toEqual([
      'Some text with a link.',
      'one',
      'two',
    ]);
  });
});

describe('the consent texts', () => {
  it.each([
    ['the question', ['consent.']],
    ['the Help dialog', ['program.', 'level.', 'consent.']],
    ['the state of the program', ['program.state.']],
    ['what the collector holds', ['user-data.']],
    ['the window that shows what is shared', ['shared.lead.']],
  ])('are plain in both languages: %s', (_name, prefixes) => {
    expect(fleschKincaidGrade(asOneText(texts('en', ...prefixes)))).toBeLessThanOrEqual(GRADE);
    expect(fleschKincaidGrade(sentences('en', ...prefixes))).toBeLessThanOrEqual(GRADE);
    expect(gulpease(asOneText(texts('it', ...prefixes)))).toBeGreaterThanOrEqual(GULPEASE);
    expect(gulpease(sentences('it', ...prefixes))).toBeGreaterThanOrEqual(GULPEASE);
  });

  it('are plain in both languages: the reasons for each field and each word', () => {
    expect(fleschKincaidGrade(asOneText(purposes('en')))).toBeLessThanOrEqual(GRADE);
    expect(gulpease(asOneText(purposes('it')))).toBeGreaterThanOrEqual(GULPEASE);
  });

  it('are plain in the privacy notice too', () => {
    expect(fleschKincaidGrade(notice('privacy.md'))).toBeLessThanOrEqual(GRADE);
    expect(gulpease(notice('privacy.it.md'))).toBeGreaterThanOrEqual(GULPEASE);
  });

  it.each(languages)('use no long sentences in %s', (language) => {
    const long = texts(language, 'consent.', 'program.state.', 'shared.lead.')
      .flatMap((text) => text.split(/(?<=[.?])\s/))
      .filter((sentence) => sentence.split(' ').length > LONGEST);
    expect(long).toEqual([]);
  });

  it.each(languages)('do not shout and do not push in %s', (language) => {
    const pushy = texts(language, 'consent.', 'program.', 'level.', 'shared.').filter((text) =>
      /!|please help|recommended|sorry|per favore|ti preghiamo|consigliat|purtroppo/i.test(text),
    );
    expect(pushy).toEqual([]);
  });
});
