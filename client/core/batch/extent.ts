import { type FieldType, maxTextLength } from '../registry/field-types.ts';
import { LAST_DAY, SHA256_BYTES, UUID_BYTES } from './field-codecs.ts';
import { varintLength } from './varint.ts';

/**
 * The most that a part of a batch can be, unpacked. It is added up from the declarations, so that a reader refuses
 * whatever is more before it makes anything of it, and never anything that a writer can write.
 */
export interface Extent {
  /** CBOR values: numbers, texts, byte strings and lists, each list itself included. */
  readonly items: number;
  /** Their bytes. */
  readonly bytes: number;
}

/** Bytes in front of a value: its type with its number, or with its length (RFC 8949, section 3). */
function headBytes(argument: number): number {
  if (argument < 24) return 1;
  if (argument < 0x100) return 2;
  if (argument < 0x1_0000) return 3;
  return argument < 0x1_0000_0000 ? 5 : 9;
}

export const numberExtent = (max: number): Extent => ({ items: 1, bytes: headBytes(max) });
export const stringExtent = (length: number): Extent => ({ items: 1, bytes: headBytes(length) + length });

/** A value of a field. */
export function fieldExtent(type: FieldType): Extent {
  switch (type.kind) {
    case 'enum':
      return numberExtent(Math.max(0, type.values.length - 1));
    case 'uint':
      return numberExtent(type.max);
    case 'date':
      return numberExtent(LAST_DAY);
    case 'uuid':
      return stringExtent(UUID_BYTES);
    case 'sha256':
      return stringExtent(SHA256_BYTES);
    default:
      return stringExtent(maxTextLength(type));
  }
}

export function listExtent(parts: readonly Extent[]): Extent {
  return parts.reduce((sum, part) => ({ items: sum.items + part.items, bytes: sum.bytes + part.bytes }), {
    items: 1,
    bytes: headBytes(parts.length),
  });
}

/** A list of as many of the same. */
export function repeatedExtent(count: number, part: Extent): Extent {
  return { items: 1 + count * part.items, bytes: headBytes(count) + count * part.bytes };
}

/** The larger of each. */
export function largestExtent(parts: readonly Extent[]): Extent {
  return {
    items: Math.max(0, ...parts.map(({ items }) => items)),
    bytes: Math.max(0, ...parts.map(({ bytes }) => bytes)),
  };
}

/** Numbers of variable length in one byte string. */
export const columnExtent = (count: number, max: number): Extent => stringExtent(count * varintLength(max));
