import type { Clock } from 'candor-client/node';
import { type Gap, MAX_ANSWER_ROWS, PAGE_ROWS, type QueryAnswer } from '../../app/finder/history.ts';
import { compileQuery, neededFields } from '../../app/query/compile.ts';
import { parseQuery } from '../../app/query/parse.ts';
import type { ObjectType, Query, Row, TimeRange, Value } from '../../app/query/query.ts';
import { resolveTime } from '../../app/query/time.ts';
import { AskError } from './ask-error.ts';

/** SQL with its parameters, `$1` being the first. */
export interface Statement {
  readonly sql: string;
  readonly parameters: readonly Value[];
}

/** The part of the store that questions about the past are put to. */
export interface Past {
  /** A subquery that has the objects of a type in a range, with the properties that are needed. */
  relation(type: ObjectType, range: TimeRange, needed: ReadonlySet<string>): Statement;
  /** Writes what waits to be written, and runs a statement. @throws when the store refuses it. */
  run(statement: Statement): Promise<Row[]>;
  gaps(range: TimeRange): Promise<readonly Gap[]>;
}

/** Time meant by a question about the past that says none. */
const IMPLICIT_TIME = { kind: 'during', last: 3_600_000 } as const;

/** Answers questions about the past; keeps the rows of the newest answer of each window, so that it can ask for pages. */
export function createPastAnswers(past: () => Past | undefined, clock: Clock, bootedAt: () => number) {
  const kept = new Map<number, { readonly id: number; readonly rows: readonly Row[] }>();
  let next = 1;

  async function query(client: number, text: string, defaultType: ObjectType): Promise<QueryAnswer> {
    const store = past();
    if (!store) throw new AskError('store');
    const { query } = parseQuery(text, defaultType);
    if (!query) throw new AskError('invalid');
    const began = clock.monotonic();
    const now = clock.now();
    const range = resolveTime(query.time ?? IMPLICIT_TIME, { now, bootedAt: bootedAt() });
    const { columns, rows } = await rowsOf(store, query, range, now);
    const id = next++;
    const cut = rows.length > MAX_ANSWER_ROWS;
    if (cut) rows.length = MAX_ANSWER_ROWS;
    kept.set(client, { id, rows });
    return {
      id,
      type: query.type,
      columns,
      total: rows.length,
      cut,
      rows: rows.slice(0, PAGE_ROWS),
      range,
      gaps: await store.gaps(range),
      took: clock.monotonic() - began,
    };
  }

  return {
    query,
    /** Rows of an answer. @throws AskError when another answer has taken its place. */
    page(client: number, answer: number, from: number, count: number): readonly Row[] {
      const held = kept.get(client);
      if (held?.id !== answer) throw new AskError('stale');
      return held.rows.slice(from, from + count);
    },
  };
}

async function rowsOf(store: Past, query: Query, range: TimeRange, now: number) {
  const relation = store.relation(query.type, range, neededFields(query));
  const { columns, ...statement } = compileQuery(query, relation, { now, limit: MAX_ANSWER_ROWS + 1 });
  return { columns, rows: await store.run(statement) };
}
