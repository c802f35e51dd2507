import { unreadable } from './characters.ts';
import { Faults, type QueryError } from './errors.ts';
import { MAX_QUERY_LENGTH } from './limits.ts';
import { needsHistory } from './needs.ts';
import type { ObjectType, Query } from './query.ts';
import { type FieldUse, impliedType, TermResolver } from './resolve.ts';
import { resolveSteps } from './resolve-steps.ts';
import { resolveTimeClause } from './resolve-time.ts';
import { rewriteForeign } from './rewrite.ts';
import { readSyntax } from './syntax.ts';
import type { TokenDraft } from './syntax-tree.ts';
import type { Token } from './tokens.ts';

export interface Parsed {
  /** `null` when there are errors. */
  readonly query: Query | null;
  readonly tokens: readonly Token[];
  /** In the order of the text; at most 16 are told. */
  readonly errors: readonly QueryError[];
  /**
   * The text in this language, when it was written in another (KQL, NQL). It then stands in the place of the text:
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
  const rewritten = text.length > MAX_QUERY_LENGTH ? null : rewriteForeign(text);
  if (rewritten === null) return read(text, defaultType);
  return { ...read(rewritten, defaultType), rewritten };
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
  const uses: FieldUse[] = [];
  const terms = new TermResolver(text, type, faults, uses).alternatives(syntax.alternatives);
  const time = syntax.time === null ? null : resolveTimeClause(syntax.time, faults);
  const steps = resolveSteps(syntax.steps, type, faults, uses);
  const query: Query = { type, terms, time, steps };
  if (needsHistory(query)) refuseOfNow(uses, faults);
  const tokens = drafts.map(
    ({ kind, from, to, parts }): Token => ({ kind, from, to, text: text.slice(from, to), parts }),
  );
  const errors = faults.all;
  return { query: errors.length === 0 ? query : null, tokens, errors };
}

/** What only the present knows is no part of a question about the past. */
function refuseOfNow(uses: readonly FieldUse[], faults: Faults): void {
  for (const { field, at } of uses)
    if (field.only === 'now') faults.add(at.from, at.to, 'now-only', { field: field.id });
}
