import { createHash } from 'node:crypto';
import {
  type ColumnarBatch,
  type CountedReport,
  context,
  envelope,
  errors,
  type FieldType,
  fingerprintOf,
  type Group,
  logs,
  operations,
  organisation,
  registry,
  type Sha256,
  usage,
} from 'candor-client/core';
import { storedHistograms } from './histograms.ts';

/** A column of the table of batches: how it is declared, and how its value is read from a batch. */
export interface Column {
  readonly name: string;
  /** ClickHouse type. */
  readonly type: string;
  /** Days from the day of receipt that its values are kept; missing for the day itself, which its row ends by. */
  readonly keptDays?: number;
  /** What rows have in it that are older than it; else nothing: 0, an empty text or an empty list. */
  readonly before?: string | number;
  /** Value in ClickHouse's TabSeparated text. */
  readonly text: (batch: ColumnarBatch, received: string) => string;
}

const WORD = 'LowCardinality(String)';
const FINGERPRINT = 'FixedString(64)';

const sha256: Sha256 = (text) => createHash('sha256').update(text).digest();

/**
 * Made from the event registry: a field that is added there becomes a column here (schema.ts adds it to existing
 * tables, in whose rows it is empty).
 *
 * A field that every batch has once is a column of its name. So are the fields of the organisation; those that a batch
 * does not have are NULL, which counts of different values pass over. A group of which a batch has rows is the columns
 * `group.field`: arrays of one length, or arrays of arrays where a row has a list of its own. A group of which a batch
 * has some fields is two such columns, their names and their values.
 *
 * All of it stays together in one row a batch: that loads a block in one insert, all or nothing, erases a batch as a
 * whole, and takes a fourth of the time and a seventh of the disk that one row a use does. The views have such rows.
 */
export const columns: readonly Column[] = [
  { name: 'received', type: 'Date', text: (_, received) => received },
  ...fieldColumns(envelope, (batch) => batch.envelope),
  ...fieldColumns(context, (batch) => batch.context),
  placesColumn('usage.command', keptDaysOf(usage), usage.command.type.values, (batch) => batch.usage.command),
  placesColumn('usage.source', keptDaysOf(usage), usage.source.type.values, (batch) => batch.usage.source),
  list('usage.time', keptDaysOf(usage), columnType(usage.time.type), (batch) => batch.usage.time),
  ...someFields('dropped', registry.dropped, ['reason', 'count'], 'UInt32', (batch) => batch.dropped),
  list('operations.operation', keptDaysOf(operations), WORD, (batch) => batch.operations.operation),
  list('operations.outcome', keptDaysOf(operations), WORD, (batch) => batch.operations.outcome),
  lists(
    'operations.bucket',
    keptDaysOf(operations),
    columnType(operations.bucket.type),
    (batch) => storedHistograms(batch.operations).bucket,
  ),
  lists(
    'operations.count',
    keptDaysOf(operations),
    columnType(operations.count.type),
    (batch) => storedHistograms(batch.operations).count,
  ),
  ...someFields('counts', registry.counts, ['id', 'count'], 'UInt32', (batch) => batch.counts),
  ...someFields('throughput', registry.throughput, ['class', 'minutes'], 'UInt32', (batch) => batch.throughput),
  ...errorColumns(),
  list('logs.code', keptDaysOf(logs), WORD, (batch) => batch.logs.map(({ code }) => code)),
  list('logs.time', keptDaysOf(logs), columnType(logs.time.type), (batch) => batch.logs.map(({ time }) => time)),
  // Text, because one parameter is a number and the next one a word.
  lists('logs.value', keptDaysOf(logs), 'String', (batch) => batch.logs.map(({ values }) => values)),
  ...organisationColumns(),
  ...someFields('configuration', registry.configuration, ['setting', 'value'], WORD, (batch) => batch.configuration),
];

function fieldColumns(
  group: Group,
  values: (batch: ColumnarBatch) => Readonly<Record<string, string | number>>,
): Column[] {
  return Object.entries(group).map(([name, { type, retentionDays, before }]) => ({
    name,
    type: columnType(type),
    keptDays: retentionDays,
    ...(before === undefined ? {} : { before }),
    text: (batch) => String(values(batch)[name]),
  }));
}

function organisationColumns(): Column[] {
  return Object.entries(organisation).map(([name, { type, retentionDays }]) => ({
    name,
    type: nullable(columnType(type)),
    keptDays: retentionDays,
    text: (batch) => batch.organisation[name as keyof typeof organisation] ?? NOTHING,
  }));
}

