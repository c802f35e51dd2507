import { destination, pino } from 'pino';
import { withoutIdentities } from './without-identities.ts';

export const logLevels = ['error', 'warn', 'info', 'debug', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

export const logFormats = ['auto', 'json', 'text'] as const;
export type LogFormat = (typeof logFormats)[number];

/** Figures that a line of the log has besides its message: never what came from outside. */
export type LogFields = Readonly<Record<string, string | number | boolean>>;

/** What the collector says of its own work. It says nothing of requests: no address, no header, no ID, no key. */
export type Log = {
  readonly [L in Exclude<LogLevel, 'silent'>]: (message: string, fields?: LogFields) => void;
};

export interface LogOptions {
  readonly level: LogLevel;
  readonly format: LogFormat;
  /** Whether somebody is looking: `auto` is text then, and JSON for whatever collects lines. */
  readonly isTerminal: boolean;
  /** Gets whole lines. */
  readonly write: (line: string) => void;
  /** Milliseconds on a clock that never goes back. */
  readonly now: () => number;
}

/** The same message is told once in this time, in milliseconds: a full disk would otherwise fill a log as well. */
const REPEAT_MS = 10_000;
/** Different messages that are remembered for that; then it begins anew. */
const MAX_REMEMBERED = 1000;

/** Where log lines go by default: standard error, each written before the next thing happens, so that a crash loses none. */
export function standardError(): Pick<LogOptions, 'isTerminal' | 'write'> {
  const stream = destination({ dest: 2, sync: true });
  return { isTerminal: process.stderr.isTTY === true, write: (line) => stream.write(line) };
}

/** One line for each message: JSON as pino writes it, or text for people. */
export function openLog({ level, format, isTerminal, write, now }: LogOptions): Log {
  const isText = format === 'text' || (format === 'auto' && isTerminal);
  const options = {
    level,
    // Neither process nor host: whoever collects lines knows them.
    base: null,
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
  };
  const logger = pino(options, { write: isText ? (line: string) => write(asText(line)) : write });
  const told = new Map<string, number>();
  const say =
    (at: keyof Log) =>
    (message: string, fields: LogFields = {}): void => {
      const last = told.get(message);
      if (last !== undefined && now() - last < REPEAT_MS) return;
      if (told.size >= MAX_REMEMBERED) told.clear();
      told.set(message, now());
      logger[at](fields, withoutIdentities(message));
    };
  return { error: say('error'), warn: say('warn'), info: say('info'), debug: say('debug') };
}

/** A line of JSON as a person reads it: "12:31:04 WARN loading failed (batches 12)". */
function asText(line: string): string {
  const { level, time, msg, ...fields } = JSON.parse(line) as Record<string, unknown>;
  const figures = Object.entries(fields).map(([name, value]) => `${name} ${value}`);
  const behind = figures.length > 0 ? ` (${figures.join(', ')})` : '';
  return `${String(time).slice(11, 19)} ${String(level).toUpperCase()} ${msg}${behind}\n`;
}
