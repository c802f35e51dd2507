import { createHash } from 'node:crypto';
import {
  type ColumnarBatch,
  type CountedReport,
  commandSources,
  commonRegistry,
  type FieldSpec,
  type FieldType,
  fingerprintOf,
  type Group,
  type Sha256,
} from 'candor-client/core';
import { WordsAt } from './block/words.ts';
import { storedHistograms } from './histograms.ts';

/** A column of the table of batches: how it is declared, and how its value is read from a batch. */
export interface Column {
  readonly name: string;
  /** ClickHouse type. */
  readonly type: string;
  /** How it is packed, in ClickHouse's words; as the table's other columns unless it is said. */
  readonly codec?: string;
  /** Days from the day of receipt that its values are kept; missing for the day itself, which its row ends by. */
  readonly keptDays?: number;
  /** What rows have in it that are older than it; else nothing: 0, an empty text or an empty list. */
  readonly before?: string | number;
  /** Its value in a batch that was received on a day, in days since 1970-01-01; `undefined` where there is none. */
  readonly value: (batch: ColumnarBatch, received: number) => unknown;
  /** Whether its words are anybody's, such as versions, and not of a closed list. */
  readonly hasOpenWords?: boolean;
}

const WORD = 'LowCardinality(String)';
const FINGERPRINT = 'FixedString(64)';

/** For lists of ascending numbers of 32 bits: what each adds to the one before, in as few bits as the largest of some takes. */
const ASCENDING = 'Delta(4), T64, ZSTD(1)';

const sha256: Sha256 = (text) => createHash('sha256').update(text).digest();

/**
 * Made from the event registry: a field that is added there becomes a column here (schema.ts adds it to existing
 * tables, in whose rows it is empty).
 *
 * A field of a whole group is a column of its name; one that can be missing is NULL there, which counts of different values
 * pass over. So are the fields of a sparse group whose values differ in kind, such as the organisation's; of any other
 * sparse group there are two columns, its fields' names and their values. A group of which a batch has rows is the columns
 * `group.field`: arrays of one length, or arrays of arrays where a row has a list of its own.
 *
 * All of it stays together in one row a batch: that loads a block in one insert, all or nothing, erases a batch as a
 * whole, and takes a fourth of the time and a seventh of the disk that one row a use does. The views have such rows.
 * @throws when two fields would be one column.
 */
export function columnsOf(registry: Readonly<Record<string, Group>>): readonly Column[] {
  const columns: Column[] = [
    { name: 'received', type: 'Date', value: (_, received) => received },
    ...Object.entries(registry).flatMap(([name, group]) => groupColumns(name, group)),
  ];
  const names = columns.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice) throw new Error(`${twice}: two fields would be this column`);
  return columns;
}

/** A group of a batch, whatever it is called. */
const valuesOf = <T>(batch: ColumnarBatch, name: string) =>
  (batch as unknown as Readonly<Record<string, T>>)[name] as T;

function groupColumns(name: string, group: Group): readonly Column[] {
  switch (group.layout) {
    case 'whole':
      return fieldColumns(name, group);
    case 'sparse':
      return group.pair ? someFields(name, group, group.pair) : fieldColumns(name, group);
    case 'table':
      return tableColumns(name, group);
    case 'histogram':
      return histogramColumns(name, group);
    case 'uses':
      return usesColumns(name, group);
    case 'reports':
      return errorColumns(name, group);
    case 'lines':
      return lineColumns(name, group);
  }
}

function fieldColumns(group: string, { fields, layout }: Group): Column[] {
  return Object.entries(fields).map(([name, { type, retentionDays, before, expires }]) => {
    const isAlways = layout === 'whole' && expires === 'never';
    return {
      name,
      type: isAlways ? columnType(type) : nullable(columnType(type)),
      keptDays: retentionDays,
      ...(before === undefined ? {} : { before }),
      hasOpenWords: isOpen(type),
      value: (batch) => valuesOf<Row>(batch, group)[name],
    };
  });
}

type Row = Readonly<Record<string, unknown>>;

function tableColumns(name: string, group: Group): Column[] {
  const keptDays = keptDaysOf(group);
  return Object.entries(group.fields).map(([field, { type }]) =>
    list(
      `${name}.${field}`,
      keptDays,
      columnType(type),
      (batch) => valuesOf<readonly Row[]>(batch, name).map((row) => row[field]),
      isOpen(type),
    ),
  );
}

function histogramColumns(name: string, group: Group): Column[] {
  const keptDays = keptDaysOf(group);
  const { bucket, count, ...keys } = group.fields;
  const ofBuckets = { bucket, count } as Readonly<Record<'bucket' | 'count', FieldSpec>>;
  return [
    ...Object.keys(keys).map((key) =>
      list(
        `${name}.${key}`,
        keptDays,
        WORD,
        (batch) => valuesOf<Record<string, readonly string[]>>(batch, name)[key] ?? [],
      ),
    ),
    ...(['bucket', 'count'] as const).map((field) =>
      lists(
        `${name}.${field}`,
        keptDays,
        columnType(ofBuckets[field].type),
        (batch) => storedHistograms(valuesOf<ColumnarBatch['operations']>(batch, name))[field],
      ),
    ),
  ];
}

