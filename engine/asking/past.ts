import { swallowed } from 'candor-client/core';
import type { Clock } from 'candor-client/node';
import { type Counted, FIRST_ROWS, MAX_ANSWER_ROWS, PAGE_ROWS, type QueryAnswer } from '../../app/finder/history.ts';
import { columnsOf } from '../../app/query/columns.ts';
import { compileChosen } from '../../app/query/compile.ts';
import { effectiveTime, IMPLICIT_TIME } from '../../app/query/needs.ts';
import { standardOrder } from '../../app/query/order.ts';
import { parseQuery } from '../../app/query/parse.ts';
import type { AnswerColumn, ObjectType, Row } from '../../app/query/query.ts';
import { resolveTime } from '../../app/query/time.ts';
import type { RelationOptions } from '../store/relation.ts';
import { dayOfPlace, OWN_FIGURES, runOfPlace } from '../store/relation-held.ts';
import { type Asking, PLACE, type Store } from '../store/store-api.ts';
import { FIGURES } from '../store/usage-relation.ts';
import { AskError } from './ask-error.ts';
import { type Finding, type Found, type FoundPlaces, find, findOthers } from './places.ts';

/** Windows whose answers are kept: one of 100 000 rows takes some 10 MB. */
const MAX_KEPT = 8;

/** The part of the store that questions about the past are put to. */
type Past = Pick<Store, 'query' | 'gaps'>;

/**
 * Answers questions about the past; keeps the newest answer of each window, so that it can ask for pages. A window's next
 * question breaks off what it has asked before: the store answers one after the other, and nobody waits for that any more.
 */
export function createPastAnswers(past: () => Promise<Past | undefined>, clock: Clock, bootedAt: () => number) {
  const kept = new Map<number, Kept>();
  /** What breaks off the last question of a window, and the counting of its answer. */
  const asking = new Map<number, AbortController>();
  let next = 1;

  /** A window asks something else: what it asked before comes to an end. */
  function begin(client: number): AbortSignal {
    asking.get(client)?.abort();
    asking.delete(client);
    const own = new AbortController();
    asking.set(client, own);
    for (const longestAgo of [...asking.keys()].slice(0, -MAX_KEPT)) asking.delete(longestAgo);
    return own.signal;
  }

  const opened = async () => {
    const store = await past();
    if (!store) throw new AskError('store');
    return store;
  };

  function query(client: number, text: string, defaultType: ObjectType): Promise<QueryAnswer> {
    const signal = begin(client);
    return unlessLate(signal, () => answer(client, text, defaultType, signal));
  }

  async function answer(
    client: number,
    text: string,
    defaultType: ObjectType,
    signal: AbortSignal,
  ): Promise<QueryAnswer> {
    const store = await opened();
    const { query } = parseQuery(text, defaultType);
    if (!query) throw new AskError('invalid');
    const began = clock.monotonic();
    const context = { now: clock.now(), bootedAt: bootedAt() };
    const range = resolveTime(effectiveTime(query) ?? IMPLICIT_TIME, context);
    const finding = { query, range, context, signal };
    const found = await find(store, finding);
    signal.throwIfAborted();
    const id = next++;
    const { total, cut } = counted(found);
    const more = found.kind === 'places' && found.more;
    kept.delete(client);
    kept.set(client, { id, first: found, whole: more ? once(() => whole(finding, found)) : async () => found });
    // Windows that are closed are not told of here: the one that has asked longest ago asks anew.
    for (const longestAgo of [...kept.keys()].slice(0, -MAX_KEPT)) kept.delete(longestAgo);
    return {
      id,
      type: query.type,
      columns: found.columns,
      total: more ? PAGE_ROWS : total,
      counted: !more,
      cut,
      rows: await pageOf(
        store,
        found,
        { from: 0, count: total > PAGE_ROWS || more ? FIRST_ROWS : PAGE_ROWS },
        { asFound: true, signal },
      ),
      range,
      gaps: await store.gaps(range),
      took: clock.monotonic() - began,
    };
  }

  const whole = (finding: Finding, first: FoundPlaces) =>
    unlessLate(finding.signal, async () => findOthers(await opened(), finding, first));

  /** An answer that is kept. @throws AskError when another one has taken its place */
  function keptOf(client: number, answer: number): Kept {
    const held = kept.get(client);
    if (held?.id !== answer) throw new AskError('stale');
    return held;
  }

  return {
    query,
    /** Rows of an answer. @throws AskError when another answer has taken its place. */
    async page(client: number, answer: number, from: number, count: number): Promise<readonly Row[]> {
      const { first, whole } = keptOf(client, answer);
      const found = from + count <= first.rows.length ? first : await whole();
      return await pageOf(await opened(), found, { from, count: Math.min(count, MAX_ANSWER_ROWS - from) });
    },
    /** How many rows an answer has. @throws AskError when another answer has taken its place. */
    async count(client: number, answer: number): Promise<Counted> {
      return counted(await keptOf(client, answer).whole());
    },
  };
}

