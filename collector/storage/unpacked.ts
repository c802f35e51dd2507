import { type ColumnarBatch, commandSources } from 'candor-client/core';

/** What surrounds each value in a row of text, in bytes: quotes and a comma, brackets, or a tab. */
const AROUND = 3;

/** The longest number, of 32 bits, in digits. */
const DIGITS = 10;

/** The day of receipt, and columns of which a batch says nothing. */
const ONCE = 512;

/** A fingerprint of an error, which is SHA-256 in hexadecimal, and the brackets of its three lists of frames. */
const FINGERPRINT = AROUND + 64 + 3 * AROUND;

const longestOf = (words: readonly string[]) => words.reduce((most, { length }) => Math.max(most, length), 0);

const LONGEST_SOURCE = longestOf(commandSources);

const longestCommands = new WeakMap<readonly string[], number>();

function longestCommand(words: readonly string[]): number {
  const known = longestCommands.get(words) ?? longestOf(words);
  longestCommands.set(words, known);
  return known;
}

/**
 * What a batch takes when its words are written out, in bytes: never less than its row on the way to the storage has or its
 * values have as text, and quickly told. The
 * cost of storing a batch follows this and not its size on the wire, which 10 000 equal uses hardly change.
 */
export function unpackedBytes({ usage, ...rest }: ColumnarBatch): number {
  const use = longestCommand(usage.commands) + LONGEST_SOURCE + DIGITS + 3 * AROUND;
  let bytes = ONCE + usage.command.length * use + rest.errors.length * FINGERPRINT;
  for (const group of Object.values(rest)) {
    // Names of fields stand in the row of a group that has some of them.
    for (const name of Array.isArray(group) ? [] : Object.keys(group)) bytes += AROUND + name.length;
    bytes += bytesOf(group);
  }
  return bytes;
}

function bytesOf(value: unknown): number {
  if (typeof value === 'string') return AROUND + value.length;
  if (typeof value !== 'object' || value === null) return AROUND + DIGITS;
  let bytes = 2 * AROUND;
  for (const item of Array.isArray(value) ? value : Object.values(value)) bytes += bytesOf(item);
  return bytes;
}
