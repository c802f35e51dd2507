import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Batch } from '../../../../client/core/batch/batch.ts';
import { type ErasureReceipt, type UserDataPage, userDataPath } from '../../../../client/core/batch/user-data.ts';
import { type BatchChange, someBatch } from './batches.ts';

/** An installation as it stands towards the collector. */
export interface Installation {
  readonly installation: string;
  /** Stays with it. */
  readonly key: string;
  /** Goes with its batches. */
  readonly keyHash: string;
}

export function someInstallation(installation: string = randomUUID()): Installation {
  const key = randomBytes(32).toString('base64url');
  return { installation, key, keyHash: createHash('sha256').update(key).digest('hex') };
}

/** A batch of this installation. */
export function batchOf({ installation, keyHash }: Installation, change: BatchChange = {}): Batch {
  return someBatch({ ...change, envelope: { ...change.envelope, installation, keyHash } });
}

/** Asks a collector about an installation. */
export async function askHeld(
  url: string,
  method: 'GET' | 'DELETE',
  { installation, key }: Pick<Installation, 'installation' | 'key'>,
  after?: string,
) {
  const response = await fetch(new URL(userDataPath(installation, after), url), {
    method,
    headers: { authorization: `Bearer ${key}` },
  });
  const text = await response.text();
  return { status: response.status, mediaType: response.headers.get('content-type'), text };
}

/** Everything that is held, page after page; `undefined` when nothing is. */
export async function fetchUserData(
  url: string,
  who: Installation,
): Promise<{ batches: Batch[]; pages: number } | undefined> {
  const batches: Batch[] = [];
  let after: string | undefined;
  for (let pages = 1; ; pages++) {
    const { status, text } = await askHeld(url, 'GET', who, after);
    if (status === 404) return undefined;
    if (status !== 200) throw new Error(`no page but ${status}: ${text}`);
    const page = JSON.parse(text) as UserDataPage;
    batches.push(...page.batches);
    if (page.next === null) return { batches, pages };
    after = page.next;
  }
}

/** Erases and expects the receipt. */
export async function erase(url: string, who: Installation): Promise<ErasureReceipt> {
  const { status, text } = await askHeld(url, 'DELETE', who);
  if (status !== 200) throw new Error(`no receipt but ${status}: ${text}`);
  return JSON.parse(text) as ErasureReceipt;
}
