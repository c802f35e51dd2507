import { isQuote } from './characters.ts';
import { Faults } from './errors.ts';
import { findField } from './fields.ts';
import type { ObjectType } from './query.ts';
import { readSyntax } from './syntax.ts';
import type { TokenDraft } from './syntax-tree.ts';
import { typeWords } from './type-words.ts';

/** Types whose rows have a name; a bare word with a wildcard is about it. */
const named: readonly ObjectType[] = ['process', 'port', 'connection', 'unit'];

/** Words that are more than what is looked for. */
const meaning = /^(?:or|and|not|at|during|since|changed|compare)$/i;

/**
 * Writes the wildcards of shells and other search fields in this language, where a star is an ordinary character:
 * `fire*` becomes `name~"(?i)^fire"`, `*fire*` becomes `fire`, `path:*.log` becomes `path~"(?i)\.log$"`. `null` when there are
 * none. A star between quotes or in a regular expression stays what it is, as do addresses such as `0.0.0.0:*`.
 */
export function rewriteWildcards(text: string): string | null {
  if (!text.includes('*')) return null;
  const tokens: TokenDraft[] = [];
  const { head } = readSyntax(text, new Faults(text), tokens);
  if (head !== null && !named.includes(head.type)) return null;
  let written = '';
  let at = 0;
  for (const token of tokens) {
    const instead = insteadOf(text, token, head?.type);
    if (instead === null) continue;
    written += text.slice(at, token.from) + instead;
    at = token.to;
  }
  return at === 0 ? null : written + text.slice(at);
}

/** Whether a word or a value without quotes is read as one with wildcards. */
export function hasWildcard(text: string): boolean {
  return /\*/.test(text) && /[\p{L}\p{N}]/u.test(text) && !text.includes(':') && ![...text].some(isQuote);
}

function insteadOf(text: string, token: TokenDraft, type: ObjectType | undefined): string | null {
  const slice = (piece: { readonly from: number; readonly to: number }) => text.slice(piece.from, piece.to);
  if (token.kind === 'word') return insteadOfWord(slice(token), type);
  if (token.kind !== 'field') return null;
  const part = (kind: string) => token.parts.filter((one) => one.kind === kind).map(slice);
  const [field = ''] = part('field');
  const [operator = ''] = part('operator');
  const values = part('value');
  if (![':', '=', '!='].includes(operator) || !values.some(hasWildcard) || !isText(field, type)) return null;
  if (!values.every((value) => value !== '' && ![...value].some(isQuote))) return null;
  const exact = operator !== ':';
  const matched = `${field}~"(?i)${either(values.map((value) => patternOf(value, exact)))}"`;
  return operator === '!=' ? `(-${matched})` : matched;
}

function insteadOfWord(word: string, type: ObjectType | undefined): string | null {
  if (!hasWildcard(word)) return null;
  const [, middle = ''] = /^\*+(\p{L}[\p{L}\p{N}_.-]*)\*+$/u.exec(word) ?? [];
  if (middle !== '' && !meaning.test(middle) && !typeWords.has(middle.toLowerCase())) return middle;
  // Beginnings of addresses stand in other fields than names; a dot in them keeps them from being ports.
  const [, address = ''] = /^(\d[\d.]*\.)\*+$/.exec(word) ?? [];
  if (address !== '') return address;
  const inPath = /[\\/]/.test(word);
  if (inPath && type !== undefined && type !== 'process') return null;
  return `${inPath ? 'path' : 'name'}~"(?i)${patternOf(word, true)}"`;
}

/** A field that holds texts, of the type that is asked about or of any. */
function isText(name: string, type: ObjectType | undefined): boolean {
  const types = type === undefined ? named : [type];
  return types.some((one) => findField(one, name.toLowerCase())?.kind === 'text');
}

/** @param whole a value without wildcards is all of the text, not a part of it. */
function patternOf(value: string, whole: boolean): string {
  const pieces = value.split(/\*+/);
  const inside = pieces.map((piece) => piece.replaceAll(/[\\^$.|?+()[\]{}]/g, '\\$&'));
  if (pieces.length === 1) return whole ? `^${inside.join('')}$` : inside.join('');
  // Parts that are empty are stars at the ends: there the text may go on.
  const begin = inside[0] === '' ? '' : '^';
  const end = inside.at(-1) === '' ? '' : '$';
  return `${begin}${inside.filter((piece) => piece !== '').join('.*')}${end}`;
}

function either(patterns: readonly string[]): string {
  return patterns.length === 1 ? (patterns[0] ?? '') : `(${patterns.join('|')})`;
}
