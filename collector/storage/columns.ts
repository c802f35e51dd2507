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
  type Sha256,
  usage,
} from 'candor-client/core';
import { storedHistograms } from './histograms.ts';
import { array, NOTHING, quote, texts } from './tab-separated.ts';

/** A column of the table of batches: how it is declared, and how its value is read from a batch. */
export interface Column {
  readonly name: string;
  /** ClickHouse type. */
  readonly type: string;
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
  placesColumn('usage.command', usage.command.type.values, (batch) => batch.usage.command),
  placesColumn('usage.source', usage.source.type.values, (batch) => batch.usage.source),
  list('usage.time', columnType(usage.time.type), (batch) => batch.usage.time),
  ...someFields('dropped', ['reason', 'count'], 'UInt32', (batch) => batch.dropped),
  list('operations.operation', WORD, (batch) => batch.operations.operation),
  list('operations.outcome', WORD, (batch) => batch.operations.outcome),
  lists('operations.bucket', columnType(operations.bucket.type), (batch) => storedHistograms(batch.operations).bucket),
  lists('operations.count', columnType(operations.count.type), (batch) => storedHistograms(batch.operations).count),
  ...someFields('counts', ['id', 'count'], 'UInt32', (batch) => batch.counts),
  ...someFields('throughput', ['class', 'minutes'], 'UInt32', (batch) => batch.throughput),
  ...errorColumns(),
  list('logs.code', WORD, (batch) => batch.logs.map(({ code }) => code)),
  list('logs.time', columnType(logs.time.type), (batch) => batch.logs.map(({ time }) => time)),
  // Text, because one parameter is a number and the next one a word.
  lists('logs.value', 'String', (batch) => batch.logs.map(({ values }) => values)),
  ...organisationColumns(),
  ...someFields('configuration', ['setting', 'value'], WORD, (batch) => batch.configuration),
];

function fieldColumns(
  group: Group,
  values: (batch: ColumnarBatch) => Readonly<Record<string, string | number>>,
): Column[] {
  return Object.entries(group).map(([name, { type }]) => ({
    name,
    type: columnType(type),
    text: (batch) => String(values(batch)[name]),
  }));
}

function organisationColumns(): Column[] {
  return Object.entries(organisation).map(([name, { type }]) => ({
    name,
    type: nullable(columnType(type)),
    text: (batch) => batch.organisation[name as keyof typeof organisation] ?? NOTHING,
  }));
}

function errorColumns(): Column[] {
  const { file, line, column, ...once } = errors;
  const valueIn = ({ report, count }: CountedReport, name: keyof typeof once) =>
    name === 'count' ? count : report[name];
  return [
    ...Object.entries(once).map(([name, { type }]) =>
      list(`errors.${name}`, columnType(type), (batch) =>
        batch.errors.map((counted) => valueIn(counted, name as keyof typeof once)),
      ),
    ),
    ...Object.entries({ file, line, column }).map(([name, { type }]) =>
      lists(`errors.${name}`, columnType(type), (batch) =>
        batch.errors.map(({ report }) => report.frames.map((frame) => frame[name as keyof typeof frame])),
      ),
    ),
    list('errors.fingerprint', FINGERPRINT, (batch) => batch.errors.map(({ report }) => fingerprintOf(report, sha256))),
  ];
}

/** Names and values of a group of which a batch has some fields. */
function someFields(
  group: string,
  [name, value]: readonly [name: string, value: string],
  valueType: string,
  fields: (batch: ColumnarBatch) => object,
): Column[] {
  return [
    list(`${group}.${name}`, WORD, (batch) => Object.keys(fields(batch))),
    list(`${group}.${value}`, valueType, (batch) => Object.values(fields(batch))),
  ];
}

/** Words of a list by their places; quoted once, and not for every use. */
function placesColumn(
  name: string,
  words: readonly string[],
  places: (batch: ColumnarBatch) => readonly number[],
): Column {
  const quoted = words.map(quote);
  return { name, type: `Array(${WORD})`, text: (batch) => array(places(batch).map((place) => quoted[place])) };
}

/** One item for each row of a group. */
function list(name: string, type: string, items: (batch: ColumnarBatch) => readonly unknown[]): Column {
  const text = arrayOf(type);
  return { name, type: `Array(${type})`, text: (batch) => text(items(batch)) };
}

/** A list for each row of a group. */
function lists(name: string, type: string, rows: (batch: ColumnarBatch) => readonly (readonly unknown[])[]): Column {
  const text = arrayOf(type);
  return { name, type: `Array(Array(${type}))`, text: (batch) => array(rows(batch).map(text)) };
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
