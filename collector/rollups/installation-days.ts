import { randomBytes } from 'node:crypto';
import { crashes } from 'candor-client/core';
import { KEY_BITS } from '../privacy/cell-key.ts';
import { BATCHES } from '../storage/table.ts';
import { ARRIVED, arrivedLists } from './arrived-fields.ts';
import {
  OF_SLICE,
  RECORD_KEY,
  REPEATED_DAYS,
  rowsOfDay,
  SEGMENTS,
  SESSION_HASH,
  seenBefore,
  segmentNames,
  settingsFor,
  WHO,
} from './day-batches.ts';
import { EXPECTED, EXPECTED_PARTS, expectedOfSenders, ITS_PARTS } from './expected.ts';
import {
  PLACES as COMMANDS,
  FLOW_ROW,
  FLOW_WORDS,
  type FlowTraits,
  flowName,
  flowsOf,
  KEPT_BETWEEN,
  keptOf,
  SOURCE_WORDS,
  useName,
  usesOf,
} from './flows.ts';
import { ERASED, INSTALLATION_DAYS, KEY_PLANES, NUMBERS, SECRET, SEPARATOR } from './tables.ts';

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

/** An expression that says whether a session is not among those of the days before that meet a condition. */
const isNew = (hasEarlier: boolean, where?: string) =>
  hasEarlier ? `${SESSION_HASH} NOT IN ${seenBefore(SESSION_HASH, where)}` : 'true';

/** The batches of a day, with what they are the first of. */
const ofDay = (hasEarlier: boolean) => `
  SELECT *, ${isNew(hasEarlier)} AS opens, ${HAS_CRASH} AND ${isNew(hasEarlier, HAS_CRASH)} AS crashes,
    if(notEmpty(errors.class), arrayDistinct(arrayMap((item, erring) -> (item, erring),
      ${ERRORS}, ${ERRING})), []) AS itsErrors, ${ARRIVED} AS arrived
  ${rowsOfDay(hasEarlier)}`;

/** Record keys and the noise of cells are made with it; once for all. See {@link newSecret}. */
export const MAKE_SECRET = `INSERT INTO ${SECRET} SELECT {first:UInt64}, {second:UInt64} WHERE (SELECT count() FROM ${SECRET}) = 0`;

/** Parameters of {@link MAKE_SECRET}: the engine's own random numbers can be told from those before. */
export function newSecret() {
  const half = () => randomBytes(8).readBigUInt64LE().toString();
  return { first: half(), second: half() };
}

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

/** More than a histogram has. */
const BUCKETS_EACH = 512;

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
const timedInAllRows = (hasEarlier: boolean) => `
  SELECT ${WHO} AS who, (sumMap(${TIMED}, ${TIMED_COUNTS}) AS timed).1 AS items, timed.2 AS counts
  FROM (SELECT * ${rowsOfDay(hasEarlier)})
  WHERE ${WHO} IN (
    SELECT who FROM (SELECT ${WHO} AS who, cityHash64(${SEGMENTS.map(([, of]) => of).join(', ')}) AS row FROM (SELECT * ${rowsOfDay(hasEarlier)}))
    GROUP BY who HAVING min(row) != max(row))
  GROUP BY who`;

/** Whether among some batches there may be a sender with several rows. On most days of few senders there is none, and nothing to look for. */
export const HAS_SEVERAL = `uniqExact(${WHO}) < uniqExact(cityHash64(installation, keyHash, ${SEGMENTS.map(([, of]) => of).join(', ')}))`;

/** An installation's vote on how long something takes, in parts. */
export const VOTE_PARTS = 1_000_000;

/** What each bucket's count is of all that the installation timed of its operation and outcome. */
function shares(hasSeveral: boolean): string {
  const timed = (items: string, counts: string) =>
    `${counts}[indexOf(${items}, substringIndex(item, '${SEPARATOR}', 2))]`;
  const own = timed('`operations.item`', '`operations.n`');
  const all = hasSeveral ? `if(notEmpty(many.items), ${timed('many.items', 'many.counts')}, ${own})` : own;
  return `arrayMap((item, n) -> toUInt64(round(${VOTE_PARTS} * n / ${all})), \`timings.item\`, \`timings.n\`)`;
}

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

/** What is looked for on a day. */
export interface DayTraits extends FlowTraits {
  /** Whether it has senders with several rows, see {@link HAS_SEVERAL}. */
  readonly hasSeveral: boolean;
}

/** What rows are made of, of each batch of a day. */
const batchesOfDay = (hasEarlier: boolean) => `
  SELECT installation, keyHash, ${SEGMENTS.map(([name, of]) => `${of} AS ${name}`).join(', ')}, session, sequence, end, opens, ${WHO} AS who,
    ${COMMANDS} AS commandPlaces, usage.source AS sources,
    arrayMap(reason -> toString(reason), dropped.reason) AS lostReasons, CAST(dropped.count AS Array(UInt64)) AS lostCounts,
    ${TIMED} AS timed, ${TIMED_COUNTS} AS timedCounts,
    ${BUCKETS} AS itsBuckets, CAST(arrayFlatten(operations.count) AS Array(UInt64)) AS itsCounts,
    ${ERRORS} AS errorItems, CAST(errors.count AS Array(UInt64)) AS errorCounts,
    arrayFilter((item, files) -> notEmpty(files), ${PLACES}, errors.file) AS placeItems,
    arrayFilter((n, files) -> notEmpty(files), errorCounts, errors.file) AS placeCounts,
    itsErrors, crashes, arrived
  FROM (${ofDay(hasEarlier)})`;

