import { unreadable } from './characters.ts';
import { Faults, type QueryError } from './errors.ts';
import { MAX_QUERY_LENGTH } from './limits.ts';
import { nearest } from './nearest.ts';
import { needsHistory } from './needs.ts';
import type { ObjectType, Query } from './query.ts';
import { impliedType, type Resolution, TermResolver } from './resolve.ts';
import { resolveSteps } from './resolve-steps.ts';
import { resolveTimeClause } from './resolve-time.ts';
import { rewriteForeign } from './rewrite.ts';
import { rewriteWildcards } from './rewrite-wildcards.ts';
import { readSyntax } from './syntax.ts';
import type { Syntax, TokenDraft } from './syntax-tree.ts';
import type { Token } from './tokens.ts';
import { typeWords } from './type-words.ts';

export interface Parsed {
  /** `null` when there are errors. */
  readonly query: Query | null;
  readonly tokens: readonly Token[];
  /** In the order of the text; at most 16 are told. */
  readonly errors: readonly QueryError[];
  /**
   * The text in this language, when it was written in another (KQL, NQL) or with wildcards. It then stands in the place of the text:
   * tokens and errors tell characters of it.
   */
  readonly rewritten?: string;
}

/**
 * Reads a query. It never throws, and its time grows with the length of the text alone; more than 4096 characters are
 * an error. The grammar stands in docs/query-language.md.
 * @param defaultType what is asked about when the text does not say so: the type of the view that is shown
 */
export function parseQuery(text: string, defaultType: ObjectType = 'process'): Parsed {
  const rewritten = text.length > MAX_QUERY_LENGTH ? null : (rewriteForeign(text) ?? rewriteWildcards(text));
  if (rewritten === null) return read(text, defaultType);
  return { ...read(rewritten, defaultType), rewritten };
}

/** What a text asks about, also while it is still wrong. */
export function typeAsked(text: string, defaultType: ObjectType = 'process'): ObjectType {
  const syntax = readSyntax(text.slice(0, MAX_QUERY_LENGTH), new Faults(text), []);
  return syntax.head?.type ?? impliedType(syntax, defaultType);
}

function read(text: string, defaultType: ObjectType): Parsed {
  const faults = new Faults(text);
  if (text.length > MAX_QUERY_LENGTH) {
    faults.add(MAX_QUERY_LENGTH, text.length, 'too-long', { most: String(MAX_QUERY_LENGTH) });
    return { query: null, tokens: [{ kind: 'error', from: 0, to: text.length, text, parts: [] }], errors: faults.all };
  }
  const control = unreadable.exec(text);
  if (control !== null) {
    const clean = text.replaceAll(new RegExp(unreadable, 'g'), '');
    faults.add(control.index, control.index + 1, 'unreadable', {}, clean);
  }
  const drafts: TokenDraft[] = [];
  const syntax = readSyntax(text, faults, drafts);
  const type = syntax.head?.type ?? impliedType(syntax, defaultType);
  const resolution: Resolution = { text, type, faults, uses: [], elsewhere: elsewhere(syntax, type, faults) };
  const terms = new TermResolver(resolution).alternatives(syntax.alternatives);
  const time = syntax.time === null ? null : resolveTimeClause(syntax.time, faults);
  const query: Query = { type, terms, time, steps: resolveSteps(syntax.steps, resolution) };
  if (needsHistory(query)) refuseOfNow(resolution, syntax.time?.token ?? null);
  if (syntax.head === null) refuseNearType(drafts, faults);
  const tokens = drafts.map(
    ({ kind, from, to, parts }): Token => ({ kind, from, to, text: text.slice(from, to), parts }),
  );
  const errors = faults.all;
  return { query: errors.length === 0 ? query : null, tokens, errors };
}

/** The text with another type at its head, when that one knows what is asked. */
function elsewhere({ head, ...rest }: Syntax, type: ObjectType, faults: Faults): string | null {
  if (head === null) return null;
  const other = impliedType({ head, ...rest }, type);
  return other === type ? null : faults.with(head.at.from, head.at.to, other);
}

/** What only the present knows is no part of a question about the past. */
function refuseOfNow({ uses, faults }: Resolution, time: TokenDraft | null): void {
  for (const { field, at } of uses) {
    if (field.only !== 'now') continue;
    faults.add(
      at.from,
      at.to,
      'now-only',
      { field: field.id },
      time === null ? null : faults.with(time.from, time.to, ''),
    );
  }
}

/** Before conditions, a first word that is but one letter off the name of a type is not looked for. */
function refuseNearType(drafts: readonly TokenDraft[], faults: Faults): void {
  const [first, ...others] = drafts;
  if (first?.kind !== 'word' || !others.some(({ kind }) => kind === 'field' || kind === 'is' || kind === 'step'))
    return;
  const word = faults.textOf(first);
  if (word.length < 5 || !/^[a-z]+$/i.test(word)) return;
  const meant = nearest(word, typeWords.keys(), 1);
  if (meant === null) return;
  first.kind = 'error';
  faults.add(first.from, first.to, 'type-unknown', { word, type: meant }, faults.with(first.from, first.to, meant));
}
