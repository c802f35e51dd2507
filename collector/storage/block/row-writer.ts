import { NO_NUMBER, numberOf, numbersOf, type WordsAt } from './words.ts';

const DAY_MS = 86_400_000;

/** Values of hexadecimal digits by their characters' codes. */
const digits = new Uint8Array(128);
for (const [value, digit] of [...'0123456789abcdef'].entries()) digits[digit.charCodeAt(0)] = value;

/**
 * Where each byte of a UUID stands in ClickHouse: two numbers of 64 bits, the first half and the second, each with its lowest
 * byte first.
 */
const UUID_ORDER = [7, 6, 5, 4, 3, 2, 1, 0, 15, 14, 13, 12, 11, 10, 9, 8] as const;

/** Bits of a number that a byte of a length holds. */
const LENGTH_BITS = 7;

/**
 * Writes the row of a batch: its values one after the other, in the order of the columns, as native-block.ts reads them.
 * Such rows exist in the memory of one process alone; nothing of their layout is ever on a disk or a wire.
 *
 * What has no room is not written, and `at` says how much there would have been: whoever made the room looks at it in the end.
 */
export class RowWriter {
  at: number;
  readonly #bytes: Uint8Array;

  /** @param at where the row begins. */
  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes;
    this.at = at;
  }

  /** Whether everything that was written had room. */
  get isWhole(): boolean {
    return this.at <= this.#bytes.length;
  }

  u8(value: number): void {
    this.#bytes[this.at++] = value;
  }

  u16(value: number): void {
    this.u8(value);
    this.u8(value >>> 8);
  }

  u32(value: number): void {
    this.u16(value);
    this.u16(value >>> 16);
  }

  /** How many items or bytes follow. */
  length(value: number): void {
    let rest = value;
    for (; rest >= 1 << LENGTH_BITS; rest >>>= LENGTH_BITS) this.u8((rest & 0x7f) | 0x80);
    this.u8(rest);
  }

  /** A calendar day, "2026-03-09". */
  date(day: string): void {
    this.u16(Date.parse(day) / DAY_MS);
  }

  uuid(text: string): void {
    const start = this.at;
    for (let index = 0, byte = 0; byte < UUID_ORDER.length; index += 2, byte++) {
      if (text[index] === '-') index++;
      const value = ((digits[text.charCodeAt(index)] ?? 0) << 4) | (digits[text.charCodeAt(index + 1)] ?? 0);
      this.#bytes[start + (UUID_ORDER[byte] ?? 0)] = value;
    }
    this.at = start + UUID_ORDER.length;
  }

  /** ASCII text of a length that its column knows. */
  fixedText(text: string): void {
    for (let index = 0; index < text.length; index++) this.u8(text.charCodeAt(index));
  }

  /** Text of any characters and length. */
  text(text: string): void {
    const bytes = Buffer.byteLength(text);
    this.length(bytes);
    if (bytes === text.length) this.fixedText(text);
    else for (const byte of Buffer.from(text)) this.u8(byte);
  }

  /** A word of a closed list. */
  word(word: string): void {
    const number = numberOf(word);
    this.u16(number);
    if (number === NO_NUMBER) this.text(word);
  }

  /** A word that somebody has made up: a version, the name of a host. */
  openWord(word: string): void {
    this.u16(NO_NUMBER);
    this.text(word);
  }

  wordsAt({ list, places }: WordsAt): void {
    const known = numbersOf(list);
    this.length(places.length);
    for (const place of places) {
      const number = known[place] ?? 0;
      this.u16(number);
      if (number === NO_NUMBER) this.text(list[place] ?? '');
    }
  }
}
