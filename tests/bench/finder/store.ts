import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { TimeRange } from '../../../app/query/query.ts';
import { systemClock, systemTimers } from '../../../client/node/platform.ts';
import { Database } from '../../../engine/store/database.ts';
import { DAY_MS, DayCatalogue, HOUR_MS, MINUTE_MS } from '../../../engine/store/days.ts';
import { historyFile, sizeOfHistory } from '../../../engine/store/files.ts';
import { closeDays } from '../../../engine/store/housekeeping.ts';
import type { Batch } from '../../../engine/store/recorder.ts';
import type { MinuteRow, RunRow, SystemRow } from '../../../engine/store/schema.ts';
import { openStore, type Store } from '../../../engine/store/store.ts';
import { prepareTables, writeBatch } from '../../../engine/store/writer.ts';
import { SimulatedComputer } from '../../unit/engine/store/simulated-computer.ts';

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

/** Numbers that repeat from run to run, at least 0 and below 1 (mulberry32). */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const used = { cpu: null, peak: null, memory: null, memory_peak: null, read: null, written: null };

/** A process of long life, whose figures wander. */
interface LongLived {
  readonly run: number;
  cpu: number;
  memory: number;
}

/**
 * Writes a history into a folder by the way that the store writes, an hour at a time: short runs, the minutes of those that
 * live long, the system's minutes.
 */
export async function simulateHistory(folder: string, history: SimulatedHistory): Promise<void> {
  const database = await Database.open(historyFile(folder), { folder, memoryMB: LIMITS.memoryMB });
  await prepareTables(database);
  const days = new DayCatalogue([]);
  const random = randomNumbers(20_260_309);
  const hours = history.days * 24;
  const start = Math.floor(history.until / HOUR_MS) * HOUR_MS - hours * HOUR_MS;
  const perHour = Math.round(history.runs / hours);
  const long: LongLived[] = Array.from({ length: history.rowsPerMinute }, (_, index) => ({
    run: index + 1,
    cpu: index < 8 ? 500 : 10,
    memory: Math.round(4000 + 400_000 * random() ** 4),
  }));
  const openRuns = long.map(({ run }) => runRow(run, start, start, history.names, random));
  let run = history.rowsPerMinute;
  for (let hour = 0; hour < hours; hour++) {
    const from = start + hour * HOUR_MS;
    const runs: RunRow[] = [];
    for (let count = 0; count < perHour; count++) {
      run++;
      const first = Math.round(from + (HOUR_MS * count) / perHour);
      const lived = Math.round(200 + 60_000 * random() ** 6);
      runs.push({
        ...runRow(run, first, Math.min(first + lived, from + HOUR_MS - 1), history.names, random),
        ended: Math.min(first + lived, from + HOUR_MS - 1),
        cpu: Math.round(9000 * random() ** 3),
        peak: Math.round(10_000 * random()),
        memory: Math.round(4000 + 90_000 * random() ** 3),
        memory_peak: Math.round(4000 + 120_000 * random() ** 3),
        read: random() < 0.8 ? 0 : Math.round(100_000 * random()),
        written: random() < 0.8 ? 0 : Math.round(100_000 * random()),
      });
    }
    await writeBatch(database, days, {
      ...minutesOf(from, long, random),
      runs,
      things: [],
      over: [],
      openRuns: hour === 0 ? openRuns : [],
      openThings: [],
      gaps: [],
      seen: from + HOUR_MS,
      boot: 'b00t0001',
      highestRun: run,
    });
    if (hour % 24 === 23) {
      await closeDays(database, days, from + HOUR_MS);
      await database.run('CHECKPOINT;');
    }
  }
  await closeDays(database, days, history.until);
  await database.run('CHECKPOINT;');
  database.close();
}

function runRow(run: number, first: number, last: number, names: number, random: () => number): RunRow {
  const name = `program-${Math.floor(names * random() ** 2)}`;
  const pid = 1000 + (run % 4_000_000);
  return {
    run,
    key: `b00t0001.${pid}.${Math.round(first / 10) % 1_000_000_000}`,
    pid,
    ppid: 900 + Math.floor(100 * random()),
    parent: `b00t0001.${900 + Math.floor(100 * random())}.4711`,
    parent_name: `shell-${Math.floor(8 * random())}`,
    name,
    owner: random() < 0.7 ? 'ada' : 'root',
    path: `/usr/lib/${name}/bin/${name}`,
    command: `/usr/lib/${name}/bin/${name} --input=/home/ada/projects/${Math.floor(1000 * random())}/file-${Math.floor(10_000 * random())}.c --output build`,
    unit: `/user.slice/user-1000.slice/app-${name}.scope`,
    app: '',
    mine: true,
    kernel: false,
    deleted: false,
    threads: 1 + Math.floor(4 * random()),
    started: first - Math.floor(1500 * random()),
    first,
    begins: first,
    last,
    ended: null,
    resumes: null,
    exit: null,
    changed: null,
    ...used,
  };
}

