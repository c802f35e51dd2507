import { isoDay } from '../storage/rows.ts';
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
  stagingOf,
} from './tables.ts';

/**
 * What a cube has figures of, by kind: an expression over a row of `installation_days` that gives pairs of an item and the
 * row's contribution to it.
 */
const KINDS: Readonly<Record<string, string>> = {
  /** Sessions, of one item without a name. */
  sessions: one("''", 'sessions'),
  /** Batches that were received. */
  batches: one("''", 'batches'),
  /** Uses of a command. */
  command: `arrayMap((use, n) -> (splitByChar('${SEPARATOR}', use)[1], n), uses.item, uses.n)`,
  /** Uses of a command by source. */
  use: 'arrayMap((use, n) -> (toString(use), n), uses.item, uses.n)',
  /** Sessions by operating system, its version, distribution and architecture. */
  platform: one(joined('os', 'osVersion', 'distribution', 'architecture'), 'sessions'),
  /** Sessions by product, version and runtime. */
  version: one(joined('product', 'version', 'runtime'), 'sessions'),
  /** Events or batches that were lost before they were sent, by reason. */
  lost: 'arrayMap((reason, n) -> (toString(reason), n), lost.item, lost.n)',
};

export type CubeKind = 'sessions' | 'batches' | 'command' | 'use' | 'platform' | 'version' | 'lost';

function one(item: string, n: string): string {
  return `[(${item}, toUInt64(${n}))]`;
}

function joined(...columns: readonly string[]): string {
  return `arrayStringConcat([${columns.map((column) => `toString(${column})`).join(', ')}], '${SEPARATOR}')`;
}

const CELLS = `arrayConcat(${Object.entries(KINDS)
  .map(([kind, pairs]) => `arrayMap(pair -> ('${kind}', pair.1, pair.2), ${pairs})`)
  .join(', ')})`;

/** A cut through the cells: by one dimension, or none (''). */
export type Cut = Dimension | '';

export const CUTS: readonly Cut[] = ['', ...DIMENSIONS];

/** What one installation contributes to each cell of a period, from its rows of the days of it. */
function contributions(cuts: readonly Cut[], where: string, period: string, start: string): string {
  const segments = cuts.map((cut) => `('${cut}', ${cut === '' ? "''" : `toString(${cut})`})`).join(', ');
  return `
    SELECT ${period} AS period, ${start} AS start, product, packaged, cut.1 AS dimension, cut.2 AS segment,
      cell.1 AS kind, cell.2 AS item, number, sum(cell.3) AS n
    FROM (
      SELECT day, product, packaged, number, arrayJoin([${segments}]) AS cut, arrayJoin(${CELLS}) AS cell
      FROM ${INSTALLATION_DAYS} WHERE ${where}
    ) GROUP BY period, start, product, packaged, dimension, segment, kind, item, number`;
}

/**
 * Some cuts of the cube of a period, into the staging table. An installation's contribution is all that it has in the period, so
 * it is summed up over its rows before the largest are looked for.
 */
export function makeCube({ kind, from, to }: Period, cuts: readonly Cut[]): string {
  const [first, last] = [isoDay(from), isoDay(to)];
  const rows = contributions(
    cuts,
    `day >= '${first}' AND day <= '${last}' AND number NOT IN (SELECT number FROM ${ERASED})`,
    `'${kind}'`,
    `toDate('${first}')`,
  );
  return `
    INSERT INTO ${stagingOf(CUBES)}
    SELECT period, start, product, packaged, dimension, segment, kind, item, sum(n), max(n),
      if(count() = 1, 0, toUInt64(-groupArraySorted(2)(-toInt64(n))[2])), groupBitmapState(number)
    FROM (${rows})
    GROUP BY period, start, product, packaged, dimension, segment, kind, item`;
}

/** First day of the period of a kind that `day` lies in, as SQL; weeks begin on Mondays. */
const START: Readonly<Record<PeriodKind, string>> = {
  day: 'day',
  week: 'toStartOfWeek(day, 1)',
  month: 'toStartOfMonth(day)',
};

/** What the installations of `numbers` have contributed to every cube that is there; may be repeated. */
export function makeCorrections(kind: PeriodKind, numbers: string): string {
  const rows = contributions(CUTS, `number IN (${numbers})`, `'${kind}'`, START[kind]);
  return `
    INSERT INTO ${CORRECTIONS}
    SELECT period, start, product, packaged, dimension, segment, kind, item, number, n FROM (${rows})`;
}
