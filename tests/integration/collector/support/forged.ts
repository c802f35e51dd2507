import { brotliCompressSync, brotliDecompressSync } from 'node:zlib';
import { type CborValue, decodeCbor, encodeCbor } from '../../../../app/telemetry/cbor.ts';
import { MAX_CBOR_DEPTH } from '../../../../app/telemetry/limits.ts';
import { type GroupName, registry } from '../../../../app/telemetry/registry.ts';

/** A batch with another value in one group, as no client of this version would write it. */
export function forged(bytes: Uint8Array, group: GroupName, change: (part: CborValue) => CborValue): Uint8Array {
  const parts = decodeCbor(brotliDecompressSync(bytes), MAX_CBOR_DEPTH) as CborValue[];
  const place = 1 + Object.keys(registry).indexOf(group);
  return brotliCompressSync(encodeCbor(parts.with(place, change(parts[place] as CborValue))));
}

/** The same with one field of the envelope or the context. */
export function forgedField(
  bytes: Uint8Array,
  group: 'envelope' | 'context',
  field: string,
  value: CborValue,
): Uint8Array {
  const place = Object.keys(registry[group]).indexOf(field);
  return forged(bytes, group, (part) => (part as CborValue[]).with(place, value));
}
