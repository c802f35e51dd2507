import type { RowWriter } from './row-writer.ts';
import { WordsAt } from './words.ts';

/** Writes one value of a column. */
export type WriteValue = (row: RowWriter, value: unknown) => void;

const WORD = /^LowCardinality\((Nullable\()?String\)+$/;

/**
 * How the values of a ClickHouse type stand in a row.
 * @param isOpen whether its words are anybody's, and not of a closed list.
 * @throws for a type that no column has.
 */
export function valueWriter(type: string, isOpen = false): WriteValue {
  const [, item] = /^Array\((.*)\)$/.exec(type) ?? [];
  if (item) return listWriter(valueWriter(item, isOpen));
  if (WORD.test(type)) {
    const word: WriteValue = isOpen
      ? (row, value) => row.openWord(String(value))
      : (row, value) => row.word(String(value));
    return type.includes('Nullable') ? (row, value) => (value === undefined ? row.u16(0) : word(row, value)) : word;
  }
  const [, inner] = /^Nullable\((.*)\)$/.exec(type) ?? [];
  return inner ? nullableWriter(inner) : plainWriter(type);
}

function listWriter(item: WriteValue): WriteValue {
  return (row, value) => {
    if (value instanceof WordsAt) return row.wordsAt(value);
    const items = value as readonly unknown[];
    row.length(items.length);
    for (const each of items) item(row, each);
  };
}

/** A byte says whether there is none; the value's own bytes follow in any case. */
function nullableWriter(type: string): WriteValue {
  const plain = plainWriter(type);
  const nothing = bytesOf(type);
  return (row, value) => {
    row.u8(value === undefined ? 1 : 0);
    if (value !== undefined) return plain(row, value);
    for (let byte = 0; byte < nothing; byte++) row.u8(0);
  };
}

function plainWriter(type: string): WriteValue {
  switch (type) {
    case 'UInt8':
      return (row, value) => row.u8(value as number);
    case 'UInt16':
      return (row, value) => row.u16(value as number);
    case 'UInt32':
      return (row, value) => row.u32(value as number);
    case 'Date':
      return (row, value) => (typeof value === 'number' ? row.u16(value) : row.date(value as string));
    case 'UUID':
      return (row, value) => row.uuid(value as string);
    case 'String':
      return (row, value) => row.text(String(value));
    default: {
      const length = bytesOf(type);
      return (row, value) => row.fixedText((value as string).slice(0, length));
    }
  }
}

/** Bytes of a value of a type whose values have equally many. @throws for another type. */
export function bytesOf(type: string): number {
  const [, length] = /^FixedString\((\d+)\)$/.exec(type) ?? [];
  const bytes = length ? Number(length) : { UInt8: 1, UInt16: 2, UInt32: 4, Date: 2, UUID: 16 }[type];
  if (bytes === undefined) throw new Error(`no column can be of type ${type}`);
  return bytes;
}
