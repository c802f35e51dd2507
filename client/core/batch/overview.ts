import type { Said } from '../product/words.ts';
import type { DropReason } from '../registry/session-groups.ts';

/** Where the collector answers its own dashboard. */
export const OVERVIEW_PATH = '/v1/overview';

/** Pages of its dashboard beside the first one, which is at "/": each is at its name, "/features". */
export const dashboardPages = [
  'features',
  'flows',
  'operations',
  'errors',
  'platforms',
  'versions',
  'retention',
  'organisations',
  'findings',
  'completeness',
  'support',
  'dictionary',
  'administration',
] as const;
export type DashboardPage = (typeof dashboardPages)[number];

/** Where the collector says what the products call their words. */
export const PRODUCTS_PATH = '/v1/products';

/** What a product calls its words, by their newest manifest. */
export interface ProductTitles {
  id: string;
  name: string;
  /** In the order of their numbers. */
  commands: { id: string; title: Said }[];
  operations: { id: string; title: Said }[];
}

/** How often a command was used in one way. */
export interface UsageFigure {
  /** A command id; of the registry that was in force when it was received. */
  command: string;
  source: string;
  /** Usage events. */
  count: number;
  /** Installations that these events come from. */
  installations: number;
}

/** How many sessions ran on one kind of system. */
export interface PlatformFigure {
  os: string;
  osVersion: string;
  distribution: string;
  architecture: string;
  sessions: number;
  installations: number;
}

/** How many sessions ran one version of the product. */
export interface VersionFigure {
  product: string;
  version: string;
  runtime: string;
  sessions: number;
  installations: number;
}

/** The collector's answer to "Which features are used?": figures of groups, never of one installation. */
export interface Overview {
  /**
   * Groups of fewer installations than this are not shown, and nothing says whether there are any: with fewer installations in
   * all, every figure below is 0 and every list is empty, as where there are none.
   */
  k: number;
  /**
   * The newest UTC day of receipt that the figures are about, "2026-03-09"; `null` with `k` = 1, when they are of this
   * moment, and while no day has closed.
   */
  through: string | null;
  sessions: number;
  installations: number;
  /**
   * The UTC days, "2026-03-09", by which `k` installations had begun a session, and since which `k` have; `null` when
   * there are no figures. With `k` = 1, the first and the last day of all. About closed days, days of receipt in place of
   * days on which sessions began.
   */
  days: { first: string; last: string } | null;
  /** By command and source, most used first. */
  usage: UsageFigure[];
  /** By number of sessions, the first hundred. An installation counts in the thirty that it used last. */
  platforms: PlatformFigure[];
  versions: VersionFigure[];
  /** Groups behind those. */
  more: { platforms: number; versions: number };
  /** What the figures rest on. */
  completeness: {
    /** Batches received, each counted once. */
    received: number;
    /** Of these, how many are not in the figures yet. */
    waiting: number;
    /** Events or batches that were lost before they were sent, as reported by the installations. */
    lost: { reason: DropReason; count: number }[];
  };
}
