import { compareVersions } from 'candor-client/core';
import { z } from 'zod';
import { protect } from '../../privacy/protect.ts';
import { OF_KNOWN } from '../../rollups/day-cells.ts';
import { CURRENT_ROWS } from '../../rollups/generations.ts';
import type { DayRange } from '../../rollups/periods.ts';
import { periodOf } from '../../rollups/periods.ts';
import { CLOSINGS, DIMENSIONS, INSTALLATION_DAYS, SEPARATOR } from '../../rollups/tables.ts';
import { isoDay } from '../../storage/rows.ts';
import { askCells, type CellSource, type Filter, type NamedCell, OF_PRODUCT } from '../cells.ts';
import { type AnswerRow, type Asking, cellsWithWholes, type Question, type Rows } from '../question.ts';
import { Count, shareOf } from './tables.ts';

/**
 * Who comes back: of the installations that were first seen in a week, by the version that they ran first, how many were seen again in
 * each of the weeks after. Each installation is one in each row, however much it sends.
 */
export const retention: Question = {
  title: 'Who comes back, and for how long?',
  columns: {
    product: z.string(),
    version: z
      .string()
      .describe('The version that they ran first: the lowest of the day on which they were first seen.'),
    week: z.string().describe('The week in which they were first seen, as its Monday, UTC.'),
    after: z.int().min(0).describe('Weeks after that; 0 is the week itself, and its installations are all of them.'),
    days: z
      .int()
      .min(1)
      .max(7)
      .describe('How many days of the later week are not after the range: of fewer than 7 it is not over.'),
    installations: Count,
    share: z
      .number()
      .nullable()
      .describe('Of all that were first seen in the week, from 0 to 1; null where these are withheld.'),
  },
  by: 'version',
  since: 1,
  ask,
};

/**
 * Whole weeks, so that the new installations of one cannot be asked for in parts: each is new on one day alone, and by all the ways to
 * cut a week into ranges its noise would be averaged away.
 */
const fromMonday = ({ from, to }: DayRange): DayRange => ({ from: periodOf('week', from).from, to });

async function ask(asking: Asking): Promise<Rows> {
  const { storage, asked, rules } = asking;
  const { product } = asked;
  const range = fromMonday(asked.range);
  const cells = await cellsWithWholes(asking, 'version', (filters) =>
    askCells(storage, returned(range, filters), { product, of: rules.of, isKeyed: rules.k > 1 }),
  );
  const shown: AnswerRow[] = [];
  for (const cell of cells) {
    const figures = protect(cell, rules.k, `returned ${cell.item.join(' ')}`);
    if (typeof figures === 'object') shown.push(rowOf(cell, figures.installations, range.to));
  }
  const firstSeen = new Map(shown.filter(({ after }) => after === 0).map((row) => [nameOf(row), row]));
  const rows = shown.map((row) => ({
    ...row,
    share: shareOf(Number(row['installations']), Number(firstSeen.get(nameOf(row))?.['installations'] ?? 0)),
  }));
  return { rows: rows.sort(compareRows) };
}

const nameOf = ({ product, version, week }: AnswerRow) => [product, version, week].join(SEPARATOR);

function rowOf({ ofProduct, ofSegment, item }: NamedCell, installations: number, to: number): AnswerRow {
  const [week = '', weeks = ''] = item;
  const later = periodOf('week', Math.floor(Date.parse(week) / 86_400_000) + 7 * Number(weeks));
  const days = Math.min(later.to, to) - later.from + 1;
  return { product: ofProduct, version: ofSegment, week, after: Number(weeks), days, installations };
}

/** Newest versions first; of each, the weeks in their order. */
function compareRows(a: AnswerRow, b: AnswerRow): number {
  return (
    String(a['product']).localeCompare(String(b['product']), 'en') ||
    compareVersions(String(b['version']), String(a['version'])) ||
    String(a['week']).localeCompare(String(b['week']), 'en') ||
    Number(a['after']) - Number(b['after'])
  );
}

/** Versions have numbers between points; an installation that had several on its first day ran the lowest first. */
const VERSION_ORDER = `arrayMap(part -> toUInt32OrZero(part), splitByChar('.', toString(version)))`;

const SEGMENTS = DIMENSIONS.map((dimension) => `toString(${dimension})`).join(', ');

/**
 * Numbers are given in the order of the days that close, so these were there before all that is kept. Were they not left
 * out, everybody would be new again in the oldest week.
 */
const BEFORE_KEPT = `(SELECT max(highest) FROM ${CLOSINGS} WHERE day < (SELECT min(day) FROM ${INSTALLATION_DAYS} WHERE ${CURRENT_ROWS}))`;

/**
 * The installations first seen in a range, of some segments on their first day, by product, first version, week, and weeks until they
 * were seen again within the range. The rows of each come one after the other, so it takes little memory whoever is kept.
 */
function returned({ from, to }: DayRange, filters: readonly Filter[]): CellSource {
  const where = filters.map(({ dimension }) => `first.${DIMENSIONS.indexOf(dimension) + 1} = {of_${dimension}:String}`);
  return {
    sql: `
      SELECT 'returned' AS kind, ofProduct, first.1 AS ofSegment, '' AS ofPeriod,
        concat(toString(toMonday(firstDay)), '${SEPARATOR}', toString(intDiv(week - toMonday(firstDay), 7))) AS item,
        count() AS sum, 1 AS largest, toUInt64(count() > 1) AS second, groupBitmapState(number) AS members
      FROM (
        SELECT toString(product) AS ofProduct, number, min(day) AS firstDay, arrayJoin(groupUniqArray(toMonday(day))) AS week,
          argMin((${SEGMENTS}), (day, ${VERSION_ORDER}, ${SEGMENTS})) AS first
        FROM ${INSTALLATION_DAYS}
        WHERE day <= {to:Date} AND ${CURRENT_ROWS} AND ${OF_PRODUCT} AND ${OF_KNOWN} AND number > ${BEFORE_KEPT}
        GROUP BY product, number HAVING firstDay >= {from:Date}
      )
      WHERE ${['1', ...where].join(' AND ')} GROUP BY ofProduct, ofSegment, item`,
    parameters: {
      from: isoDay(from),
      to: isoDay(to),
      ...Object.fromEntries(filters.map(({ dimension, segment }) => [`of_${dimension}`, segment])),
    },
  };
}
