import type { Clock } from 'candor-client/node';
import { MAX_ANSWER_ROWS, PAGE_ROWS, type QueryAnswer } from '../../app/finder/history.ts';
import { compileQuery, neededFields } from '../../app/query/compile.ts';
import { effectiveTime, IMPLICIT_TIME } from '../../app/query/needs.ts';
import { parseQuery } from '../../app/query/parse.ts';
import type { AnswerColumn, ObjectType, Query, Row, TimeRange } from '../../app/query/query.ts';
import { resolveTime, type TimeContext } from '../../app/query/time.ts';
import type { Store } from '../store/store.ts';
import { AskError } from './ask-error.ts';

/** The part of the store that questions about the past are put to. */
type Past = Pick<Store, 'query' | 'gaps'>;

/** Answers questions about the past; keeps the rows of the newest answer of each window, so that it can ask for pages. */
export function createPastAnswers(past: () => Promise<Past | undefined>, clock: Clock, bootedAt: () => number) {
  const kept = new Map<number, { readonly id: number; readonly rows: readonly Row[] }>();
  let next = 1;

  async function query(client: number, text: string, defaultType: ObjectType): Promise<QueryAnswer> {
    const store = await past();
    if (!store) throw new AskError('store');
    const { query } = parseQuery(text, defaultType);
    if (!query) throw new AskError('invalid');
    const began = clock.monotonic();
    const now = clock.now();
    const context = { now, bootedAt: bootedAt() };
    const range = resolveTime(effectiveTime(query) ?? IMPLICIT_TIME, context);
    const { columns, rows } = await rowsOf(store, query, range, context);
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

async function rowsOf(store: Past, query: Query, range: TimeRange, context: TimeContext) {
  let columns: readonly AnswerColumn[] = [];
  const rows = await store.query((relation) => {
    const compiled = compileQuery(query, relation(query.type, range, neededFields(query)), {
      ...context,
      limit: MAX_ANSWER_ROWS + 1,
    });
    columns = compiled.columns;
    return compiled;
  });
  return { columns, rows };
}
