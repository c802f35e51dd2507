import { type Layout, mergeTree, onCluster } from '../storage/layout.ts';
import { batchesTable, DATABASE, rowsTable } from '../storage/table.ts';

/**
 * What is made of the batches of closed days, see docs/answers-and-privacy.md. Everything but `numbers` can be made anew from
 * them while they are kept.
 */
const name = (table: string) => `${DATABASE}.${table}`;

/** A dense number, from 1, for each pair of installation and key, in the order of their first closed day; with its record key. */
export const NUMBERS = name('numbers');
/** Of each bit of the record keys, the numbers that have it set. */
export const KEY_PLANES = name('key_planes');
/** The secret that record keys are made with; one row. */
export const SECRET = name('secret');
/** A row for each installation, day and combination of segments. */
export const INSTALLATION_DAYS = name('installation_days');
/** Sums and sets of installations by period, segment and item. */
export const CUBES = name('cubes');
/** Numbers whose rows are erased: readers take them out of the sets, until the sets are made anew. */
export const ERASED = name('erased_numbers');
/** What they had contributed to sums; readers subtract it, until the sums are made anew. */
export const CORRECTIONS = name('corrections');
/** Which generation of the rows of a day, and of each cube, counts (generations.ts); the highest one does. */
export const GENERATIONS = name('generations');
/**
 * While the rows of a day are made: its commands and products with their places, how many installations have each flow, and which flows
 * are kept by name (flows.ts).
 */
export const FLOW_COUNTS = name('flow_counts');
/** The days that answers may be given about; a day's row is the last thing that its closing writes. */
export const CLOSINGS = name('closings');

/** Between the parts of an item that has several, such as a command and its source; in no word of a product. */
export const SEPARATOR = '\t';

/** What figures can be filtered by, each a column of `installation_days`. */
export const DIMENSIONS = ['version', 'os', 'distribution', 'country', 'language', 'level', 'organisation'] as const;

export type Dimension = (typeof DIMENSIONS)[number];

/** Periods that cubes are made for; the longer ones spare answers about long ranges from adding up days. */
export const PERIODS = ['day', 'week', 'month'] as const;

export type PeriodKind = (typeof PERIODS)[number];

/** What is made of batches ends with them, after so many days. */
export const KEPT_DAYS = batchesTable.rowDays;

/**
 * How what is made of a day is made; each closing says by which. A higher one has more columns of `installation_days` or more
 * kinds of figures, and days that were closed by a lower one are made anew (remake-days.ts). 1: before any was said.
 */
export const LAYOUT = 9;

const WORD = 'LowCardinality(String)';
const MEMBERS = 'AggregateFunction(groupBitmap, UInt32)';
/** Of what there is most of: half or less of what it takes as the engine packs by itself, and hardly more time. */
const PACKED = 'CODEC(ZSTD(3))';
/** A closing that was said to be done is on the disk. */
const DURABLE = 'SETTINGS fsync_after_insert = 1, fsync_part_directory = 1';

const INSTALLATION_DAYS_COLUMNS = `
  day Date, generation UInt64, number UInt32, product ${WORD}, packaged ${WORD}, version ${WORD}, runtime ${WORD}, os ${WORD}, osVersion ${WORD},
  distribution ${WORD}, architecture ${WORD}, country ${WORD}, language ${WORD}, level ${WORD}, organisation ${WORD},
  sessions UInt32, batches UInt32,
  \`uses.item\` Array(${WORD}), \`uses.n\` Array(UInt64), \`lost.item\` Array(${WORD}), \`lost.n\` Array(UInt64)`;

/**
 * Columns of `installation_days` that joined with a layout, in its order and at the end. Lists are named in pairs or threes, of
 * one length each. `timings`: durations by operation, outcome and bucket, with the share that each has of the installation's
 * durations of that operation and outcome on the day, in millionths. `errors`: reports by class, code and file, `erring`: the sessions
 * that have them, each on the first day on which it did; `places`: reports with line and column. `expected`: sessions,
 * beside `parts` and `expectedParts` of sessions (expected.ts). `flows`: three commands one after the other, and the rest of them as one.
 * `fields`: batches in which a field, or a group of rows, arrived (arrived-fields.ts).
 */
const JOINED: readonly (readonly [layout: number, columns: readonly string[]])[] = [
  [
    2,
    [
      `\`operations.item\` Array(${WORD})`,
      '`operations.n` Array(UInt64)',
      `\`timings.item\` Array(${WORD})`,
      '`timings.n` Array(UInt64)',
      '`timings.share` Array(UInt64)',
    ],
  ],
  [
    3,
    [
      `\`errors.item\` Array(${WORD})`,
      '`errors.n` Array(UInt64)',
      `\`erring.item\` Array(${WORD})`,
      '`erring.n` Array(UInt64)',
      `\`places.item\` Array(${WORD})`,
      '`places.n` Array(UInt64)',
      'crashed UInt32',
    ],
  ],
  [7, ['expected UInt32', 'parts UInt32', 'expectedParts UInt32']],
  [8, [`\`flows.item\` Array(${WORD}) ${PACKED}`, `\`flows.n\` Array(UInt64) ${PACKED}`]],
  [9, [`\`fields.item\` Array(${WORD}) ${PACKED}`, `\`fields.n\` Array(UInt64) ${PACKED}`]],
];

const JOINED_COLUMNS = JOINED.flatMap(([, columns]) => columns);

/** Brings a table of rows of days, of an earlier layout, to the columns of this one; may be repeated. */
export function fittingDays(layout: Layout, table: string): string {
  const columns = JOINED_COLUMNS.map((column) => `ADD COLUMN IF NOT EXISTS ${column}`).join(', ');
  return `ALTER TABLE ${table}${onCluster(layout)} ${columns}`;
}

