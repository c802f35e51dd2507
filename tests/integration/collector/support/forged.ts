import { brotliCompressSync, brotliDecompressSync } from 'node:zlib';
import { type CborValue, decodeCbor, encodeCbor } from '../../../../client/core/batch/cbor.ts';
import type { GroupName } from '../../../../client/core/registry/registry.ts';
import { finderFormat, finderRegistry } from '../../../support/finder-format.ts';

/** A batch with another wire layout. */
export function rewired(bytes: Uint8Array, change: (wire: CborValue[]) => CborValue[]): Uint8Array {
  const wire = decodeCbor(brotliDecompressSync(bytes), finderFormat.limits) as CborValue[];
  return brotliCompressSync(encodeCbor(change(wire)));
}

/** A batch with another value in one group, as no client of this version would write it. */
export function forged(bytes: Uint8Array, group: GroupName, change: (part: CborValue) => CborValue): Uint8Array {
  // Behind the format, the registry's revision and the manifest.
  const index = 4 + Object.keys(finderRegistry).indexOf(group);
  return rewired(bytes, (wire) => wire.with(index, change(wire[index] as CborValue)));
}

/** The same with one field of the envelope or the context. */
export function forgedField(
  bytes: Uint8Array,
  group: 'envelope' | 'context',
  field: string,
  value: CborValue,
): Uint8Array {
  const index = Object.keys(finderRegistry[group].fields).indexOf(field);
  return forged(bytes, group, (part) => (part as CborValue[]).with(index, value));
}
