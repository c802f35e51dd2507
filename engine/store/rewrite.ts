import { swallowed } from 'candor-client/core';
import { Database } from './database.ts';
import { DAY_MS, parseTable } from './days.ts';
import { nextFile, removeLeftovers } from './files.ts';
import { BLOCK_BYTES } from './limits.ts';
import { createTable, dayTables, SCHEMA_VERSION, type Shape, singleTables } from './schema.ts';

/** What of the old file goes into the new one. */
export interface Selection {
  /** Nothing that was seen from this moment on. */
  readonly before?: number;
  /** Nothing of programs of these names, in any case of letters. */
  readonly without?: readonly string[];
  /** Days that are left out. */
  readonly fromDay?: number;
  /** The old file is damaged: nothing is written to it, and a table that cannot be read is left out. */
  readonly damaged?: boolean;
}

/** What a copy has lost: days of which a table could not be read. */
export interface Rewritten {
  readonly lostDays: readonly number[];
}

/**
 * Copies a history into a new file beside it, which holds nothing of what is left out: DuckDB keeps the bytes of deleted
 * rows in its file. So rows are cleared, tables of older versions are brought up to this one, and what can still be read of
 * a damaged file is saved. The old file is only read; the caller puts the new one in its place when it is whole.
 * @param options.file the old one, which nobody else has open
 */
export async function rewrite(
  options: { readonly folder: string; readonly file: string; readonly memoryMB: number },
  selection: Selection,
): Promise<Rewritten> {
  const { folder, file, memoryMB } = options;
  await removeLeftovers(folder);
  const database = await Database.open(':memory:', { folder, memoryMB, attaching: true });
  const lost = new Set<number>();
  try {
    // A log that is still beside a file that is whole is played into it.
    const mode = selection.damaged ? ' (READ_ONLY)' : '';
    await database.run(
      `ATTACH '${quoted(file)}' AS old${mode}; ATTACH '${quoted(nextFile(folder))}' AS fresh (BLOCK_SIZE ${BLOCK_BYTES}, STORAGE_VERSION 'latest');`,
    );
    const tables = await tablesOf(database, 'old');
    if (selection.without?.length) await listExcluded(database, [...tables.keys()], selection.without);
    for (const [name, columns] of tables) {
      const target = targetOf(name, selection);
      if (!target) continue;
      try {
        await copyTable(database, { name, columns, ...target, selection });
      } catch (thrown) {
        if (!selection.damaged) throw thrown;
        swallowed('store', 'save-table', thrown);
        const day = parseTable(name)?.day;
        if (day !== undefined) lost.add(day);
      }
    }
    for (const [name, shape] of Object.entries(singleTables)) await database.run(createTable(`fresh.${name}`, shape));
    await database.run(
      `UPDATE fresh.state SET version = ${SCHEMA_VERSION}; CHECKPOINT fresh; DETACH fresh; DETACH old;`,
    );
  } finally {
    database.close();
  }
  return { lostDays: [...lost].sort((a, b) => a - b) };
}

/** Names of the tables of an attached file, each with its columns. */
async function tablesOf(database: Database, of: string): Promise<Map<string, readonly string[]>> {
  const rows = await database.rows({
    sql: 'SELECT table_name AS name, column_name AS col FROM duckdb_columns() WHERE database_name = $1 ORDER BY table_name, column_index',
    parameters: [of],
  });
  const tables = new Map<string, string[]>();
  for (const { name, col } of rows) {
    const columns = tables.get(String(name)) ?? [];
    columns.push(String(col));
    tables.set(String(name), columns);
  }
  return tables;
}

/** Shape that a table has in the new file, and of which kind and day it is; `undefined` for one that stays behind. */
function targetOf(
  name: string,
  { before, fromDay }: Selection,
): { kind: string; day: number | null; shape: Shape } | undefined {
  const parsed = parseTable(name);
  if (!parsed) {
    const shape = Object.entries(singleTables).find(([single]) => single === name)?.[1];
    return shape && { kind: name, day: null, shape };
  }
  const { kind, day } = parsed;
  if (fromDay !== undefined && day < fromDay) return undefined;
  if (before !== undefined && day * DAY_MS >= before) return undefined;
  // Hours of a day of which something goes are made anew.
  if (kind === 'hours' && before !== undefined && (day + 1) * DAY_MS > before) return undefined;
  const shape = Object.entries(dayTables).find(([table]) => table === kind)?.[1];
  return shape && { kind, day, shape };
}

