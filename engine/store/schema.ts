/**
 * Tables of the history. Each day has five of its own (a day is one of UTC, because days of 23 and 25 hours and a journey
 * would cut runs twice or never; questions name local times, and cover parts of two days), so that retention is a DROP:
 *
 * - `runs_<day>` runs of processes: a row when a run ended, and one when the day did. They lie under one run number. When the
 *   day is over they move into `weeks_<week>`, and `texts_<week>` has each of their texts once: a question to a month is
 *   planned for five tables instead of thirty, and a word is looked for in what differs alone.
 * - `things_<day>` the same for ports, connections, units and sources.
 * - `minutes_<day>` what the largest processes and units used, a row for each and minute; `hours_<day>` the same by hour,
 *   made when the day is over.
 * - `system_<day>` the computer as a whole, a row a minute.
 *
 * Beside them stand `open_runs` and `open_things` with what still goes on, `gaps`, and `state` with one row. A closed row
 * is never changed, so nothing large is ever rewritten by a minute.
 *
 * Moments are UTC milliseconds, CPU hundredths of a percent of one core, memory KiB, rates bytes a second but where they are said
 * to be in units.
 */

/** Grows when a table changes; an older file is moved into a new one, see rewrite.ts. */
export const SCHEMA_VERSION = 3;

export type ColumnType =
  | 'VARCHAR'
  | 'BOOLEAN'
  | 'UTINYINT'
  | 'USMALLINT'
  | 'INTEGER'
  | 'UINTEGER'
  | 'BIGINT'
  | 'UBIGINT';

export type Shape = Readonly<Record<string, ColumnType>>;
/** A row of a table: missing is `null`. */
export type RowOf<S extends Shape> = {
  [C in keyof S]: (S[C] extends 'VARCHAR' ? string : S[C] extends 'BOOLEAN' ? boolean : number) | null;
};

/** What both kinds of intervals have. A piece is the part of one day; {@link days.ts} says how pieces lie together. */
const interval = {
  /** First seen, the start of the piece, and last seen. */
  first: 'BIGINT',
  begins: 'BIGINT',
  last: 'BIGINT',
  /** The end, reckoned between two readings; missing when it goes on or was not watched. */
  ended: 'BIGINT',
  /** When the next piece begins; missing in the last one. */
  resumes: 'BIGINT',
} as const;

/** Bytes a second that rates of processes and units are rounded up to. */
export const RATE_UNIT = 64;

const used = {
  cpu: 'UINTEGER',
  peak: 'UINTEGER',
  memory: 'UINTEGER',
  /** Peak less mean: small numbers take few bits. */
  memory_over: 'UINTEGER',
  /** In {@link RATE_UNIT}s. */
  read: 'UINTEGER',
  written: 'UINTEGER',
} as const;

export const runShape = {
  run: 'UINTEGER',
  key: 'VARCHAR',
  pid: 'UINTEGER',
  ppid: 'UINTEGER',
  parent: 'VARCHAR',
  parent_name: 'VARCHAR',
  name: 'VARCHAR',
  owner: 'VARCHAR',
  path: 'VARCHAR',
  command: 'VARCHAR',
  unit: 'VARCHAR',
  app: 'VARCHAR',
  mine: 'BOOLEAN',
  kernel: 'BOOLEAN',
  deleted: 'BOOLEAN',
  threads: 'UINTEGER',
  started: 'BIGINT',
  ...interval,
  exit: 'INTEGER',
  /** Last time that path, command line or unit changed. */
  changed: 'BIGINT',
  /** Over the whole run, from every reading of it; missing when not all of it was watched, or while it goes on. */
  ...used,
} as const satisfies Shape;
export type RunRow = RowOf<typeof runShape> & { run: number; key: string; first: number; begins: number; last: number };

/** Runs of the days of a week that are over. */
export const weekShape = {
  ...runShape,
  day: 'USMALLINT',
  /** Number of the text in the week's `texts`. */
  text: 'UINTEGER',
} as const satisfies Shape;

