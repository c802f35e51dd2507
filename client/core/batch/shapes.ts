/**
 * Readers of values from outside: the client's own small files, a collector's answers, messages between processes. They
 * are written by hand because a product takes the client in whole, and a schema library would be a third of it.
 *
 * A shape looks at a value's own fields alone, never runs code of the value's (JSON, CBOR and structured clones have
 * none), and goes as deep as it is written to, however deep the value is.
 */
export type Shape<T> = (value: unknown) => value is T;

type Shapes<T> = { readonly [K in keyof T]-?: Shape<T[K]> };
type OptionalKeys<T> = { [K in keyof T]-?: Partial<Pick<T, K>> extends Pick<T, K> ? K : never }[keyof T];

export const isText: Shape<string> = (value) => typeof value === 'string';

/** A text of this form. @param form anchored at both ends. */
export function matching(form: RegExp): Shape<string> {
  return (value): value is string => isText(value) && form.test(value);
}

/** A UUID in lower case, as batches and the collector have it (RFC 9562). */
export const isUuid = matching(/^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);

/** A moment as `toISOString()` writes it; only what is on the calendar comes back the same. */
export const isMoment: Shape<string> = (value): value is string => {
  if (!isText(value) || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value)) return false;
  const time = new Date(value);
  return !Number.isNaN(time.getTime()) && time.toISOString() === value;
};

/** A number that JSON can say: neither infinite nor none. */
export const isNumber: Shape<number> = (value): value is number => Number.isFinite(value);

/** Whether it is a whole number from 0 to `max`. */
export function isUpTo(value: unknown, max: number): value is number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= max;
}

/** A whole number from `min`, which is 0 or more, to `max`. */
export function between(min: number, max: number): Shape<number> {
  return (value): value is number => isUpTo(value, max) && value >= min;
}

/** One of these values. */
export function within<const V>(values: readonly V[]): Shape<V> {
  const known = new Set<unknown>(values);
  return (value): value is V => known.has(value);
}

export function either<A, B>(one: Shape<A>, other: Shape<B>): Shape<A | B> {
  return (value): value is A | B => one(value) || other(value);
}

/** A list of at most `max` items, with no holes. */
export function listOf<T>(item: Shape<T>, max = Number.POSITIVE_INFINITY): Shape<T[]> {
  return (value): value is T[] => {
    if (!Array.isArray(value) || value.length > max) return false;
    // Not every(), which passes over holes; a structured clone keeps them.
    for (const one of value) if (!item(one)) return false;
    return true;
  };
}

/** Anything with named fields. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Any number of fields, each with a name and a value of these shapes. */
export function recordOf<K extends string, V>(name: Shape<K>, item: Shape<V>): Shape<Readonly<Record<K, V>>> {
  return (value): value is Readonly<Record<K, V>> =>
    isRecord(value) && Object.entries(value).every(([key, one]) => name(key) && item(one));
}

/** These fields and whatever else. */
export function having<T extends object>(shapes: Shapes<T>): Shape<T> {
  const fields = Object.entries<Shape<unknown>>(shapes);
  return (value): value is T =>
    isRecord(value) && fields.every(([name, shape]) => Object.hasOwn(value, name) && shape(value[name]));
}

/** These fields, those of `optional` if they are there, and nothing besides. */
export function exactlyWith<T extends object>(
  shapes: Shapes<Omit<T, OptionalKeys<T>>>,
  optional: Shapes<Pick<T, OptionalKeys<T>>>,
): Shape<T> {
  const has = having<Omit<T, OptionalKeys<T>>>(shapes);
  const others = new Map(Object.entries<Shape<unknown>>(optional));
  return (value): value is T =>
    has(value) &&
    Object.entries(value).every(([name, one]) => Object.hasOwn(shapes, name) || others.get(name)?.(one) === true);
}

/** These fields and nothing besides. */
export function exactly<T extends object>(shapes: Shapes<T>): Shape<T> {
  const has = having(shapes);
  const size = Object.keys(shapes).length;
  return (value): value is T => has(value) && Object.keys(value).length === size;
}

/** Values in a JSON text unless its reader says otherwise: our small files and a collector's receipts have far fewer. */
const MAX_JSON_ITEMS = 10_000;

/**
 * What a JSON text says; `undefined` when it is no JSON, not of this shape, or has more than `maxItems` values. They are
 * counted before anything is made of them, because two characters can be an object.
 */
export function readJson<T>(text: string, shape: Shape<T>, maxItems = MAX_JSON_ITEMS): T | undefined {
  if (hasMoreItems(text, maxItems)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return shape(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a JSON text may have more values than `max`: each but the first stands behind a comma or opens a container. */
function hasMoreItems(text: string, max: number): boolean {
  let items = 1;
  let inText = false;
  for (let at = 0; at < text.length && items <= max; at++) {
    const character = text[at];
    if (character === '"') inText = !inText;
    else if (inText) at += character === '\\' ? 1 : 0;
    else if (character === ',' || character === '[' || character === '{') items++;
  }
  return items > max;
}