function usesColumns(name: string, group: Group): Column[] {
  const keptDays = keptDaysOf(group);
  const time = group.fields['time'] as FieldSpec;
  return [
    wordsColumn(`${name}.command`, keptDays, ({ usage }) => [usage.commands, usage.command]),
    wordsColumn(`${name}.source`, keptDays, ({ usage }) => [commandSources, usage.source]),
    {
      ...list(`${name}.time`, keptDays, columnType(time.type), ({ usage }) => usage.time),
      codec: ASCENDING,
    },
  ];
}

function errorColumns(group: string, { fields, ...rest }: Group): Column[] {
  const { file, line, column, ...once } = fields;
  const keptDays = keptDaysOf({ fields, ...rest });
  const valueIn = ({ report, count }: CountedReport, name: string) =>
    name === 'count' ? count : (report as unknown as Row)[name];
  const ofFrames = Object.entries({ file, line, column } as Readonly<Record<string, FieldSpec>>);
  return [
    ...Object.entries(once).map(([name, { type }]) =>
      list(`${group}.${name}`, keptDays, columnType(type), (batch) =>
        batch.errors.map((counted) => valueIn(counted, name)),
      ),
    ),
    ...ofFrames.map(([name, { type }]) =>
      lists(`${group}.${name}`, keptDays, columnType(type), (batch) =>
        batch.errors.map(({ report }) => report.frames.map((frame) => frame[name as keyof typeof frame])),
      ),
    ),
    list(`${group}.fingerprint`, keptDays, FINGERPRINT, (batch) =>
      batch.errors.map(({ report }) => fingerprintOf(report, sha256)),
    ),
  ];
}

function lineColumns(name: string, group: Group): Column[] {
  const keptDays = keptDaysOf(group);
  const time = group.fields['time'] as FieldSpec;
  return [
    list(`${name}.code`, keptDays, WORD, ({ logs }) => logs.map(({ code }) => code)),
    list(`${name}.time`, keptDays, columnType(time.type), ({ logs }) => logs.map((line) => line.time)),
    // Text, because one parameter is a number and the next one a word.
    lists(`${name}.value`, keptDays, 'String', ({ logs }) => logs.map(({ values }) => values)),
  ];
}

/**
 * Days that a group of rows is kept: the columns of its fields share their lengths, so none can be emptied alone.
 * @throws when its fields differ.
 */
export function keptDaysOf({ fields, word }: Group): number {
  const all = [...Object.values(fields), ...(word ? [word] : [])];
  const [days, ...others] = new Set(all.map(({ retentionDays }) => retentionDays));
  if (days === undefined || others.length > 0) {
    throw new Error(`${Object.keys(fields).join(', ')}: the fields of one list must have one retention`);
  }
  return days;
}

/** Names and values of a group of which a batch has some fields, which are all of one kind. */
function someFields(name: string, group: Group, [key, value]: readonly [key: string, value: string]): Column[] {
  const [type] = [...Object.values(group.fields), ...(group.word ? [group.word] : [])].map((field) =>
    columnType(field.type),
  );
  const fields = (batch: ColumnarBatch) => valuesOf<Readonly<Record<string, string | number>>>(batch, name);
  return [
    list(`${name}.${key}`, keptDaysOf(group), WORD, (batch) => Object.keys(fields(batch))),
    list(`${name}.${value}`, keptDaysOf(group), type ?? WORD, (batch) => Object.values(fields(batch))),
  ];
}

/** Words of a list by their numbers. */
function wordsColumn(
  name: string,
  keptDays: number,
  parts: (batch: ColumnarBatch) => readonly [words: readonly string[], numbers: readonly number[]],
): Column {
  return {
    name,
    type: `Array(${WORD})`,
    keptDays,
    value: (batch) => new WordsAt(...parts(batch)),
  };
}

/** One item for each row of a group. */
function list(
  name: string,
  keptDays: number,
  item: string,
  items: (batch: ColumnarBatch) => readonly unknown[],
  hasOpenWords = false,
): Column {
  return { name, type: `Array(${item})`, keptDays, hasOpenWords, value: items };
}

/** A list for each row of a group. */
function lists(
  name: string,
  keptDays: number,
  item: string,
  rows: (batch: ColumnarBatch) => readonly (readonly unknown[])[],
): Column {
  return list(name, keptDays, `Array(${item})`, rows);
}

/** Whether its words are not those of a closed list. */
function isOpen({ kind }: FieldType): boolean {
  return kind === 'version' || kind === 'hostname' || kind === 'reference';
}

function nullable(type: string): string {
  return type === WORD ? 'LowCardinality(Nullable(String))' : `Nullable(${type})`;
}

function columnType(type: FieldType): string {
  switch (type.kind) {
    case 'uint':
      if (type.max < 2 ** 8) return 'UInt8';
      if (type.max < 2 ** 16) return 'UInt16';
      if (type.max < 2 ** 32) return 'UInt32';
      // No batch holds a larger one either.
      throw new RangeError(`there is no room for ${type.max}`);
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

/** The columns of the table as this version declares it. */
export const columns = columnsOf(commonRegistry);
