import type { Batch } from './batch.ts';

/** Where an installation fetches (`GET`) and erases (`DELETE`) what the collector holds of it, with its key as bearer. */
export function userDataPath(installation: string, after?: string): string {
  return `/v1/installations/${installation}${after === undefined ? '' : `?after=${encodeURIComponent(after)}`}`;
}

/** Media type of a page of what the collector holds. */
export const USER_DATA_MEDIA_TYPE = 'application/vnd.candor.installation+json';

/** Media type of a problem (RFC 9457), which any server can have; what the collector alone says is in refusal.ts. */
export const PROBLEM_MEDIA_TYPE = 'application/problem+json';

/** One page of what the collector holds of an installation, oldest session first. */
export interface UserDataPage {
  readonly installation: string;
  readonly batches: readonly Batch[];
  /** What to ask for `after` this page; `null` on the last one. */
  readonly next: string | null;
  /** On the first page, newest first: when somebody looked this installation up. A collector of 1.0 does not say. */
  readonly lookups?: readonly UserDataLookup[];
}

/** Somebody of the collector looked at what it holds of one installation; who, and why, its administrators know. */
export interface UserDataLookup {
  /** UTC, "2026-03-09". */
  readonly day: string;
  readonly role: 'viewer' | 'support' | 'administrator';
}

/** The collector's answer to an erasure; its media type is a receipt's. */
export interface ErasureReceipt {
  readonly installation: string;
  readonly status: 'erased';
  /** Batches that were deleted now: 0 when the erasure is repeated. */
  readonly batches: number;
}

/** Longest page, in bytes: one batch of 10 000 events always fits, and a dialog can show it. */
export const MAX_USER_DATA_PAGE_BYTES = 4 * 1024 * 1024;