/** Name, file and command line of runs, each combination once a week. */
export const textShape = {
  id: 'UINTEGER',
  name: runShape.name,
  path: runShape.path,
  command: runShape.command,
  /** What plain words are looked for in, see {@link week-texts.ts}. */
  search: 'VARCHAR',
} as const satisfies Shape;

/** Tables of weeks, by the first part of their names. */
export const weekTables = { weeks: weekShape, texts: textShape } as const;

export const thingShape = {
  run: 'UINTEGER',
  kind: 'VARCHAR',
  key: 'VARCHAR',
  name: 'VARCHAR',
  pid: 'UINTEGER',
  owner: 'VARCHAR',
  unit: 'VARCHAR',
  process: 'VARCHAR',
  protocol: 'VARCHAR',
  address: 'VARCHAR',
  port: 'USMALLINT',
  remote_address: 'VARCHAR',
  remote_port: 'USMALLINT',
  /** Direction of a connection, kind of a unit, failure of a source. */
  detail: 'VARCHAR',
  processes: 'UINTEGER',
  since: 'BIGINT',
  ...interval,
} as const satisfies Shape;
export type ThingRow = RowOf<typeof thingShape> & {
  run: number;
  kind: ThingKind;
  key: string;
  first: number;
  begins: number;
  last: number;
};

export type ThingKind = 'port' | 'connection' | 'unit' | 'source';

export const minuteShape = {
  run: 'UINTEGER',
  /** Of the day, 0 to 1439. */
  minute: 'USMALLINT',
  /** Milliseconds of it. */
  lived: 'USMALLINT',
  ...used,
} as const satisfies Shape;

export const hourShape = { run: 'UINTEGER', hour: 'UTINYINT', lived: 'UINTEGER', ...used } as const satisfies Shape;

const system = {
  /** Milliseconds of the minute that were watched. */
  watched: 'USMALLINT',
  cpu: 'UINTEGER',
  memory: 'UINTEGER',
  memory_total: 'UINTEGER',
  read: 'UBIGINT',
  written: 'UBIGINT',
  received: 'UBIGINT',
  sent: 'UBIGINT',
  processes: 'UINTEGER',
} as const;
export const systemShape = { minute: 'USMALLINT', ...system } as const satisfies Shape;

/** Rows of minutes on their way into the tables of their days: the minute is a moment. */
export const minuteStageShape = {
  moment: 'BIGINT',
  run: 'UINTEGER',
  lived: 'USMALLINT',
  ...used,
} as const satisfies Shape;
export type MinuteRow = RowOf<typeof minuteStageShape> & { moment: number; run: number; lived: number };
export const systemStageShape = { moment: 'BIGINT', ...system } as const satisfies Shape;
export type SystemRow = RowOf<typeof systemStageShape> & { moment: number; watched: number };

export const gapShape = {
  begins: 'BIGINT',
  ends: 'BIGINT',
  reason: 'VARCHAR',
  source: 'VARCHAR',
} as const satisfies Shape;
export type GapRow = RowOf<typeof gapShape> & { begins: number; ends: number };

/**
 * Version of the tables, last moment that was recorded, id of the system's start that it belongs to, highest run number
 * given, and the reading of the journal that was taken in last (see taken-in.ts).
 */
export const stateShape = {
  version: 'UINTEGER',
  seen: 'BIGINT',
  boot: 'VARCHAR',
  highest_run: 'UINTEGER',
  journal: 'VARCHAR',
} as const satisfies Shape;

/** Tables that a day has, by the first part of their names. */
export const dayTables = {
  runs: runShape,
  things: thingShape,
  minutes: minuteShape,
  hours: hourShape,
  system: systemShape,
} as const;
export type DayTable = keyof typeof dayTables;

/** Tables that there is one of. */
export const singleTables = {
  open_runs: runShape,
  open_things: thingShape,
  gaps: gapShape,
  state: stateShape,
} as const;

export function createTable(name: string, shape: Shape): string {
  const columns = Object.entries(shape).map(([column, type]) => `"${column}" ${type}`);
  return `CREATE TABLE IF NOT EXISTS ${name} (${columns.join(', ')});`;
}
