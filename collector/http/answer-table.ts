import { parquetWriteBuffer } from 'hyparquet-writer';
import { z } from 'zod';
import type { Answer } from '../answers/answer.ts';
import type { Filter } from '../answers/cells.ts';
import type { Question } from '../answers/question.ts';
import { QUESTIONS, type QuestionName } from '../answers/questions/questions.ts';

/** Registered by the Internet Assigned Numbers Authority. */
export const PARQUET_MEDIA_TYPE = 'application/vnd.apache.parquet';

/** An answer as one table, for programs that read tables. */
interface Table {
  readonly columns: readonly { readonly name: string; readonly type: ColumnType }[];
  /** In the order of the columns. */
  readonly rows: readonly (readonly unknown[])[];
}

/** `JSON`: what is no word or number, as text. */
type ColumnType = 'STRING' | 'INT64' | 'DOUBLE' | 'JSON';

/**
 * Rows of two sides have their segment in a first column, which is empty where everything was asked for; those of periods the first day
 * of theirs.
 */
function tableOf(answered: Answer, question: QuestionName, filters: readonly Filter[]): Table {
  const { compared } = answered;
  const { columns }: Question = QUESTIONS[question];
  const asked = filters.find(({ dimension }) => dimension === compared?.dimension)?.segment;
  const side = ({ rows, periods }: Pick<Answer, 'rows' | 'periods'>, segment = '') =>
    (periods ?? [{ from: undefined, rows }]).flatMap(({ from, rows: its }) =>
      its.map((row) => [
        ...(compared ? [segment] : []),
        ...(from ? [from] : []),
        ...Object.keys(columns).map((column) => row[column]),
      ]),
    );
  return {
    columns: [
      ...(compared ? [{ name: `compared ${compared.dimension}`, type: 'STRING' as const }] : []),
      ...(answered.periods ? [{ name: 'from', type: 'STRING' as const }] : []),
      ...Object.entries(columns).map(([name, type]) => ({ name, type: columnTypeOf(type) })),
    ],
    rows: [...side(answered, asked), ...(compared ? side(compared, compared.segment) : [])],
  };
}

/** RFC 4180, with a head. A text that a spreadsheet would take for a formula begins with an apostrophe. */
export function csvOf(answered: Answer, question: QuestionName, filters: readonly Filter[] = []): string {
  const { columns, rows } = tableOf(answered, question, filters);
  const lines = [columns.map(({ name }) => name), ...rows.map((row) => row.map(fieldOf))].map((line) => line.join(','));
  return `${lines.join('\r\n')}\r\n`;
}

/** Nothing for what is not there, and JSON for what is no word or number. */
function fieldOf(value: unknown): string {
  const plain = typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value ?? '');
  const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : plain;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** What an answer has beside its rows, as JSON by its name: `k`, what the rows rest on, and figures of all of them together. */
export function besideTable({ k, completeness, summary, compared }: Answer): [name: string, json: string][] {
  const all = { k, completeness, summary, compared: compared && beside(compared) };
  return Object.entries(all).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, JSON.stringify(value)] as [string, string]],
  );
}

const beside = ({ completeness, summary }: Pick<Answer, 'completeness' | 'summary'>) => ({ completeness, summary });

/**
 * Apache Parquet, with the columns of the table: counts as INT64, other numbers as DOUBLE, words as UTF8, lists as JSON text; each may be
 * null. Among its metadata is what the answer has beside its rows, as JSON (`candor.k` and others, {@link besideTable}).
 */
export function parquetOf(answered: Answer, question: QuestionName, filters: readonly Filter[] = []): Buffer {
  const { columns, rows } = tableOf(answered, question, filters);
  const written = parquetWriteBuffer({
    columnData: columns.map(({ name, type }, index) => ({
      name,
      type,
      data: rows.map((row) => writtenAs(row[index], type)),
    })),
    kvMetadata: besideTable(answered).map(([name, value]) => ({ key: `candor.${name}`, value })),
    createdBy: 'candor-collector',
  });
  return Buffer.from(written);
}

function writtenAs(value: unknown, type: ColumnType): unknown {
  if (value === null || value === undefined) return null;
  return type === 'INT64' ? BigInt(value as number) : value;
}

interface Schema {
  readonly type?: string | readonly string[];
  readonly anyOf?: readonly Schema[];
}

/** That of a column, as its schema says it, with null or without. */
function columnTypeOf(type: z.ZodType): ColumnType {
  const schema = z.toJSONSchema(type) as Schema;
  const types = [schema, ...(schema.anyOf ?? [])].flatMap(({ type: its = [] }) => its).filter((its) => its !== 'null');
  if (types[0] === 'integer') return 'INT64';
  if (types[0] === 'number') return 'DOUBLE';
  return types[0] === 'string' ? 'STRING' : 'JSON';
}