/**
 * What a closing says: its day, the batches that are of it, how it was made, and the highest number that has a row of it, by
 * which it can be told whose first day is no longer kept (answers/questions/retention.ts).
 */
const CLOSINGS_COLUMNS = ['day Date', 'batches UInt64', 'layout UInt16 DEFAULT 1', 'highest UInt32 DEFAULT 0'];

/** The last column of `closings` that joined. */
export const NEWEST_OF_CLOSINGS = 'highest';

/** The closings of stores that were made before closings said their layout, or what joined later. */
export function fittingClosings(layout: Layout): string {
  const columns = CLOSINGS_COLUMNS.map((column) => `ADD COLUMN IF NOT EXISTS ${column}`).join(', ');
  return `ALTER TABLE ${CLOSINGS}${onCluster(layout)} ${columns}`;
}

const CELL_COLUMNS = `
  period Enum8('day' = 1, 'week' = 2, 'month' = 3), start Date, product ${WORD}, packaged ${WORD},
  dimension ${WORD}, segment ${WORD}, kind ${WORD}, item ${WORD}`;

const CUBES_COLUMNS = `generation UInt64, ${CELL_COLUMNS},
  n UInt64, largest UInt64, second UInt64, members ${MEMBERS} ${PACKED}`;

/** Sets of a store whose cubes were made before they were packed: those that are made from now on are. */
export function fittingCubes(layout: Layout): string {
  return `ALTER TABLE ${CUBES}${onCluster(layout)} MODIFY COLUMN members ${MEMBERS} ${PACKED}`;
}

/**
 * How a table is made. In a cluster every server has all of it, which are few rows beside the batches: so a day is closed and
 * answered on whichever server a collector speaks to.
 */
interface Making {
  readonly table: string;
  readonly columns: string;
  readonly kind?: string;
  /** Of its place in the keeper, where another table of the name has been. */
  readonly suffix?: string;
  /** What follows the engine. */
  readonly clauses: string;
}

function creating(layout: Layout, { table, columns, kind = '', clauses, suffix = '' }: Making): string {
  const engine = mergeTree(layout, { table: table.slice(DATABASE.length + 1) + suffix, spread: 'everywhere', kind });
  return `CREATE TABLE IF NOT EXISTS ${table}${onCluster(layout)} (${columns}) ENGINE = ${engine} ${clauses}`;
}

/** Makes the list of closings, which says whether there are the other tables. */
export function creatingClosings(layout: Layout): string {
  return creating(layout, {
    table: CLOSINGS,
    columns: CLOSINGS_COLUMNS.join(', '),
    kind: 'Replacing',
    clauses: `ORDER BY day ${DURABLE}`,
  });
}

/** Statements that make the tables when the first day closes, before which a start need not open them; each may be repeated. */
export function creatingRollups(layout: Layout): readonly string[] {
  const makings: readonly Making[] = [
    {
      table: NUMBERS,
      columns: 'number UInt32, installation UUID, keyHash String, key UInt16',
      clauses: `ORDER BY (installation, keyHash) ${DURABLE}`,
    },
    {
      table: KEY_PLANES,
      columns: `bit UInt8, members ${MEMBERS}`,
      kind: 'Aggregating',
      clauses: `ORDER BY bit ${DURABLE}`,
    },
    { table: SECRET, columns: 'first UInt64, second UInt64', clauses: `ORDER BY tuple() ${DURABLE}` },
    {
      table: INSTALLATION_DAYS,
      columns: [INSTALLATION_DAYS_COLUMNS, ...JOINED_COLUMNS].join(', '),
      suffix: '_2',
      clauses: `PARTITION BY (day, generation) ORDER BY (product, number) ${DURABLE}`,
    },
    {
      table: CUBES,
      columns: CUBES_COLUMNS,
      suffix: '_2',
      clauses: `PARTITION BY (period, start, generation) ORDER BY (dimension, segment, kind, product, item)
        TTL start + toIntervalDay(${KEPT_DAYS}) ${DURABLE}, ttl_only_drop_parts = 1`,
    },
    {
      table: GENERATIONS,
      columns: `of ${WORD}, start Date, generation SimpleAggregateFunction(max, UInt64)`,
      kind: 'Aggregating',
      clauses: `ORDER BY (of, start) ${DURABLE}`,
    },
    {
      table: FLOW_COUNTS,
      columns: `day Date, generation UInt64, of ${WORD}, place UInt64, name String, installations UInt64, key UInt64`,
      clauses: 'PARTITION BY (day, generation) ORDER BY (of, place)',
    },
    { table: ERASED, columns: 'number UInt32', kind: 'Replacing', clauses: `ORDER BY number ${DURABLE}` },
    {
      table: CORRECTIONS,
      columns: `${CELL_COLUMNS}, number UInt32, n UInt64`,
      kind: 'Replacing',
      clauses: `ORDER BY (dimension, segment, kind, product, packaged, item, period, start, number) ${DURABLE}`,
    },
  ];
  return makings.map((making) => creating(layout, making));
}

/**
 * Statements after which the server that is asked has what was written at any other, and each has its batches: whoever closed
 * the day before may have spoken to another one. None where there is one server.
 */
export function catchingUp(layout: Layout): readonly string[] {
  if (layout.kind !== 'cluster') return [];
  return [
    `SYSTEM SYNC REPLICA${onCluster(layout)} ${rowsTable(layout)}`,
    ...[
      NUMBERS,
      KEY_PLANES,
      SECRET,
      INSTALLATION_DAYS,
      CUBES,
      GENERATIONS,
      FLOW_COUNTS,
      ERASED,
      CORRECTIONS,
      CLOSINGS,
    ].map((table) => `SYSTEM SYNC REPLICA ${table}`),
  ];
}
