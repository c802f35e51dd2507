import { readdirSync, readFileSync } from 'node:fs';
import { BatchFormat } from '../../../../../client/core/batch/batch-format.ts';
import { type Manifest, manifestId, readManifest, wordsOf } from '../../../../../client/core/product/manifest.ts';
import { registryOf } from '../../../../../client/core/registry/registry.ts';
import { sha256 } from '../../../../../client/main/recording/platform-codec.ts';

const folder = new URL('../../../../fixtures/manifests/', import.meta.url);

/** The manifests that release lines began with: "candor-finder-1.0.json". */
export const releasedManifests = readdirSync(folder).filter((file) => file.endsWith('.json'));

/** A manifest as it was released, and the format of its batches by today's registry. */
export function released(file: string): { readonly manifest: Manifest; readonly format: BatchFormat } {
  const manifest = readManifest(readFileSync(new URL(file, folder), 'utf8'));
  const registry = registryOf({ id: manifest.product, words: wordsOf(manifest) });
  return { manifest, format: new BatchFormat(registry, manifestId(manifest, sha256)) };
}
