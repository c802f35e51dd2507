import { Growing } from './growing.ts';
import { bytesOf } from './row-values.ts';
import { NO_NUMBER, wordOf } from './words.ts';

/** A row (row-writer.ts) while it is read. */
export class RowReader {
  at = 0;
  readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  length(): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.bytes[this.at++] ?? 0;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  }

  u16(): number {
    const value = (this.bytes[this.at] ?? 0) | ((this.bytes[this.at + 1] ?? 0) << 8);
    this.at += 2;
    return value;
  }

  /** A view of the next bytes. */
  take(length: number): Uint8Array {
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }
}

/** Values of one column, gathered row by row and written as ClickHouse's Native format has them. */
export interface BlockColumn {
  /** Takes the next values of a row. */
  read(row: RowReader, count: number): void;
  /** What stands in front of the whole column. */
  writePrefix(out: Growing): void;
  write(out: Growing): void;
}

/** @throws for a type that no column has. */
export function blockColumn(type: string): BlockColumn {
  const [, item] = /^Array\((.*)\)$/.exec(type) ?? [];
  if (item) return new ListColumn(blockColumn(item));
  if (type.startsWith('LowCardinality')) return new WordColumn();
  const [, inner] = /^Nullable\((.*)\)$/.exec(type) ?? [];
  if (inner) return new NullableColumn(bytesOf(inner));
  return type === 'String' ? new TextColumn() : new FixedColumn(bytesOf(type));
}

/** Values of equally many bytes, which a row has as the block has them. */
class FixedColumn implements BlockColumn {
  readonly #size: number;
  readonly #values = new Growing();

  constructor(size: number) {
    this.#size = size;
  }

  read(row: RowReader, count: number): void {
    const length = count * this.#size;
    const values = this.#values;
    values.reserve(length);
    // A view costs more than a few bytes.
    if (length > 32) values.bytes.set(row.take(length), values.length);
    else for (let byte = 0; byte < length; byte++) values.bytes[values.length + byte] = row.bytes[row.at++] ?? 0;
    values.length += length;
  }

  writePrefix(): void {}

  write(out: Growing): void {
    out.all(this.#values.written);
  }
}

/** First whether each value is none, then all values. */
class NullableColumn implements BlockColumn {
  readonly #isNull = new FixedColumn(1);
  readonly #values: FixedColumn;

  constructor(size: number) {
    this.#values = new FixedColumn(size);
  }

  read(row: RowReader, count: number): void {
    for (let value = 0; value < count; value++) {
      this.#isNull.read(row, 1);
      this.#values.read(row, 1);
    }
  }

  writePrefix(): void {}

  write(out: Growing): void {
    this.#isNull.write(out);
    this.#values.write(out);
  }
}

/** Texts, each behind its length. */
class TextColumn implements BlockColumn {
  readonly #texts = new Growing();

  read(row: RowReader, count: number): void {
    for (let text = 0; text < count; text++) {
      const length = row.length();
      this.#texts.varint(length);
      this.#texts.all(row.take(length));
    }
  }

  writePrefix(): void {}

  write(out: Growing): void {
    out.all(this.#texts.written);
  }
}

/** First where each list ends, counted over all of them, then their items. */
class ListColumn implements BlockColumn {
  readonly #items: BlockColumn;
  readonly #ends = new Growing();
  #end = 0;

  constructor(items: BlockColumn) {
    this.#items = items;
  }

  read(row: RowReader, count: number): void {
    for (let list = 0; list < count; list++) {
      const length = row.length();
      this.#end += length;
      this.#ends.u64(this.#end);
      if (length > 0) this.#items.read(row, length);
    }
  }

  writePrefix(out: Growing): void {
    this.#items.writePrefix(out);
  }

  write(out: Growing): void {
    out.all(this.#ends.written);
    if (this.#end > 0) this.#items.write(out);
  }
}

/** The only layout of dictionaries that there is. */
const DICTIONARY_VERSION = 1;

/** The words that follow are all that there are, for this block alone. */
const OWN_WORDS = 0x600;

/**
 * LowCardinality(String), Nullable or not: the different words of the block, the first of them empty or NULL, and which of
 * them each value is, in one, two or four bytes.
 */
class WordColumn implements BlockColumn {
  readonly #words = new Growing();
  #different = 1;
  /** Places of words among the block's, by their numbers; 0: it is not there yet. */
  #byNumber = new Uint32Array(256);
  readonly #byText = new Map([['', 0]]);
  #values = new Uint32Array(256);
  #count = 0;

  constructor() {
    this.#words.text('');
  }

  read(row: RowReader, count: number): void {
    if (this.#count + count > this.#values.length) {
      const grown = new Uint32Array(Math.max(this.#values.length * 2, this.#count + count));
      grown.set(this.#values);
      this.#values = grown;
    }
    for (let value = 0; value < count; value++) {
      const number = row.u16();
      this.#values[this.#count++] = number === 0 ? 0 : this.#byNumber[number] || this.#place(number, row);
    }
  }

  writePrefix(out: Growing): void {
    out.u64(DICTIONARY_VERSION);
  }

  write(out: Growing): void {
    const values = this.#values.subarray(0, this.#count);
    const { kind, places } = narrowest(values, this.#different);
    out.u64(OWN_WORDS | kind);
    out.u64(this.#different);
    out.all(this.#words.written);
    out.u64(this.#count);
    out.all(new Uint8Array(places.buffer, places.byteOffset, places.byteLength));
  }

  #place(number: number, row: RowReader): number {
    if (number !== NO_NUMBER) {
      if (number >= this.#byNumber.length) {
        const grown = new Uint32Array(Math.max(this.#byNumber.length * 2, number + 1));
        grown.set(this.#byNumber);
        this.#byNumber = grown;
      }
      const place = this.#add(wordOf(number));
      this.#byNumber[number] = place;
      return place;
    }
    return this.#add(Buffer.from(row.take(row.length())).toString());
  }

  #add(word: string): number {
    const known = this.#byText.get(word);
    if (known !== undefined) return known;
    const place = this.#different++;
    this.#byText.set(word, place);
    this.#words.text(word);
    return place;
  }
}

/** Places among so many words in the fewest bytes, and what the format calls such. */
function narrowest(places: Uint32Array, words: number) {
  if (words <= 2 ** 8) return { kind: 0, places: Uint8Array.from(places) };
  if (words <= 2 ** 16) return { kind: 1, places: Uint16Array.from(places) };
  return { kind: 2, places };
}
