import { formatText } from './format.ts';
import { parseQuery } from './parse.ts';
import type { ObjectType, Query } from './query.ts';

/** One thing that a text may mean. */
export interface Reading {
  readonly kind: 'port' | 'pid' | 'words';
  /** The query in full. */
  readonly text: string;
  readonly query: Query;
}

const HIGHEST_PORT = 65_535;
/** Linux gives no larger PID; Windows and macOS stay below. */
const HIGHEST_PID = 4_194_304;

/**
 * What a text may mean, the likeliest first: a bare number is a listening port, then a PID, then a word that is looked
 * for; `:3000` is a port. Anything else is what the language says it is. Empty when nothing can be read.
 * @param type what words are looked for in
 */
export function readings(text: string, type: ObjectType = 'process'): readonly Reading[] {
  const written = text.trim();
  const [, colon, digits = ''] = /^(:)?(\d{1,7})$/.exec(written) ?? [];
  const number = Number(digits);
  const found: (Reading | null)[] = [];
  if (digits !== '' && number >= 1) {
    if (number <= HIGHEST_PORT) found.push(reading('port', `port port:${number}`));
    if (colon === undefined && number <= HIGHEST_PID) found.push(reading('pid', `process pid:${number}`));
  }
  if (written !== '' && colon === undefined) {
    const words = reading('words', digits === '' ? written : `${type} ${formatText(digits)}`, type);
    found.push(words);
  }
  return found.filter((one) => one !== null);
}

function reading(kind: Reading['kind'], text: string, type?: ObjectType): Reading | null {
  const { query, rewritten } = parseQuery(text, type);
  return query === null ? null : { kind, text: rewritten ?? text, query };
}
