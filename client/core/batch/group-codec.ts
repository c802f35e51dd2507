import { type CollectingLevel, covers } from '../consent/levels.ts';
import type { FieldSpec, Group } from '../registry/declaration.ts';
import type { CborValue } from './cbor.ts';
import { type Extent, fieldExtent, listExtent, numberExtent, repeatedExtent } from './extent.ts';
import { type FieldCodec, fieldCodec } from './field-codecs.ts';
import { Invalid } from './problem.ts';

/** Under what a group of a batch is written or read. */
export interface Reading {
  /** The level that the batch says it is of. */
  readonly level: CollectingLevel;
  /** Revision of the registry by which it was written. */
  readonly revision: number;
}

/** How the values of one group stand in a batch. Both directions check everything. */
export interface GroupCodec<Values = unknown> {
  /** What a batch has that says nothing of the group. */
  readonly nothing: Values;
  readonly extent: Extent;
  /** @throws Invalid */
  pack(values: Values, reading: Reading): CborValue[];
  /** @throws Invalid */
  unpack(packed: unknown, reading: Reading): Values;
}

type Row = Readonly<Record<string, string | number>>;

interface Field {
  readonly name: string;
  readonly path: string;
  readonly codec: FieldCodec;
  readonly level: CollectingLevel;
  readonly revision: number;
  readonly before: string | number | undefined;
  readonly number: number;
  readonly mayBeMissing: boolean;
}

function fieldsOf(groupName: string, fields: Readonly<Record<string, FieldSpec>>): readonly Field[] {
  return Object.entries(fields).map(([name, { type, level, before, expires, revision = 1, number }], index) => ({
    name,
    path: `${groupName}.${name}`,
    codec: fieldCodec(type),
    level,
    revision,
    before,
    number: number ?? index,
    mayBeMissing: expires !== 'never',
  }));
}

/** Stands for a field of a whole group that is no longer collected. */
const MISSING: CborValue = [];

/**
 * Every field of a group once: their values one after the other, in the order of the registry. A group that a batch need
 * not have is an empty list there.
 */
export class WholeGroup implements GroupCodec<Row> {
  readonly nothing: Row = {};
  readonly extent: Extent;
  readonly #name: string;
  readonly #fields: readonly Field[];
  readonly #isRequired: boolean;

  constructor(name: string, group: Group, isRequired: boolean) {
    this.#name = name;
    this.#fields = fieldsOf(name, group.fields);
    this.#isRequired = isRequired;
    this.extent = listExtent(Object.values(group.fields).map(({ type }) => fieldExtent(type)));
  }

  pack(values: Row, { level }: Reading): CborValue[] {
    const given = Object.keys(values).length;
    if (given === 0 && !this.#isRequired) return [];
    let packed = 0;
    const items = this.#fields.map(({ name, path, codec, before, level: needed, mayBeMissing }) => {
      const value = values[name];
      if (value === undefined && mayBeMissing) return MISSING;
      if (value !== undefined) packed++;
      requireLevel(path, needed, level);
      // A session that an earlier version has recorded does not have what joined since.
      return within(path, codec.pack(value ?? before));
    });
    if (packed !== given) throw new Invalid(this.#name, 'the fields of the registry');
    return items;
  }

