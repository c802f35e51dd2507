import { createHash } from 'node:crypto';
import {
  BatchFormat,
  type BatchHead,
  type Manifest,
  manifestId,
  manifestName,
  registryOf,
  wordsOf,
} from 'candor-client/core';

/** How the batches of known products are read. */
export interface Formats {
  /** The format of a batch by what its head says; `undefined` when its manifest is not known. */
  readonly find: (head: Pick<BatchHead, 'manifest'>) => BatchFormat | undefined;
  /** Most that is unpacked of a batch, in bytes: more than the longest of any known product. */
  readonly maxBytes: number;
}

const made = new WeakMap<Manifest, BatchFormat>();

/** The format of a manifest's batches. @throws RangeError when they could be longer than any may be. */
export function formatOf(manifest: Manifest): BatchFormat {
  const known = made.get(manifest);
  if (known) return known;
  const product = { id: manifest.product, words: wordsOf(manifest) };
  const id = manifestId(manifest, (text) => createHash('sha256').update(text).digest());
  const format = new BatchFormat(registryOf(product), id);
  made.set(manifest, format);
  return format;
}

/** "3-9f86d081884c": names the words of a manifest among all that there are. @throws as {@link formatOf}. */
export function nameOf(manifest: Manifest): string {
  return manifestName(formatOf(manifest).manifest);
}

export function formatsOf(formats: readonly BatchFormat[]): Formats {
  const byName = new Map(formats.map((format) => [manifestName(format.manifest), format]));
  return {
    find: ({ manifest }) => byName.get(manifestName(manifest)),
    maxBytes: 2 * Math.max(0, ...formats.map(({ maxBytes }) => maxBytes)),
  };
}