function errorColumns(): Column[] {
  const { file, line, column, ...once } = errors;
  const keptDays = keptDaysOf(errors);
  const valueIn = ({ report, count }: CountedReport, name: keyof typeof once) =>
    name === 'count' ? count : report[name];
  return [
    ...Object.entries(once).map(([name, { type }]) =>
      list(`errors.${name}`, keptDays, columnType(type), (batch) =>
        batch.errors.map((counted) => valueIn(counted, name as keyof typeof once)),
      ),
    ),
    ...Object.entries({ file, line, column }).map(([name, { type }]) =>
      lists(`errors.${name}`, keptDays, columnType(type), (batch) =>
        batch.errors.map(({ report }) => report.frames.map((frame) => frame[name as keyof typeof frame])),
      ),
    ),
    list('errors.fingerprint', keptDays, FINGERPRINT, (batch) =>
      batch.errors.map(({ report }) => fingerprintOf(report, sha256)),
    ),
  ];
}

/**
 * Days that a group of rows is kept: the columns of its fields share their lengths, so none can be emptied alone.
 * @throws when its fields differ.
 */
export function keptDaysOf(group: Group): number {
  const [days, ...others] = new Set(Object.values(group).map(({ retentionDays }) => retentionDays));
  if (days === undefined || others.length > 0) {
    throw new Error(`${Object.keys(group).join(', ')}: the fields of one list must have one retention`);
  }
  return days;
}

/** Names and values of a group of which a batch has some fields. */
function someFields(
  name: string,
  group: Group,
  [key, value]: readonly [key: string, value: string],
  valueType: string,
  fields: (batch: ColumnarBatch) => object,
): Column[] {
  return [
    list(`${name}.${key}`, keptDaysOf(group), WORD, (batch) => Object.keys(fields(batch))),
    list(`${name}.${value}`, keptDaysOf(group), valueType, (batch) => Object.values(fields(batch))),
  ];
}

/** Words of a list by their places; quoted once, and not for every use. */
function placesColumn(
  name: string,
  keptDays: number,
  words: readonly string[],
  places: (batch: ColumnarBatch) => readonly number[],
): Column {
  const quoted = words.map(quote);
  return {
    name,
    type: `Array(${WORD})`,
    keptDays,
    text: (batch) => array(places(batch).map((place) => quoted[place])),
  };
}

/** One item for each row of a group. */
function list(
  name: string,
  keptDays: number,
  type: string,
  items: (batch: ColumnarBatch) => readonly unknown[],
): Column {
  const text = arrayOf(type);
  return { name, type: `Array(${type})`, keptDays, text: (batch) => text(items(batch)) };
}

/** A list for each row of a group. */
function lists(
  name: string,
  keptDays: number,
  type: string,
  rows: (batch: ColumnarBatch) => readonly (readonly unknown[])[],
): Column {
  const text = arrayOf(type);
  return { name, type: `Array(Array(${type}))`, keptDays, text: (batch) => array(rows(batch).map(text)) };
}

function arrayOf(type: string): (items: readonly unknown[]) => string {
  return type.startsWith('UInt') ? array : texts;
}

function nullable(type: string): string {
  return type === WORD ? 'LowCardinality(Nullable(String))' : `Nullable(${type})`;
}

function columnType(type: FieldType): string {
  switch (type.kind) {
    case 'uint':
      if (type.max < 2 ** 8) return 'UInt8';
      if (type.max < 2 ** 16) return 'UInt16';
      return type.max < 2 ** 32 ? 'UInt32' : 'UInt64';
    case 'date':
      return 'Date';
    case 'uuid':
      return 'UUID';
    case 'sha256':
      return 'FixedString(64)';
    default:
      return WORD;
  }
}

// Values in ClickHouse's TabSeparated text. Nothing is escaped: no word of a closed list, no host name and no reference holds
// a quote, a backslash or a control character, and a test sees to it.

/** NULL. */
const NOTHING = '\\N';

/** A text inside an array. */
function quote(word: string): string {
  return `'${word}'`;
}

/** An array of numbers, or of what is in this form already. */
function array(items: readonly unknown[]): string {
  return `[${items.join(',')}]`;
}

/** An array of texts; numbers among them become text. */
function texts(items: readonly unknown[]): string {
  return array(items.map((item) => quote(String(item))));
}
