import type { AnswerColumn } from '../../app/query/query.ts';
import { type ObjectType, objectTypes, type Query, type Row } from '../../app/query/query.ts';

/** What the results need of the query language; handed in, so that they can be told of a clock. */
export interface QueryLanguage {
  parse(text: string, type: ObjectType): { readonly query: Query; readonly errors: readonly QueryError[] };
  matcher(query: Query): (row: Row) => boolean;
  evaluate(
    query: Query,
    rows: readonly Row[],
    at: { readonly now: number },
  ): { readonly columns: readonly AnswerColumn[]; readonly rows: readonly Row[] };
  needsHistory(query: Query): boolean;
}
export interface QueryError {
  readonly from: number;
  readonly to: number;
}

/** Words alone, until the grammar is here. */
export const language: QueryLanguage = {
  parse(text, type) {
    const words = text.split(/\s+/).filter(Boolean);
    const head = objectTypes.find((known) => known === words[0]);
    const terms = words.slice(head ? 1 : 0).map((word) => ({ kind: 'word', text: word, phrase: false }) as const);
    return { query: { type: head ?? type, terms, time: null, steps: [] }, errors: [] };
  },
  matcher(query) {
    const words = query.terms.flatMap((term) => (term.kind === 'word' ? [term.text.toLowerCase()] : []));
    return (row) =>
      words.every((word) => Object.values(row).some((value) => String(value).toLowerCase().includes(word)));
  },
  evaluate: (_query, rows) => ({ columns: [], rows }),
  needsHistory: (query) => query.time !== null,
};

/** The type that a text asks about; `type` is meant when it names none. */
export function typeOfText(text: string, type: ObjectType): ObjectType {
  return language.parse(text, type).query.type;
}
