import { crashes } from 'candor-client/core';
import { SLICE_BATCHES } from '../limits.ts';
import { KEY_BITS } from '../privacy/cell-key.ts';
import type { QueryParameters } from '../storage/storage.ts';
import { BATCHES, SORTING_KEY } from '../storage/table.ts';
import { KEPT } from '../storage/views.ts';
import { ERASED, INSTALLATION_DAYS, KEY_PLANES, NUMBERS, SECRET, SEPARATOR } from './tables.ts';

/** Some of the installations, in the order of the table, which is that of the second half of their ids. */
export interface Slice extends QueryParameters {
  readonly low: string;
  /** Included. */
  readonly high: string;
}

/**
 * Parts of the installations, about alike: each is made by a statement of its own, which ends in time and with little memory.
 * @param batches of the day.
 */
export function slicesOf(batches: number): readonly Slice[] {
  const count = Math.min(MOST_SLICES, Math.max(1, Math.ceil(batches / SLICE_BATCHES)));
  // Random ids have "8" to "b" as the first digit of their second half (RFC 9562), any other ones whatever they like.
  const bounds = Array.from({ length: count - 1 }, (_, index) => 0x8000 + Math.floor((0x4000 * (index + 1)) / count));
  return [0, ...bounds].map((low, index) => ({
    low: `00000000-0000-0000-${hex(low)}-000000000000`,
    high: `ffffffff-ffff-ffff-${hex((bounds[index] ?? 0x1_0000) - 1)}-ffffffffffff`,
  }));
}

const MOST_SLICES = 256;

const hex = (number: number) => number.toString(16).padStart(4, '0');

const OF_SLICE = 'installation >= {low:UUID} AND installation <= {high:UUID}';

/** Longest time for which a batch can be sent again: an installation keeps it for 30 days at most. */
const REPEATED_DAYS = 31;

const hashOf = (columns: readonly string[]) => `cityHash64(${columns.join(', ')})`;
const BATCH_HASH = hashOf(SORTING_KEY);
const SESSION_HASH = hashOf(['installation', 'keyHash', 'session']);

/**
 * Hashes that rows of the day share with rows of the days before. Hashes, because a month of keys does not fit in memory;
 * and those that both have alone, because even the hashes of a month are a quarter of a gigabyte.
 */
const seenBefore = (hash: string, where = '1') => `(
  SELECT ${hash} AS hash FROM ${BATCHES}
  WHERE ${OF_SLICE} AND received >= {day:Date} - ${REPEATED_DAYS} AND received < {day:Date} AND ${where}
    AND hash IN (SELECT ${hash} FROM ${BATCHES} WHERE ${OF_SLICE} AND received = {day:Date} AND ${where}))`;

const listOf = (words: readonly string[]) => words.map((word) => `'${word}'`).join(', ');

/** A process ended, and nothing was thrown. */
const HAS_CRASH = `hasAny(errors.handledBy, [${listOf(crashes)}])`;

/** Error reports are grouped over builds: by class, code, and the file of the innermost step in code of the product. */
const ERRORS = `arrayMap((class, code, files) -> concat(class, '${SEPARATOR}', code, '${SEPARATOR}', if(empty(files), 'none', files[1])),
  errors.class, errors.code, errors.file)`;

/** Where in that file, of reports that know. */
const PLACES = `arrayMap((item, lines, columns) -> concat(item, '${SEPARATOR}', toString(lines[1]), '${SEPARATOR}', toString(columns[1])),
  ${ERRORS}, errors.line, errors.column)`;

/** A session with an error that it has reports of. */
const ERRING = `arrayMap(item -> cityHash64(${SESSION_HASH}, item), ${ERRORS})`;

/**
 * The batches of a day: those that were received on it for the first time. One that was received before, and is sent
 * again, has its row twice while the two are not merged.
 */
const ROWS_OF_DAY = `
  FROM ${KEPT}
  WHERE ${OF_SLICE} AND received = {day:Date} AND ${BATCH_HASH} NOT IN ${seenBefore(BATCH_HASH)}`;

/** The same, with what they are the first of. */
const OF_DAY = `
  SELECT *, ${SESSION_HASH} NOT IN ${seenBefore(SESSION_HASH)} AS opens,
    ${HAS_CRASH} AND ${SESSION_HASH} NOT IN ${seenBefore(SESSION_HASH, HAS_CRASH)} AS crashes,
    if(notEmpty(errors.class), arrayDistinct(arrayMap((item, erring) -> (item, erring),
      ${ERRORS}, ${ERRING})), []) AS itsErrors
  ${ROWS_OF_DAY}`;

/** Record keys are made with it; once for all. */
export const MAKE_SECRET = `INSERT INTO ${SECRET} SELECT rand64(1), rand64(2) WHERE (SELECT count() FROM ${SECRET}) = 0`;

const RECORD_KEY = `toUInt16(sipHash64Keyed((SELECT (first, second) FROM ${SECRET} LIMIT 1), installation, keyHash) % ${1 << KEY_BITS})`;

