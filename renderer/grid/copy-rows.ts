import { t } from '../../app/messages/index.ts';
import { formatQuery } from '../../app/query/format.ts';
import { MAX_QUERY_LENGTH } from '../../app/query/limits.ts';
import type { ObjectType, Row, Value } from '../../app/query/query.ts';
import { measureText } from '../../ui/format/format.ts';
import { cellMeasure, maskedText } from './cell-text.ts';
import { type CellContext, cellValue, type GridColumn, isMissing } from './grid-column.ts';
import { noteRecord, noteText } from './note.ts';

export type CopyFormat = 'text' | 'csv' | 'json' | 'query';

export interface CopyContext extends CellContext {
  /** Type of the rows and the column that tells them apart, as a query needs them; without it there is none. */
  readonly query?: { readonly type: ObjectType; readonly column: GridColumn } | undefined;
}

/**
 * Rows as text for the clipboard, redacted when the list is.
 * - `text`: what stands on the screen, tab separated, with a head.
 * - `csv`: RFC 4180 with a head; figures in the unit that the head names, moments as ISO 8601 in UTC.
 * - `json`: a list of objects with the words of queries as names, figures in bytes, milliseconds and percent.
 * Notes stand among them: in `text` and `csv` as their sentence in the first column, in `json` as an object of their own.
 * - `query`: what finds these very rows, `process pid:1,2,3`; empty when the context tells no way to, or when they are
 *   too many for a query to name them.
 */
export function copyAs(
  format: CopyFormat,
  rows: readonly Row[],
  columns: readonly GridColumn[],
  context: CopyContext,
): string {
  switch (format) {
    case 'text':
      return asText(rows, columns, context);
    case 'csv':
      return asCsv(rows, columns, context);
    case 'json':
      return asJson(rows, columns, context);
    case 'query':
      return asQuery(rows, context);
  }
}

function asText(rows: readonly Row[], columns: readonly GridColumn[], context: CellContext): string {
  const head = columns.map(({ title }) => title);
  const lines = rows.map((row) => {
    const note = noteText(row);
    if (note !== null) return alone(note, columns);
    return columns.map((column) => {
      const measure = cellMeasure(column, row, context);
      // A tab or a line break in a name would push the other cells out of their columns.
      return measure ? measureText(measure).replace(/\s+/g, ' ') : '';
    });
  });
  return [head, ...lines].map((cells) => cells.join('\t')).join('\n');
}

function asCsv(rows: readonly Row[], columns: readonly GridColumn[], context: CellContext): string {
  const head = columns.map((column) => csvText(csvTitle(column)));
  const lines = rows.map((row) => {
    const note = noteText(row);
    return note === null ? columns.map((column) => csvCell(column, row, context)) : alone(csvText(note), columns);
  });
  return [head, ...lines].map((cells) => `${cells.join(',')}\r\n`).join('');
}

/** The cells of a note: it says what it says in the first one. */
const alone = (text: string, columns: readonly GridColumn[]): readonly string[] =>
  columns.map((_, index) => (index === 0 ? text : ''));

function csvTitle({ title, kind }: GridColumn): string {
  const unit = {
    percent: t('unit.percent'),
    bytes: t('unit.byte'),
    rate: t('unit.per-second', { unit: t('unit.byte') }),
    duration: 'ms',
  };
  return kind in unit ? `${title} (${unit[kind as keyof typeof unit]})` : title;
}

function csvCell(column: GridColumn, row: Row, context: CellContext): string {
  const value = cellValue(row, column);
  if (isMissing(value, column)) return '';
  if (typeof value === 'string') return csvText(maskedText(value, column, context));
  if (column.kind === 'moment' && typeof value === 'number') return isoMoment(value);
  return String(value);
}

/** What a spreadsheet would take for a formula. https://owasp.org/www-community/attacks/CSV_Injection */
const formula = /^[=+\-@\t\r]/;

/**
 * A text for CSV. What begins like a formula gets an apostrophe before it, by which spreadsheets know a text: a process
 * may be named `=HYPERLINK(…)`, and whoever opens the list must not run it. Figures are not touched: -3 stays a number.
 */
function csvText(text: string): string {
  const safe = formula.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function asJson(rows: readonly Row[], columns: readonly GridColumn[], context: CellContext): string {
  const objects = rows.map((row) =>
    noteText(row) === null
      ? Object.fromEntries(columns.map((column) => [column.id, jsonValue(column, row, context)]))
      : noteRecord(row),
  );
  return JSON.stringify(objects, null, 2);
}

function jsonValue(column: GridColumn, row: Row, context: CellContext): Value {
  const value = cellValue(row, column);
  if (isMissing(value, column)) return null;
  if (typeof value === 'string') return maskedText(value, column, context);
  return column.kind === 'moment' && typeof value === 'number' ? isoMoment(value) : value;
}

/** A moment that no calendar has is given as it is. */
function isoMoment(at: number): string {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? String(at) : date.toISOString();
}

/** The field by which the objects of a type are found again; of connections the port of this computer, which few share. */
const telling: Readonly<Record<ObjectType, string>> = {
  process: 'pid',
  port: 'port',
  connection: 'port',
  unit: 'name',
  device: 'time',
};

/** How rows of a type are written as a query; not at all where their columns do not tell them apart. */
export function queryBy(type: ObjectType, columns: readonly GridColumn[]): CopyContext['query'] {
  const column = columns.find(({ id }) => id === telling[type]);
  return column && { type, column };
}

function asQuery(rows: readonly Row[], { query, ...context }: CopyContext): string {
  if (!query) return '';
  const { type, column } = query;
  const values = rows.flatMap((row) => {
    if (noteText(row) !== null) return [];
    const value = cellValue(row, column);
    if (isMissing(value, column) || value === null || typeof value === 'boolean') return [];
    return typeof value === 'string' ? maskedText(value, column, context) : value;
  });
  if (values.length === 0) return '';
  const operand = { kind: 'any', values: [...new Set(values)] } as const;
  const term = { kind: 'field', field: column.id, operator: ':', operand } as const;
  const text = formatQuery({ type, terms: [term], time: null, steps: [] });
  return text.length > MAX_QUERY_LENGTH ? '' : text;
}
