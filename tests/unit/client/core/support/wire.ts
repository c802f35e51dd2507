import type { Batch } from '../../../../../client/core/batch/batch.ts';
import { type CborValue, decodeCbor, encodeCbor } from '../../../../../client/core/batch/cbor.ts';
import { finderFormat, finderRegistry } from '../../../../support/finder-format.ts';
import { none } from './sample-batches.ts';

/** A list of the wire layout, as tests change it. */
export type WireList = unknown[];

/** The index of each part in a batch: format, the registry's revision, the manifest's revision and hash, then the groups. */
export const indexOfPart = (part: 'format' | 'revision' | 'words' | 'manifest' | keyof typeof finderRegistry) =>
  ['format', 'revision', 'words', 'manifest', ...Object.keys(finderRegistry)].indexOf(part);

export function wireOf(batch: Batch): WireList {
  return structuredClone(decodeCbor(finderFormat.encode(batch, none), finderFormat.limits)) as unknown as WireList;
}

/** What the reader says of a batch of which the sender changed one part on the wire. */
export function reading(batch: Batch, part: Parameters<typeof indexOfPart>[0], change: (list: WireList) => unknown) {
  const wire = wireOf(batch);
  const index = indexOfPart(part);
  const changed = change(wire[index] as WireList);
  if (changed !== undefined) wire[index] = changed;
  return finderFormat.decode(encodeCbor(wire as CborValue), none);
}
