import type { LogCode, LogParameters } from './log-codes.ts';
import { type LogColumns, toLogColumns } from './log-columns.ts';
import { type LogLine, logLine, MAX_LOG_LINES } from './log-lines.ts';

/** A code without parameters is logged alone. */
type Rest<C extends LogCode> = keyof LogParameters<C> extends never ? [] : [parameters: LogParameters<C>];

/**
 * The product log of one session: the newest {@link MAX_LOG_LINES} lines, in memory. It begins switched off and then
 * keeps nothing; it is for the enhanced level alone.
 */
export class ProductLog {
  readonly #seconds: () => number;
  /** A ring: once it is full, `#next` is the oldest line. */
  #lines: LogLine[] = [];
  #next = 0;
  #dropped = 0;
  #collecting = false;

  /** @param seconds time since the session began. */
  constructor(seconds: () => number) {
    this.#seconds = seconds;
  }

  /** Switches collection; switching it off forgets everything at once. */
  setCollecting(collecting: boolean): void {
    this.#collecting = collecting;
    if (!collecting) this.clear();
  }

  /** Writes one line. Never throws; a line whose values are not in their lists counts as dropped. */
  readonly log = <C extends LogCode>(code: C, ...[parameters]: Rest<C>): void => {
    if (!this.#collecting) return;
    const line = logLine(code, this.#seconds(), parameters ?? {});
    if (line) this.#keep(line);
    else this.#dropped++;
  };

  /** Lines that are gone: overwritten by newer ones, or not valid. */
  get dropped(): number {
    return this.#dropped;
  }

  /** The lines, oldest first. */
  lines(): readonly LogLine[] {
    return [...this.#lines.slice(this.#next), ...this.#lines.slice(0, this.#next)];
  }

  columns(): LogColumns {
    return toLogColumns(this.lines());
  }

  clear(): void {
    this.#lines = [];
    this.#next = 0;
    this.#dropped = 0;
  }

  #keep(line: LogLine): void {
    if (this.#lines.length < MAX_LOG_LINES) {
      this.#lines.push(line);
      return;
    }
    this.#lines[this.#next] = line;
    this.#next = (this.#next + 1) % MAX_LOG_LINES;
    this.#dropped++;
  }
}
