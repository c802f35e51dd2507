import { Histogram, MAX_BUCKETS } from '../measures/histogram.ts';
import type { Group } from '../registry/declaration.ts';
import type { FieldType } from '../registry/field-types.ts';
import type { CborValue } from './cbor.ts';
import { columnExtent, type Extent, listExtent } from './extent.ts';
import { type GroupCodec, list, type Reading, requireLevel } from './group-codec.ts';
import { MAX_COUNT } from './limits.ts';
import { Invalid } from './problem.ts';
import { readVarints, writeVarints } from './varint.ts';

/** Histograms as columns: each enumerated field by its name, then `buckets`, `bucket` and `count` (OperationColumns). */
export type HistogramRows = Readonly<Record<string, readonly (string | number)[]>>;

/**
 * Histograms: three byte strings of numbers. For each row one number for its enumerated fields (the first counts most) and
 * how many buckets are filled; then the buckets of all rows, each as the distance from the one before in its row; then their
 * counts. Rows stand in the order of their numbers, each at most once. An empty list when there is none.
 */
export class HistogramGroup implements GroupCodec<HistogramRows> {
  readonly nothing: HistogramRows;
  readonly extent: Extent;
  readonly #name: string;
  readonly #group: Group;
  readonly #keys: readonly (readonly [name: string, values: readonly string[]])[];
  readonly #maxRows: number;
  readonly #maxBuckets: number;

  constructor(name: string, group: Group) {
    this.#name = name;
    this.#group = group;
    const { bucket: _, count: __, ...keys } = group.fields;
    this.#keys = Object.entries(keys).map(([key, { type }]) => [key, valuesOf(type)] as const);
    this.#maxRows = this.#keys.reduce((product, [, values]) => product * values.length, 1);
    this.#maxBuckets = this.#keys.reduce((product, [, values]) => product * given(values).length, 1) * MAX_BUCKETS;
    this.nothing = Object.fromEntries(
      [...this.#keys.map(([key]) => key), 'buckets', 'bucket', 'count'].map((column) => [column, []]),
    );
    this.extent = listExtent([
      columnExtent(this.#maxRows * 2, Math.max(this.#maxRows, MAX_BUCKETS)),
      columnExtent(this.#maxBuckets, MAX_BUCKETS),
      columnExtent(this.#maxBuckets, MAX_COUNT),
    ]);
  }

  pack(columns: HistogramRows, { level }: Reading): CborValue[] {
    const { buckets = [], bucket = [], count = [] } = columns as Readonly<Record<string, readonly number[]>>;
    if (Object.keys(columns).length !== this.#keys.length + 3) throw this.#invalid();
    if (buckets.length === 0 && bucket.length === 0 && count.length === 0) return [];
    this.#requireLevel(level);
    const numbers = buckets.map((_, row) => this.#numberOf(columns, row));
    this.#requireSound(numbers, buckets, bucket, count);
    if (this.#keys.some(([key]) => columns[key]?.length !== buckets.length)) throw this.#invalid();
    return [
      writeVarints(numbers.flatMap((number, row) => [number, buckets[row] ?? 0])),
      writeVarints(bucket),
      writeVarints(count),
    ];
  }

  unpack(packed: unknown, { level }: Reading): HistogramRows {
    const parts = list(this.#name, packed, 3);
    if (parts.length === 0) return this.nothing;
    this.#requireLevel(level);
    const [rows, bucket, count] = parts.map((part, index) =>
      part instanceof Uint8Array ? readVarints(part, index === 0 ? this.#maxRows * 2 : this.#maxBuckets) : undefined,
    );
    if (!rows || !bucket || !count || rows.length === 0 || rows.length % 2 !== 0) throw this.#invalid();
    const numbers = rows.filter((_, at) => at % 2 === 0);
    const buckets = rows.filter((_, at) => at % 2 === 1);
    this.#requireSound(numbers, buckets, bucket, count);
    const keys = this.#keys.map(([key]) => [key, numbers.map((number) => this.#wordOf(key, number))]);
    return { ...Object.fromEntries(keys), buckets, bucket, count };
  }

  #numberOf(columns: HistogramRows, row: number): number {
    let number = 0;
    for (const [key, values] of this.#keys) {
      const word = columns[key]?.[row];
      const index = word === '' ? -1 : values.indexOf(word as string);
      if (index < 0) throw new Invalid(`${this.#name}.${key}`, 'a value within its bounds');
      number = number * values.length + index;
    }
    return number;
  }

  #wordOf(key: string, number: number): string {
    let rest = number;
    for (const [name, values] of this.#keys.toReversed()) {
      const word = values[rest % values.length];
      rest = Math.floor(rest / values.length);
      if (name !== key) continue;
      if (!word) break;
      return word;
    }
    throw new Invalid(`${this.#name}.${key}`, 'a value within its bounds');
  }

  /** @throws Invalid for what no recorder can have given. */
  #requireSound(
    numbers: readonly number[],
    buckets: readonly number[],
    bucket: readonly number[],
    count: readonly number[],
  ): void {
    let start = 0;
    let previous = -1;
    for (const [row, number] of numbers.entries()) {
      const end = start + (buckets[row] ?? 0);
      if (number <= previous || number >= this.#maxRows || end === start || end > bucket.length) throw this.#invalid();
      if (!Histogram.decode({ bucket: bucket.slice(start, end), count: count.slice(start, end) }))
        throw this.#invalid();
      previous = number;
      start = end;
    }
    if (start !== bucket.length || start !== count.length) throw this.#invalid();
  }

  #requireLevel(level: Reading['level']): void {
    for (const [field, spec] of Object.entries(this.#group.fields))
      requireLevel(`${this.#name}.${field}`, spec.level, level);
  }

  #invalid(): Invalid {
    return new Invalid(this.#name, 'histograms and counts as they are recorded');
  }
}

/** The words of an enumerated field. @throws when a group of histograms has another kind of field: it cannot be declared. */
function valuesOf(type: FieldType): readonly string[] {
  if (type.kind !== 'enum') throw new Error('rows of histograms are told apart by words');
  return type.values;
}

const given = (values: readonly string[]) => values.filter((word) => word !== '');
