import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  BatchFormat,
  type BatchHead,
  type Manifest,
  manifestId,
  manifestName,
  readManifest,
  registryOf,
  wordsOf,
} from 'candor-client/core';

const CARRIED = fileURLToPath(new URL('./carried', import.meta.url));

/** How the batches of known products are read. */
export interface Formats {
  /** The format of a batch by what its head says; `undefined` when its manifest is not known. */
  readonly find: (head: Pick<BatchHead, 'manifest'>) => BatchFormat | undefined;
  /** Most that is unpacked of a batch, in bytes: more than the longest of any known product. */
  readonly maxBytes: number;
}

/** The format of a manifest's batches. @throws RangeError when they could be longer than any may be. */
export function formatOf(manifest: Manifest): BatchFormat {
  const product = { id: manifest.product, words: wordsOf(manifest) };
  const id = manifestId(manifest, (text) => createHash('sha256').update(text).digest());
  return new BatchFormat(registryOf(product), id);
}

/** Formats of the products whose manifests the collector carries along. */
export async function carriedFormats(): Promise<Formats> {
  const names = await readdir(CARRIED, { recursive: true });
  const texts = await Promise.all(
    names.filter((name) => name.endsWith('.json')).map((name) => readFile(path.join(CARRIED, name), 'utf8')),
  );
  return formatsOf(texts.map((text) => formatOf(readManifest(text))));
}

export function formatsOf(formats: readonly BatchFormat[]): Formats {
  const byName = new Map(formats.map((format) => [manifestName(format.manifest), format]));
  return {
    find: ({ manifest }) => byName.get(manifestName(manifest)),
    maxBytes: 2 * Math.max(...formats.map(({ maxBytes }) => maxBytes)),
  };
}