interface Copy {
  readonly name: string;
  readonly columns: readonly string[];
  readonly kind: string;
  readonly day: number | null;
  readonly shape: Shape;
  readonly selection: Selection;
}

async function copyTable(database: Database, copy: Copy): Promise<void> {
  const { name, columns, kind, day, shape, selection } = copy;
  // By name: a column that an older version did not have is empty, one that this one no longer has stays behind.
  const selected = Object.entries(shape).map(([column, type]) => {
    if (!columns.includes(column)) return `NULL::${type} AS "${column}"`;
    return `${trimmed(column, kind, selection)} AS "${column}"`;
  });
  const conditions = [
    ...(selection.before === undefined ? [] : kept(kind, day, selection.before)),
    ...(selection.without?.length && columns.includes('run') ? ['run NOT IN (SELECT run FROM excluded_runs)'] : []),
  ];
  const where = conditions.length > 0 ? ` WHERE ${conditions.join(' AND ')}` : '';
  await database.run(
    `${createTable(`fresh.${name}`, shape)} INSERT INTO fresh.${name} SELECT ${selected.join(', ')} FROM old.${name}${where};`,
  );
}

/** Rows that stay when everything from a moment on is cleared. */
function kept(kind: string, day: number | null, before: number): readonly string[] {
  const start = (day ?? 0) * DAY_MS;
  if (kind === 'runs' || kind === 'open_runs') return [`first < ${before}`, `(changed IS NULL OR changed < ${before})`];
  if (kind === 'things' || kind === 'open_things') return [`first < ${before}`];
  if (kind === 'minutes' || kind === 'system') return [`(minute::BIGINT + 1) * 60000 + ${start} <= ${before}`];
  return kind === 'gaps' ? [`begins < ${before}`] : [];
}

/** What a row says of a time that is cleared: nothing. */
function trimmed(column: string, kind: string, { before, without }: Selection): string {
  const plain = `"${column}"`;
  if (without?.length && (column === 'parent_name' || column === 'parent')) {
    const nameless = column === 'parent' ? 'NULL' : "''";
    return `CASE WHEN lower(parent_name) IN (SELECT name FROM excluded_names) THEN ${nameless} ELSE ${plain} END`;
  }
  if (before === undefined) return plain;
  if (kind === 'runs' || kind === 'things') {
    if (column === 'last') return `least(last, ${before})`;
    if (column === 'ended') return `CASE WHEN ended < ${before} THEN ended END`;
    if (['exit', 'cpu', 'peak', 'memory', 'memory_over', 'read', 'written'].includes(column)) {
      return `CASE WHEN last < ${before} THEN ${plain} END`;
    }
  }
  if (kind === 'gaps' && column === 'ends') return `least(ends, ${before})`;
  return plain;
}

/** Names that are excluded, and the numbers of all that was held under them. */
async function listExcluded(database: Database, tables: readonly string[], names: readonly string[]): Promise<void> {
  const shape = { name: 'VARCHAR' } as const;
  await database.run(createTable('excluded_names', shape).replace('CREATE TABLE', 'CREATE TEMP TABLE'));
  await database.stage(
    'excluded_names',
    shape,
    names.map((name) => ({ name: name.toLowerCase() })),
  );
  const held = tables.filter((name) => /^(runs|things)_|^open_/.test(name));
  const numbers = held.map(
    (name) => `SELECT run FROM old.${name} WHERE lower(name) IN (SELECT name FROM excluded_names)`,
  );
  const all = numbers.length > 0 ? numbers.join(' UNION ALL ') : 'SELECT 0::UINTEGER AS run WHERE false';
  await database.run(`CREATE TEMP TABLE excluded_runs AS ${all};`);
}

const quoted = (text: string): string => text.replaceAll("'", "''");
