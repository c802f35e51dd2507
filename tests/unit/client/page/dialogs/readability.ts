/**
 * How easily a text is read, by the formulas that fit the languages of the app. Both count sentences by their end
 * marks, so that a line of a list has to be handed over with a full stop.
 */

const sentencesOf = (text: string) => text.split(/[.?:;]+(?:\s|$)/).filter((sentence) => sentence.trim() !== '');

/**
 * Years of school that an English text asks for: 0.39 words a sentence + 11.8 syllables a word − 15.59.
 * Kincaid, Fishburne, Rogers and Chissom, "Derivation of new readability formulas", Naval Technical Training Command,
 * Research Branch Report 8-75, 1975.
 */
export function fleschKincaidGrade(text: string): number {
  const words = text.match(/[a-z_]+/gi) ?? [];
  const syllableCount = words.reduce((sum, word) => sum + syllables(word), 0);
  return 0.39 * (words.length / sentencesOf(text).length) + 11.8 * (syllableCount / words.length) - 15.59;
}

function syllables(word: string): number {
  const spoken = word
    .toLowerCase()
    .replace(/[^a-z]/g, '')
    .replace(/(?:[^laeiouy]es|[^dt]ed|[^laeiouy]e)$/, '');
  return Math.max(1, spoken.match(/[aeiouy]{1,2}/g)?.length ?? 0);
}

/**
 * The Gulpease index of an Italian text: 89 + (300 sentences − 10 letters) / words. 0 is the hardest and 100 the
 * easiest; below 60 it is hard for people with eight years of school, below 80 for people with five.
 * Lucisano and Piemontese, "GULPEASE: una formula per la predizione della difficoltà dei testi in lingua italiana",
 * Scuola e città 3, 1988, pages 110–124.
 */
export function gulpease(text: string): number {
  const words = text.match(/[\p{L}\p{N}_]+/gu) ?? [];
  const letters = words.join('').length;
  return 89 + (300 * sentencesOf(text).length - 10 * letters) / words.length;
}

/** Lines as one text; each counts as a sentence. */
export function asOneText(lines: readonly string[]): string {
  return lines.map((line) => line.replace(/[^.?]$/, '$&.')).join(' ');
}

/** Paragraphs and list items of a Markdown document as people read them, without headings. */
export function proseOf(markdown: string): string[] {
  return markdown
    .split(/\n\n+|\n(?=- |\d+\. )/)
    .filter((block) => !block.startsWith('#'))
    .map((block) =>
      block
        .replace(/^(?:- |\d+\. )/, '')
        .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
        .replace(/[*`]/g, '')
        .replace(/\s+/g, ' ')
        .trim(),
    )
    .filter((block) => block !== '');
}
