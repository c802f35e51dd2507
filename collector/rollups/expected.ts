import { MOST_EXPECTED } from '../limits.ts';
import { BATCHES } from '../storage/table.ts';
import { OF_SLICE, REPEATED_DAYS, SESSION_HASH, WHO } from './day-batches.ts';

/**
 * What there was to receive, by what was received: an installation counts its sessions, and the parts of each. When number 7 comes
 * after number 4, three more sessions are expected, on the day of 7; when 5 comes later, one more is received and none expected. So the
 * sums over a range say what is missing at its end, of what was begun in it.
 *
 * Nothing is expected of before the first number that was received in the {@link REPEATED_DAYS} days before: an installation that was
 * away for longer than it keeps a batch begins anew.
 */

/** How many parts a session has at least, by one of them. */
const PARTS = `toUInt32(least(sequence + if(end = 'continues', 2, 1), ${MOST_EXPECTED}))`;

const OF_DAY = `${OF_SLICE} AND received = {day:Date}`;

/** What is known of before; but for what was received before that. */
const BEFORE = `received >= {day:Date} - ${REPEATED_DAYS} AND received < {day:Date}`;

/**
 * Of everybody who sent on the day: the numbers of sessions that are higher than all before (`numbers`), how many each of them makes
 * expected (`gaps`), and of sessions that go on how many parts were expected before (`begun`).
 *
 * It reads twice as far back as it looks, so that it finds the first row of a batch that was sent again within that time: whether the
 * second one is there still is a matter of when the table was merged.
 * @param hasEarlier whether sessions of the day may have begun before it.
 */
export const expectedOfSenders = (hasEarlier: boolean) => `
  SELECT who, arraySort(arrayFilter(number -> number > newest, ofDay)) AS numbers,
    arrayMap((number, index) -> toUInt64(least(${MOST_EXPECTED},
      number - if(index = 1, if(newest = 0, number - 1, newest), numbers[index - 1]))), numbers, arrayEnumerate(numbers)) AS gaps, begun
  FROM (
    SELECT ${WHO} AS who, maxIf(session, ${BEFORE}) AS newest, groupUniqArrayIf(session, received = {day:Date}) AS ofDay,
      maxMapIf(map(session, ${PARTS}), ${hasEarlier ? `${BEFORE} AND ${SESSION_HASH} IN (SELECT ${SESSION_HASH} FROM ${BATCHES} WHERE ${OF_DAY})` : 'false'}) AS begun
    FROM ${BATCHES} FINAL
    WHERE ${OF_SLICE} AND received >= {day:Date} - ${2 * REPEATED_DAYS} AND received <= {day:Date}
      AND (installation, keyHash) IN (SELECT installation, keyHash FROM ${BATCHES} WHERE ${OF_DAY})
    GROUP BY installation, keyHash
  )`;

/** What a row is made of for it, of its batches: their sessions with their parts. */
export const ITS_PARTS = `maxMap(map(session, ${PARTS})) AS itsParts, uniqExact(session, sequence) AS parts`;

/** Of a row that has {@link ITS_PARTS}, beside its sender ({@link expectedOfSenders} as `sender`): the sessions that it makes expected, … */
export const EXPECTED = `arraySum(arrayMap(session -> sender.gaps[indexOf(sender.numbers, session)], mapKeys(itsParts)))`;

/** … and the parts. */
export const EXPECTED_PARTS = `arraySum(arrayMap((session, most) -> toUInt64(greatest(most, sender.begun[session]) - sender.begun[session]),
  mapKeys(itsParts), mapValues(itsParts)))`;