/** What is kept of one answer. */
interface Kept {
  readonly id: number;
  /** What came first: all of it, or its newest rows. */
  readonly first: Found;
  readonly whole: () => Promise<Found>;
}

/** @throws AskError when it failed after another question had taken its place, whatever the reason */
async function unlessLate<T>(signal: AbortSignal, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (thrown) {
    if (!signal.aborted) throw thrown;
    swallowed('engine', 'ask-past', thrown);
    throw new AskError('stale');
  }
}

const counted = ({ rows }: Found): Counted => ({
  total: Math.min(rows.length, MAX_ANSWER_ROWS),
  cut: rows.length > MAX_ANSWER_ROWS,
});

/** Asks once, and again only after it failed. */
function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let asked: Promise<T> | null = null;
  return () => {
    asked ??= ask().catch((thrown: unknown) => {
      asked = null;
      throw thrown;
    });
    return asked;
  };
}

/** Some rows of an answer in its order. What went on when it was found, and has ended since, is told as it ended. */
async function pageOf(
  store: Past,
  found: Found,
  { from, count }: { readonly from: number; readonly count: number },
  how: Asking = {},
): Promise<readonly Row[]> {
  if (found.kind === 'rows') return found.rows.slice(from, from + count);
  const only = found.rows.slice(from, from + count);
  if (only.length === 0) return [];
  const ofProcesses = found.query.type === 'process';
  const rows = ofProcesses ? { layout: found.layout, numbers: found.numbers.slice(from, from + count) } : undefined;
  const told = await tell(store, found, { only, rows }, how);
  const byPlace = new Map(told.map(({ place, row }) => [place, row]));
  const over = rows && only.filter((place) => dayOfPlace(place) === 0 && !byPlace.has(place));
  const ended = over && over.length > 0 ? await tell(store, found, { only: over }, { ...how, asFound: false }) : told;
  const byRun = new Map(ended.map(({ place, row }) => [runOfPlace(place), row]));
  return only.map((place) => byPlace.get(place) ?? byRun.get(runOfPlace(place)) ?? { key: `place.${place}` });
}

/** What is shown of rows at some places, and where they stand in time: a list has no column of when a process was seen last. */
async function tell(
  store: Past,
  { query, range }: FoundPlaces,
  which: Pick<RelationOptions, 'only' | 'rows'>,
  how: Asking,
): Promise<readonly { readonly place: number; readonly row: Row }[]> {
  const columns = columnsOf(query);
  const wanted = new Set(which.only);
  const chosen = async (of: RelationOptions, shown: readonly AnswerColumn[], beside: readonly string[]) => {
    const needed = new Set([...shown.map(({ property }) => property), ...beside]);
    const rows = await store.query(
      (relation) => compileChosen(query.type, shown, relation(query.type, range, needed, of), beside),
      how,
    );
    // By their numbers, rows that lie among those that are asked about may come with them. By their runs none do, and what
    // has ended meanwhile is at another place now.
    return of.rows ? rows.filter(({ [PLACE]: place }) => wanted.has(Number(place))) : rows;
  };
  const order = standardOrder(query.type);
  const beside = columns.some(({ property }) => property === order) ? [PLACE] : [PLACE, order];
  const figures = query.type === 'process' ? columns.filter(({ property }) => FIGURES.has(property)) : [];
  if (figures.length === 0) {
    const rows = await chosen(which, columns, beside);
    return rows.map(({ [PLACE]: place, ...row }) => ({ place: Number(place), row: row as Row }));
  }
  const rows = await chosen({ ...which, figuresOfRuns: true }, columns, [...beside, OWN_FIGURES]);
  // Minutes and hours are read for those alone that have no figures of their own, as most have.
  const without = new Set(rows.filter((row) => row[OWN_FIGURES] === false).map((row) => Number(row[PLACE])));
  const reckoned = without.size === 0 ? [] : await chosen(among(which, without), figures, [PLACE]);
  const more = new Map(reckoned.map(({ [PLACE]: place, ...row }) => [runOfPlace(Number(place)), row]));
  return rows.map(({ [PLACE]: place, [OWN_FIGURES]: own, ...row }) => {
    const all = own === false ? { ...row, ...more.get(runOfPlace(Number(place))) } : row;
    return { place: Number(place), row: all as Row };
  });
}

/** Those of the rows asked about that are at some places. */
function among({ only = [], rows }: RelationOptions, places: ReadonlySet<number>): RelationOptions {
  const isAmong = (_: number, index: number) => places.has(only[index] ?? -1);
  return {
    only: only.filter(isAmong),
    ...(rows ? { rows: { layout: rows.layout, numbers: rows.numbers.filter(isAmong) } } : {}),
  };
}
