import { describe, expect, it } from 'vitest';
import { programMessages } from '../../../../app/messages/en/program.ts';

/** School years of reading that the consent texts may ask for. */
const GRADE = 7;

/** Flesch-Kincaid grade level: 0.39 words a sentence + 11.8 syllables a word − 15.59. */
function grade(text: string): number {
  const sentences = text.split(/[.?:;]+(?:\s|$)/).filter((sentence) => sentence.trim() !== '');
  const words = text.match(/[a-z_]+/gi) ?? [];
  const syllableCount = words.reduce((sum, word) => sum + syllables(word), 0);
  return 0.39 * (words.length / sentences.length) + 11.8 * (syllableCount / words.length) - 15.59;
}

function syllables(word: string): number {
  const spoken = word
    .toLowerCase()
    .replace(/[^a-z]/g, '')
    .replace(/(?:[^laeiouy]es|[^dt]ed|[^laeiouy]e)$/, '');
  return Math.max(1, spoken.match(/[aeiouy]{1,2}/g)?.length ?? 0);
}

/** Texts as one piece; each line of a list counts as a sentence. */
function texts(...prefixes: string[]): string[] {
  return Object.entries(programMessages)
    .filter(([key]) => prefixes.some((prefix) => key.startsWith(prefix)))
    .map(([, text]) => text.replace('{product}', 'Candor Finder').replace(/\{\w+\}/g, 'nine'));
}

const asOneText = (lines: readonly string[]) => lines.map((line) => line.replace(/[^.?]$/, '$&.')).join(' ');

describe('the consent texts', () => {
  it('are measured as others measure them', () => {
    expect(grade('The cat sat on the mat.')).toBeCloseTo(-1.45, 1);
    expect(grade('The Australian platypus is seemingly a hybrid of a mammal and reptilian creature.')).toBeGreaterThan(
      10,
    );
  });

  it('can be read by people with seven years of school', () => {
    expect(grade(asOneText(texts('consent.')))).toBeLessThanOrEqual(GRADE);
    expect(grade(asOneText(texts('program.', 'level.', 'consent.')))).toBeLessThanOrEqual(GRADE);
  });

  it('use no long sentences', () => {
    const long = texts('consent.', 'program.state.', 'shared.lead.')
      .flatMap((text) => text.split(/(?<=[.?])\s/))
      .filter((sentence) => sentence.split(' ').length > 20);
    expect(long).toEqual([]);
  });

  it('do not shout and do not push', () => {
    const pushy = Object.values(programMessages).filter((text) => /!|please help|recommended|sorry/i.test(text));
    expect(pushy).toEqual([]);
  });
});