/**
 * The rows of a day and a slice of installations, as the generation that is given as a parameter, for which flows were chosen (flows.ts). A million installations would not fit in memory at a time, so it is made in their order.
 */
export const makeInstallationDays = ({ hasParts, hasSeveral, hasEarlier, isFew }: DayTraits) => `
  INSERT INTO ${INSTALLATION_DAYS}
  WITH ${FLOW_WORDS}, ${SOURCE_WORDS}, (SELECT groupUniqArrayArray(${TIMED}) FROM ${BATCHES} WHERE ${OF_SLICE} AND received = {day:Date}) AS timedItems
  SELECT {day:Date}, {generation:UInt64}, numbers.number, ${segmentNames}, sessions, batches, arrayMap(use -> ${useName('use')}, mapKeys(uses)), mapValues(uses), \`lost.item\`, \`lost.n\`,
    \`operations.item\`, \`operations.n\`,
    arrayMap(bucket -> concat(timedItems[intDiv(bucket, ${BUCKETS_EACH})], '${SEPARATOR}', toString(bucket % ${BUCKETS_EACH})), buckets)
      AS \`timings.item\`,
    CAST(arraySlice(differences, 2) AS Array(UInt64)) AS \`timings.n\`, ${shares(hasSeveral)},
    \`errors.item\`, \`errors.n\`, (arrayReduce('sumMap', arrayMap(pair -> [pair.1], newly), arrayMap(pair -> [toUInt64(1)], newly))
      AS erring).1, erring.2,
    arraySlice(\`places.item\`, 1, ${MOST_PLACES}), arraySlice(\`places.n\`, 1, ${MOST_PLACES}), crashed,
    ${EXPECTED}, parts, ${EXPECTED_PARTS},
    arrayMap(flow -> ${flowName('flow')}, mapKeys(${hasParts ? 'mapAdd(flows, others.sums)' : 'flows'} AS allFlows)), mapValues(allFlows),
    ${arrivedLists('arrivedSums')}
  FROM (
    SELECT installation, keyHash, ${segmentNames}, any(who) AS who, uniqExactIf(session, opens) AS sessions, count() AS batches,
      sumMap(itsUses) AS uses, sumMap(itsFlows) AS flows,
      ${summed('lost', 'lostReasons', 'lostCounts')},
      ${summed('operations', 'timed', 'timedCounts')},
      ${summed('errors', 'errorItems', 'errorCounts')},
      ${summed('places', 'placeItems', 'placeCounts')},
      groupArrayArray(itsBuckets) AS bucketList, groupArrayArray(itsCounts) AS bucketCounts, ${ADDED_UP},
      ${hasEarlier ? `arrayFilter(pair -> pair.2 NOT IN ${ERRING_BEFORE}, groupUniqArrayArray(itsErrors))` : 'groupUniqArrayArray(itsErrors)'} AS newly,
      uniqExactIf(session, crashes) AS crashed, ${ITS_PARTS}, sumForEach(arrived) AS arrivedSums,
      ${FLOW_ROW} AS flowRow
    FROM (
      SELECT * EXCEPT (useList, flowList), ${counted('itsUses', 'useList')}, ${counted('itsFlows', 'flowList')}
      FROM (
        SELECT * EXCEPT (commandPlaces, sources, flowNumbers), arraySort(${usesOf('commandPlaces', 'sources')}) AS useList,
          arraySort(${keptOf('flowNumbers')}) AS flowList
        FROM (SELECT *, ${flowsOf('commandPlaces')} AS flowNumbers FROM (${batchesOfDay(hasEarlier)}))
      )
    )
    GROUP BY installation, keyHash, ${segmentNames}
  ) AS days
  INNER JOIN ${NUMBERS} AS numbers ON numbers.installation = days.installation AND numbers.keyHash = toString(days.keyHash)
  ${hasSeveral ? `LEFT JOIN (${timedInAllRows(hasEarlier)}) AS many ON many.who = days.who` : ''}
  LEFT JOIN (${expectedOfSenders(hasEarlier)}) AS sender ON sender.who = days.who
  ${hasParts ? `LEFT JOIN (${KEPT_BETWEEN}) AS others ON others.row = days.flowRow` : ''}
  SETTINGS ${settingsFor(isFew)}`;

/**
 * How often each number is in a sorted list, as a map. The same numbers are neighbours after sorting, and there are as many as lie between
 * the place of the last of them and that of the last of those before. Maps that are added up take memory for each number once,
 * however many uses a sender has.
 */
function counted(name: string, sorted: string): string {
  const next = `arrayPopFront(arrayPushBack(${sorted}, ${sorted}[-1] + 1))`;
  const ends = `arrayFilter((place, number, next) -> number != next, arrayEnumerate(${sorted}), ${sorted}, ${next})`;
  return `mapFromArrays(arrayDistinct(${sorted}), CAST(arrayPopFront(arrayDifference(arrayPushFront(${ends}, toUInt32(0)))) AS Array(UInt64))) AS ${name}`;
}

/** The counts of the same items added up, as the two columns of a list. */
function summed(list: string, items: string, counts: string): string {
  const sums = `${list}Sums`;
  return `sumMap(mapFromArrays(${items}, ${counts})) AS ${sums}, mapKeys(${sums}) AS \`${list}.item\`, mapValues(${sums}) AS \`${list}.n\``;
}
