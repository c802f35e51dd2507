import type { Overview, PlatformFigure, UsageFigure, VersionFigure } from 'candor-client/core';
import type { Storage } from '../storage/storage.ts';
import { rowsWith } from '../storage/views.ts';
import { type Group, suppressSmallGroups } from './suppression.ts';

interface Totals {
  batches: number;
  sessions: number;
  installations: number;
  first: string;
  last: string;
}

type Lost = Overview['completeness']['lost'][number];

/** Rows of the builds that the figures are of. Rows older than the column `packaged` do not say, and count. */
type Rows = (...names: readonly string[]) => string;
const ofUsers: Rows = (...names) => rowsWith([...names, 'packaged'], "packaged != 'no'");
const ofAll: Rows = (...names) => rowsWith(names);

interface Queries {
  readonly totals: string;
  readonly usage: string;
  readonly platforms: string;
  readonly versions: string;
  readonly lost: string;
}

/** Groups of one table that are shown at most: who reads more looks into the tables. */
export const MOST_GROUPS = 100;

/**
 * Groups in which one installation counts at most, those of its latest sessions: systems and versions are texts that a sender
 * chooses, and as many fakes as make a group could have thousands of them shown. Monthly releases are 30 in as many months.
 */
const GROUPS_OF_ONE = 30;

/** Groups that are read to be told apart; there can be as many as 30 times the installations. */
const GROUPS_READ = 10_000;

/**
 * The day on which a session began, as far as that can be: a day after its receipt, for clocks and time zones, or as many days
 * before as a batch may wait (30) and an app may run. What a sender says beyond that is taken for the nearest such day.
 */
const DAY = 'greatest(least(start, received + 1), received - 90)';

/** The queries over some batches. The first and last day are not those of a single installation: that would tell of it. */
function queriesOver(rows: Rows): Queries {
  const sessionsBy = (...fields: readonly string[]) => `
    SELECT ${fields.join(', ')}, sum(itsSessions) AS sessions, count() AS installations
    FROM (
      SELECT installation, ${fields.join(', ')}, uniqExact(session) AS itsSessions, max(session) AS newest
      FROM ${rows('installation', 'session', ...fields)} GROUP BY installation, ${fields.join(', ')}
      ORDER BY newest DESC, ${fields.join(', ')} LIMIT ${GROUPS_OF_ONE} BY installation
    )
    GROUP BY ${fields.join(', ')} ORDER BY sessions DESC, ${fields.join(', ')} LIMIT ${GROUPS_READ}`;
  return {
    totals: `
      SELECT sum(itsBatches) AS batches, sum(itsSessions) AS sessions, count() AS installations,
             toString(arraySort(groupArray(itsFirst))[{k:UInt64}]) AS first,
             toString(arrayReverseSort(groupArray(itsLast))[{k:UInt64}]) AS last
      FROM (
        SELECT count() AS itsBatches, uniqExact(session) AS itsSessions, min(${DAY}) AS itsFirst, max(${DAY}) AS itsLast
        FROM ${rows('installation', 'session', 'start', 'received')} GROUP BY installation
      )`,
    usage: `
      SELECT command, source, count() AS count, uniqExact(installation) AS installations
      FROM ${rows('installation', 'usage.command', 'usage.source')}
      ARRAY JOIN usage.command AS command, usage.source AS source
      GROUP BY command, source
      ORDER BY count DESC, command, source`,
    platforms: sessionsBy('os', 'osVersion', 'distribution', 'architecture'),
    versions: sessionsBy('product', 'version', 'runtime'),
    lost: `
      SELECT reason, sum(count) AS count, uniqExact(installation) AS installations
      FROM ${rows('installation', 'dropped.reason', 'dropped.count')}
      ARRAY JOIN dropped.reason AS reason, dropped.count AS count
      GROUP BY reason ORDER BY reason`,
  };
}

const queries = { users: queriesOver(ofUsers), all: queriesOver(ofAll) } as const;

/**
 * The figures of the first dashboard page, as far as batches are in the storage.
 * @param k groups of fewer installations are not shown.
 * @param of the builds that users get, or all of them.
 */
export async function queryOverview(
  storage: Storage,
  k: number,
  of: keyof typeof queries = 'users',
): Promise<Overview> {
  const { totals: TOTALS, usage: USAGE, platforms: PLATFORMS, versions: VERSIONS, lost: LOST } = queries[of];
  const [totals] = await storage.query<Totals>(TOTALS, { k });
  const received = totals?.batches ?? 0;
  if (!totals || received === 0 || totals.installations < k) {
    return nothing({ k, completeness: { received: k === 1 ? received : 0, waiting: 0, lost: [] } });
  }
  const usage = suppressSmallGroups(await storage.query<UsageFigure>(USAGE), k);
  const platforms = suppressSmallGroups(await storage.query<PlatformFigure>(PLATFORMS), k);
  const versions = suppressSmallGroups(await storage.query<VersionFigure>(VERSIONS), k);
  const lost = suppressSmallGroups(await storage.query<Lost & Group>(LOST), k);
  return {
    k,
    through: null,
    sessions: totals.sessions,
    installations: totals.installations,
    days: { first: totals.first, last: totals.last },
    usage,
    platforms: platforms.slice(0, MOST_GROUPS),
    versions: versions.slice(0, MOST_GROUPS),
    more: { platforms: beyond(platforms), versions: beyond(versions) },
    completeness: { received, waiting: 0, lost: lost.map(({ reason, count }) => ({ reason, count })) },
  };
}

/** How many groups might be shown and are not, because there are too many. */
export function beyond({ length }: readonly unknown[]): number {
  return Math.max(0, length - MOST_GROUPS);
}

/** An overview without figures. */
export function nothing(known: Pick<Overview, 'k' | 'completeness'>): Overview {
  return {
    ...known,
    through: null,
    sessions: 0,
    installations: 0,
    days: null,
    usage: [],
    platforms: [],
    versions: [],
    more: { platforms: 0, versions: 0 },
  };
}
