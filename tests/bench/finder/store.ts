import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { systemClock, systemTimers } from '../../../client/node/platform.ts';
import { Database } from '../../../engine/store/database.ts';
import { DAY_MS, DayCatalogue, dayOf, MINUTE_MS, startOfDay, tableOf } from '../../../engine/store/days.ts';
import { historyFile, sizeOfHistory } from '../../../engine/store/files.ts';
import { closeDays, layIntoWeeks } from '../../../engine/store/housekeeping.ts';
import { createTable, dayTables } from '../../../engine/store/schema.ts';
import { openStore } from '../../../engine/store/store.ts';
import { prepareTables } from '../../../engine/store/writer.ts';
import { SimulatedComputer } from '../../unit/engine/store/simulated-computer.ts';
import { type AtLimit, measureLimits } from './memory-limits.ts';
import { measureAsked, measureQuestions, percentile, type QueryTimes } from './store-questions.ts';

/** A history as long use makes it. */
export interface SimulatedHistory {
  readonly days: number;
  /** Rows of processes that each minute keeps. */
  readonly rowsPerMinute: number;
  /** Runs of processes in all. */
  readonly runs: number;
  /** Names that they share. */
  readonly names: number;
  /** When it ends. */
  readonly until: number;
}

export const MONTH: Omit<SimulatedHistory, 'until'> = { days: 30, rowsPerMinute: 100, runs: 1_000_000, names: 500 };

const LIMITS = { memoryMB: 128, sizeMB: 2000, days: 31 };

/** A number below `below` that repeats from run to run, of the row that `of` names, for the purpose that `salt` names. */
const number = (of: string, salt: number, below: number): string => `(hash(${of}, ${salt}) % ${below})::BIGINT`;
/** The same from 0 to 1, most of them small. */
const skewed = (of: string, salt: number, power: number): string =>
  `pow(${number(of, salt, 10_000)} / 10000.0, ${power})`;

/**
 * Makes a history in a folder, in the tables that the store writes, a day at a time. Of the runs most live for seconds and
 * have one of forty command lines of their program, as those of shells, timers and builds do; every seventh has one that no
 * other has. Of the processes of long life every seventh is busy, a third uses a little, the others wake up now and then.
 */
export async function simulateHistory(folder: string, history: SimulatedHistory): Promise<void> {
  const database = await Database.open(historyFile(folder), { folder, memoryMB: LIMITS.memoryMB });
  await prepareTables(database);
  const days = new DayCatalogue([]);
  const last = dayOf(history.until);
  const first = last - history.days + 1;
  const runsADay = Math.round(history.runs / history.days);
  await database.run(
    `INSERT INTO open_runs SELECT * REPLACE (${startOfDay(first)} AS first, ${startOfDay(last)} AS begins, NULL AS ended, NULL AS cpu) FROM (${runsSql({ day: first, from: 1, count: history.rowsPerMinute, names: history.names })});`,
  );
  for (let day = first; day <= last; day++) {
    const from = history.rowsPerMinute + 1 + (day - first) * runsADay;
    const tables = (['runs', 'things', 'minutes', 'system'] as const).map((kind) => tableOf(kind, day));
    const [runs, things, minutes, system] = tables as [string, string, string, string];
    await database.run(
      [
        createTable(runs, dayTables.runs),
        createTable(things, dayTables.things),
        createTable(minutes, dayTables.minutes),
        createTable(system, dayTables.system),
        `INSERT INTO ${runs} ${runsSql({ day, from, count: runsADay, names: history.names })} ORDER BY last;`,
        `INSERT INTO ${minutes} ${minutesSql(day, history.rowsPerMinute)} ORDER BY minute;`,
        `INSERT INTO ${system} ${systemSql(day)} ORDER BY minute;`,
      ].join('\n'),
    );
    for (const table of tables) days.add(table);
    await closeDays(database, days, startOfDay(day + 1));
    if (day < last) await layIntoWeeks(database, days, { now: startOfDay(day + 1), atMost: 1 });
    await database.run('CHECKPOINT;');
  }
  await database.run(
    `UPDATE state SET seen = ${history.until}, boot = 'b00t0001', highest_run = ${history.runs + 1000};`,
  );
  await database.run('CHECKPOINT;');
  database.close();
}

