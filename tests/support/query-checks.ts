import { expect } from 'vitest';
import { compileQuery } from '../../app/query/compile.ts';
import { complete } from '../../app/query/complete.ts';
import { type Field, fields, flagsOf } from '../../app/query/fields.ts';
import { formatQuery } from '../../app/query/format.ts';
import { MAX_QUERY_LENGTH } from '../../app/query/limits.ts';
import { type Parsed, parseQuery } from '../../app/query/parse.ts';
import { aggregates, objectTypes, type Query } from '../../app/query/query.ts';
import { NOW } from './query-arbitraries.ts';

const ownNames: ReadonlySet<string> = new Set([
  'key',
  'objects',
  'groups',
  ...objectTypes.flatMap((type) => {
    const list: readonly Field[] = fields[type];
    const figures = list.flatMap(({ id }) => aggregates.map((aggregate) => `${aggregate}(${id})`));
    return [...list.map(({ property }) => property), ...figures, ...flagsOf[type].map((flag) => `is:${flag}`)];
  }),
  'count()',
]);

const ownWords: ReadonlySet<string> = new Set(
  `SELECT FROM WHERE AS AND OR NOT ORDER BY GROUP LIMIT DESC ASC NULLS LAST FILTER IS NULL BETWEEN IN CAST DOUBLE BIGINT
  VARCHAR NULLIF coalesce contains concat_ws lower regexp_matches floor chr count sum avg min max quantile_cont first last true false
  seen`.split(/\s+/),
);

/** Nothing in the SQL of a query comes from its text: names of the catalogue, words of ours, numbers of parameters. */
export function checkSql(query: Query): void {
  const { sql, parameters } = compileQuery(
    query,
    { sql: 'SELECT FROM seen', parameters: [] },
    { now: NOW, limit: 100 },
  );
  const used = new Set<number>();
  const left = sql
    .replaceAll(/"((?:[^"]|"")*)"/g, (_, name: string) => {
      if (!ownNames.has(name)) throw new Error(`a name that is not ours: ${name}`);
      return ' ';
    })
    .replaceAll(/\$(\d+)/g, (_, number: string) => {
      used.add(Number(number));
      return ' ';
    })
    .replaceAll(/''/g, ' ')
    .replaceAll(/\b(?:0\.5|0\.95|0|31|\d)\b/g, ' ')
    .replaceAll(/[a-zA-Z_]+/g, (word) => {
      if (!ownWords.has(word)) throw new Error(`a word that is not ours: ${word}`);
      return ' ';
    });
  if (!/^[\s.,()*=<>|]*$/.test(left)) throw new Error(`what is not ours in: ${sql}`);
  if (used.size !== parameters.length || [...used].some((number) => number < 1 || number > parameters.length))
    throw new Error(`parameters that are not used in: ${sql}`);
}

/** Tokens stand one after the other with blanks between them, and their parts within them. */
export function checkTokens(text: string, { tokens }: Parsed): void {
  let end = 0;
  for (const token of tokens) {
    if (token.from < end || token.to <= token.from || token.to > text.length)
      throw new Error(`a token out of place in ${text}`);
    if (text.slice(end, token.from).trim() !== '') throw new Error(`characters in no token in ${JSON.stringify(text)}`);
    if (token.text !== text.slice(token.from, token.to)) throw new Error(`a token with another text in ${text}`);
    let inside = token.from;
    for (const part of token.parts) {
      if (part.from < inside || part.to > token.to) throw new Error(`a part out of place in ${JSON.stringify(text)}`);
      inside = part.to;
    }
    end = token.to;
  }
  if (text.slice(end).trim() !== '') throw new Error(`characters in no token at the end of ${JSON.stringify(text)}`);
}

/** Whatever the text: it is read or told what is wrong, written and read again, and compiled to SQL without a word of it. */
export function checkText(text: string): void {
  const parsed = parseQuery(text);
  const { query, errors } = parsed;
  const whole = parsed.rewritten ?? text;
  checkTokens(whole, parsed);
  if ((query === null) !== errors.length > 0) throw new Error(`neither read nor wrong: ${JSON.stringify(text)}`);
  for (const { from, to, mend } of errors) {
    if (from < 0 || to < from || from > whole.length || to > whole.length)
      throw new Error(`an error outside of ${JSON.stringify(text)}`);
    if (mend === whole) throw new Error(`a mend that changes nothing: ${JSON.stringify(text)}`);
  }
  if (query === null) return;
  checkSql(query);
  const written = formatQuery(query);
  // With its type and its quotes a text of full length is longer than one may be.
  if (written.length > MAX_QUERY_LENGTH) return;
  const again = parseQuery(written).query;
  if (JSON.stringify(again) !== JSON.stringify(query)) expect({ text, again }).toEqual({ text, again: query });
}

/** Something can be proposed at every caret, and what is proposed takes the place of characters that are there. */
export function checkCompletions(text: string, caret: number): void {
  for (const { from, to, insert } of complete(text, caret)) {
    if (from < 0 || from > caret || to < caret || to > text.length || insert === '')
      throw new Error(`a completion out of place in ${JSON.stringify(text)} at ${caret}`);
  }
}

/** Milliseconds of the processor that this process has had: what a computer does beside the tests is not counted. */
export function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
