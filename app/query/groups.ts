import { compareText } from './characters.ts';
import { orderProperty } from './conditions.ts';
import { type Field, findField } from './fields.ts';
import type { ObjectType, Row, Shown, Value } from './query.ts';
import { shownText } from './shown.ts';

/** Between the values in the key of a group. */
export const KEY_SEPARATOR = '\u001f';

/** A row for each group; without fields to group by there is one of all rows, even when there are none. */
export function grouped(
  type: ObjectType,
  { by, shown }: { readonly by: readonly string[]; readonly shown: readonly Shown[] },
  rows: readonly Row[],
): readonly Row[] {
  const byFields = by.flatMap((name) => findField(type, name) ?? []);
  const groups = new Map<string, { readonly values: readonly Value[]; readonly rows: Row[] }>();
  if (byFields.length === 0) groups.set('', { values: [], rows: [...rows] });
  else
    for (const row of rows) {
      const values = byFields.map((field) => groupValue(field, row));
      const key = values.map((value) => (value === null ? '' : String(value))).join(KEY_SEPARATOR);
      const group = groups.get(key);
      if (group === undefined) groups.set(key, { values, rows: [row] });
      else group.rows.push(row);
    }
  return [...groups].map(([key, group]): Row => {
    const named = byFields.map(({ property }, index) => [property, group.values[index] ?? null]);
    const reckoned = shown.map((one) => [shownText(one), aggregated(type, one, group.rows)]);
    return { ...Object.fromEntries([...named, ...reckoned]), key };
  });
}

/** What is known of a field in a row: an empty text and the moment 0 are not. */
function known({ kind, property }: Field, row: Row): Value {
  const value = row[property] ?? null;
  const missing = kind === 'moment' ? 0 : '';
  return value === missing ? null : value;
}

/** Numbers are grouped by their whole part. */
function groupValue(field: Field, row: Row): Value {
  const value = known(field, row);
  return typeof value === 'number' ? Math.floor(value) : value;
}

function aggregated(type: ObjectType, { aggregate, field: name }: Shown, rows: readonly Row[]): Value {
  if (name === null) return rows.length;
  const field = findField(type, name);
  if (field === undefined) return null;
  if (aggregate === 'first' || aggregate === 'last') return atEnd(type, field, rows, aggregate === 'last');
  const values = rows.flatMap((row) => {
    const value = known(field, row);
    return value === null ? [] : [value];
  });
  if (aggregate === 'count') return values.length;
  const numbers = values.map(Number);
  if (numbers.length === 0) return null;
  switch (aggregate) {
    case 'sum':
      return sum(numbers);
    case 'avg':
      return sum(numbers) / numbers.length;
    case 'min':
      return numbers.reduce((one, other) => Math.min(one, other));
    case 'max':
      return numbers.reduce((one, other) => Math.max(one, other));
    case 'p50':
      return quantile(numbers, 0.5);
    case 'p95':
      return quantile(numbers, 0.95);
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((whole, number) => whole + number, 0);
}

/** Between the two nearest values in proportion, as quantile_cont of SQL does it. */
function quantile(numbers: readonly number[], share: number): number {
  const ordered = numbers.toSorted((one, other) => one - other);
  const place = (ordered.length - 1) * share;
  const low = ordered[Math.floor(place)] ?? 0;
  const high = ordered[Math.ceil(place)] ?? low;
  return low + (high - low) * (place - Math.floor(place));
}

/** The value of the row that began first or last; of those that began together the one whose key comes first or last. */
function atEnd(type: ObjectType, field: Field, rows: readonly Row[], last: boolean): Value {
  const property = orderProperty[type];
  let best: Row | null = null;
  for (const row of rows) {
    if (known(field, row) === null) continue;
    const difference = best === null ? 0 : compareRows(row, best, property);
    if (best === null || (last ? difference > 0 : difference < 0)) best = row;
  }
  return best === null ? null : known(field, best);
}

function compareRows(one: Row, other: Row, property: string): number {
  const difference = Number(one[property] ?? 0) - Number(other[property] ?? 0);
  return difference === 0 ? compareText(one.key, other.key) : difference;
}
