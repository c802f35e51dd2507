import type { Batch } from '../../../../../client/core/batch/batch.ts';
import { BATCH_LIMITS } from '../../../../../client/core/batch/batch-bounds.ts';
import { decodeBatch, encodeBatch } from '../../../../../client/core/batch/batch-codec.ts';
import { type CborValue, decodeCbor, encodeCbor } from '../../../../../client/core/batch/cbor.ts';
import { registry } from '../../../../../client/core/registry/registry.ts';
import { none } from './sample-batches.ts';

/** A list of the wire layout, as tests change it. */
export type WireList = unknown[];

/** Where each part of a batch stands: the format, the registry's revision, then the groups. */
export const placeOf = (part: 'format' | 'revision' | keyof typeof registry) =>
  ['format', 'revision', ...Object.keys(registry)].indexOf(part);

export function wireOf(batch: Batch): WireList {
  return structuredClone(decodeCbor(encodeBatch(batch, none), BATCH_LIMITS)) as unknown as WireList;
}

/** What the reader says of a batch of which the sender changed one part on the wire. */
export function reading(batch: Batch, part: Parameters<typeof placeOf>[0], change: (list: WireList) => unknown) {
  const wire = wireOf(batch);
  const place = placeOf(part);
  const changed = change(wire[place] as WireList);
  if (changed !== undefined) wire[place] = changed;
  return decodeBatch(encodeCbor(wire as CborValue), none);
}
