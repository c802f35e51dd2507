/**
 * The part of CBOR that the session log and a batch use: unsigned integers, bytes, text, arrays and maps with text keys,
 * in the deterministic encoding of RFC 8949, section 4.2.1 (shortest form, definite lengths, keys in bytewise order). The
 * same value always gives the same bytes, so a batch sealed twice is the same batch.
 *
 * The decoder is for untrusted input: it accepts exactly what the encoder can write, and bounds nesting, the number of
 * values and the length of texts before it makes anything of them. The length of the input bounds none of this: a
 * million empty texts are 25 bytes of Brotli.
 */
export type CborValue = number | string | Uint8Array | readonly CborValue[] | { readonly [key: string]: CborValue };

/** What a decoder of untrusted bytes takes at most; whoever calls it knows what its values can be. */
export interface CborLimits {
  /** Deepest nesting of arrays and maps: 0 takes a single value. */
  readonly depth: number;
  /** Values in all, each array and map itself and each key included. */
  readonly items: number;
  /** Bytes of one text or key. */
  readonly textBytes: number;
}

/** Why bytes are not a value of this subset. */
export class CborError extends Error {
  override name = 'CborError';
}

const UINT = 0;
const BYTES = 2;
const TEXT = 3;
const ARRAY = 4;
const MAP = 5;

/** Room for a handful of events; doubled when it is used up. */
const FIRST_BYTES = 256;

/**
 * Encodes a value.
 * @throws CborError for anything but safe non-negative integers, bytes, well-formed text, arrays and plain objects.
 */
export function encodeCbor(value: CborValue): Uint8Array {
  const out = new Writer(FIRST_BYTES);
  write(out, value);
  return out.written();
}

/** Bytes that grow as they are written: the encoder runs for every few events, and lists of numbers cost it the most. */
class Writer {
  #bytes: Uint8Array;
  #length = 0;

  constructor(capacity: number) {
    this.#bytes = new Uint8Array(capacity);
  }

  byte(value: number): void {
    if (this.#length === this.#bytes.length) this.#grow(1);
    this.#bytes[this.#length++] = value;
  }

  all(values: ArrayLike<number>): void {
    if (this.#length + values.length > this.#bytes.length) this.#grow(values.length);
    this.#bytes.set(values, this.#length);
    this.#length += values.length;
  }

  /** Writes text of which every character is one byte. */
  ascii(text: string): void {
    if (this.#length + text.length > this.#bytes.length) this.#grow(text.length);
    for (let index = 0; index < text.length; index++) this.#bytes[this.#length++] = text.charCodeAt(index);
  }

  written(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  #grow(more: number): void {
    const grown = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + more));
    grown.set(this.#bytes);
    this.#bytes = grown;
  }
}

function write(out: Writer, value: CborValue): void {
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value) || value < 0) throw new CborError(`not an unsigned integer: ${value}`);
    writeHead(out, UINT, value);
  } else if (typeof value === 'string') {
    writeText(out, value);
  } else if (Array.isArray(value)) {
    writeHead(out, ARRAY, value.length);
    for (const item of value) write(out, item);
  } else if (value instanceof Uint8Array) {
    writeHead(out, BYTES, value.length);
    out.all(value);
  } else if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value)
      .map(([key, item]) => ({ key: textBytes(key), item }))
      .sort((a, b) => compareKeys(a.key, b.key));
    writeHead(out, MAP, entries.length);
    for (const { key, item } of entries) {
      out.all(key);
      write(out, item);
    }
  } else {
    throw new CborError(`cannot encode ${typeof value}`);
  }
}

function textBytes(text: string): Uint8Array {
  const out = new Writer(text.length + 1);
  writeText(out, text);
  return out.written();
}

function writeText(out: Writer, text: string): void {
  // Almost all text is ASCII, so that its length in bytes is known before it is encoded.
  if (isAscii(text)) {
    writeHead(out, TEXT, text.length);
    out.ascii(text);
    return;
  }
  const bytes = utf8Encode(text);
  writeHead(out, TEXT, bytes.length);
  out.all(bytes);
}

function isAscii(text: string): boolean {
  for (let index = 0; index < text.length; index++) if (text.charCodeAt(index) >= 0x80) return false;
  return true;
}

function writeHead(out: Writer, major: number, argument: number): void {
  const type = major << 5;
  if (argument < 24) out.byte(type | argument);
  else if (argument < 0x100) out.all([type | 24, argument]);
  else if (argument < 0x1_0000) out.all([type | 25, argument >>> 8, argument & 0xff]);
  else if (argument < 0x1_0000_0000) out.all([type | 26, ...bigEndian(argument, 4)]);
  else out.all([type | 27, ...bigEndian(argument, 8)]);
}

function bigEndian(value: number, length: number): number[] {
  const bytes: number[] = new Array(length);
  for (let index = length - 1, rest = value; index >= 0; index--, rest = Math.floor(rest / 256))
    bytes[index] = rest % 256;
  return bytes;
}