  unpack(packed: unknown, { level, revision }: Reading): Row {
    const there = this.#fields.filter((field) => field.revision <= revision);
    const items = list(this.#name, packed, there.length);
    if (items.length === 0 && !this.#isRequired) return this.nothing;
    const values: Record<string, string | number> = {};
    for (const [index, { name, path, codec, before, level: needed, mayBeMissing }] of this.#fields.entries()) {
      const item = items[index];
      if (mayBeMissing && Array.isArray(item) && item.length === 0) continue;
      const value = index < there.length ? codec.unpack(item) : before;
      if (value === undefined && index >= there.length && mayBeMissing) continue;
      values[name] = within(path, value);
      requireLevel(path, needed, level);
    }
    // It would be written as an empty list.
    if (Object.keys(values).length === 0 && !this.#isRequired)
      throw new Invalid(this.#name, 'a value, or an empty list');
    return values;
  }
}

/** Some fields of a group: number and value by turns, in the order of the numbers. */
export class SparseGroup implements GroupCodec<Row> {
  readonly nothing: Row = {};
  readonly extent: Extent;
  readonly #name: string;
  readonly #fields: readonly Field[];
  readonly #byNumber: ReadonlyMap<unknown, Field>;
  readonly #least: number;

  /** @param least of a number; a count of nothing is not written. */
  constructor(name: string, group: Group, least: number) {
    this.#name = name;
    this.#fields = fieldsOf(name, group.fields);
    this.#byNumber = new Map(this.#fields.map((field) => [field.number, field]));
    this.#least = least;
    const types = Object.values(group.fields).map(({ type }) => fieldExtent(type));
    this.extent = listExtent(
      types.flatMap((value, index) => [numberExtent(this.#fields[index]?.number ?? index), value]),
    );
  }

  pack(values: Row, { level }: Reading): CborValue[] {
    const packed: CborValue[] = [];
    for (const field of this.#fields) {
      const value = values[field.name];
      if (value === undefined) continue;
      packed.push(field.number, this.#bounded(field, field.codec.pack(value)));
      requireLevel(field.path, field.level, level);
    }
    if (packed.length !== Object.keys(values).length * 2) throw new Invalid(this.#name, 'only fields of the registry');
    return packed;
  }

  unpack(packed: unknown, { level, revision }: Reading): Row {
    const items = list(this.#name, packed, this.#fields.length * 2);
    const values: Record<string, string | number> = {};
    let previous = -1;
    for (let at = 0; at < items.length; at += 2) {
      const number = items[at];
      const field = typeof number === 'number' && number > previous ? this.#byNumber.get(number) : undefined;
      if (!field || field.revision > revision) {
        throw new Invalid(this.#name, 'fields of the registry, each once and in its order');
      }
      values[field.name] = this.#bounded(field, field.codec.unpack(items[at + 1]));
      requireLevel(field.path, field.level, level);
      previous = number as number;
    }
    return values;
  }

  #bounded<V>(field: Field, value: V | undefined): V {
    if (typeof value === 'number' && value < this.#least) throw new Invalid(field.path, 'a value within its bounds');
    return within(field.path, value);
  }
}

/** Rows that have every field of a group, each as a list of its values. */
export class TableGroup implements GroupCodec<readonly Row[]> {
  readonly nothing: readonly Row[] = [];
  readonly extent: Extent;
  readonly #name: string;
  readonly #fields: readonly Field[];
  readonly #rows: number;

  constructor(name: string, group: Group) {
    this.#name = name;
    this.#fields = fieldsOf(name, group.fields);
    this.#rows = group.rows ?? 0;
    this.extent = repeatedExtent(
      this.#rows,
      listExtent(Object.values(group.fields).map(({ type }) => fieldExtent(type))),
    );
  }

  pack(rows: readonly Row[], { level }: Reading): CborValue[] {
    if (rows.length > this.#rows) throw new Invalid(this.#name, `at most ${this.#rows} rows`);
    if (rows.length > 0) this.#requireLevel(level);
    return rows.map((row) => {
      const given = this.#fields.filter(({ name }) => Object.hasOwn(row, name));
      const isMissing = this.#fields.some((field) => field.before === undefined && !given.includes(field));
      if (isMissing || Object.keys(row).length !== given.length) {
        throw new Invalid(this.#name, 'the fields of the registry');
      }
      return this.#fields.map(({ name, path, codec, before }) => within(path, codec.pack(row[name] ?? before)));
    });
  }

  unpack(packed: unknown, { level, revision }: Reading): readonly Row[] {
    const there = this.#fields.filter((field) => field.revision <= revision).length;
    const items = list(this.#name, packed, this.#rows);
    if (items.length > 0) this.#requireLevel(level);
    return items.map((item) => {
      const values = list(this.#name, item, there);
      return Object.fromEntries(
        this.#fields.map(({ name, path, codec, before }, index) => [
          name,
          within(path, index < there ? codec.unpack(values[index]) : before),
        ]),
      );
    });
  }

  #requireLevel(level: CollectingLevel): void {
    for (const field of this.#fields) requireLevel(field.path, field.level, level);
  }
}

/** @throws Invalid when a value is of a level that the batch's does not cover. */
export function requireLevel(path: string, needed: CollectingLevel, level: CollectingLevel): void {
  if (!covers(level, needed)) throw new Invalid(path, `nothing at the ${level} level`);
}

/** @throws Invalid */
export function list(path: string, value: unknown, max: number): readonly unknown[] {
  if (!Array.isArray(value) || value.length > max) throw new Invalid(path, `a list of at most ${max}`);
  return value;
}

/** @throws Invalid when a codec has found the value out of its bounds. */
export function within<T>(path: string, value: T | undefined): T {
  if (value === undefined) throw new Invalid(path, 'a value within its bounds');
  return value;
}