function runsSql(of: { day: number; from: number; count: number; names: number }): string {
  const start = `${startOfDay(of.day)} + (i - ${of.from}) * ${DAY_MS} // ${of.count}`;
  return `SELECT i::UINTEGER AS run, 'b00t0001.' || pid || '.' || (first // 10 % 1000000000) AS key, pid::UINTEGER AS pid,
      (900 + ${number('i', 1, 100)})::UINTEGER AS ppid, 'b00t0001.' || (900 + ${number('i', 1, 100)}) || '.4711' AS parent,
      'shell-' || ${number('i', 2, 8)} AS parent_name, name, CASE WHEN ${number('i', 3, 10)} < 7 THEN 'ada' ELSE 'root' END AS owner,
      '/usr/lib/' || name || '/bin/' || name AS path,
      '/usr/lib/' || name || '/bin/' || name || ' --input=/home/ada/projects/' || CASE WHEN i % 7 = 0 THEN i ELSE ${number('i', 4, 40)} END || '/main.c --output build --jobs 4' AS command,
      '/user.slice/user-1000.slice/app-' || name || '.scope' AS unit, '' AS app, true AS mine, false AS kernel, false AS deleted,
      (1 + ${number('i', 5, 4)})::UINTEGER AS threads, first - ${number('i', 6, 1500)} AS started, first, first AS begins,
      ended AS last, ended, NULL::BIGINT AS resumes, NULL::INTEGER AS exit, NULL::BIGINT AS changed,
      (9000 * ${skewed('i', 7, 3)})::UINTEGER AS cpu, (9000 * ${skewed('i', 7, 3)} + 1000 * ${skewed('i', 8, 1)})::UINTEGER AS peak,
      (4000 + 90000 * ${skewed('i', 9, 3)})::UINTEGER AS memory, (5000 * ${skewed('i', 9, 3)})::UINTEGER AS memory_over,
      CASE WHEN i % 5 = 0 THEN ${number('i', 10, 1500)} ELSE 0 END::UINTEGER AS read,
      CASE WHEN i % 5 = 1 THEN ${number('i', 11, 1500)} ELSE 0 END::UINTEGER AS written
    FROM (SELECT i, first, 1000 + i % 4000000 AS pid, 'program-' || (${of.names} * ${skewed('i', 12, 2)})::BIGINT AS name,
        least(first + 200 + (60000 * ${skewed('i', 13, 6)})::BIGINT, ${startOfDay(of.day + 1) - 1}) AS ended
      FROM (SELECT i, ${start} AS first FROM range(${of.from}, ${of.from + of.count}) r(i)))`;
}

function minutesSql(day: number, rows: number): string {
  const of = `run * 1440 + minute + ${day * 1_440_000}::BIGINT`;
  return `SELECT run::UINTEGER, minute::USMALLINT, 60000::USMALLINT, cpu::UINTEGER, (cpu + cpu * ${number(of, 21, 100)} // 100)::UINTEGER,
      memory::UINTEGER, CASE WHEN ${number(of, 22, 5)} = 0 THEN ${number(of, 23, 2000)} ELSE 0 END::UINTEGER,
      CASE WHEN ${number(of, 24, 10)} = 0 THEN ${number(of, 25, 800)} ELSE 0 END::UINTEGER,
      CASE WHEN ${number(of, 26, 10)} = 0 THEN ${number(of, 27, 800)} ELSE 0 END::UINTEGER
    FROM (SELECT run, minute,
        CASE WHEN run % 7 = 0 THEN 100 + ${number(of, 28, 3000)} WHEN run % 3 = 0 THEN ${number(of, 29, 30)}
          WHEN ${number(of, 30, 10)} = 0 THEN ${number(of, 31, 5)} ELSE 0 END AS cpu,
        4000 + (400000 * ${skewed('run', 32, 4)})::BIGINT + CASE WHEN run % 2 = 0 THEN (200 * sin(minute / 90.0 + run) + 200)::BIGINT + ${number(of, 33, 20)} ELSE 0 END AS memory
      FROM range(1, ${rows + 1}) a(run), range(1440) b(minute))`;
}

function systemSql(day: number): string {
  const of = `minute + ${day * 1440}`;
  return `SELECT minute::USMALLINT, 60000::USMALLINT, ${number(of, 41, 3000)}::UINTEGER, (8000000 + ${number(of, 42, 100_000)})::UINTEGER,
      24000000::UINTEGER, ${number(of, 43, 100_000)}::UBIGINT, ${number(of, 44, 100_000)}::UBIGINT, ${number(of, 45, 100_000)}::UBIGINT,
      ${number(of, 46, 100_000)}::UBIGINT, (300 + ${number(of, 47, 20)})::UINTEGER FROM range(1440) r(minute)`;
}