/** Bytewise lexicographic order of the encoded keys. */
function compareKeys(a: ArrayLike<number>, b: ArrayLike<number>): number {
  for (let index = 0; index < a.length && index < b.length; index++) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/**
 * Decodes exactly one value that fills `bytes`.
 * @throws CborError when the bytes are anything that {@link encodeCbor} cannot have written, or more than the limits allow.
 */
export function decodeCbor(bytes: Uint8Array, limits: CborLimits): CborValue {
  const reader = new Reader(bytes, limits);
  const value = reader.value(0);
  if (reader.position !== bytes.length) throw new CborError('bytes after the value');
  return value;
}

/**
 * The first values of a list, as many of at most `count` as are numbers or byte strings: what it says of itself before it is
 * known what bounds the rest has. @throws CborError for what is no CBOR of this subset.
 */
export function leadingValues(bytes: Uint8Array, count: number): (number | Uint8Array)[] {
  return new Reader(bytes, { depth: 0, items: 1, textBytes: 0 }).leadingValues(count);
}

class Reader {
  position = 0;
  readonly #bytes: Uint8Array;
  readonly #limits: CborLimits;
  /** Values that may still be claimed; the outermost one is from the start. */
  #itemsLeft: number;

  constructor(bytes: Uint8Array, limits: CborLimits) {
    this.#bytes = bytes;
    this.#limits = limits;
    this.#itemsLeft = limits.items - 1;
  }

  value(depth: number): CborValue {
    if (depth > this.#limits.depth) throw new CborError('nested too deeply');
    const { major, argument } = this.#head();
    switch (major) {
      case UINT:
        return argument;
      case BYTES:
        return this.#bytesOf(argument);
      case TEXT:
        return this.#text(argument);
      case ARRAY:
        return this.#array(argument, depth);
      case MAP:
        return this.#map(argument, depth);
      default:
        throw new CborError(`major type ${major} is not used in a batch`);
    }
  }

  /** The numbers that a list begins with, at most `count` of them; none when it is no list. */
  leadingValues(count: number): (number | Uint8Array)[] {
    if (this.#head().major !== ARRAY) return [];
    const values: (number | Uint8Array)[] = [];
    while (values.length < count) {
      const { major, argument } = this.#head();
      if (major === UINT) values.push(argument);
      else if (major === BYTES) values.push(this.#bytesOf(argument));
      else break;
    }
    return values;
  }

  #array(length: number, depth: number): CborValue[] {
    this.#claim(length);
    const items: CborValue[] = [];
    for (let index = 0; index < length; index++) items.push(this.value(depth + 1));
    return items;
  }

  #map(length: number, depth: number): { [key: string]: CborValue } {
    this.#claim(length * 2);
    const map: { [key: string]: CborValue } = {};
    let previous: Uint8Array | undefined;
    for (let index = 0; index < length; index++) {
      const start = this.position;
      const key = this.#head();
      if (key.major !== TEXT) throw new CborError('a key is not text');
      const name = this.#text(key.argument);
      const encoded = this.#bytes.subarray(start, this.position);
      if (previous && compareKeys(previous, encoded) >= 0) throw new CborError('keys repeat or are out of order');
      previous = encoded;
      setOwn(map, name, this.value(depth + 1));
    }
    return map;
  }

  #head(): { major: number; argument: number } {
    const initial = this.#byte();
    return { major: initial >>> 5, argument: this.#argument(initial & 0x1f) };
  }

  #argument(info: number): number {
    if (info < 24) return info;
    if (info > 27) throw new CborError('indefinite length or reserved form');
    const length = 1 << (info - 24);
    let value = 0;
    for (let index = 0; index < length; index++) value = value * 256 + this.#byte();
    const smallest = info === 24 ? 24 : 2 ** (8 << (info - 25));
    if (value < smallest) throw new CborError('not the shortest form');
    if (!Number.isSafeInteger(value)) throw new CborError('number too large');
    return value;
  }

  #byte(): number {
    const byte = this.#bytes[this.position];
    if (byte === undefined) throw new CborError('ends too early');
    this.position++;
    return byte;
  }

  /** Every item takes a byte at least, so a length beyond the rest is a lie; refuse it before allocating. */
  #checkLength(items: number): void {
    if (items > this.#bytes.length - this.position) throw new CborError('length beyond the end');
  }

  /** Claims the values that an array or map says it has, before any of them is read. */
  #claim(items: number): void {
    this.#checkLength(items);
    if (items > this.#itemsLeft) throw new CborError('too many values');
    this.#itemsLeft -= items;
  }

  #bytesOf(length: number): Uint8Array {
    this.#checkLength(length);
    const start = this.position;
    this.position += length;
    return this.#bytes.subarray(start, this.position);
  }

  #text(length: number): string {
    if (length > this.#limits.textBytes) throw new CborError('text too long');
    return utf8Decode(this.#bytesOf(length));
  }
}

/** A key named "__proto__" is data like any other; assigning to it would change the prototype. */
function setOwn(map: { [key: string]: CborValue }, name: string, value: CborValue): void {
  if (name === '__proto__')
    Object.defineProperty(map, name, { value, enumerable: true, configurable: true, writable: true });
  else map[name] = value;
}

/** UTF-8 without the platform's TextEncoder, which this room's types do not have. */
function utf8Encode(text: string): number[] {
  const out: number[] = [];
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code >= 0xd800 && code <= 0xdfff) throw new CborError('text holds half a character');
    if (code < 0x80) out.push(code);
    else if (code < 0x800) out.push(0xc0 | (code >> 6), 0x80 | (code & 0x3f));
    else if (code < 0x1_0000) out.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f));
    else out.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 0x3f), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f));
  }
  return out;
}

function utf8Decode(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) {
    if (byte >= 0x80) return multibyteDecode(bytes);
    text += String.fromCharCode(byte);
  }
  return text;
}

function multibyteDecode(bytes: Uint8Array): string {
  let escaped = '';
  for (const byte of bytes) {
    escaped += byte < 0x80 && byte !== 0x25 ? String.fromCharCode(byte) : `%${byte.toString(16).padStart(2, '0')}`;
  }
  try {
    return decodeURIComponent(escaped);
  } catch {
    throw new CborError('text is not UTF-8');
  }
}
