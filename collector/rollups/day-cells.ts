import { CUTS, type CubeKind, type Cut, isCut, KIND_GROUPS, kindOf } from './cube-kinds.ts';
import { CURRENT_ROWS } from './generations.ts';
import { CORRECTIONS, ERASED, INSTALLATION_DAYS, type PeriodKind } from './tables.ts';

/**
 * A cell of several installations, from what each of them contributes (`number`, `n`): sum, the two largest contributions, and
 * the set of them.
 */
export const CELL_FIGURES = `sum(n) AS sum, max(n) AS largest,
  if(count() = 1, 0, toUInt64(-groupArraySorted(2)(-toInt64(n))[2])) AS second, groupBitmapState(number) AS members`;

/** Rows of `installation_days` of those who are not erased. */
export const OF_KNOWN = `number NOT IN (SELECT number FROM ${ERASED})`;

/** Pairs of kind and item that a row contributes to. */
export function namesOf(names: readonly CubeKind[]): string {
  const pairs = names.map((name) => `arrayMap(item -> ('${name}', toString(item)), ${kindOf(name).items})`);
  return `arrayConcat([]::Array(Tuple(String, String)), ${pairs.join(', ')})`;
}

function cellsOf(names: readonly CubeKind[]): string {
  const cells = names.map((name) => {
    const { items, counts } = kindOf(name);
    return `arrayMap((item, n) -> ('${name}', toString(item), n), ${items}, ${counts})`;
  });
  return `arrayConcat([]::Array(Tuple(String, String, UInt64)), ${cells.join(', ')})`;
}

/** What cells are told apart by, beside kind and item, and which rows they are made of. */
export interface DayCells {
  readonly kinds: readonly CubeKind[];
  /** Expressions over a row of `installation_days`: the product that a cell is of, and the segment. */
  readonly product: string;
  readonly segment: string;
  /** The periods that have cells of their own, else one has all of them. */
  readonly period?: PeriodKind | undefined;
  readonly where: string;
}

/**
 * Cells of some rows of `installation_days`, where no cube has them: `kind`, `ofProduct`, `ofSegment`, `ofPeriod`, `item`, and the
 * figures as cubes have them. They are to be asked for with {@link IN_ORDER}, which takes little memory for any range.
 */
export function cellsOfDays({ kinds: names, product, segment, period, where }: DayCells): string {
  const ofPeriod = period ? `toString(toDate(${START[period]}))` : "''";
  return `
    SELECT kind, ofProduct, ofSegment, ofPeriod, item, ${CELL_FIGURES}
    FROM (
      SELECT cell.1 AS kind, ofProduct, ofSegment, ofPeriod, cell.2 AS item, number, sum(cell.3) AS n
      FROM (
        SELECT product, ${product} AS ofProduct, ${segment} AS ofSegment, ${ofPeriod} AS ofPeriod, number,
          arrayJoin(${cellsOf(names)}) AS cell
        FROM ${INSTALLATION_DAYS} WHERE ${where} AND ${CURRENT_ROWS} AND ${OF_KNOWN}
      ) GROUP BY product, number, kind, ofProduct, ofSegment, ofPeriod, item
    ) GROUP BY kind, ofProduct, ofSegment, ofPeriod, item`;
}

/** First day of the period of a kind that `day` lies in, as SQL; weeks begin on Mondays. */
const START: Readonly<Record<PeriodKind, string>> = {
  day: 'day',
  week: 'toStartOfWeek(day, 1)',
  month: 'toStartOfMonth(day)',
};

/** What one installation contributes to each cell of a period, from its rows of the days of it. */
function contributions(
  cuts: readonly Cut[],
  names: readonly CubeKind[],
  { where, period, start }: { where: string; period: string; start: string },
): string {
  const segments = cuts.map((cut) => `('${cut}', ${cut === '' ? "''" : `toString(${cut})`})`).join(', ');
  return `
    SELECT ${period} AS period, ${start} AS start, product, packaged, cut.1 AS dimension, cut.2 AS segment,
      cell.1 AS kind, cell.2 AS item, number, sum(cell.3) AS n
    FROM (
      SELECT day, product, packaged, number, arrayJoin([${segments}]) AS cut, arrayJoin(${cellsOf(names)}) AS cell
      FROM ${INSTALLATION_DAYS} WHERE ${where} AND ${CURRENT_ROWS}
    ) GROUP BY product, number, period, start, packaged, dimension, segment, kind, item`;
}

/** The same of all kinds. */
export function allContributions(cuts: readonly Cut[], from: { where: string; period: string; start: string }): string {
  return KIND_GROUPS.flatMap((names) => {
    const having = cuts.filter((cut) => isCut(names, cut));
    return having.length > 0 ? [contributions(having, names, from)] : [];
  }).join(' UNION ALL ');
}

/** What the installations of `numbers` have contributed to every cube that is there; may be repeated. */
export function makeCorrections(kind: PeriodKind, numbers: string): string {
  const rows = allContributions(CUTS, { where: `number IN (${numbers})`, period: `'${kind}'`, start: START[kind] });
  return `
    INSERT INTO ${CORRECTIONS}
    SELECT period, start, product, packaged, dimension, segment, kind, item, number, n FROM (${rows})`;
}
