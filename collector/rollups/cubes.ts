import { isoDay } from '../storage/rows.ts';
import { IN_ORDER } from './day-batches.ts';
import { CURRENT_ROWS } from './generations.ts';
import type { Period } from './periods.ts';
import {
  CORRECTIONS,
  CUBES,
  DIMENSIONS,
  type Dimension,
  ERASED,
  INSTALLATION_DAYS,
  type PeriodKind,
  SEPARATOR,
} from './tables.ts';

/** A cut through the cells: by one dimension, or none (''). */
export type Cut = Dimension | '';

export const CUTS: readonly Cut[] = ['', ...DIMENSIONS];

/** What a cube has figures of. */
interface Kind {
  /** An expression over a row of `installation_days` that gives pairs of an item and the row's contribution to it. */
  readonly pairs: string;
  /** Cuts that have it; all of them unless it is said. By others it is told from `installation_days`. */
  readonly cuts?: readonly Cut[];
  /** The layout with which it joined (tables.ts). */
  readonly since: number;
}

/** What there are hundreds of in each segment is cut by what everybody asks for alone. */
const FEW_CUTS: readonly Cut[] = ['', 'version'];

const KINDS = {
  /** Sessions, of one item without a name. */
  sessions: { pairs: one("''", 'sessions'), since: 1 },
  /** Batches that were received. */
  batches: { pairs: one("''", 'batches'), since: 1 },
  /** Uses of a command. */
  command: { pairs: `arrayMap((use, n) -> (splitByChar('${SEPARATOR}', use)[1], n), uses.item, uses.n)`, since: 1 },
  /** Uses of a command by source. */
  use: { pairs: listed('uses'), since: 1 },
  /** Sessions by operating system, its version, distribution and architecture. */
  platform: { pairs: one(joined('os', 'osVersion', 'distribution', 'architecture'), 'sessions'), since: 1 },
  /** Sessions by product, version and runtime. */
  version: { pairs: one(joined('product', 'version', 'runtime'), 'sessions'), since: 1 },
  /** Events or batches that were lost before they were sent, by reason. */
  lost: { pairs: listed('lost'), since: 1 },
  /** Durations by operation and outcome. */
  operation: { pairs: listed('operations'), cuts: FEW_CUTS, since: 2 },
  /** Durations by operation, outcome and bucket. */
  duration: { pairs: listed('timings'), cuts: FEW_CUTS, since: 2 },
  /** The same, as parts of the one vote that an installation has each day. */
  vote: { pairs: listed('timings', 'share'), cuts: FEW_CUTS, since: 2 },
  /** Reports of errors by class, code and file. */
  error: { pairs: listed('errors'), cuts: FEW_CUTS, since: 3 },
  /** Sessions that have reports of an error, by the same. */
  erring: { pairs: listed('erring'), cuts: FEW_CUTS, since: 3 },
  /** Reports of errors by class, code, file, line and column: these are other ones in each version. */
  place: { pairs: listed('places'), cuts: ['version'], since: 3 },
  /** Uses of all commands, of one item without a name. */
  uses: { pairs: one("''", 'arraySum(uses.n)'), since: 4 },
  /** Sessions in which a process ended, of one item without a name. */
  crashed: { pairs: `if(crashed = 0, [], ${one("''", 'crashed')})`, since: 3 },
  /** What there was to receive, and the parts of sessions that were received: each an item. */
  expected: {
    pairs: `[('sessions', toUInt64(expected)), ('parts', toUInt64(expectedParts)), ('received parts', toUInt64(parts))]`,
    since: 7,
  },
  /** What of it was not received, nor made up for on the day by what came late, by the same. */
  missing: {
    pairs: `arrayFilter(pair -> pair.2 > 0, [('sessions-missing', toUInt64(greatest(expected, sessions) - sessions)),
      ('parts-missing', toUInt64(greatest(expectedParts, parts) - parts))])`,
    since: 7,
  },
  /** Flows by their three commands; those that are not kept by name are one. */
  flow: { pairs: listed('flows'), cuts: FEW_CUTS, since: 8 },
} as const satisfies Readonly<Record<string, Kind>>;

export type CubeKind = keyof typeof KINDS;

const kinds: Readonly<Record<CubeKind, Kind>> = KINDS;

const KIND_NAMES = Object.keys(KINDS) as CubeKind[];

