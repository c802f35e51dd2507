import { portWritten } from '../../app/query/bare.ts';
import { type Parsed, parseQuery, typeAsked } from '../../app/query/parse.ts';
import type { ObjectType } from '../../app/query/query.ts';

/**
 * Reads the text of the search field where it stands. A search that names no type is about that of the view. This
 * Device has no rows of now: words there look for facts, and anything with a field asks about processes, if they have it.
 */
export function readIn(type: ObjectType, text: string): Parsed {
  const parsed = parseQuery(text, type);
  if (type !== 'device' || isBare(text, parsed)) return parsed;
  return parsed.tokens.some(({ kind }) => kind === 'type') ? parsed : parseQuery(text, 'process');
}

/** What a text asks about where it stands, also while it is still wrong. */
export function typeOfText(type: ObjectType, text: string): ObjectType {
  const { query, tokens } = readIn(type, text);
  const isAsked = query === null && tokens.length > 0;
  return query?.type ?? (isAsked ? typeAsked(text, type === 'device' ? 'process' : type) : type);
}

/** Whether a text is words alone, or nothing: no type, field, time or step. `localhost:3000` is as bare as `3000`. */
export function isBare(text: string, { tokens, errors, rewritten }: Parsed = parseQuery(text)): boolean {
  if (portWritten(text) !== null) return true;
  const words = tokens.every(({ kind }) => kind === 'word' || kind === 'phrase');
  return words && errors.length === 0 && rewritten === undefined;
}
