import { isBefore, type Position } from '../journal/position.ts';

/** A mark is set at most once in this time, in milliseconds: so exact is the age, and so few are the marks. */
const MARK_MS = 1000;

/**
 * How long the oldest batch has waited to be loaded. Batches carry no time of day, not even in the journal, so the journal's
 * end is marked now and then, in memory only. What an earlier run left counts from the start of this one.
 */
export class OldestWaiting {
  readonly #now: () => number;
  /** Until `end` the journal held what came before the next mark; oldest first. */
  readonly #marks: { readonly end: Position; readonly at: number }[] = [];

  /**
   * @param now milliseconds on a clock that never goes back.
   * @param end of the journal that an earlier run left.
   */
  constructor(now: () => number, end: Position) {
    this.#now = now;
    this.#marks.push({ end, at: now() });
  }

  /** A batch has been added. @param end of the journal, behind it. */
  added(end: Position): void {
    const now = this.#now();
    const last = this.#marks.at(-1);
    if (last && now - last.at < MARK_MS) this.#marks[this.#marks.length - 1] = { end, at: last.at };
    else this.#marks.push({ end, at: now });
  }

  /** In seconds; 0 where nothing waits. @param loaded everything before it is in the storage. */
  age(loaded: Position): number {
    while (this.#marks[0] && !isBefore(loaded, this.#marks[0].end)) this.#marks.shift();
    const [oldest] = this.#marks;
    return oldest ? (this.#now() - oldest.at) / 1000 : 0;
  }
}
