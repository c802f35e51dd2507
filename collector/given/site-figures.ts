import { clientOperations, type Manifest, type Said } from 'candor-client/core';
import type { Answer } from '../answers/answer.ts';
import type { Answering } from '../answers/answering.ts';
import type { QuestionName } from '../answers/questions/questions.ts';
import type { DayRange } from '../rollups/periods.ts';
import { type ChangedOperation, type Digest, digestOf, type VersionShare } from './digest.ts';
import { closedWeeks, type IsoRange, isoRange, weeksTogether } from './weeks.ts';

/** What the figures of a site are of: four weeks even out what a single one has by chance. */
const WEEKS = 4;

/** How far back the weeks go that are drawn: half a year. */
const WEEKS_DRAWN = 26;

/** Most rows of a table; what is behind them is counted. */
const MOST_ROWS = 20;

/** A row with its share of the whole, from 0 to 1. */
interface Shared {
  readonly share: number | null;
}

export interface UsedCommand extends Shared {
  readonly command: string;
  readonly title: Said;
  readonly uses: number;
  readonly installations: number;
}

export interface RunVersion extends Shared {
  readonly version: string;
  readonly sessions: number;
  readonly installations: number;
}

export interface RunPlatform extends Shared {
  readonly os: string;
  readonly osVersion: string;
  readonly distribution: string;
  readonly architecture: string;
  readonly sessions: number;
  readonly installations: number;
}

/** A table: its rows, and how many smaller ones there are behind them that may be shown as well. */
export interface SiteTable<T> {
  readonly rows: readonly T[];
  readonly more: number;
}

/** A closed week; null where that is withheld. */
export interface SiteWeek extends IsoRange {
  readonly sessions: number | null;
  readonly installations: number | null;
}

/** What changed in the newest week against the one before. */
export interface SiteChanges {
  readonly week: IsoRange;
  readonly operations: readonly (ChangedOperation & { readonly title: Said })[];
  readonly versions: readonly VersionShare[];
}

export interface ProductFigures {
  readonly product: string;
  readonly name: string;
  readonly sessions: number;
  readonly installations: number;
  readonly weeks: readonly SiteWeek[];
  /** By the share of installations that use it. */
  readonly used: SiteTable<UsedCommand>;
  readonly versions: SiteTable<RunVersion>;
  readonly platforms: SiteTable<RunPlatform>;
  /** Null where there is no week before. */
  readonly changes: SiteChanges | null;
}

/** The figures of a site, as `figures.json` has them. */
export interface SiteFigures {
  readonly format: 'candor-figures';
  readonly version: 1;
  /** The closed weeks that they are of. */
  readonly days: IsoRange;
  readonly k: number;
  readonly products: readonly ProductFigures[];
}

/**
 * The figures of the newest closed weeks of each product of which there are some, by the answers that the dashboard has.
 * Of organisations, countries and languages, of errors and of the order of uses there is nothing: it is for everybody.
 * @throws Error that says in one sentence why there are none.
 */
export async function siteFigures(answering: Answering, manifests: readonly Manifest[]): Promise<SiteFigures> {
  const closed = await answering.closedDays();
  const range = weeksTogether(closed, WEEKS);
  if (!range) {
    const days = closed && isoRange(closed);
    throw new Error(
      days
        ? `no week, Monday to Sunday, has closed as a whole; the closed days are ${days.from} to ${days.to}`
        : 'no day has closed yet: there is nothing to publish',
    );
  }
  // Of a single week there is all but what changed.
  const digest = closedWeeks(closed).length > 1 ? await digestOf(answering, manifests) : undefined;
  const products: ProductFigures[] = [];
  for (const manifest of manifests) {
    const figures = await productFigures(answering, manifest, range, digest);
    if (figures) products.push(figures);
  }
  const { k } = answering;
  return { format: 'candor-figures', version: 1, days: isoRange(range), k, products };
}

type Row = Answer['rows'][number];

async function productFigures(
  answering: Answering,
  manifest: Manifest,
  range: DayRange,
  digest: Digest | undefined,
): Promise<ProductFigures | undefined> {
  const { product, name } = manifest;
  const about = (question: QuestionName, votes?: 'installation') =>
    answering.answer(question, { range, product, ...(votes ? { votes } : {}) });
  const { rows } = await about('totals');
  const [totals] = rows;
  if (!totals) return undefined;
  const [used, versions, platforms] = [
    await about('features', 'installation'),
    await about('versions', 'installation'),
    await about('platforms', 'installation'),
  ];
  return {
    product,
    name,
    sessions: Number(totals['sessions']),
    installations: Number(totals['installations']),
    weeks: await weeksOf(answering, product),
    used: tableOf(used, ({ command, uses, installations, share }) => {
      return { command, title: titleOf(manifest.commands, String(command)), uses, installations, share } as UsedCommand;
    }),
    versions: tableOf(versions, ({ version, sessions, installations, share }) => {
      return { version, sessions, installations, share } as RunVersion;
    }),
    platforms: tableOf(platforms, (row) => {
      const { os, osVersion, distribution, architecture, sessions, installations, share } = row;
      return { os, osVersion, distribution, architecture, sessions, installations, share } as RunPlatform;
    }),
    changes: changesOf(manifest, digest),
  };
}

function tableOf<T>({ rows }: Answer, rowOf: (row: Row) => T): SiteTable<T> {
  const shown = rows.slice(0, MOST_ROWS);
  return { rows: shown.map(rowOf), more: rows.length - shown.length };
}

async function weeksOf(answering: Answering, product: string): Promise<SiteWeek[]> {
  const range = weeksTogether(await answering.closedDays('totals'), WEEKS_DRAWN);
  if (!range) return [];
  const { periods = [] } = await answering.answer('totals', { range, product }, { by: 'week' });
  return periods.map(({ from, to, rows: [row] }) => ({
    from,
    to,
    sessions: row ? Number(row['sessions']) : null,
    installations: row ? Number(row['installations']) : null,
  }));
}

function changesOf({ product, operations }: Manifest, digest: Digest | undefined): SiteChanges | null {
  const its = digest?.products.find((one) => one.product === product);
  if (!digest || !its) return null;
  return {
    week: digest.week,
    operations: (its.operations ?? []).map((one) => ({ ...one, title: titleOf(operations, one.operation) })),
    versions: its.versions ?? [],
  };
}

/** Without the ellipsis of menus; what the product has no word for goes by its id. */
function titleOf(words: readonly { readonly id: string; readonly title: Said }[], id: string): Said {
  const own: Readonly<Record<string, { readonly title: Said }>> = clientOperations;
  const title = words.find((word) => word.id === id)?.title ?? (Object.hasOwn(own, id) ? own[id]?.title : undefined);
  const bare = (text: string) => text.replace(/…$/, '');
  return title ? { en: bare(title.en), it: bare(title.it) } : { en: id, it: id };
}
