import { MAX_BATCH_EVENTS } from 'candor-client/core';
import { FLOW_COUNTING_BYTES, MOST_FLOWS } from '../limits.ts';
import { COUNT_BYTE_OF, COUNT_MOVES, KEY_BITS } from '../privacy/cell-key.ts';
import type { Storage } from '../storage/storage.ts';
import { BATCHES } from '../storage/table.ts';
import {
  OF_SLICE,
  RECORD_KEY,
  rowsOfDay,
  SECRET_KEY,
  SEGMENTS,
  SESSION_HASH,
  type Slice,
  segmentNames,
  settingsFor,
  WHO,
} from './day-batches.ts';
import { FLOW_COUNTS, GENERATIONS, SEPARATOR } from './tables.ts';

/**
 * Flows: three commands that were used one right after the other in a session. They are told apart by numbers while a day closes, since to
 * put together texts takes five times as long: of the product and the three commands each its place in the words of the day.
 *
 * A session is mostly one batch, in which uses stand in their order. A longer one is cut after every 10 000 uses
 * (MAX_BATCH_EVENTS), its parts are counted by `sequence`, and halves of a batch that was too large for somebody on the way have the
 * number of the whole. So a part is there whole when its number has 10 000 uses on the day: then its halves follow one another, and what
 * has the next number follows them. Nothing else is taken to follow: something may be missing in between.
 */
const PLACE_BITS = 17;

/** What is told of the flows of an installation that are not among the {@link MOST_FLOWS}. */
export const OTHER_FLOWS = 'other';

const OF_MAKING = 'day = {day:Date} AND generation = {generation:UInt64}';

/** Words of the day by their places; the first is none, since a list of words to look for must not be empty. */
const wordsOf = (of: 'command' | 'product' | 'source') => `
  (SELECT arrayPushFront(groupArray(name), '') FROM (SELECT name FROM ${FLOW_COUNTS} WHERE ${OF_MAKING} AND of = '${of}' ORDER BY place))`;

/** What the statements below begin with. */
export const FLOW_WORDS = `${wordsOf('command')} AS commandWords, ${wordsOf('product')} AS productWords`;

/** What sources of uses are told apart by, beside these. */
export const SOURCE_WORDS = `${wordsOf('source')} AS sourceWords`;

const placeOf = (word: string, words: string) => `toUInt64(transform(${word}, ${words}, arrayEnumerate(${words}), 0))`;

/** The commands of a batch, in their order. */
export const PLACES = `arrayMap(command -> ${placeOf('command', 'commandWords')}, usage.command)`;

const numberOf = (product: string, steps: readonly string[]) =>
  [product, ...steps]
    .map((place, index, all) => `bitShiftLeft(${place}, ${PLACE_BITS * (all.length - 1 - index)})`)
    .join(' + ');

/** All of three neighbours in a list. */
const neighbours = (product: string, list: string) => {
  const slice = (from: number) => `arraySlice(${list}, ${from}, toInt64(greatest(length(${list}), 2)) - 2)`;
  return `arrayMap((first, second, third) -> ${numberOf(product, ['first', 'second', 'third'])}, ${[1, 2, 3].map(slice).join(', ')})`;
};

const PRODUCT = placeOf('product', 'productWords');

/** Uses were lost in them, nobody knows where. */
const LOSSY_SESSIONS = `(
  SELECT ${SESSION_HASH} FROM ${BATCHES}
  WHERE ${OF_SLICE} AND received = {day:Date} AND hasAny(dropped.reason, ['buffer-full', 'disk-full', 'log-damaged']))`;

const IS_WHOLE = `${SESSION_HASH} NOT IN ${LOSSY_SESSIONS}`;

/** An expression over a batch of the day: its flows, by the expression for its {@link PLACES}. */
export const flowsOf = (places: string) => `if(${IS_WHOLE}, ${neighbours(PRODUCT, places)}, [])`;

const SOURCE_BITS = 8;

/** The uses of a batch: the place of the command, and that of the source. */
export const usesOf = (places: string, sources: string) =>
  `arrayMap((place, source) -> toUInt32(bitShiftLeft(place, ${SOURCE_BITS}) + ${placeOf('source', 'sourceWords')}), ${places}, ${sources})`;

/** The name of such a use. */
export const useName = (use: string) =>
  `concat(commandWords[bitShiftRight(${use}, ${SOURCE_BITS})], '${SEPARATOR}', sourceWords[bitAnd(${use}, ${2 ** SOURCE_BITS - 1})])`;

