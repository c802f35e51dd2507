import { compareVersions } from 'candor-client/core';
import { z } from 'zod';
import { type Cell, protect } from '../../privacy/protect.ts';
import { layoutOf } from '../../rollups/cube-kinds.ts';
import type { NamedCell } from '../cells.ts';
import { type AnswerRow, type Asking, cellsOf, type Question, type Rows } from '../question.ts';
import { Count, itemOf } from './tables.ts';

/** Most places of an error that are told, those with most reports. */
const MOST_PLACES = 10;

const Source = z
  .strictObject({ file: z.string(), line: z.int(), column: z.int(), name: z.string().nullable() })
  .nullable()
  .describe('The place in the source, where a source map of the version is there (`candor-collector sourcemaps add`).');

const Place = z.strictObject({
  product: z.string(),
  version: z.string(),
  file: z.string(),
  line: z.int(),
  column: z.int(),
  reports: z.number(),
  source: Source,
});

/**
 * What goes wrong, over all builds of a product: its errors of the same class, code and file of the innermost step, with the places in each
 * version; and how many sessions had no crash, of as many as `totals` has.
 */
export const errors: Question = {
  title: 'What goes wrong, and since when?',
  columns: {
    product: z.string(),
    class: z.string(),
    code: z.string(),
    file: z.string().describe('Of the innermost step in the product’s own code; "none" where there is none.'),
    reports: z.int(),
    installations: Count,
    sessions: z.int().nullable().describe('Sessions that have it, each once; null where that is withheld.'),
    firstVersion: z.string().nullable().describe('The lowest version of which it may be shown.'),
    lastVersion: z.string().nullable(),
    places: z
      .array(Place)
      .describe(`The ${MOST_PLACES} with most reports, of the versions and places that may be shown.`),
  },
  summary: {
    sessions: z.int().nullable(),
    crashedSessions: z
      .number()
      .nullable()
      .describe('Sessions in which a process of the app ended; null where that is withheld.'),
    crashFree: z.number().nullable().describe('Share of the sessions without one, from 0 to 1.'),
  },
  by: 'version',
  since: layoutOf(['error', 'erring', 'place', 'crashed']),
  hasPeriods: true,
  ask,
};

const nameOf = ({ ofProduct, item }: NamedCell) => [ofProduct, ...item.slice(0, 3)].join('\t');

async function ask(asking: Asking): Promise<Rows> {
  const { k } = asking.rules;
  // Versions of different products do not follow each other, and files of the same name are others.
  const ofProducts = await cellsOf(asking, { kinds: ['error', 'erring'], byProduct: true });
  const whole = await cellsOf(asking, { kinds: ['sessions', 'crashed'] });
  const byVersion = await cellsOf(asking, { kinds: ['error', 'place'], by: 'version' });
  const shownSum = (cell: NamedCell | undefined) => {
    const shown = cell && protect(cell, k, itemOf(cell, cell));
    return typeof shown === 'object' ? shown.sum : null;
  };
  const erring = new Map(ofProducts.filter(({ kind }) => kind === 'erring').map((cell) => [nameOf(cell), cell]));
  const seen = new Map<string, NamedCell[]>();
  for (const cell of byVersion.filter((cell) => typeof protect(cell, k, '') !== 'string')) {
    seen.set(nameOf(cell), [...(seen.get(nameOf(cell)) ?? []), cell]);
  }
  const rows: AnswerRow[] = [];
  for (const cell of ofProducts.filter(({ kind }) => kind === 'error')) {
    const shown = protect(cell, k, itemOf(cell, cell));
    if (typeof shown === 'string') continue;
    const cells = seen.get(nameOf(cell)) ?? [];
    const versions = cells.filter(({ kind }) => kind === 'error').map(({ ofSegment }) => ofSegment);
    versions.sort(compareVersions);
    const [className = '', code = '', file = ''] = cell.item;
    rows.push({
      product: cell.ofProduct,
      class: className,
      code,
      file,
      reports: shown.sum,
      installations: shown.installations,
      sessions: shownSum(erring.get(nameOf(cell))),
      firstVersion: versions[0] ?? null,
      lastVersion: versions.at(-1) ?? null,
      places: await placesOf(asking, cells, shownSum),
    });
  }
  rows.sort((a, b) => Number(b['reports']) - Number(a['reports']) || (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  const summary = crashesOf(whole, k, shownSum);
  return { rows, summary };
}

type ShownSum = (cell: NamedCell | undefined) => number | null;

/** That nobody's session crashed is as little told as that somebody's did, but with k = 1. */
function crashesOf(cells: readonly NamedCell[], k: number, shownSum: ShownSum) {
  const cellOf = (kind: string) => cells.find((cell) => cell.kind === kind);
  const sessions = shownSum(cellOf('sessions'));
  const crashedSessions = k === 1 ? (cellOf('crashed')?.sum ?? 0) : shownSum(cellOf('crashed'));
  const crashFree = sessions === null || crashedSessions === null ? null : Math.max(0, 1 - crashedSessions / sessions);
  return { sessions, crashedSessions, crashFree };
}

async function placesOf({ sources }: Asking, cells: readonly (NamedCell & Cell)[], shownSum: ShownSum) {
  const places = cells
    .filter(({ kind }) => kind === 'place')
    .map((cell) => {
      const [, , file = '', line = '', column = ''] = cell.item;
      const at = { product: cell.ofProduct, version: cell.ofSegment, file, line: Number(line), column: Number(column) };
      return { ...at, reports: shownSum(cell) ?? 0 };
    });
  places.sort((a, b) => b.reports - a.reports || (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  return await Promise.all(
    places.slice(0, MOST_PLACES).map(async (place) => ({ ...place, source: (await sources?.find(place)) ?? null })),
  );
}
