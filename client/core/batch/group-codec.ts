import { type CollectingLevel, covers } from '../consent/levels.ts';
import type { Group } from '../registry/registry.ts';
import type { CborValue } from './cbor.ts';
import { type FieldCodec, fieldCodec } from './field-codecs.ts';
import { Invalid } from './problem.ts';

type Values = Readonly<Record<string, string | number>>;

interface Field {
  readonly name: string;
  readonly path: string;
  readonly codec: FieldCodec;
  readonly level: CollectingLevel;
  readonly revision: number;
  readonly before: string | number | undefined;
}

function fieldsOf(groupName: string, group: Group): readonly Field[] {
  return Object.entries(group).map(([name, { type, level, before, revision = 1 }]) => ({
    name,
    path: `${groupName}.${name}`,
    codec: fieldCodec(type),
    level,
    revision,
    before,
  }));
}

/** A group of which every batch has every field: their values one after the other, in the order of the registry. */
export class WholeGroup {
  readonly #name: string;
  readonly #fields: readonly Field[];

  constructor(name: string, group: Group) {
    this.#name = name;
    this.#fields = fieldsOf(name, group);
  }

  /** @throws Invalid */
  pack(values: Values): CborValue[] {
    if (Object.keys(values).length !== this.#fields.length) throw new Invalid(this.#name, 'the fields of the registry');
    return this.#fields.map(({ name, path, codec }) => within(path, codec.pack(values[name])));
  }

  /** @param revision of the registry by which it was written. @throws Invalid */
  unpack(packed: unknown, revision: number): Values {
    const there = this.#fields.filter((field) => field.revision <= revision);
    const items = list(this.#name, packed, there.length);
    return Object.fromEntries(
      this.#fields.map(({ name, path, codec, before }, index) => {
        const value = index < there.length ? codec.unpack(items[index]) : before;
        return [name, within(path, value)];
      }),
    );
  }
}

/** A group of which a batch has some fields: place and value by turns, in the order of the registry. */
export class SparseGroup {
  readonly #name: string;
  readonly #fields: readonly Field[];

  constructor(name: string, group: Group) {
    this.#name = name;
    this.#fields = fieldsOf(name, group);
  }

  /** @throws Invalid */
  pack(values: Values, level: CollectingLevel): CborValue[] {
    const packed: CborValue[] = [];
    for (const [place, field] of this.#fields.entries()) {
      const value = values[field.name];
      if (value === undefined) continue;
      packed.push(place, within(field.path, field.codec.pack(value)));
      requireLevel(field.path, field.level, level);
    }
    if (packed.length !== Object.keys(values).length * 2) throw new Invalid(this.#name, 'only fields of the registry');
    return packed;
  }

  /** @param revision of the registry by which it was written. @throws Invalid */
  unpack(packed: unknown, level: CollectingLevel, revision: number): Values {
    const there = this.#fields.filter((field) => field.revision <= revision);
    const items = list(this.#name, packed, there.length * 2);
    const values: Record<string, string | number> = {};
    let previous = -1;
    for (let at = 0; at < items.length; at += 2) {
      const place = items[at];
      const field = typeof place === 'number' && place > previous ? there[place] : undefined;
      if (!field) throw new Invalid(this.#name, 'fields of the registry, each once and in its order');
      values[field.name] = within(field.path, field.codec.unpack(items[at + 1]));
      requireLevel(field.path, field.level, level);
      previous = place as number;
    }
    return values;
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