/** Longest time in which this process's event loop stood still, and CPU time of a minute's writing, in milliseconds. */
export interface WritingCost {
  readonly worstStall: number;
  readonly cpuPerMinute: number;
}

/** Records some minutes of a computer with so many processes into a store, with checkpoints and the end of a day. */
export async function measureWriting(folder: string, processes: number, minutes: number): Promise<WritingCost> {
  const computer = new SimulatedComputer(Math.floor(Date.now() / DAY_MS) * DAY_MS - (minutes / 2) * MINUTE_MS);
  const { time } = computer;
  const store = await openStore({ folder, clock: time, timers: time, limits: LIMITS, excluded: [], recording: true });
  for (let count = 0; count < processes; count++) computer.start(`process-${count % 80}`, { cpu: count % 9 });
  const delay = monitorEventLoopDelay({ resolution: 1 });
  let cpu = 0;
  for (let minute = 0; minute < minutes; minute++) {
    const births = Array.from({ length: 20 }, (_, count) => computer.start(`short-${count}`, { cpu: 30 }));
    const before = process.cpuUsage();
    for (let reading = 0; reading < 30; reading++) {
      if (reading === 15) for (const birth of births) computer.end(birth);
      time.advance(computer.cadence);
      delay.enable();
      store.observe(computer.read());
      // As in the engine, other things have their turn between two readings.
      await new Promise((resolve) => setImmediate(resolve));
    }
    await store.flush();
    await new Promise((resolve) => setTimeout(resolve, 2));
    delay.disable();
    const { user, system } = process.cpuUsage(before);
    cpu += (user + system) / 1000;
  }
  delay.enable();
  await store.close();
  await new Promise((resolve) => setTimeout(resolve, 2));
  delay.disable();
  return { worstStall: delay.max / 1e6, cpuPerMinute: cpu / minutes };
}

/** Figures of the store that the targets of the Finder are held against. */
export interface StoreFigures {
  /** Of 30 days at 100 rows a minute with few runs, and with a million. */
  readonly bytes: number;
  readonly bytesWithRuns: number;
  readonly questions: readonly QueryTimes[];
  readonly asked: readonly QueryTimes[];
  readonly writing: WritingCost;
  /** Resident memory of this process before the store was opened, and at the end. */
  readonly resident: readonly [before: number, after: number];
  /** What questions take with less and more memory for DuckDB. */
  readonly limits: readonly AtLimit[];
}

/** Measures everything; takes some minutes, most of them for making the history. */
export async function measureStore(repetitions = 20): Promise<StoreFigures> {
  const folder = mkdtempSync(path.join(tmpdir(), 'candor-bench-store-'));
  try {
    const until = Date.now();
    const plain = path.join(folder, 'plain');
    await simulateHistory(plain, { ...MONTH, runs: 60_000, until });
    const full = path.join(folder, 'full');
    await simulateHistory(full, { ...MONTH, until });
    const writing = await measureWriting(path.join(folder, 'writing'), 500, 30);
    const before = process.memoryUsage.rss();
    const store = await openStore({
      folder: full,
      clock: systemClock,
      timers: systemTimers,
      limits: LIMITS,
      excluded: [],
      recording: true,
    });
    const single = await measureQuestions(store, until, repetitions);
    const asked = await measureAsked(store, repetitions);
    await store.close();
    const resident = [before, process.memoryUsage.rss()] as const;
    return {
      bytes: (await sizeOfHistory(plain)).whole,
      bytesWithRuns: (await sizeOfHistory(full)).whole,
      questions: single,
      asked,
      writing,
      resident,
      limits: await measureLimits(full, until),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (import.meta.main) {
  const figures = await measureStore();
  const lines = [
    `30 days, 100 rows a minute: ${(figures.bytes / 1e6).toFixed(1)} MB; with a million runs: ${(figures.bytesWithRuns / 1e6).toFixed(1)} MB`,
    `writing: worst stall ${figures.writing.worstStall.toFixed(1)} ms, ${figures.writing.cpuPerMinute.toFixed(1)} ms of CPU a minute`,
    `resident: ${figures.resident.map((bytes) => `${(bytes / 1e6).toFixed(0)} MB`).join(' → ')}`,
    ...figures.limits.map(
      ({ megabytes, total, resident }) =>
        `${megabytes} MB: ${total?.toFixed(0) ?? 'refused'} ms, ${(resident / 1e6).toFixed(0)} MB`,
    ),
    ...figures.questions.map(
      ({ question, times }) =>
        `${percentile(times, 0.5).toFixed(1)} ms, p95 ${percentile(times, 0.95).toFixed(1)} ms: ${question}`,
    ),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}
