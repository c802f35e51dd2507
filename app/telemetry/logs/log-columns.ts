import { findLogCode, type LogCode, logSpec } from './log-codes.ts';
import { isLogValue, type LogLine, MAX_LOG_LINES, MAX_LOG_SECONDS } from './log-lines.ts';

/**
 * Log lines as columns: row i has `codes[code[i]]` and the sum of `time[0..i]`. Its parameters, as many as the code
 * declares, are the next entries of `values`: a number is itself, a word is its index in `words`. `codes` and `words`
 * are the dictionaries of what occurs, each once, in order of first use.
 */
export interface LogColumns {
  readonly codes: readonly LogCode[];
  readonly words: readonly string[];
  readonly code: readonly number[];
  /** Seconds since the line before, or since the session's start. */
  readonly time: readonly number[];
  readonly values: readonly number[];
}

/** Turns lines, in the order in which they were written, into columns. */
export function toLogColumns(lines: readonly LogLine[]): LogColumns {
  const codes: LogCode[] = [];
  const words: string[] = [];
  const code: number[] = [];
  const time: number[] = [];
  const values: number[] = [];
  let previous = 0;
  for (const line of lines) {
    code.push(indexIn(codes, line.code));
    time.push(Math.max(0, line.time - previous));
    previous = Math.max(previous, line.time);
    for (const value of line.values) values.push(typeof value === 'number' ? value : indexIn(words, value));
  }
  return { codes, words, code, time, values };
}

const columnNames = ['codes', 'words', 'code', 'time', 'values'] as const;

/** Reads untrusted columns; `undefined` for anything that {@link toLogColumns} cannot have written. Never throws. */
export function readLogColumns(value: unknown): LogLine[] | undefined {
  if (!isColumns(value)) return undefined;
  const reader = new Reader(value);
  const lines: LogLine[] = [];
  let time = 0;
  for (const [row, index] of value.code.entries()) {
    const code = findLogCode(value.codes[index as number]);
    const delta = value.time[row];
    if (!code || !isWhole(delta) || !isWhole(index)) return undefined;
    time += delta;
    const values = reader.next(code);
    if (!values || time > MAX_LOG_SECONDS) return undefined;
    lines.push({ code, time, values });
  }
  // What the dictionaries hold must be used, each once and in order of first use: then the columns are the ones that
  // these lines give, and a word that no line uses cannot be smuggled in.
  return sameTexts(toLogColumns(lines), value) && reader.finished ? lines : undefined;
}

type UntrustedColumns = Readonly<Record<(typeof columnNames)[number], readonly unknown[]>>;

class Reader {
  readonly #columns: UntrustedColumns;
  #position = 0;

  constructor(columns: UntrustedColumns) {
    this.#columns = columns;
  }

  get finished(): boolean {
    return this.#position === this.#columns.values.length;
  }

  /** The parameters of the next line. */
  next(code: LogCode): (string | number)[] | undefined {
    const values: (string | number)[] = [];
    for (const type of Object.values(logSpec(code).parameters)) {
      const stored = this.#columns.values[this.#position++];
      if (!isWhole(stored)) return undefined;
      const value = type.kind === 'enum' ? this.#columns.words[stored] : stored;
      if (!isLogValue(type, value)) return undefined;
      values.push(value);
    }
    return values;
  }
}

function isColumns(value: unknown): value is UntrustedColumns {
  if (typeof value !== 'object' || value === null || Object.keys(value).length !== columnNames.length) return false;
  const columns = value as UntrustedColumns;
  return (
    columnNames.every((name) => Object.hasOwn(columns, name) && Array.isArray(columns[name])) &&
    columns.code.length === columns.time.length &&
    columns.code.length <= MAX_LOG_LINES
  );
}

function isWhole(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function sameTexts(columns: LogColumns, untrusted: UntrustedColumns): boolean {
  return (['codes', 'words'] as const).every(
    (name) =>
      columns[name].length === untrusted[name].length &&
      columns[name].every((text, index) => text === untrusted[name][index]),
  );
}

/** A linear search: there are a dozen entries. */
function indexIn<T>(values: T[], value: T): number {
  const index = values.indexOf(value);
  return index < 0 ? values.push(value) - 1 : index;
}
