import type { Clock } from 'candor-client/node';
import { MAX_ANSWER_ROWS, PAGE_ROWS, type QueryAnswer } from '../../app/finder/history.ts';
import { takeApart } from '../../app/query/apart.ts';
import { columnsOf } from '../../app/query/columns.ts';
import { compileChosen, compilePlaces, compileQuery, matchedFields, neededFields } from '../../app/query/compile.ts';
import { effectiveTime, IMPLICIT_TIME } from '../../app/query/needs.ts';
import { parseQuery } from '../../app/query/parse.ts';
import type { AnswerColumn, ObjectType, Query, Row, TimeRange } from '../../app/query/query.ts';
import { groupingOf } from '../../app/query/shown.ts';
import { resolveTime, type TimeContext } from '../../app/query/time.ts';
import { runOfPlace } from '../store/relation-held.ts';
import { APART, PLACE, type Store } from '../store/store-api.ts';
import { AskError } from './ask-error.ts';

/** Windows whose answers are kept: one of 100 000 rows takes some 10 MB. */
const MAX_KEPT = 8;

/** The part of the store that questions about the past are put to. */
type Past = Pick<Store, 'query' | 'gaps'>;

/** What is kept of an answer: its rows, or where the store has them. */
type Found =
  | { readonly kind: 'rows'; readonly columns: readonly AnswerColumn[]; readonly rows: readonly Row[] }
  | {
      readonly kind: 'places';
      readonly columns: readonly AnswerColumn[];
      /** Places. */
      readonly rows: readonly number[];
      readonly query: Query;
      readonly range: TimeRange;
    };

/** Answers questions about the past; keeps the newest answer of each window, so that it can ask for pages. */
export function createPastAnswers(past: () => Promise<Past | undefined>, clock: Clock, bootedAt: () => number) {
  const kept = new Map<number, { readonly id: number; readonly found: Found }>();
  let next = 1;

  const opened = async () => {
    const store = await past();
    if (!store) throw new AskError('store');
    return store;
  };

  async function query(client: number, text: string, defaultType: ObjectType): Promise<QueryAnswer> {
    const store = await opened();
    const { query } = parseQuery(text, defaultType);
    if (!query) throw new AskError('invalid');
    const began = clock.monotonic();
    const context = { now: clock.now(), bootedAt: bootedAt() };
    const range = resolveTime(effectiveTime(query) ?? IMPLICIT_TIME, context);
    const all = await find(store, query, range, context);
    const cut = all.rows.length > MAX_ANSWER_ROWS;
    const found = { ...all, rows: all.rows.slice(0, MAX_ANSWER_ROWS) } as Found;
    const id = next++;
    kept.delete(client);
    kept.set(client, { id, found });
    // Windows that are closed are not told of here: the one that has asked longest ago asks anew.
    for (const longestAgo of [...kept.keys()].slice(0, -MAX_KEPT)) kept.delete(longestAgo);
    return {
      id,
      type: query.type,
      columns: found.columns,
      total: found.rows.length,
      cut,
      rows: await pageOf(store, found, 0, PAGE_ROWS),
      range,
      gaps: await store.gaps(range),
      took: clock.monotonic() - began,
    };
  }

  return {
    query,
    /** Rows of an answer. @throws AskError when another answer has taken its place. */
    async page(client: number, answer: number, from: number, count: number): Promise<readonly Row[]> {
      const held = kept.get(client);
      if (held?.id !== answer) throw new AskError('stale');
      return await pageOf(await opened(), held.found, from, count);
    },
  };
}

/**
 * What a query finds. Objects are found by their places first: of a hundred thousand rows people see a few hundred, and
 * sorting all of them with everything that is shown of them takes more memory than the history may have.
 */
async function find(store: Past, query: Query, range: TimeRange, context: TimeContext): Promise<Found> {
  const options = { ...context, limit: MAX_ANSWER_ROWS + 1 };
  const columns = columnsOf(query);
  const { query: asked, tests } = query.type === 'process' ? takeApart(query, APART, context) : { query, tests: [] };
  if (query.type === 'device' || groupingOf(query) !== null) {
    const rows = await store.query((relation) =>
      compileQuery(asked, relation(query.type, range, neededFields(asked), { tests }), options),
    );
    return { kind: 'rows', columns, rows };
  }
  const needed = new Set([...matchedFields(asked), PLACE]);
  const rows = await store.query((relation) =>
    compilePlaces(asked, relation(query.type, range, needed, { tests }), PLACE, options),
  );
  const places = rows.map((row) => Number(row[PLACE]));
  return { kind: 'places', columns, rows: places, query, range };
}

/** Some rows of an answer in its order. What went on when it was found, and has ended since, is told as it ended. */
async function pageOf(store: Past, found: Found, from: number, count: number): Promise<readonly Row[]> {
  if (found.kind === 'rows') return found.rows.slice(from, from + count);
  const { query, range } = found;
  const only = found.rows.slice(from, from + count);
  if (only.length === 0) return [];
  const needed = new Set([...columnsOf(query).map(({ property }) => property), PLACE]);
  const rows = await store.query((relation) =>
    compileChosen(query, relation(query.type, range, needed, { only }), PLACE),
  );
  const byPlace = new Map(rows.map(({ [PLACE]: place, ...row }) => [Number(place), row as Row]));
  const byRun = new Map(rows.map(({ [PLACE]: place, ...row }) => [runOfPlace(Number(place)), row as Row]));
  return only.map((place) => byPlace.get(place) ?? byRun.get(runOfPlace(place)) ?? { key: `place.${place}` });
}
