import { swallowed } from 'candor-client/core';
import { Database } from './database.ts';
import { DAY_MS, parseTable, parseWeekTable, tableOf, textTable, WEEK_DAYS, weekTable } from './days.ts';
import { nextFile, removeLeftovers } from './files.ts';
import { BLOCK_BYTES } from './limits.ts';
import { createTable, dayTables, SCHEMA_VERSION, type Shape, singleTables, textShape, weekShape } from './schema.ts';
import { textsOfRuns } from './week-texts.ts';

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
    for (const name of tables.keys()) {
      const parsed = parseWeekTable(name);
      if (parsed?.kind !== 'weeks') continue;
      for (const day of await copyWeek(database, parsed.week, { tables, selection })) lost.add(day);
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
  const conditions = conditionsOf({ kind, day, selection, hasRuns: columns.includes('run') });
  await database.run(
    `${createTable(`fresh.${name}`, shape)} INSERT INTO fresh.${name} SELECT ${columnsFrom(shape, columns, kind, selection)} FROM old.${name}${where(conditions)};`,
  );
}

type Tables = ReadonlyMap<string, readonly string[]>;

/**
 * Copies the runs of a week with those of its texts that are still said of one. Of a damaged week each half has the other's
 * texts, so these are lost only where both are.
 * @returns days that are lost: of a damaged week each day is tried by itself
 */
async function copyWeek(
  database: Database,
  week: number,
  { tables, selection }: { readonly tables: Tables; readonly selection: Selection },
): Promise<readonly number[]> {
  const [runs, texts] = [weekTable(week), textTable(week)];
  const select = columnsFrom(weekShape, tables.get(runs) ?? [], 'runs', selection);
  const conditions = [
    ...(selection.fromDay === undefined ? [] : [`day >= ${selection.fromDay}`]),
    ...(selection.before === undefined ? [] : [`day < ${Math.ceil(selection.before / DAY_MS)}`]),
    ...conditionsOf({ kind: 'runs', day: null, selection, hasRuns: true }),
  ];
  const copyRuns = (from: string, more: readonly string[] = []) =>
    database.run(`INSERT INTO fresh.${runs} SELECT ${select} FROM ${from}${where([...conditions, ...more])};`);
  const ofTexts = columnsFrom(textShape, tables.get(texts) ?? [], 'texts', selection);
  const copyTexts = () =>
    database.run(
      `INSERT INTO fresh.${texts} SELECT ${ofTexts} FROM old.${texts} WHERE id IN (SELECT text FROM fresh.${runs});`,
    );
  const make = [`${createTable(`fresh.${runs}`, weekShape)}`, `${createTable(`fresh.${texts}`, textShape)}`];
  await database.run(make.join(' '));
  if (!selection.damaged) {
    await copyRuns(`old.${runs}`);
    await copyTexts();
    return [];
  }
  // A day that was recorded has its system.
  const days = Array.from({ length: WEEK_DAYS }, (_, index) => week * WEEK_DAYS + index);
  const recorded = days.filter((day) => tables.has(tableOf('system', day)) || tables.has(tableOf('minutes', day)));
  const withTexts = `(SELECT r.* REPLACE (t.name AS name, t.path AS path, t.command AS command) FROM old.${runs} r JOIN old.${texts} t ON t.id = r.text)`;
  const whole =
    (await saved('save-week', () => copyRuns(`old.${runs}`))) ||
    (await saved('save-week-by-texts', () => copyRuns(withTexts)));
  const lost: number[] = [];
  if (!whole) {
    for (const day of recorded) {
      if (!(await saved('save-day', () => copyRuns(`old.${runs}`, [`day = ${day}`])))) lost.push(day);
    }
  }
  if (!(await saved('save-texts', copyTexts))) {
    await database.run(`INSERT INTO fresh.${texts} ${textsOfRuns(`fresh.${runs}`)};`);
  }
  return lost;
}

/** Does what a damaged file may refuse, altogether or not at all. */
async function saved(what: string, action: () => Promise<void>): Promise<boolean> {
  try {
    await action();
    return true;
  } catch (thrown) {
    swallowed('store', what, thrown);
    return false;
  }
}

/** By name: a column that an older version did not have is empty, one that this one no longer has stays behind. */
function columnsFrom(shape: Shape, columns: readonly string[], kind: string, selection: Selection): string {
  const selected = Object.entries(shape).map(([column, type]) => {
    if (!columns.includes(column)) return `NULL::${type} AS "${column}"`;
    return `${trimmed(column, kind, selection)} AS "${column}"`;
  });
  return selected.join(', ');
}

/** Conditions for the rows that stay. */
function conditionsOf(of: {
  readonly kind: string;
  readonly day: number | null;
  readonly selection: Selection;
  readonly hasRuns: boolean;
}): readonly string[] {
  const { kind, day, selection, hasRuns } = of;
  return [
    ...(selection.before === undefined ? [] : kept(kind, day, selection.before)),
    ...(selection.without?.length && hasRuns ? ['run NOT IN (SELECT run FROM excluded_runs)'] : []),
  ];
}

const where = (conditions: readonly string[]): string =>
  conditions.length > 0 ? ` WHERE ${conditions.join(' AND ')}` : '';

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
  const held = tables.filter((name) => /^(runs|things|weeks)_|^open_/.test(name));
  const numbers = held.map(
    (name) => `SELECT run FROM old.${name} WHERE lower(name) IN (SELECT name FROM excluded_names)`,
  );
  const all = numbers.length > 0 ? numbers.join(' UNION ALL ') : 'SELECT 0::UINTEGER AS run WHERE false';
  await database.run(`CREATE TEMP TABLE excluded_runs AS ${all};`);
}

const quoted = (text: string): string => text.replaceAll("'", "''");
