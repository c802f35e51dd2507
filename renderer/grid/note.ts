import type { Row } from '../../app/query/query.ts';

/** Beginning of the keys of notes; no object has one like it. */
const NOTE_KEY = 'note:';

/** What stands between the rows of a list without being one of its objects. */
export interface Note {
  /** Made with {@link noteKey}. */
  readonly key: string;
  /** When it was, UTC milliseconds. */
  readonly from: number;
  readonly to: number;
  /** What it says: one sentence. */
  readonly text: string;
  /** What a copy as JSON has of it. */
  readonly record: Readonly<Record<string, string>>;
}

export const noteKey = (name: string | number): string => `${NOTE_KEY}${name}`;
export const isNote = (key: string): boolean => key.startsWith(NOTE_KEY);

/** A note as a row, for what handles rows by their keys. */
export function noteRow({ key, text, record }: Note): Row {
  return { ...record, key, [TEXT]: text };
}

const TEXT = 'noteText';

/** What a row of a note says; `null` for the row of an object. */
export function noteText(row: Row): string | null {
  const text = row[TEXT];
  return isNote(row.key) && typeof text === 'string' ? text : null;
}

/** What a copy as JSON has of a note. */
export function noteRecord(row: Row): Row {
  const { key: _, [TEXT]: __, ...record } = row;
  return record as Row;
}
