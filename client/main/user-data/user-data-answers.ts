import { RECEIPT_MEDIA_TYPE } from '../../core/batch/batch.ts';
import { MAX_COUNT } from '../../core/batch/limits.ts';
import { type InstallationRefusal, REFUSAL_MEDIA_TYPE, refusalStatus } from '../../core/batch/refusal.ts';
import { between, having, isText, listOf, matching, readJson, type Shape, within } from '../../core/batch/shapes.ts';
import { type ErasureReceipt, USER_DATA_MEDIA_TYPE, type UserDataPage } from '../../core/batch/user-data.ts';
import { lookupRoles, type ShownLookup } from '../../core/ipc/program.ts';
import { MAX_USER_DATA_DEPTH, MAX_USER_DATA_ITEMS } from '../limits.ts';
import type { EgressResponse } from '../upload/egress-gate.ts';

/** A batch as the collector gave it back. */
export interface UserDataBatch extends Readonly<Record<string, unknown>> {
  readonly envelope: Readonly<Record<string, unknown>> & { readonly batch: string };
}

type AnsweredPage = Pick<UserDataPage, 'installation' | 'next'> & { readonly batches: UserDataBatch[] };

const hasEnvelope = having<Pick<UserDataBatch, 'envelope'>>({ envelope: having({ batch: isText }) });
const isUserDataBatch: Shape<UserDataBatch> = (value): value is UserDataBatch =>
  hasEnvelope(value) && !isDeeper(value, MAX_USER_DATA_DEPTH);

/** Look-ups of one installation that are shown. */
const MAX_LOOKUPS = 100;

/** Longest position to ask for the next page after. */
const MAX_NEXT = 100;

/**
 * A page as the collector answers it. Batches are not held against the registry: the collector may know more than this
 * version, and what it holds is to be shown and saved whatever it is.
 */
const isPage = having<AnsweredPage>({
  installation: isText,
  batches: listOf(isUserDataBatch),
  next: (value): value is string | null => value === null || (isText(value) && value.length <= MAX_NEXT),
});

const hasDay = having<{ day: string }>({ day: matching(/^\d{4}-\d\d-\d\d$/) });
const isRole = within(lookupRoles);

/** Who looked an installation up, as a page says it; a role that this version does not know is `unknown`. `undefined` when it does not. */
export function lookupsOf(page: object): ShownLookup[] | undefined {
  const { lookups } = page as { readonly lookups?: unknown };
  if (!Array.isArray(lookups)) return undefined;
  return lookups.slice(0, MAX_LOOKUPS).flatMap((lookup: unknown) => {
    if (!hasDay(lookup)) return [];
    const { role } = lookup as { readonly role?: unknown };
    return [{ day: lookup.day, role: isRole(role) ? role : 'unknown' }];
  });
}

const isErasure = having<ErasureReceipt>({
  installation: isText,
  status: within(['erased']),
  batches: between(0, MAX_COUNT),
});

const isRefusal = having<InstallationRefusal>({ refusal: within(['nothing-held']), installation: isText });

/** What an answer says; `undefined` when it is not the collector's answer about this installation. */
export type Reading<T> = { readonly status: 'read'; readonly value: T } | { readonly status: 'nothing' } | undefined;

export function readPage(response: EgressResponse, installation: string): Reading<AnsweredPage> {
  return read(response, USER_DATA_MEDIA_TYPE, isPage, installation);
}

export function readErasure(response: EgressResponse, installation: string): Reading<ErasureReceipt> {
  return read(response, RECEIPT_MEDIA_TYPE, isErasure, installation);
}

function read<T extends { readonly installation: string }>(
  response: EgressResponse,
  mediaType: string,
  shape: Shape<T>,
  installation: string,
): Reading<T> {
  if (response.status === refusalStatus['nothing-held'] && response.mediaType === REFUSAL_MEDIA_TYPE) {
    // Any server has a page that is not found; only the collector says whose data there is none of.
    return readJson(response.body, isRefusal)?.installation === installation ? { status: 'nothing' } : undefined;
  }
  if (response.status !== 200 || response.mediaType !== mediaType) return undefined;
  const value = readJson(response.body, shape, MAX_USER_DATA_ITEMS);
  return value?.installation === installation ? { status: 'read', value } : undefined;
}

function isDeeper(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return depth === 0 || Object.values(value).some((one) => isDeeper(one, depth - 1));
}