/** The highest number there ever was: none is given twice, though its installation is erased or long gone. */
const HIGHEST = `
  SELECT max(highest) FROM (
    SELECT max(number) AS highest FROM ${NUMBERS} UNION ALL SELECT max(number) FROM ${ERASED}
    UNION ALL SELECT bitmapMax(groupBitmapMergeState(members)) FROM ${KEY_PLANES})`;

/** Numbers for who sent on the day for the first time. In the order of a hash, so that a number does not tell when on the day. */
export const NUMBER_NEW = `
  INSERT INTO ${NUMBERS}
  SELECT (${HIGHEST}) + row_number() OVER (ORDER BY cityHash64(installation, keyHash)), installation, keyHash, ${RECORD_KEY}
  FROM (
    SELECT DISTINCT installation, toString(keyHash) AS keyHash FROM ${BATCHES}
    WHERE received = {day:Date} AND (installation, toString(keyHash)) NOT IN (SELECT installation, keyHash FROM ${NUMBERS})
  )`;

const IN_PLANES = `(SELECT bitmapMax(groupBitmapMergeState(members)) FROM ${KEY_PLANES})`;

/** The record keys of new numbers. One that is there already changes nothing. */
export const MAKE_PLANES = `
  INSERT INTO ${KEY_PLANES}
  SELECT arrayJoin(arrayFilter(bit -> bitTest(key, bit), range(${KEY_BITS}))) AS bit, groupBitmapState(number)
  FROM ${NUMBERS} WHERE number > ${IN_PLANES} GROUP BY bit`;

/** Columns of `installation_days` that say what a row is of, and what they are in a batch. */
const SEGMENTS: readonly (readonly [name: string, of: string])[] = [
  ['product', 'product'],
  ['packaged', 'packaged'],
  ['version', 'version'],
  ['runtime', unknown('runtime')],
  ['os', unknown('os')],
  ['osVersion', unknown('osVersion')],
  ['distribution', unknown('distribution')],
  ['architecture', unknown('architecture')],
  ['country', unknown('country')],
  ['language', unknown('language')],
  ['level', 'level'],
  ['organisation', unknown('domain')],
];

/** A batch may be without it, or it is past its retention. */
function unknown(column: string): string {
  return `ifNull(toString(${column}), 'unknown')`;
}

const segmentNames = SEGMENTS.map(([name]) => name).join(', ');

/**
 * Rows of one installation come one after the other, so that it is added up and put away before the next; and in small blocks,
 * because long lists of tens of thousands at a time take longer and gigabytes.
 */
export const IN_ORDER = `optimize_aggregation_in_order = 1, max_block_size = 2048, aggregation_in_order_max_block_bytes = 4000000`;

/** More than a histogram has. */
const BUCKETS_EACH = 512;

const WHO = 'cityHash64(installation, keyHash)';

/** Of the durations of a batch: their operation and outcome, … */
const TIMED = `arrayMap((operation, outcome) -> concat(operation, '${SEPARATOR}', outcome), operations.operation, operations.outcome)`;

/** … how many there are of each, … */
const TIMED_COUNTS = 'arrayMap(counts -> arraySum(counts), operations.count)';

/** … and their buckets, each as one number with the place of its operation and outcome in `timedItems`: to add up texts takes five times as long. */
const BUCKETS = `arrayFlatten(arrayMap((item, buckets) ->
  arrayMap(bucket -> toUInt32(${BUCKETS_EACH} * indexOf(timedItems, item) + bucket), buckets), ${TIMED}, operations.bucket))`;

/**
 * Who ran several things on the day, such as two versions, and so has several rows: what they timed in all of them. Each of
 * their durations is a part of one vote, over all rows.
 */
const TIMED_IN_ALL_ROWS = `
  SELECT ${WHO} AS who, (sumMap(${TIMED}, ${TIMED_COUNTS}) AS timed).1 AS items, timed.2 AS counts
  FROM (SELECT * ${ROWS_OF_DAY})
  WHERE ${WHO} IN (
    SELECT who FROM (SELECT ${WHO} AS who, cityHash64(${SEGMENTS.map(([, of]) => of).join(', ')}) AS row FROM (SELECT * ${ROWS_OF_DAY}))
    GROUP BY who HAVING min(row) != max(row))
  GROUP BY who`;

/** An installation's vote on how long something takes, in parts. */
export const VOTE_PARTS = 1_000_000;

/** What each bucket's count is of all that the installation timed of its operation and outcome. */
const SHARES = `arrayMap((item, n) -> toUInt64(round(${VOTE_PARTS} * n / if(notEmpty(many.items),
    many.counts[indexOf(many.items, substringIndex(item, '${SEPARATOR}', 2))],
    \`operations.n\`[indexOf(\`operations.item\`, substringIndex(item, '${SEPARATOR}', 2))]))),
  \`timings.item\`, \`timings.n\`)`;

