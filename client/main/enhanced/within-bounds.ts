import { fieldCodec } from '../../core/batch/field-codecs.ts';
import type { Group } from '../../core/registry/registry.ts';

/**
 * A filter for a group of the registry: it keeps of some values those that the registry allows for their fields. One that
 * is out of bounds, such as a host name that is none, must not cost the session all the others: a batch is encoded as a
 * whole or not at all.
 */
export function withinBounds<T extends object>(group: Group): (values: T) => Partial<T> {
  const codecs = Object.entries(group).map(([name, { type }]) => [name, fieldCodec(type)] as const);
  return (values) => {
    const given = new Map<string, unknown>(Object.entries(values));
    const kept = codecs.filter(([name, codec]) => codec.pack(given.get(name)) !== undefined);
    return Object.fromEntries(kept.map(([name]) => [name, given.get(name)])) as Partial<T>;
  };
}