function minutesOf(from: number, long: readonly LongLived[], random: () => number): Pick<Batch, 'minutes' | 'system'> {
  const minutes: MinuteRow[] = [];
  const system: SystemRow[] = [];
  for (let minute = 0; minute < 60; minute++) {
    const moment = from + minute * MINUTE_MS;
    for (const process of long) {
      const wandered = process.cpu + Math.round(process.cpu * 0.4 * (random() - 0.5)) + (random() < 0.3 ? 1 : 0);
      process.cpu = wandered > 10_000 ? 10 : Math.max(0, wandered);
      if (random() < 0.3) process.memory += Math.round(64 * (random() - 0.5));
      const busy = random() < 0.1;
      minutes.push({
        moment,
        run: process.run,
        lived: MINUTE_MS,
        cpu: process.cpu,
        peak: process.cpu + Math.round(process.cpu * random()),
        memory: process.memory,
        memory_peak: process.memory + (random() < 0.2 ? Math.round(2000 * random()) : 0),
        read: busy ? Math.round(50_000 * random()) : 0,
        written: busy ? Math.round(50_000 * random()) : 0,
      });
    }
    system.push({
      moment,
      watched: MINUTE_MS,
      cpu: Math.round(2000 * random()),
      memory: 8_000_000 + Math.round(100_000 * random()),
      memory_total: 24_000_000,
      read: Math.round(100_000 * random()),
      written: Math.round(100_000 * random()),
      received: Math.round(100_000 * random()),
      sent: Math.round(100_000 * random()),
      processes: 300 + Math.round(10 * random()),
    });
  }
  return { minutes, system };
}

/** Milliseconds of each of some questions, in the engine, without the window. */
export interface QueryTimes {
  readonly question: string;
  readonly times: readonly number[];
}

/** Asks each question so many times. */
export async function measureQuestions(store: Store, until: number, times: number): Promise<readonly QueryTimes[]> {
  const month: TimeRange = { from: until - 30 * DAY_MS, to: until };
  const day: TimeRange = { from: until - DAY_MS, to: until };
  const minute: TimeRange = { from: until - 3 * DAY_MS, to: until - 3 * DAY_MS + MINUTE_MS };
  const ask = (range: TimeRange, needed: readonly string[], shape: (relation: string) => string) => () =>
    store.query((relation) => {
      const { sql, parameters } = relation('process', range, new Set(needed));
      return { sql: shape(`(${sql})`), parameters };
    });
  const questions: Readonly<Record<string, () => Promise<unknown>>> = {
    'month | by name': ask(month, ['name'], (sql) => `SELECT name, count(*) FROM ${sql} GROUP BY name ORDER BY 2 DESC`),
    'month | by name | show max(peak)': ask(
      month,
      ['name', 'peak'],
      (sql) => `SELECT name, max(peak) FROM ${sql} GROUP BY name ORDER BY 2 DESC`,
    ),
    'month, word, 200 rows': ask(
      month,
      ['name', 'pid', 'user', 'path', 'commandLine', 'first'],
      (sql) =>
        `SELECT * FROM (${sql}) WHERE commandLine ILIKE '%file-4711%' OR name ILIKE '%file-4711%' ORDER BY first DESC LIMIT 200`,
    ),
    'month, cpu > 90, sort': ask(
      month,
      ['name', 'pid', 'user', 'cpu', 'peak', 'first', 'last'],
      (sql) => `SELECT * FROM (${sql}) WHERE cpu > 90 ORDER BY cpu DESC LIMIT 200`,
    ),
    'month, is:rare': ask(month, ['name', 'is:rare'], (sql) => `SELECT * FROM (${sql}) WHERE "is:rare" LIMIT 200`),
    'month, one name, ended and duration': ask(
      month,
      ['name', 'ended', 'duration', 'last', 'user', 'commandLine'],
      (sql) => `SELECT * FROM (${sql}) WHERE name = 'program-123' ORDER BY ended DESC LIMIT 200`,
    ),
    'a day, sort cpu': ask(
      day,
      ['name', 'pid', 'cpu', 'memory', 'lived', 'user'],
      (sql) => `SELECT * FROM ${sql} ORDER BY cpu DESC LIMIT 200`,
    ),
    'at a minute, sort cpu': ask(
      minute,
      ['name', 'pid', 'cpu', 'memory', 'lived', 'duration', 'ended'],
      (sql) => `SELECT * FROM ${sql} ORDER BY cpu DESC LIMIT 200`,
    ),
    'series of an hour': () => store.series({ of: 'system', figure: 'cpu' }, 'hour'),
    'series of a month': () => store.series({ of: 'system', figure: 'cpu' }, 'month'),
    'series of a process, a month': () =>
      store.series({ of: 'process', key: 'b00t0001.1001.4711', figure: 'cpu' }, 'month'),
    'values of name': () => store.values('process', 'name', 'program-1'),
    gaps: () => store.gaps(month),
  };
  const measured: QueryTimes[] = [];
  for (const [question, asked] of Object.entries(questions)) {
    const taken: number[] = [];
    for (let count = 0; count < times; count++) {
      const began = performance.now();
      await asked();
      taken.push(performance.now() - began);
    }
    measured.push({ question, times: taken });
  }
  return measured;
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

export const percentile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0;

/** Figures of the store that the targets of the Finder are held against. */
export interface StoreFigures {
  /** Of 30 days at 100 rows a minute with few runs, and with a million. */
  readonly bytes: number;
  readonly bytesWithRuns: number;
  readonly questions: readonly QueryTimes[];
  readonly writing: WritingCost;
  /** Resident memory of this process before the store was opened, and at the end. */
  readonly resident: readonly [before: number, after: number];
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
    const questions = await measureQuestions(store, until, repetitions);
    await store.close();
    return {
      bytes: (await sizeOfHistory(plain)).whole,
      bytesWithRuns: (await sizeOfHistory(full)).whole,
      questions,
      writing,
      resident: [before, process.memoryUsage.rss()],
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
    ...figures.questions.map(
      ({ question, times }) =>
        `${percentile(times, 0.5).toFixed(1)} ms, p95 ${percentile(times, 0.95).toFixed(1)} ms: ${question}`,
    ),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}