/** Sessions whose first report of an error came before the day. */
const ERRING_BEFORE = `(
  SELECT arrayJoin(${ERRING}) AS hash FROM ${BATCHES}
  WHERE ${OF_SLICE} AND received >= {day:Date} - ${REPEATED_DAYS} AND received < {day:Date} AND notEmpty(errors.class)
    AND hash IN (SELECT arrayJoin(${ERRING}) FROM ${BATCHES} WHERE ${OF_SLICE} AND received = {day:Date} AND notEmpty(errors.class)))`;

/** Most places of errors of an installation on a day: lines and columns are any number that a sender says. */
const MOST_PLACES = 100;

/** All counts of the same number, which are neighbours after sorting, as the last of their cumulative sums less the one before. */
const ADDED_UP = `arraySort(bucketList) AS sorted, arrayCumSum(arraySort((n, bucket) -> bucket, bucketCounts, bucketList)) AS sums,
  arrayDistinct(sorted) AS buckets,
  arrayDifference(arrayPushFront(arrayFilter((sum, bucket, next) -> bucket != next, sums, sorted,
    arrayResize(arrayPopFront(sorted), length(sorted))), toUInt64(0))) AS differences`;

/**
 * The rows of a day and a slice of installations, as the generation that is given as a parameter. A million installations would not fit in memory at a time, so it is made in their order.
 */
export const MAKE_INSTALLATION_DAYS = `
  INSERT INTO ${INSTALLATION_DAYS}
  WITH (SELECT groupUniqArrayArray(${TIMED}) FROM ${BATCHES} WHERE ${OF_SLICE} AND received = {day:Date}) AS timedItems
  SELECT {day:Date}, {generation:UInt64}, numbers.number, ${segmentNames}, sessions, batches, \`uses.item\`, \`uses.n\`, \`lost.item\`, \`lost.n\`,
    \`operations.item\`, \`operations.n\`,
    arrayMap(bucket -> concat(timedItems[intDiv(bucket, ${BUCKETS_EACH})], '${SEPARATOR}', toString(bucket % ${BUCKETS_EACH})), buckets)
      AS \`timings.item\`,
    CAST(arraySlice(differences, 2) AS Array(UInt64)) AS \`timings.n\`, ${SHARES},
    \`errors.item\`, \`errors.n\`, (arrayReduce('sumMap', arrayMap(pair -> [pair.1], newly), arrayMap(pair -> [toUInt64(1)], newly))
      AS erring).1, erring.2,
    arraySlice(\`places.item\`, 1, ${MOST_PLACES}), arraySlice(\`places.n\`, 1, ${MOST_PLACES}), crashed
  FROM (
    SELECT installation, keyHash, ${segmentNames}, any(who) AS who, uniqExactIf(session, opens) AS sessions, count() AS batches,
      ${summed('uses', 'used', 'arrayResize([toUInt64(1)], length(used), toUInt64(1))')},
      ${summed('lost', 'lostReasons', 'lostCounts')},
      ${summed('operations', 'timed', 'timedCounts')},
      ${summed('errors', 'errorItems', 'errorCounts')},
      ${summed('places', 'placeItems', 'placeCounts')},
      groupArrayArray(itsBuckets) AS bucketList, groupArrayArray(itsCounts) AS bucketCounts, ${ADDED_UP},
      arrayFilter(pair -> pair.2 NOT IN ${ERRING_BEFORE}, groupUniqArrayArray(itsErrors)) AS newly,
      uniqExactIf(session, crashes) AS crashed
    FROM (
      SELECT installation, keyHash, ${SEGMENTS.map(([name, of]) => `${of} AS ${name}`).join(', ')}, session, opens, ${WHO} AS who,
        arrayMap((command, source) -> concat(command, '${SEPARATOR}', source), usage.command, usage.source) AS used,
        arrayMap(reason -> toString(reason), dropped.reason) AS lostReasons, CAST(dropped.count AS Array(UInt64)) AS lostCounts,
        ${TIMED} AS timed, ${TIMED_COUNTS} AS timedCounts,
        ${BUCKETS} AS itsBuckets, CAST(arrayFlatten(operations.count) AS Array(UInt64)) AS itsCounts,
        ${ERRORS} AS errorItems, CAST(errors.count AS Array(UInt64)) AS errorCounts,
        arrayFilter((item, files) -> notEmpty(files), ${PLACES}, errors.file) AS placeItems,
        arrayFilter((n, files) -> notEmpty(files), errorCounts, errors.file) AS placeCounts,
        itsErrors, crashes
      FROM (${OF_DAY})
    )
    GROUP BY installation, keyHash, ${segmentNames}
  ) AS days
  INNER JOIN ${NUMBERS} AS numbers ON numbers.installation = days.installation AND numbers.keyHash = toString(days.keyHash)
  LEFT JOIN (${TIMED_IN_ALL_ROWS}) AS many ON many.who = days.who
  SETTINGS ${IN_ORDER}`;

/** The counts of the same items added up, as the two columns of a list. */
function summed(list: string, items: string, counts: string): string {
  const sums = `${list}Sums`;
  return `sumMap(mapFromArrays(${items}, ${counts})) AS ${sums}, mapKeys(${sums}) AS \`${list}.item\`, mapValues(${sums}) AS \`${list}.n\``;
}
