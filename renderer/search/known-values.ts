import { findField } from '../../app/query/fields.ts';
import type { ObjectType, Row } from '../../app/query/query.ts';
import { createStore, type Readable } from '../../ui/state/store.ts';
import type { Ask } from '../state/ask.ts';

/** A field whose values are wanted, and how they begin. */
export interface WantedValues {
  readonly type: ObjectType;
  readonly field: string;
  readonly prefix: string;
}

/** Values that are kept of a field, and fields and beginnings that are kept. */
const MAX_VALUES = 40;
const MAX_KEPT = 100;

const keyOf = ({ type, field, prefix }: WantedValues) => `${type} ${field} ${prefix.toLowerCase()}`;

/** Values that fields have had, as the engine remembers them; asked for once each. */
export interface KnownValues extends Readable<ReadonlyMap<string, readonly string[]>> {
  /** Those that are known already. */
  of(wanted: WantedValues): readonly string[];
  /** Asks for those that are not. */
  ask(wanted: WantedValues): void;
}

export function createKnownValues(ask: Ask): KnownValues {
  const known = createStore<ReadonlyMap<string, readonly string[]>>(new Map());
  const asked = new Set<string>();
  return {
    get: known.get,
    subscribe: known.subscribe,
    of: (wanted) => known.get().get(keyOf(wanted)) ?? [],
    ask(wanted) {
      const key = keyOf(wanted);
      if (known.get().has(key) || asked.has(key)) return;
      asked.add(key);
      void ask({ ask: 'values', ...wanted }).then((answer) => {
        asked.delete(key);
        if (!answer.ok) return;
        known.update((now) => new Map([...[...now].slice(1 - MAX_KEPT), [key, answer.value.slice(0, MAX_VALUES)]]));
      });
    },
  };
}

/** Values that a field has in the list now, each once, most frequent first. */
export function valuesIn(rows: readonly Row[], { type, field, prefix }: WantedValues): readonly string[] {
  const property = findField(type, field)?.property;
  if (property === undefined) return [];
  const begins = prefix.toLowerCase();
  const counts = new Map<string, number>();
  for (const row of rows) {
    const value = row[property];
    if (value === null || value === undefined || value === '' || typeof value === 'boolean') continue;
    const text = String(value);
    if (text.toLowerCase().startsWith(begins)) counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  return [...counts]
    .sort(([, one], [, other]) => other - one)
    .slice(0, MAX_VALUES)
    .map(([value]) => value);
}
