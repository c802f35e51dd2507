/** Longest and shortest host name, in characters (RFC 1035, section 2.3.4, without the final dot). */
export const MAX_HOST = 253;
export const MIN_HOST = 4;

/**
 * A host name of at least two labels, lower case, ASCII (RFC 1123, section 2.1; other scripts as "xn--…"). The last
 * label holds no digit unless it is such a one, so no IP address matches. Its length is bounded apart from it.
 */
export const HOST_PATTERN = '^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+([a-z]{2,63}|xn--[a-z0-9-]{0,58}[a-z0-9])$';

/** Seconds of 31 days: a session that goes on for longer stays at this. */
export const SESSION_SECONDS = 2_678_400;

/** Longest customer's or licence's id, in characters. */
const MAX_REFERENCE = 64;

/**
 * The only kinds of value that may ever leave the computer: closed vocabularies, bounded numbers, ids, hashes, and the
 * names of hosts and customers. There is no free text among them, so none can be sent.
 */
export type FieldType =
  /**
   * A batch holds the number of a value, its index in the list: new values go to its end, and none is ever taken out. An
   * empty text stands where a number is not given.
   */
  | { readonly kind: 'enum'; readonly values: readonly string[] }
  | { readonly kind: 'uint'; readonly max: number; readonly unit: string }
  /** Dot-separated numbers, each at most 99999: "13", "10.0.19045", "33.4.11". */
  | { readonly kind: 'version'; readonly maxParts: number }
  /** A calendar day in UTC, "2026-03-09", of the years 2000 to 2099. */
  | { readonly kind: 'date' }
  /** Lower-case UUID, RFC 9562. */
  | { readonly kind: 'uuid' }
  /** SHA-256 in lower-case hexadecimal. */
  | { readonly kind: 'sha256' }
  /** A host name of at least two labels in lower case, RFC 1123. */
  | { readonly kind: 'hostname' }
  /** A customer's or licence's id as the vendor hands it out: 1 to 64 letters, digits and dashes. */
  | { readonly kind: 'reference' };

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
export const hostname = { kind: 'hostname' } as const;
export const reference = { kind: 'reference' } as const;

/** What a textual value looks like. */
export interface TextRule {
  /** Regular expression source; JSON Schema and CDDL say the same one. */
  readonly pattern: string;
  /** Characters; left out where the pattern bounds the length. */
  readonly length?: { readonly min: number; readonly max: number };
}

/** The rule of a textual type, or `undefined` for the others. */
export function textRule(type: FieldType): TextRule | undefined {
  switch (type.kind) {
    case 'version':
      return { pattern: `^[0-9]{1,5}(\\.[0-9]{1,5}){0,${type.maxParts - 1}}$` };
    case 'date':
      return { pattern: '^20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$' };
    case 'uuid':
      return { pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$' };
    case 'sha256':
      return { pattern: '^[0-9a-f]{64}$' };
    case 'hostname':
      return { pattern: HOST_PATTERN, length: { min: MIN_HOST, max: MAX_HOST } };
    case 'reference':
      return { pattern: `^[A-Za-z0-9-]{1,${MAX_REFERENCE}}$` };
    default:
      return undefined;
  }
}

/** The longest text that stands in a batch as text, in characters, all of them ASCII; 0 for values that do not. */
export function maxTextLength(type: FieldType): number {
  switch (type.kind) {
    case 'version':
      return type.maxParts * '99999.'.length - 1;
    case 'hostname':
      return MAX_HOST;
    case 'reference':
      return MAX_REFERENCE;
    default:
      return 0;
  }
}

/** The values of a closed list that there are. */
export function wordsOfType(type: FieldType): readonly string[] {
  return type.kind === 'enum' ? type.values.filter((word) => word !== '') : [];
}