/** Tells rows of `installation_days` apart, where their columns have their names. */
export const FLOW_ROW = `cityHash64(${WHO}, ${segmentNames})`;

/**
 * Flows over the end of a batch into the one that follows it, of those sessions that have several. They are of the row of the batch that
 * they end in. One over three batches is none: it would take one of a single use in between.
 */
const FLOWS_BETWEEN = `
  SELECT who, row, arrayConcat(
    if(length(before) = 2, [${numberOf('productPlace', ['before[1]', 'before[2]', 'head[1]'])}], []),
    if(length(head) = 2, [${numberOf('productPlace', ['before[-1]', 'head[1]', 'head[2]'])}], [])) AS flows
  FROM (
    SELECT who, row, productPlace, head, sequence, lagInFrame(tail) OVER inOrder AS before,
      lagInFrame(sequence) OVER inOrder AS sequenceBefore, lagInFrame(uses) OVER inOrder AS usesBefore
    FROM (
      SELECT who, row, session, productPlace, sequence, begins, batch, head, tail,
        sum(its) OVER (PARTITION BY who, session, sequence) AS uses
      FROM (
        SELECT ${WHO} AS who, ${FLOW_ROW} AS row, session, productPlace, sequence, begins, batch,
          length(places) AS its, arraySlice(places, 1, 2) AS head, arraySlice(places, -2) AS tail
        FROM (
          SELECT installation, keyHash, ${SEGMENTS.map(([name, of]) => `${of} AS ${name}`).join(', ')}, session, sequence,
            usage.time[1] AS begins, batch, ${PRODUCT} AS productPlace, ${PLACES} AS places
          FROM (SELECT * ${rowsOfDay(true)} AND (end = 'continues' OR sequence > 0) AND notEmpty(usage.command) AND ${IS_WHOLE})
        )
      )
    )
    WINDOW inOrder AS (PARTITION BY who, session ORDER BY sequence, begins, batch ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)
  )
  WHERE notEmpty(before) AND usesBefore = ${MAX_BATCH_EVENTS} AND sequence - sequenceBefore IN (0, 1)`;

/** Whether one of some batches is a part of a session that another may follow; on most days there is none, and nothing to look for. */
export const HAS_PARTS = "countIf(end = 'continues') > 0";

/** Commands and products of the day. */
const MAKE_WORDS = `
  INSERT INTO ${FLOW_COUNTS}
  SELECT {day:Date}, {generation:UInt64}, of, row_number() OVER (PARTITION BY of ORDER BY name), name, 0, 0
  FROM (
    SELECT DISTINCT 'command' AS of, toString(arrayJoin(arrayDistinct(usage.command))) AS name FROM ${BATCHES} WHERE received = {day:Date}
    UNION ALL SELECT DISTINCT 'source', toString(arrayJoin(arrayDistinct(usage.source))) FROM ${BATCHES} WHERE received = {day:Date}
    UNION ALL SELECT DISTINCT 'product', toString(product) FROM ${BATCHES} WHERE received = {day:Date})`;

/** What flows are found in. */
const sessionsOfDay = (hasEarlier: boolean) =>
  `SELECT installation, keyHash, session, product, usage.command ${rowsOfDay(hasEarlier)}`;

/** What is looked for on a day. */
export interface FlowTraits {
  /** Whether it has sessions of several batches, see {@link HAS_PARTS}. */
  readonly hasParts: boolean;
  /** Whether it may have sessions that were there on the days before, see `HAS_EARLIER` of day-batches.ts. */
  readonly hasEarlier: boolean;
  /** Whether it has so few batches that making up the statements is most of the work. */
  readonly isFew: boolean;
}

/** How many of a slice have each flow, and the sum of their record keys. There may be millions of flows: they are put on the disk. */
const countFlows = ({ hasParts, hasEarlier, isFew }: FlowTraits) => `
  INSERT INTO ${FLOW_COUNTS}
  WITH ${FLOW_WORDS}
  SELECT {day:Date}, {generation:UInt64}, 'flow', flow, '', count(), sum(key)
  FROM (
    SELECT key, arrayJoin(${hasParts ? 'arrayDistinct(arrayConcat(days.itsFlows, others.itsFlows))' : 'days.itsFlows'}) AS flow
    FROM (
      SELECT who, ${RECORD_KEY} AS key, itsFlows
      FROM (
        SELECT installation, toString(keyHash) AS keyHash, any(who) AS who, groupUniqArrayArray(flows) AS itsFlows
        FROM (SELECT installation, keyHash, ${WHO} AS who, ${flowsOf(PLACES)} AS flows FROM (${sessionsOfDay(hasEarlier)}))
        GROUP BY installation, keyHash
      )
    ) AS days
    ${hasParts ? `LEFT JOIN (SELECT who, groupArrayArray(flows) AS itsFlows FROM (${FLOWS_BETWEEN}) GROUP BY who) AS others USING (who)` : ''}
  )
  GROUP BY flow
  SETTINGS ${settingsFor(isFew)}, max_bytes_before_external_group_by = ${FLOW_COUNTING_BYTES}`;

