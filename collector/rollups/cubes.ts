import { isoDay } from '../storage/rows.ts';
import type { Storage } from '../storage/storage.ts';
import { type CubeKind, type CubePart, type Cut, kindOf } from './cube-kinds.ts';
import { SECRET_KEY, settingsFor } from './day-batches.ts';
import { CELL_FIGURES, namesOf, OF_KNOWN } from './day-cells.ts';
import { CURRENT_ROWS } from './generations.ts';
import type { DayRange, Period } from './periods.ts';
import { CUBES, ERASED, INSTALLATION_DAYS } from './tables.ts';

/**
 * A day has hundreds of contributions of each installation by each cut. They are told apart by numbers while they are added up, and
 * cells have their names in the end: with texts it takes fifteen times as long. The numbers are keyed hashes of segments
 * and items: nobody can choose words so that two cells become one.
 */
const HASH_KEY = `${SECRET_KEY} AS hashKey`;

const hashOf = (...columns: readonly string[]) => `sipHash64Keyed(hashKey, ${columns.join(', ')})`;

/** A text, as the segment of a row by a cut. */
const segmentBy = (cut: Cut) => (cut === '' ? "''" : `toString(${cut})`);

const all = (lists: readonly string[]) => `arrayConcat([]::Array(UInt64), ${lists.join(', ')})`;

/**
 * Rows of a period with the contributions of each to some kinds, in which no item stands twice: hashes of the items, and how much.
 * Where an item may stand several times in a row, the times are neighbours: what it has in all is the cumulative sum at its last one less
 * that at the last one of the item before.
 */
function rowsOf(kinds: readonly CubeKind[], columns: readonly string[], where: string): string {
  const of = (isRepeated: boolean) => {
    const names = kinds.filter((name) => (kindOf(name).isRepeated ?? false) === isRepeated);
    const hashes = names.map((name) => `arrayMap(item -> ${hashOf(`'${name}'`, 'item')}, ${kindOf(name).items})`);
    return { names, hashes: all(hashes), counts: all(names.map((name) => kindOf(name).counts)) };
  };
  const [once, repeated] = [of(false), of(true)];
  const from = `FROM ${INSTALLATION_DAYS} WHERE ${where}`;
  if (repeated.names.length === 0) {
    return `SELECT ${columns.join(', ')}, ${once.hashes} AS hashes, ${once.counts} AS counts ${from}`;
  }
  return `
    SELECT ${columns.join(', ')}, arrayConcat(onceHashes, arrayFilter((hash, isEnd) -> isEnd, repeatedHashes, ends)) AS hashes,
      arrayConcat(onceCounts, arrayMap(n -> toUInt64(n), arrayPopFront(arrayDifference(arrayPushFront(
        arrayFilter((sum, isEnd) -> isEnd, arrayCumSum(repeatedCounts), ends), toUInt64(0)))))) AS counts
    FROM (
      SELECT ${columns.join(', ')}, ${once.hashes} AS onceHashes, ${once.counts} AS onceCounts,
        ${repeated.hashes} AS repeatedHashes, ${repeated.counts} AS repeatedCounts,
        arrayMap((hash, next) -> hash != next, repeatedHashes, arrayPopFront(arrayPushBack(repeatedHashes, repeatedHashes[-1] + 1))) AS ends
      ${from}
    )`;
}

/** What each row contributes to each cell, by hashes, with other columns of it. */
function contributions({ cuts, kinds }: CubePart, where: string, others: readonly string[]): string {
  const columns = ['product', 'packaged', 'number', ...cuts.filter((cut) => cut !== '')];
  const segments = cuts.map((cut) => hashOf('product', 'packaged', `'${cut}'`, segmentBy(cut)));
  const kept = others.join(', ');
  return `
    SELECT ${kept}, segmentHash, itemHash, n
    FROM (
      SELECT ${kept}, arrayJoin([${segments.join(', ')}]) AS segmentHash, hashes, counts
      FROM (${rowsOf(kinds, columns, where)})
    )
    ARRAY JOIN hashes AS itemHash, counts AS n`;
}

/** Names of segments by their hashes. */
function segmentNames(cuts: readonly Cut[], where: string): string {
  const segments = cuts.map((cut) => `('${cut}', ${segmentBy(cut)})`).join(', ');
  return `
    SELECT ${hashOf('product', 'packaged', 'cut.1', 'cut.2')} AS segmentHash, product, packaged, cut.1 AS dimension, cut.2 AS segment
    FROM (SELECT DISTINCT product, packaged, arrayJoin([${segments}]) AS cut FROM ${INSTALLATION_DAYS} WHERE ${where})`;
}

