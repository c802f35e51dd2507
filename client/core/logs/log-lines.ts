import type { LogParameter, LogWord } from '../product/words.ts';
import { SESSION_SECONDS } from '../registry/field-types.ts';

/** Lines of one session; a product that says more than that says the same thing again and again. */
export const MAX_LOG_LINES = 500;

/** One line, checked: `values` are the parameters in the order of the code's list, texts only of their closed lists. */
export interface LogLine {
  readonly code: string;
  /** Whole seconds since the session began. */
  readonly time: number;
  readonly values: readonly (string | number)[];
}

/**
 * Brings a line into its bounds: numbers are rounded down and cut off at theirs. `undefined` when there is
 * no such code, or a parameter is missing, not of its list, or no number at all: such a line is a bug, and is better lost than sent.
 */
export function logLine(
  lines: Readonly<Record<string, LogWord>>,
  code: string,
  time: number,
  parameters: Readonly<Record<string, unknown>>,
): LogLine | undefined {
  const word = Object.hasOwn(lines, code) ? lines[code] : undefined;
  if (!word) return undefined;
  const values: (string | number)[] = [];
  for (const [name, type] of Object.entries(word.parameters)) {
    const value = bounded(type, parameters[name]);
    if (value === undefined) return undefined;
    values.push(value);
  }
  return { code, time: within(time, SESSION_SECONDS), values };
}

function bounded(type: LogParameter, value: unknown): string | number | undefined {
  if (type.kind === 'enum') return type.values.find((known) => known === value);
  return typeof value === 'number' && !Number.isNaN(value) ? within(value, type.max) : undefined;
}

function within(value: number, max: number): number {
  return Math.min(max, Math.max(0, Math.floor(value)));
}