/** The layout with which all of these kinds were there: days that were closed by an earlier one do not have them. */
export function layoutOf(names: readonly CubeKind[]): number {
  return Math.max(...names.map((name) => kinds[name].since));
}

/** Whether cubes have all of these kinds by a cut. */
export function isCut(names: readonly CubeKind[], cut: Cut): boolean {
  return names.every((name) => kinds[name].cuts?.includes(cut) ?? true);
}

function one(item: string, n: string): string {
  return `[(${item}, toUInt64(${n}))]`;
}

function listed(list: string, n = 'n'): string {
  return `arrayMap((item, its) -> (toString(item), its), ${list}.item, ${list}.${n})`;
}

function joined(...columns: readonly string[]): string {
  return `arrayStringConcat([${columns.map((column) => `toString(${column})`).join(', ')}], '${SEPARATOR}')`;
}

function cellsOf(names: readonly CubeKind[]): string {
  const cells = names.map((name) => `arrayMap(pair -> ('${name}', pair.1, pair.2), ${kinds[name].pairs})`);
  return `arrayConcat([]::Array(Tuple(String, String, UInt64)), ${cells.join(', ')})`;
}

/** Kinds that the same cuts have, each time of a statement: then rows are read in their order. */
const KIND_GROUPS = [...new Set(KIND_NAMES.map((name) => String(kinds[name].cuts)))].map((cuts) =>
  KIND_NAMES.filter((name) => String(kinds[name].cuts) === cuts),
);

/** What there is most of: a part of a cube by itself. */
const MANY: readonly CubeKind[] = ['duration', 'vote', 'flow'];

/** Parts of a cube, small enough to be made one after the other with little memory. */
export const CUBE_PARTS: readonly (readonly [cut: Cut, kinds: readonly CubeKind[]])[] = CUTS.flatMap((cut) =>
  [...KIND_GROUPS.map((names) => names.filter((name) => !MANY.includes(name))), ...MANY.map((name) => [name])]
    .filter((names) => isCut(names, cut))
    .map((names) => [cut, names] as const),
);

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
function allContributions(cuts: readonly Cut[], from: { where: string; period: string; start: string }): string {
  return KIND_GROUPS.flatMap((names) => {
    const having = cuts.filter((cut) => isCut(names, cut));
    return having.length > 0 ? [contributions(having, names, from)] : [];
  }).join(' UNION ALL ');
}

/**
 * A cell of several installations, from what each of them contributes (`number`, `n`): sum, the two largest contributions, and
 * the set of them.
 */
const CELL_FIGURES = `sum(n) AS sum, max(n) AS largest,
  if(count() = 1, 0, toUInt64(-groupArraySorted(2)(-toInt64(n))[2])) AS second, groupBitmapState(number) AS members`;

/** Rows of `installation_days` of those who are not erased. */
export const OF_KNOWN = `number NOT IN (SELECT number FROM ${ERASED})`;

/**
 * The cube of a period, or a part of it, as the generation that is given as a parameter. An installation's contribution is all that it has in the period, so
 * it is summed up over its rows before the largest are looked for.
 */
export function makeCube({ kind, from, to }: Period, part?: (typeof CUBE_PARTS)[number]): string {
  const [first, last] = [isoDay(from), isoDay(to)];
  const rows = {
    where: `day >= '${first}' AND day <= '${last}' AND ${OF_KNOWN}`,
    period: `'${kind}'`,
    start: `toDate('${first}')`,
  };
  return `
    INSERT INTO ${CUBES}
    SELECT {generation:UInt64}, period, start, product, packaged, dimension, segment, kind, item, ${CELL_FIGURES}
    FROM (${part ? contributions([part[0]], part[1], rows) : allContributions(CUTS, rows)})
    GROUP BY period, start, product, packaged, dimension, segment, kind, item
    SETTINGS ${IN_ORDER}`;
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

/** What the installations of `numbers` have contributed to every cube that is there; may be repeated. */
export function makeCorrections(kind: PeriodKind, numbers: string): string {
  const rows = allContributions(CUTS, { where: `number IN (${numbers})`, period: `'${kind}'`, start: START[kind] });
  return `
    INSERT INTO ${CORRECTIONS}
    SELECT period, start, product, packaged, dimension, segment, kind, item, number, n FROM (${rows})`;
}