/**
 * The flows of each product that most installations have, by the number that would be shown of them: by the true one whoever makes up some
 * installations would see, by whether a flow is kept before another of a known number, how many it has. Of as many the first by name.
 */
const KEEP_FLOWS = `
  INSERT INTO ${FLOW_COUNTS}
  SELECT {day:Date}, {generation:UInt64}, 'kept', flow, '', count, 0
  FROM (
    SELECT place AS flow, sum(installations) AS count, toUInt16(sum(key) % ${2 ** KEY_BITS}) AS cellKey
    FROM ${FLOW_COUNTS} WHERE ${OF_MAKING} AND of = 'flow' GROUP BY flow
  )
  ORDER BY toInt64(count) + [${COUNT_MOVES.join(', ')}][${COUNT_BYTE_OF(SECRET_KEY, 'cellKey')} + 1] DESC, flow
  LIMIT ${MOST_FLOWS} BY bitShiftRight(flow, ${3 * PLACE_BITS})
  SETTINGS max_bytes_before_external_group_by = ${FLOW_COUNTING_BYTES}, max_bytes_before_external_sort = ${FLOW_COUNTING_BYTES}`;

/**
 * Some flows with 0 for those that are not kept. A set of them, because a list would be a part of the name of each expression that it is
 * in: a thousand numbers or names took half of the time of a day of few batches.
 */
export const keptOf = (flows: string) => `
  arrayMap(flow -> if(flow IN (SELECT place FROM ${FLOW_COUNTS} WHERE ${OF_MAKING} AND of = 'kept'), flow, toUInt64(0)), ${flows})`;

/** The part of a flow's number at some place from its end. */
const partOf = (flow: string, places: number) =>
  `bitAnd(bitShiftRight(${flow}, ${places * PLACE_BITS}), ${2 ** PLACE_BITS - 1})`;

const nameOf = (flow: string) =>
  `arrayStringConcat([${[2, 1, 0].map((place) => `commandWords[${partOf(flow, place)}]`).join(', ')}], '${SEPARATOR}')`;

/** The name of a flow that is kept, by its number; what is told of the others has one of its own. */
export const flowName = (flow: string) => `if(${flow} = 0, '${OTHER_FLOWS}', ${nameOf(flow)})`;

/** How often there is each of them in {@link FLOWS_BETWEEN}, by row. */
export const KEPT_BETWEEN = `
  SELECT row, sumMap(mapFromArrays(${keptOf('flows')}, arrayResize([toUInt64(1)], length(flows), toUInt64(1)))) AS sums FROM (${FLOWS_BETWEEN}) GROUP BY row`;

/**
 * Finds out which flows of a day are kept by their names, and leaves that in the table for `makeInstallationDays`.
 * @param run inserts rows, once.
 */
export async function chooseFlows(
  run: (sql: string, slice?: Slice) => Promise<void>,
  slices: readonly Slice[],
  traits: FlowTraits,
): Promise<void> {
  await run(MAKE_WORDS);
  for (const slice of slices) await run(countFlows(traits), slice);
  await run(KEEP_FLOWS);
}

/** Days of which the counts of flows are left that nobody needs any more: the rows were made with them, or with later ones. */
const LEFT_COUNTS = `
  SELECT toString(counts.day) AS day, toString(counts.generation) AS generation
  FROM (SELECT DISTINCT day, generation FROM ${FLOW_COUNTS}) AS counts
  INNER JOIN (SELECT start, max(generation) AS current FROM ${GENERATIONS} WHERE of = 'rows' GROUP BY start) AS made ON made.start = counts.day
  WHERE counts.generation <= made.current`;

export async function forgetCounts(storage: Pick<Storage, 'query' | 'run'>): Promise<void> {
  for (const { day, generation } of await storage.query<{ day: string; generation: string }>(LEFT_COUNTS)) {
    await storage.run(`ALTER TABLE ${FLOW_COUNTS} DROP PARTITION ('${day}', ${generation})`);
  }
}
