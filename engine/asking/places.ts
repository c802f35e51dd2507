import { MAX_ANSWER_ROWS, PAGE_ROWS } from '../../app/finder/history.ts';
import { type RowTest, takeApart } from '../../app/query/apart.ts';
import { columnsOf } from '../../app/query/columns.ts';
import { compilePlaces, compileQuery, matchedFields, neededFields } from '../../app/query/compile.ts';
import { orderOf, standardOrder } from '../../app/query/order.ts';
import type { AnswerColumn, Query, Row, TimeRange } from '../../app/query/query.ts';
import { groupingOf } from '../../app/query/shown.ts';
import type { TimeContext } from '../../app/query/time.ts';
import { ROW, runOfPlace, type TablePart } from '../store/relation-held.ts';
import { APART, PLACE, type Store } from '../store/store-api.ts';
import { FIGURES } from '../store/usage-relation.ts';

/** A question as it is put to the store. */
export interface Finding {
  readonly query: Query;
  readonly range: TimeRange;
  readonly context: TimeContext;
  /** Breaks off the search. */
  readonly signal: AbortSignal;
}

/** What is kept of an answer: its rows, or where the store has them. */
export type Found = FoundRows | FoundPlaces;

interface FoundRows {
  readonly kind: 'rows';
  readonly columns: readonly AnswerColumn[];
  readonly rows: readonly Row[];
}

export interface FoundPlaces extends Pick<Finding, 'query' | 'range'> {
  readonly kind: 'places';
  readonly columns: readonly AnswerColumn[];
  /** Places. */
  readonly rows: readonly number[];
  /** Where their rows were, of processes. */
  readonly numbers: readonly number[];
  readonly layout: number;
  /** These are the first of more, which are not looked for yet: {@link findOthers}. */
  readonly more: boolean;
}

type Asked = Pick<Store, 'query'>;

/** One more than are given, which tells that there are more. */
const ALL = MAX_ANSWER_ROWS + 1;

/**
 * What a query finds. Objects are found by their places first: of a hundred thousand rows people see a few hundred, and
 * sorting all of them with everything that is shown of them takes more memory than the history may have.
 *
 * Processes stand in the order in which they were seen last, if no other is asked for. So when the newest tables hold
 * more than a page of what is found, that is all that is seen first, and the others wait.
 */
export async function find(store: Asked, finding: Finding): Promise<Found> {
  const { query, range, context, signal } = finding;
  if (query.type === 'device' || groupingOf(query) !== null) {
    const { asked, tests } = apart(finding);
    const rows = await store.query(
      (relation) =>
        compileQuery(asked, relation(query.type, range, neededFields(asked), { tests }), { ...context, limit: ALL }),
      { signal },
    );
    return { kind: 'rows', columns: columnsOf(query), rows };
  }
  const first = comesInParts(query) ? await findNewest(store, finding) : null;
  return first ?? (await findAll(store, finding));
}

/** The first rows that were found, and then all others. What has ended or moved since stays where it was seen. */
export async function findOthers(store: Asked, finding: Finding, first: FoundPlaces): Promise<FoundPlaces> {
  return { ...joined(first, await findAll(store, finding)), more: false };
}

function findAll(store: Asked, finding: Finding): Promise<FoundPlaces> {
  return findPlaces(store, finding, () => ({ limit: ALL }));
}

/** What the newest tables hold; `null` when they cannot be told from the others. */
async function findNewest(store: Asked, finding: Finding): Promise<FoundPlaces | null> {
  const asked = finding.query.steps.find(({ kind }) => kind === 'limit');
  const wanted = Math.min(PAGE_ROWS + 1, asked?.kind === 'limit' ? asked.count : ALL);
  let since: number | null = null;
  const newest = await findPlaces(store, finding, (begins) => {
    since = begins;
    return begins === null ? { limit: ALL } : { limit: wanted, part: { which: 'newest', since: begins } };
  });
  if (since === null) return newest;
  const part: TablePart = { which: 'older', since };
  // What was seen last before they begin cannot be set against what the others hold.
  if (newest.lasts.some((last) => last < part.since)) return null;
  if (newest.rows.length >= wanted) return { ...newest, more: wanted > PAGE_ROWS };
  const older = await findPlaces(store, finding, () => ({ limit: ALL - newest.rows.length, part }));
  return (older.lasts[0] ?? 0) <= part.since ? joined(newest, older) : null;
}

interface Part {
  readonly limit: number;
  readonly part?: TablePart;
}

interface PlacesOfPart extends FoundPlaces {
  /** When they were seen last; none where nobody asked. */
  readonly lasts: readonly number[];
}

/** @param which is told where the newest tables begin */
async function findPlaces(
  store: Asked,
  finding: Finding,
  which: (newestSince: number | null) => Part,
): Promise<PlacesOfPart> {
  const { query, range, context, signal } = finding;
  const { asked, tests } = apart(finding);
  const ordered = comesInParts(query) ? ([LAST] as const) : [];
  const where = query.type === 'process' ? ([PLACE, ROW, ...ordered] as const) : ([PLACE] as const);
  const needed = new Set([...matchedFields(asked), ...where]);
  let layout = 0;
  const rows = await store.query(
    (relation, lie) => {
      layout = lie.id;
      const { limit, part } = which(lie.newestSince(range));
      const of = relation(query.type, range, needed, { tests, ...(part ? { part } : {}) });
      return compilePlaces(asked, of, [...where], { ...context, limit });
    },
    { signal },
  );
  return {
    kind: 'places',
    columns: columnsOf(query),
    rows: rows.map((row) => Number(row[PLACE])),
    numbers: rows.map((row) => Number(row[ROW])),
    lasts: ordered.length > 0 ? rows.map((row) => Number(row[LAST])) : [],
    layout,
    more: false,
    query,
    range,
  };
}

const LAST = standardOrder('process');

/** Whether what is seen first of an answer can be found without all of it, and for less. */
function comesInParts(query: Query): boolean {
  if (query.type !== 'process' || orderOf(query).length > 0) return false;
  // Minutes and names of the whole range would be read for each part.
  return ![...matchedFields(query)].some((property) => FIGURES.has(property) || property === 'is:rare');
}

/** One after the other. A run that is in both, because it has ended in between, stands where it was first. */
function joined(first: FoundPlaces, then: FoundPlaces): FoundPlaces {
  const runs = new Set(first.rows.map(runOfPlace));
  const others = then.rows.flatMap((place, index) => (runs.has(runOfPlace(place)) ? [] : [index]));
  return {
    ...first,
    rows: [...first.rows, ...others.map((index) => then.rows[index] ?? 0)],
    numbers: [...first.numbers, ...others.map((index) => then.numbers[index] ?? 0)],
  };
}

/** The tests that the store makes itself, and the query without them. */
function apart({ query, context }: Finding): { readonly asked: Query; readonly tests: readonly RowTest[] } {
  if (query.type !== 'process') return { asked: query, tests: [] };
  const { query: asked, tests } = takeApart(query, APART, context);
  return { asked, tests };
}
