import { boundsOf, bucketOf, type Condition } from 'candor-client/core';

/**
 * A condition as all that hold of the same sessions by what they say are written: parts and lists in one order, each value once, versions
 * without what does not tell them apart, and a duration as the first millisecond of its bucket that there is. Were each spelling a question
 * of its own, whoever asks by all of them would see the figure without the question's noise.
 */
export function oneSpelling(condition: Condition): Condition {
  const { field, op } = condition;
  const rest = Object.entries(condition).filter(([name]) => name !== 'field' && name !== 'op');
  const parts = rest.sort(byName).map(([name, part]): [string, unknown] => [name, partOf(condition, name, part)]);
  return { field, op, ...Object.fromEntries(parts) } as Condition;
}

function partOf({ field }: Condition, name: string, part: unknown): unknown {
  if (name === 'value') return saidOf(field, part);
  // Steps stand in the order in which they follow each other; words of a filter in that of their names.
  const isFilter = typeof part === 'object' && part !== null && !Array.isArray(part);
  return isFilter ? Object.fromEntries(Object.entries(part).sort(byName)) : part;
}

function saidOf(field: string, value: unknown): unknown {
  if (Array.isArray(value)) return [...new Set(value.map(wordOf))].sort();
  if (field === 'operations.duration') return firstOfBucket(Number(value));
  return wordOf(value);
}

/** Of numbers with dots "1.2" for "01.2.0", as `compareVersions` takes them to be the same; any other as it is. */
function wordOf(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\d+(?:\.\d+)*$/.test(value)) return value;
  const parts = value.split('.').map(Number);
  while (parts.length > 1 && parts.at(-1) === 0) parts.pop();
  return parts.join('.');
}

/** @param milliseconds a whole number, from 1. */
function firstOfBucket(milliseconds: number): number {
  const bucket = bucketOf(milliseconds * 1000);
  let first = Math.max(1, Math.floor(boundsOf(bucket).lower / 1000));
  while (bucketOf(first * 1000) < bucket) first++;
  return first;
}

const byName = ([a]: [string, unknown], [b]: [string, unknown]) => (a < b ? -1 : 1);
