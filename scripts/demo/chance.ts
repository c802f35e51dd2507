/** Chances that come out the same in each run: mulberry32 (Tommy Ettinger, 2017, public domain). */
export class Chance {
  #state: number;

  /** @param seed a whole number; the same one gives the same chances. */
  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** From 0, below 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number from 0, below `end`. */
  below(end: number): number {
    return Math.floor(this.next() * end);
  }

  is(probability: number): boolean {
    return this.next() < probability;
  }

  /** One of them, as often as its weight says; the last one when there is none to say. */
  pick<T>(weighted: readonly (readonly [T, number])[]): T {
    const [last] = weighted.at(-1) ?? [];
    if (last === undefined) throw new RangeError('there is nothing to pick');
    let left = this.next() * weighted.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [one, weight] of weighted) {
      left -= weight;
      if (left < 0) return one;
    }
    return last;
  }

  /** Of an exponential distribution. */
  exponential(mean: number): number {
    return -mean * Math.log(1 - this.next());
  }

  /** Of a log-normal distribution: `median` times or by what comes of a normal one with this deviation. */
  logNormal(median: number, deviation: number): number {
    const normal = Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(2 * Math.PI * this.next());
    return median * Math.exp(deviation * normal);
  }

  /** A UUID of version 4. */
  uuid(): string {
    const digits = this.hex(32);
    const variant = '89ab'[this.below(4)];
    return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-${variant}${digits.slice(17, 20)}-${digits.slice(20)}`;
  }

  /** So many digits of a hexadecimal number. */
  hex(digits: number): string {
    return Array.from({ length: digits }, () => this.below(16).toString(16)).join('');
  }
}
