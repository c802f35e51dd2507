import type { Compiled, Treatment } from './grammar.ts';
import { secrecyOf } from './secret-names.ts';
import { MASK } from './secret-shapes.ts';

/** How far each of a program's rows of words (`alias set _ _ * *`) has been met. */
export type Progress = number[];

/** What becomes of a word by the rows: masked whole, treated in a way, or nothing. */
export type RowVerdict = { readonly masked: string } | { readonly treatment: Treatment } | undefined;

const anchored = (row: readonly string[]) => row[0] === '_' || row[0] === '*';
/** An anchored row that did not fit, or is over. */
const DONE = -1;

/** Of a text inside of an argument: what is counted from the program's name does not begin there. */
export function progressInside(grammar: Compiled): Progress {
  return grammar.words.map((row) => (anchored(row) ? DONE : 0));
}

/** Moves every row on by one word of the command line, without its quotes. */
export function stepRows(grammar: Compiled, progress: Progress, word: string): RowVerdict {
  let verdict: RowVerdict;
  for (let at = 0; at < grammar.words.length; at++) {
    const row = grammar.words[at] ?? [];
    const found = stepRow(row, progress, at, word);
    verdict ??= found;
  }
  return verdict;
}

function stepRow(row: readonly string[], progress: Progress, at: number, word: string): RowVerdict {
  const place = progress[at] ?? 0;
  if (place === DONE) return undefined;
  const option = isOption(word);
  const gap = row[place] === '…' ? 1 : 0;
  const token = row[place + gap] ?? '';
  const advance = (to: number) => {
    if (to < row.length) progress[at] = to;
    else progress[at] = anchored(row) ? DONE : 0;
  };
  if (token.startsWith('<')) {
    // It stands at the end and fits all words to come.
    progress[at] = place;
    return option ? undefined : { treatment: token.slice(1, -1) as Treatment };
  }
  if (token.startsWith('-') && word.startsWith(`${token}=`) && row[place + gap + 1] === '*') {
    progress[at] = 0;
    return { masked: `${token}=${MASK}` };
  }
  if (fits(token, word, option)) {
    advance(place + gap + 1);
    return token === '*' ? { masked: MASK } : undefined;
  }
  if (option || gap === 1 || anchored(row) || place === 0) return undefined;
  progress[at] = 0;
  // The word that did not go on with the row may begin it anew.
  return stepRow(row, progress, at, word);
}

function fits(token: string, word: string, option: boolean): boolean {
  switch (token) {
    case '_':
      return !option;
    case '*':
      // `net use Z: \\server\share secret`, with and without the letter.
      return !option && !word.startsWith('\\\\');
    case '?':
      return !option && !word.includes('=') && secrecyOf(word) === 'secret';
    default:
      // `-b` of a program stands in a cluster too.
      if (/^-\w$/.test(token)) return /^-\w{1,5}$/.test(word) && word.includes(token.slice(1));
      return token.toLowerCase() === word.toLowerCase();
  }
}

function isOption(word: string): boolean {
  return /^[-/+]-?\w/.test(word) && word.indexOf('/', 1) < 0;
}
