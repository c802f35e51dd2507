/**
 * The only kinds of value that may ever leave the computer: closed vocabularies, bounded numbers, ids and hashes.
 * There is no free text among them, so none can be sent.
 */
export type FieldType =
  | { readonly kind: 'enum'; readonly values: readonly string[] }
  | { readonly kind: 'uint'; readonly max: number; readonly unit: string }
  /** Dot-separated numbers, each at most 99999: "13", "10.0.19045", "33.4.11". */
  | { readonly kind: 'version'; readonly maxParts: number }
  /** A calendar day in UTC, "2026-03-09". */
  | { readonly kind: 'date' }
  /** Lower-case UUID, RFC 9562. */
  | { readonly kind: 'uuid' }
  /** SHA-256 in lower-case hexadecimal. */
  | { readonly kind: 'sha256' };

/** The TypeScript type of a field's value. */
export type ValueOf<T extends FieldType> = T extends { kind: 'enum'; values: readonly (infer V)[] }
  ? V
  : T extends { kind: 'uint' }
    ? number
    : string;

export const oneOf = <const V extends readonly string[]>(...values: V) => ({ kind: 'enum', values }) as const;
export const uint = (max: number, unit: string) => ({ kind: 'uint', max, unit }) as const;
export const version = (maxParts: number) => ({ kind: 'version', maxParts }) as const;
export const date = { kind: 'date' } as const;
export const uuid = { kind: 'uuid' } as const;
export const sha256 = { kind: 'sha256' } as const;

/** Regular expression source for the textual types; the same one serves the validator and the JSON Schema. */
export function pattern(type: FieldType): string | undefined {
  switch (type.kind) {
    case 'version':
      return `^[0-9]{1,5}(\\.[0-9]{1,5}){0,${type.maxParts - 1}}$`;
    case 'date':
      return '^20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$';
    case 'uuid':
      return '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$';
    case 'sha256':
      return '^[0-9a-f]{64}$';
    default:
      return undefined;
  }
}

/** A test for one field type, prepared once: validation runs for every value of every batch. */
export function matcher(type: FieldType): (value: unknown) => boolean {
  switch (type.kind) {
    case 'enum': {
      const values = new Set<unknown>(type.values);
      return (value) => values.has(value);
    }
    case 'uint':
      return (value) => Number.isInteger(value) && (value as number) >= 0 && (value as number) <= type.max;
    default: {
      const expression = new RegExp(pattern(type) ?? '(?!)');
      return (value) => typeof value === 'string' && expression.test(value);
    }
  }
}
