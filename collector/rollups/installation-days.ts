import { KEY_BITS } from '../privacy/cell-key.ts';
import { BATCHES, SORTING_KEY } from '../storage/table.ts';
import { KEPT } from '../storage/views.ts';
import { ERASED, INSTALLATION_DAYS, KEY_PLANES, NUMBERS, SECRET, SEPARATOR, stagingOf } from './tables.ts';

/** Longest time for which a batch can be sent again: an installation keeps it for 30 days at most. */
const REPEATED_DAYS = 31;

const hashOf = (columns: readonly string[]) => `cityHash64(${columns.join(', ')})`;
const BATCH_HASH = hashOf(SORTING_KEY);
const SESSION_HASH = hashOf(['installation', 'keyHash', 'session']);

/**
 * Hashes that rows of the day share with rows of the days before. Hashes, because a month of keys does not fit in memory;
 * and those that both have alone, because even the hashes of a month are a quarter of a gigabyte.
 */
const seenBefore = (hash: string) => `(
  SELECT ${hash} FROM ${BATCHES}
  WHERE received >= {day:Date} - ${REPEATED_DAYS} AND received < {day:Date}
    AND ${hash} IN (SELECT ${hash} FROM ${BATCHES} WHERE received = {day:Date}))`;

/**
 * The batches of a day: those that were received on it for the first time. One that was received before, and is sent
 * again, has its row twice while the two are not merged.
 */
const OF_DAY = `
  SELECT *, ${SESSION_HASH} NOT IN ${seenBefore(SESSION_HASH)} AS opens FROM ${KEPT}
  WHERE received = {day:Date} AND ${BATCH_HASH} NOT IN ${seenBefore(BATCH_HASH)}`;

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

const WHO = 'cityHash64(installation, keyHash)';

/** Of the durations of a batch: their operation and outcome, … */
const TIMED = `arrayMap((operation, outcome) -> concat(operation, '${SEPARATOR}', outcome), operations.operation, operations.outcome)`;

/** … how many there are of each, … */
const TIMED_COUNTS = 'arrayMap(counts -> arraySum(counts), operations.count)';

/** … and their buckets, each with its operation and outcome. */
const BUCKETS = `arrayFlatten(arrayMap((operation, outcome, buckets) ->
  arrayMap(bucket -> concat(operation, '${SEPARATOR}', outcome, '${SEPARATOR}', toString(bucket)), buckets),
  operations.operation, operations.outcome, operations.bucket))`;

/**
 * Who ran several things on the day, such as two versions, and so has several rows: what they timed in all of them. Each of
 * their durations is a part of one vote, over all rows.
 */
const TIMED_IN_ALL_ROWS = `
  SELECT ${WHO} AS who, (sumMap(${TIMED}, ${TIMED_COUNTS}) AS timed).1 AS items, timed.2 AS counts
  FROM (${OF_DAY})
  WHERE ${WHO} IN (
    SELECT who FROM (SELECT ${WHO} AS who, cityHash64(${SEGMENTS.map(([, of]) => of).join(', ')}) AS row FROM (${OF_DAY}))
    GROUP BY who HAVING min(row) != max(row))
  GROUP BY who`;

/** An installation's vote on how long something takes, in parts. */
export const VOTE_PARTS = 1_000_000;

/** What each bucket's count is of all that the installation timed of its operation and outcome. */
const SHARES = `arrayMap((item, n) -> toUInt64(round(${VOTE_PARTS} * n / if(notEmpty(many.items),
    many.counts[indexOf(many.items, substringIndex(item, '${SEPARATOR}', 2))],
    \`operations.n\`[indexOf(\`operations.item\`, substringIndex(item, '${SEPARATOR}', 2))]))),
  \`timings.item\`, \`timings.n\`)`;

/** The rows of a day, into the empty staging table. */
export const MAKE_INSTALLATION_DAYS = `
  INSERT INTO ${stagingOf(INSTALLATION_DAYS)}
  SELECT {day:Date}, number, ${segmentNames}, sessions, batches, \`uses.item\`, \`uses.n\`, \`lost.item\`, \`lost.n\`,
    \`operations.item\`, \`operations.n\`, \`timings.item\`, \`timings.n\`, ${SHARES}
  FROM (
    SELECT number, ${segmentNames}, any(who) AS who, uniqExactIf(session, opens) AS sessions, count() AS batches,
      ${summed('uses', 'used', 'arrayResize([toUInt64(1)], length(used), toUInt64(1))')},
      ${summed('lost', 'lostReasons', 'lostCounts')},
      ${summed('operations', 'timed', 'timedCounts')},
      ${summed('timings', 'buckets', 'bucketCounts')}
    FROM (
      SELECT numbers.number AS number, ${SEGMENTS.map(([name, of]) => `${of} AS ${name}`).join(', ')}, session, opens,
        cityHash64(batches.installation, batches.keyHash) AS who,
        arrayMap((command, source) -> concat(command, '${SEPARATOR}', source), usage.command, usage.source) AS used,
        arrayMap(reason -> toString(reason), dropped.reason) AS lostReasons, CAST(dropped.count AS Array(UInt64)) AS lostCounts,
        ${TIMED} AS timed, ${TIMED_COUNTS} AS timedCounts,
        ${BUCKETS} AS buckets, CAST(arrayFlatten(operations.count) AS Array(UInt64)) AS bucketCounts
      FROM (${OF_DAY}) AS batches
      INNER JOIN ${NUMBERS} AS numbers
        ON numbers.installation = batches.installation AND numbers.keyHash = toString(batches.keyHash)
    )
    GROUP BY number, ${segmentNames}
  ) AS days
  LEFT JOIN (${TIMED_IN_ALL_ROWS}) AS many ON many.who = days.who`;

/** The counts of the same items added up, as the two columns of a list. */
function summed(list: string, items: string, counts: string): string {
  return `(sumMap(${items}, ${counts}) AS ${list}Sums).1 AS \`${list}.item\`, ${list}Sums.2 AS \`${list}.n\``;
}
