import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FIRST_ROWS } from '../../../app/finder/history.ts';
import type { Process } from '../../../app/finder/process.ts';
import { AskError } from '../../../engine/asking/ask-error.ts';
import { createPastAnswers } from '../../../engine/asking/past.ts';
import { openStore, type Store } from '../../../engine/store/store.ts';
import { FakeTime } from '../../support/fakes.ts';

const START = Date.UTC(2026, 2, 9, 12);

let folder: string;
let store: Store;
let time: FakeTime;

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'candor-past-'));
  time = new FakeTime(START);
  store = await openStore({
    folder: path.join(folder, 'history'),
    clock: time,
    timers: time,
    limits: { memoryMB: 128, sizeMB: 200, days: 30 },
    excluded: [],
    recording: true,
  });
});

afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const running = (pid: number, more: Partial<Process> = {}): Process =>
  ({
    key: `aaaaaaaa.${pid}.${pid}`,
    pid,
    parentPid: 1,
    parentKey: null,
    parentName: '',
    name: `program-${pid}`,
    user: 'ann',
    mine: true,
    kernel: false,
    cpu: pid,
    memory: 1024 * 1024,
    threads: 1,
    state: 'sleeping',
    started: START - 1000,
    path: `/usr/bin/program-${pid}`,
    deleted: false,
    commandLine: `program-${pid} --run`,
    unit: '',
    app: '',
    read: null,
    written: null,
    exit: null,
    ...more,
  }) as Process;

function look(processes: readonly Process[]): void {
  store.observe({
    at: time.now(),
    monotonic: time.monotonic(),
    sinceBoot: 1_000_000 + time.monotonic(),
    bootId: 'aaaaaaaa',
    cadence: 10_000,
    processes,
    metrics: null,
  });
  time.advance(10_000);
}

describe('a question about the past', () => {
  it('finds what has ended, groups, and gives further pages of its newest answer', async () => {
    const many = Array.from({ length: 250 }, (_, at) => running(100 + at));
    look([...many, running(7)]);
    look(many);
    const past = createPastAnswers(
      async () => store,
      time,
      () => START - 60_000,
    );
    const gone = await past.query(1, 'process is:gone during 5m', 'process');
    expect(gone).toMatchObject({ total: 1, cut: false, type: 'process', rows: [{ name: 'program-7' }] });
    const all = await past.query(1, 'program during 5m | sort pid', 'process');
    expect(all.total).toBe(251);
    // As many as stand in a window: the rest of the first page is asked for when it comes in sight.
    expect(all.rows.map((row) => row['pid'])).toEqual([7, ...many.slice(0, FIRST_ROWS - 1).map(({ pid }) => pid)]);
    expect(await past.page(1, all.id, 0, 200)).toEqual([...all.rows, ...(await past.page(1, all.id, FIRST_ROWS, 136))]);
    expect((await past.page(1, all.id, 200, 200)).map((row) => row['pid'])).toEqual(
      many.slice(199).map(({ pid }) => pid),
    );
    await expect(past.page(1, gone.id, 0, 1)).rejects.toThrow(AskError);
    await expect(past.page(2, all.id, 0, 1)).rejects.toThrow(AskError);
    const grouped = await past.query(1, 'process during 5m | by user | show count()', 'process');
    expect(grouped.rows).toMatchObject([{ user: 'ann', 'count()': 251 }]);
  });

  it('is refused as what it is: not understood, or no history to ask', async () => {
    const past = createPastAnswers(
      async () => undefined,
      time,
      () => 0,
    );
    await expect(past.query(1, 'process during 5m', 'process')).rejects.toMatchObject({ failure: 'store' });
    const asked = createPastAnswers(
      async () => store,
      time,
      () => 0,
    );
    await expect(asked.query(1, 'process during', 'process')).rejects.toMatchObject({ failure: 'invalid' });
  });
});
