import { randomFillSync } from 'node:crypto';
import { setImmediate as othersFirst } from 'node:timers/promises';
import type { BatchKey } from '../journal/record.ts';

/**
 * Hexadecimal digits of a fingerprint that are kept: 128 bits, which nobody finds a second sender for.
 */
export const SENDER_DIGITS = 32;

/** Bytes of a key: the batch's id, and what is kept of its sender's fingerprint. */
export const KEY_BYTES = 16 + SENDER_DIGITS / 2;

/** Words of 32 bits of a key. */
const WORDS = KEY_BYTES / 4;

/** Keys that are added before others have their turn: some milliseconds. */
const AT_ONCE = 16_384;

/** Keys that there is room for at first. */
const FIRST_KEYS = 1024;

/** Batches that were received before, the newest of them: a bounded memory in two generations. */
export class KnownBatches {
  readonly #generation: number;
  #young = new Keys();
  #old = new Keys();
  /** Of the batch that is asked about, as bytes and as words. */
  readonly #bytes = Buffer.from(new ArrayBuffer(KEY_BYTES));
  readonly #key = new Uint32Array(this.#bytes.buffer);

  /** @param capacity most batches that are kept; at least the newest half of them is. */
  constructor(capacity: number) {
    this.#generation = Math.ceil(capacity / 2);
  }

  has(batch: BatchKey): boolean {
    writeKey(this.#bytes, batch);
    return this.#young.has(this.#key, 0) || this.#old.has(this.#key, 0);
  }

  add(batch: BatchKey): void {
    writeKey(this.#bytes, batch);
    this.#add(this.#key, 0);
  }

  /** Adds many, and others have their turn meanwhile: their keys ({@link keyOf}) one behind the other, oldest first. */
  async addAll(keys: Uint8Array): Promise<void> {
    // A copy, because words begin at every fourth byte alone.
    const words = new Uint32Array(new Uint8Array(keys).buffer);
    this.#young.reserve(Math.min(words.length / WORDS, this.#generation));
    for (let at = 0; at < words.length; at += WORDS) {
      if (at % (AT_ONCE * WORDS) === 0) await othersFirst();
      this.#add(words, at);
    }
  }

  #add(words: Uint32Array, at: number): void {
    if (this.#young.size >= this.#generation) {
      this.#old = this.#young;
      this.#young = new Keys();
    }
    this.#young.add(words, at);
  }
}

/** The key of a batch, {@link KEY_BYTES} bytes of its own. */
export function keyOf(batch: BatchKey): Buffer {
  const key = Buffer.alloc(KEY_BYTES);
  writeKey(key, batch);
  return key;
}

function writeKey(key: Buffer, { batch, sender }: BatchKey): void {
  key.write(batch.replaceAll('-', '') + sender.slice(0, SENDER_DIGITS), 'hex');
}

/**
 * A set of keys in two plain pieces of memory, which garbage collection has nothing to do with: a million texts take twice as
 * much, and a second to be made of what the storage says at the start. Where a key is looked for hangs on numbers that are made
 * anew for each set, so that nobody can choose batches that are all looked for at one place.
 */
class Keys {
  size = 0;
  readonly #seed = randomFillSync(new Uint32Array(WORDS));
  #words = new Uint32Array(FIRST_KEYS * WORDS);
  /** By where a key is looked for: its number among the keys, from 1 on, or 0. A power of two of them, half of them free. */
  #slots = new Uint32Array(2 * FIRST_KEYS);

  /** @param at where the key begins in `words`. */
  has(words: Uint32Array, at: number): boolean {
    return this.#slots[this.#slotOf(words, at)] !== 0;
  }

  add(words: Uint32Array, at: number): void {
    this.reserve(1);
    const slot = this.#slotOf(words, at);
    if (this.#slots[slot] !== 0) return;
    const start = this.size * WORDS;
    for (let word = 0; word < WORDS; word++) this.#words[start + word] = words[at + word] ?? 0;
    this.size++;
    this.#slots[slot] = this.size;
  }

  /** Makes room for so many keys more. */
  reserve(more: number): void {
    let room = this.#words.length / WORDS;
    if (this.size + more <= room) return;
    while (room < this.size + more) room *= 2;
    const words = new Uint32Array(room * WORDS);
    words.set(this.#words);
    this.#words = words;
    this.#slots = new Uint32Array(2 * room);
    for (let index = 0; index < this.size; index++) this.#slots[this.#slotOf(words, index * WORDS)] = index + 1;
  }

  /** Where the key stands, or else where it would. */
  #slotOf(words: Uint32Array, at: number): number {
    const slots = this.#slots;
    const last = slots.length - 1;
    for (let slot = this.#hash(words, at) & last; ; slot = (slot + 1) & last) {
      const number = slots[slot] ?? 0;
      if (number === 0 || this.#isAt(number - 1, words, at)) return slot;
    }
  }

  #isAt(index: number, words: Uint32Array, at: number): boolean {
    const start = index * WORDS;
    const own = this.#words;
    for (let word = 0; word < WORDS; word++) if (own[start + word] !== words[at + word]) return false;
    return true;
  }

  #hash(words: Uint32Array, at: number): number {
    const seed = this.#seed;
    let hash = 0;
    for (let word = 0; word < WORDS; word++) {
      hash = Math.imul(hash ^ (words[at + word] ?? 0) ^ (seed[word] ?? 0), 0x9e3779b1);
      hash ^= hash >>> 15;
    }
    return hash;
  }
}
