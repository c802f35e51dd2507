/** What the collector's answers look like, as docs/answers-and-privacy.md and `/openapi.json` describe them. */

import type { Condition, Overview, Remedy, Said, UsageFigure } from 'candor-client/core';

/** Received of expected; null where it is withheld. Both are moved, so there can be more received than expected. */
export interface ReceivedOf {
  readonly received: number | null;
  readonly expected: number | null;
}

/** How much of the sessions, and of their parts, was received. */
export interface ReceivedSummary {
  readonly sessions: ReceivedOf;
  readonly parts: ReceivedOf;
}

export interface Rows<Row, Summary = undefined> {
  readonly rows: readonly Row[];
  readonly summary?: Summary;
}

/** The answer about one day, week or month: UTC days, both included. */
export interface PeriodRows<Row, Summary = undefined> extends Rows<Row, Summary> {
  readonly from: string;
  readonly to: string;
}

interface Answered<Row, Summary> extends Rows<Row, Summary> {
  /** Null while days are made anew. */
  readonly completeness?: ReceivedSummary | null;
  readonly periods?: readonly PeriodRows<Row, Summary>[];
}

export interface Answer<Row, Summary = undefined> extends Answered<Row, Summary> {
  readonly range: { readonly from: string; readonly to: string };
  readonly k: number;
  readonly compared?: Answered<Row, Summary> & { readonly dimension: string; readonly segment: string };
  readonly statements?: readonly { readonly sql: string; readonly parameters: Readonly<Record<string, unknown>> }[];
}

export interface TotalsRow {
  readonly sessions: number;
  readonly installations: number;
}

/** The first page as one row; see {@link Overview}. */
export interface OverviewRow {
  readonly sessions: number;
  readonly installations: number;
  readonly usage: readonly (Pick<UsageFigure, 'command' | 'source' | 'installations'> & { readonly uses: number })[];
  readonly platforms: Overview['platforms'];
  readonly versions: Overview['versions'];
}

export interface FeatureRow {
  readonly command: string;
  readonly uses: number;
  readonly installations: number;
  readonly share: number | null;
}

/** A field of the registry, and the parts of sessions in which it arrived. */
export interface FieldRow {
  readonly field: string;
  readonly batches: number;
  readonly installations: number;
  readonly share: number | null;
}

export interface SourceRow extends FeatureRow {
  readonly source: string;
}

/** Three uses, each right after the one before; all that are not kept by their names are one row, without the later steps. */
export interface FlowRow {
  readonly product: string;
  readonly first: string;
  readonly second: string | null;
  readonly third: string | null;
  readonly uses: number;
  readonly installations: number;
  readonly share: number | null;
}

/** Of those first seen in a week, who came back so many weeks after; `days` of that week are in the range. */
export interface RetentionRow {
  readonly product: string;
  readonly version: string;
  readonly week: string;
  readonly after: number;
  readonly days: number;
  readonly installations: number;
  readonly share: number | null;
}

/** How many took longer than `above`, and at most `upTo`, in microseconds; null where there is no end. */
export interface Bucket {
  readonly above: number;
  readonly upTo: number | null;
  readonly count: number;
}

export interface OperationRow {
  readonly product: string;
  readonly version: string;
  readonly operation: string;
  readonly outcome: string;
  readonly uses: number;
  readonly installations: number;
  readonly p50: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
  readonly histogram: readonly Bucket[];
  readonly change: 'slower' | 'faster' | 'none' | null;
  readonly against: string | null;
  readonly p: number | null;
}

export interface Place {
  readonly product: string;
  readonly version: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly reports: number;
  readonly source: {
    readonly file: string;
    readonly line: number;
    readonly column: number;
    readonly name: string | null;
  } | null;
}

export interface ErrorRow {
  readonly product: string;
  readonly class: string;
  readonly code: string;
  readonly file: string;
  readonly reports: number;
  readonly installations: number;
  readonly sessions: number | null;
  readonly firstVersion: string | null;
  readonly lastVersion: string | null;
  readonly places: readonly Place[];
}

export interface CrashSummary {
  readonly sessions: number | null;
  readonly crashedSessions: number | null;
  readonly crashFree: number | null;
}

export interface PlatformRow {
  readonly os: string;
  readonly osVersion: string;
  readonly distribution: string;
  readonly architecture: string;
  readonly sessions: number;
  readonly installations: number;
  readonly share: number | null;
}

export interface VersionRow {
  readonly product: string;
  readonly version: string;
  readonly runtime: string;
  readonly sessions: number;
  readonly installations: number;
  readonly share: number | null;
}

export interface OrganisationRow {
  readonly product: string;
  readonly organisation: string;
  readonly sessions: number;
  readonly uses: number | null;
  readonly installations: number;
}

export interface LostRow {
  readonly reason: string;
  readonly lost: number;
  readonly installations: number;
}

export interface FindingRow {
  readonly product: string;
  readonly rule: string;
  readonly text: Said;
  readonly when: readonly Condition[];
  readonly remedy: Remedy | null;
  readonly serial: number;
  readonly expires: string;
  readonly installations: number | null;
  readonly organisations: number | null;
  readonly notTold: readonly { readonly condition: number; readonly why: 'settings' }[];
}
