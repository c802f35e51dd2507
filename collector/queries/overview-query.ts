import type { Overview, PlatformFigure, UsageFigure, VersionFigure } from 'candor-client/core';
import { BATCHES } from '../storage/schema.ts';
import type { Storage } from '../storage/storage.ts';
import { type Group, suppressSmallGroups } from './suppression.ts';

interface Totals {
  batches: number;
  sessions: number;
  installations: number;
  first: string;
  last: string;
}

type Lost = Overview['completeness']['lost'][number];

/** The first and last day are not those of a single installation: that would tell of it. */
const TOTALS = `
  SELECT sum(itsBatches) AS batches, sum(itsSessions) AS sessions, count() AS installations,
         toString(arraySort(groupArray(itsFirst))[{k:UInt64}]) AS first,
         toString(arrayReverseSort(groupArray(itsLast))[{k:UInt64}]) AS last
  FROM (
    SELECT count() AS itsBatches, uniqExact(session) AS itsSessions, min(start) AS itsFirst, max(start) AS itsLast
    FROM ${BATCHES} FINAL GROUP BY installation
  )`;

const USAGE = `
  SELECT command, source, count() AS count, uniqExact(installation) AS installations
  FROM ${BATCHES} FINAL ARRAY JOIN usage.command AS command, usage.source AS source
  GROUP BY command, source
  ORDER BY count DESC, command, source`;

const PLATFORMS = sessionsBy('os', 'osVersion', 'distribution', 'architecture');
const VERSIONS = sessionsBy('product', 'version', 'runtime');

const LOST = `
  SELECT reason, sum(count) AS count, uniqExact(installation) AS installations
  FROM ${BATCHES} FINAL ARRAY JOIN dropped.reason AS reason, dropped.count AS count
  GROUP BY reason ORDER BY reason`;

function sessionsBy(...fields: readonly string[]): string {
  const list = fields.join(', ');
  return `
    SELECT ${list}, uniqExact(installation, session) AS sessions, uniqExact(installation) AS installations
    FROM ${BATCHES} FINAL GROUP BY ${list} ORDER BY sessions DESC, ${list}`;
}

/**
 * The figures of the first dashboard page, as far as batches are in the storage.
 * @param k groups of fewer installations are not shown.
 */
export async function queryOverview(storage: Storage, k: number): Promise<Overview> {
  const [totals] = await storage.query<Totals>(TOTALS, { k });
  const received = totals?.batches ?? 0;
  if (!totals || received === 0 || totals.installations < k) {
    return nothing({ k, withheld: received > 0, completeness: { received, waiting: 0, lost: [] } });
  }
  const usage = suppressSmallGroups(await storage.query<UsageFigure>(USAGE), k);
  const platforms = suppressSmallGroups(await storage.query<PlatformFigure>(PLATFORMS), k);
  const versions = suppressSmallGroups(await storage.query<VersionFigure>(VERSIONS), k);
  const lost = suppressSmallGroups(await storage.query<Lost & Group>(LOST), k);
  return {
    k,
    withheld: false,
    sessions: totals.sessions,
    installations: totals.installations,
    days: { first: totals.first, last: totals.last },
    usage: usage.shown,
    platforms: platforms.shown,
    versions: versions.shown,
    hidden: { usage: usage.hidden, platforms: platforms.hidden, versions: versions.hidden, lost: lost.hidden },
    completeness: { received, waiting: 0, lost: lost.shown.map(({ reason, count }) => ({ reason, count })) },
  };
}

function nothing(known: Pick<Overview, 'k' | 'withheld' | 'completeness'>): Overview {
  return {
    ...known,
    sessions: 0,
    installations: 0,
    days: null,
    usage: [],
    platforms: [],
    versions: [],
    hidden: { usage: 0, platforms: 0, versions: 0, lost: 0 },
  };
}