/** Names of items by their hashes. */
function itemNames(kinds: readonly CubeKind[], where: string): string {
  const ofKind = (name: CubeKind) => `
    SELECT ${hashOf(`'${name}'`, 'item')} AS itemHash, '${name}' AS kind, toString(item) AS item
    FROM (SELECT DISTINCT ${kindOf(name).of?.('item') ?? 'item'} AS item FROM (SELECT DISTINCT arrayJoin(${kindOf(name).from ?? kindOf(name).items}) AS item FROM ${INSTALLATION_DAYS} WHERE ${where}))`;
  return kinds.map(ofKind).join(' UNION ALL ');
}

/** The same in a statement that is made up in a third of the time, and takes five times as long for each row. */
function itemNamesOfFew(kinds: readonly CubeKind[], where: string): string {
  return `
    SELECT ${hashOf('cell.1', 'cell.2')} AS itemHash, cell.1 AS kind, cell.2 AS item
    FROM (SELECT DISTINCT arrayJoin(${namesOf(kinds)}) AS cell FROM ${INSTALLATION_DAYS} WHERE ${where})`;
}

/** Rows of `installation_days` that a cube is made of. */
export interface CubeRows {
  readonly count: number;
  /** A condition that they meet. */
  readonly where: string;
}

const ROWS = `
  SELECT toString(day) AS its, toString(generation) AS made, toUInt32(count()) AS count, (SELECT toUInt32(count()) FROM ${ERASED}) AS erased
  FROM ${INSTALLATION_DAYS} WHERE day >= {from:Date} AND day <= {to:Date} AND ${CURRENT_ROWS} GROUP BY day, generation`;

/**
 * The rows of some days that count now. Which these are stands in the condition as it is: a statement reads the rows several times, and
 * each time it would have to be found out.
 */
export async function currentRows(storage: Pick<Storage, 'query'>, { from, to }: DayRange): Promise<CubeRows> {
  const days = await storage.query<{ its: string; made: string; count: number; erased: number }>(ROWS, {
    from: isoDay(from),
    to: isoDay(to),
  });
  if (days.length === 0) return { count: 0, where: '0' };
  const current = `(day, generation) IN (${days.map(({ its, made }) => `('${its}', ${made})`).join(', ')})`;
  return {
    count: days.reduce((sum, { count }) => sum + count, 0),
    // Who is erased from here on is subtracted from what is made.
    where: days.some(({ erased }) => erased > 0) ? `${current} AND ${OF_KNOWN}` : current,
  };
}

/**
 * Some parts of the cube of a period, as the generation that is given as a parameter. An installation's contribution is all that it has
 * in the period, so it is summed up over its rows before the largest are looked for; most have one row of a day, and nothing to sum up.
 * @param isFew whether there are so few rows that making up the statement is most of the work.
 */
export function makeCube(
  { kind, from }: Period,
  { where }: CubeRows,
  parts: readonly CubePart[],
  isFew = false,
): string {
  const ofSeveral = `(product, number) IN (
    SELECT product, number FROM ${INSTALLATION_DAYS} WHERE ${where} GROUP BY product, number HAVING count() > 1)`;
  const summed = (part: CubePart, rows: string) => `
    SELECT number, segmentHash, itemHash, sum(n) AS n FROM (${contributions(part, rows, ['product', 'number'])}) GROUP BY product, number, segmentHash, itemHash`;
  const sums = parts.map((part) =>
    isFew
      ? summed(part, where)
      : `${contributions(part, `${where} AND NOT ${ofSeveral}`, ['number'])}
         UNION ALL ${summed(part, `${where} AND ${ofSeveral}`)}`,
  );
  const kinds = parts.flatMap((part) => part.kinds);
  return `
    INSERT INTO ${CUBES}
    WITH ${HASH_KEY}
    SELECT {generation:UInt64}, '${kind}', toDate('${isoDay(from)}'), product, packaged, dimension, segment, kind, item, sum, largest, second, members
    FROM (SELECT segmentHash, itemHash, ${CELL_FIGURES} FROM (${sums.join(' UNION ALL ')}) GROUP BY segmentHash, itemHash) AS cells
    INNER JOIN (${segmentNames([...new Set(parts.flatMap(({ cuts }) => cuts))], where)}) AS segments USING (segmentHash)
    INNER JOIN (${isFew ? itemNamesOfFew(kinds, where) : itemNames(kinds, where)}) AS items USING (itemHash)
    SETTINGS ${settingsFor(isFew)}`;
}
