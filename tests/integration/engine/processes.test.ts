import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { cpus, homedir, uptime } from 'node:os';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { metricsSchema } from '../../../app/finder/device.ts';
import type { Process } from '../../../app/finder/process.ts';
import { systemClock, systemTimers } from '../../../client/node/platform.ts';
import { createPastAnswers } from '../../../engine/asking/past.ts';
import { createDesktopEntries } from '../../../engine/sampler/linux/desktop-entries.ts';
import { linuxSources } from '../../../engine/sampler/linux/linux-sources.ts';
import { systemFiles } from '../../../engine/sampler/linux/system-files.ts';
import { createSampler, type SamplerReport } from '../../../engine/sampler/sampler.ts';
import { nobody } from '../../../engine/sampler/schedule.ts';
import type { AnySource, Source } from '../../../engine/sampler/source.ts';
import { openStore } from '../../../engine/store/store.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/** What `ps` says of one process, by the names of its columns. */
function ps(pid: number, ...columns: string[]): string[] {
  return columns.map((column) => {
    const env = { ...process.env, LC_ALL: 'C', TZ: 'UTC' };
    return execFileSync('ps', ['-o', `${column}=`, '-p', String(pid)], { encoding: 'utf8', env }).trim();
  });
}

const inUse: (readonly AnySource[])[] = [];

afterEach(() => {
  for (const source of inUse.splice(0).flat()) source.rest?.();
});

function sources(enginePid: number): readonly AnySource[] {
  const all = linuxSources({
    files: systemFiles,
    clock: systemClock,
    processors: cpus().length,
    wordSize: 8,
    userId: process.getuid?.() ?? 0,
    entries: createDesktopEntries(systemFiles, systemClock, homedir()),
    enginePid,
  });
  inUse.push(all);
  return all;
}

/** Lists the processes of this computer; its first list has nothing to compare with. */
function reader(enginePid = -1): () => readonly Process[] {
  const source = sources(enginePid).find(({ id }) => id === 'processes') as Source<'processes'> | undefined;
  let continuous = false;
  return () => {
    const rows = source?.read({ at: systemClock.now(), monotonic: systemClock.monotonic(), continuous });
    continuous = true;
    return (rows as readonly Process[] | undefined) ?? [];
  };
}

/** A script that says when it runs and then keeps a processor busy for as long as it is told. */
const busy = `
  process.title = 'a (very) odd name';
  process.stdin.on('data', () => {});
  setInterval(() => { const end = performance.now() + 40; while (performance.now() < end); }, 50);
  process.stdout.write('ready');
`;

describe('the processes of this computer', () => {
  let child: ChildProcess;

  beforeEach(async () => {
    child = spawn(process.execPath, ['-e', busy, '--', '--password', 'hunter2']);
    await new Promise((resolve) => child.stdout?.once('data', resolve));
  });

  afterEach(() => {
    child.kill('SIGKILL');
  });

  const pid = () => child.pid ?? 0;

  it('are told as ps tells them', () => {
    const found = reader()().find((one) => one.pid === pid());
    const [parent, user, threads, started, resident] = ps(pid(), 'ppid', 'user', 'nlwp', 'lstart', 'rss');
    expect(found).toMatchObject({
      parentPid: Number(parent),
      user,
      mine: true,
      kernel: false,
      threads: Number(threads),
      path: process.execPath,
      name: 'a (very) odd name',
    });
    expect(found?.parentKey).toMatch(new RegExp(`^[0-9a-f]{8}\\.${parent}\\.\\d+$`));
    // ps rounds to whole seconds, from a boot time that it works out itself.
    expect(Math.abs((found?.started ?? 0) - Date.parse(`${started} UTC`))).toBeLessThan(2000);
    const bytes = Number(resident) * 1024;
    expect(Math.abs((found?.memory ?? 0) - bytes)).toBeLessThan(Math.max(8 * 1024 * 1024, bytes * 0.25));
  });

  it('began no later than now, and this one when its runtime says', () => {
    const rows = reader()();
    const now = Date.now();
    expect(rows.filter(({ started }) => started > now)).toEqual([]);
    const own = rows.find((one) => one.pid === process.pid);
    expect(Math.abs((own?.started ?? 0) - performance.timeOrigin)).toBeLessThan(2000);
  });

  it('show no secret of a command line', async () => {
    const sleeper = spawn('sleep', ['60']);
    const secret = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', '--', '--password', 'hunter2']);
    try {
      await expect.poll(() => reader()().find((one) => one.pid === secret.pid)?.commandLine).toMatch(/--password •••$/);
      const lines = reader()().map(({ commandLine }) => commandLine);
      expect(lines).toContain('sleep 60');
      expect(lines.filter((line) => line.includes('hunter2'))).toEqual([]);
    } finally {
      sleeper.kill();
      secret.kill();
    }
  });

  it('have a share of a processor from the second reading on, and the same identity', async () => {
    const read = reader();
    const first = read().find((one) => one.pid === pid());
    expect(first?.cpu).toBe(0);
    await expect.poll(() => read().find((one) => one.pid === pid())?.cpu, { interval: 300 }).toBeGreaterThan(1);
    expect(read().find((one) => one.pid === pid())?.key).toBe(first?.key);
  });

  it('are found anew when they have become another program: an exec leaves PID and start as they are', async () => {
    const shell = spawn('sh', ['-c', 'read line; exec sleep 60'], { stdio: ['pipe', 'ignore', 'ignore'] });
    try {
      const read = reader();
      await expect.poll(() => read().find((one) => one.pid === shell.pid)?.name).toBe('sh');
      const before = read().find((one) => one.pid === shell.pid);
      shell.stdin?.end('\n');
      await expect.poll(() => read().find((one) => one.pid === shell.pid)?.commandLine).toBe('sleep 60');
      expect(read().find((one) => one.pid === shell.pid)).toMatchObject({
        key: before?.key,
        started: before?.started,
        name: 'sleep',
      });
    } finally {
      shell.kill();
    }
  });

  it('are gone from the list once they have ended, and hold no descriptor open', async () => {
    const source = sources(-1).find(({ id }) => id === 'processes');
    const moment = () => ({ at: Date.now(), monotonic: performance.now(), continuous: true });
    const list = () => source?.read(moment()) as readonly Process[];
    // The one that lists the folder is gone when it is looked at.
    const own = () =>
      systemFiles.names('/proc/self/fd').filter((descriptor) => {
        const target = systemFiles.target(`/proc/self/fd/${descriptor}`);
        return target !== null && /^\/proc\/\d+\/stat$/.test(new TextDecoder().decode(target));
      }).length;
    const descriptors = own();
    expect(list().some((one) => one.pid === pid())).toBe(true);
    expect(own()).toBeGreaterThan(descriptors);
    child.kill('SIGKILL');
    await expect.poll(() => list().some((one) => one.pid === pid())).toBe(false);
    source?.rest?.();
    expect(own()).toBe(descriptors);
  });

  it('that have ended, and that their parent does not ask, are found by what they ended with', async () => {
    // Their parent asks for neither before it is told to.
    const script = `sh -c 'exit 3' & sh -c 'kill -KILL $$' & read line; wait; read line`;
    const parent = spawn('sh', ['-c', script], { stdio: ['pipe', 'ignore', 'ignore'] });
    try {
      const read = reader();
      const exits = () =>
        read()
          .filter(({ parentPid }) => parentPid === parent.pid)
          .map(({ exit }) => exit);
      await expect.poll(() => exits().sort()).toEqual([137, 3]);
      const store = await openStore({
        folder: temporaryFolder(),
        clock: systemClock,
        timers: systemTimers,
        limits: { memoryMB: 128, sizeMB: 200, days: 30 },
        excluded: [],
        recording: true,
      });
      onTestFinished(() => store.close());
      const observe = () =>
        store.observe({
          at: systemClock.now(),
          monotonic: systemClock.monotonic(),
          bootId: '00000000',
          cadence: 2000,
          processes: read(),
          metrics: null,
        });
      const past = createPastAnswers(
        async () => store,
        systemClock,
        () => systemClock.now() - uptime() * 1000,
      );
      const found = async (test: string, steps = '') =>
        (await past.query(1, `process ${test} ppid:${parent.pid} during 5m ${steps}`, 'process')).rows;
      observe();
      expect(await found('exit:3')).toMatchObject([{ name: 'sh', exit: 3, ended: null }]);
      expect(await found('exit:137')).toMatchObject([{ name: 'sh', exit: 137 }]);
      expect(await found('exit:0')).toEqual([]);
      parent.stdin?.write('\n');
      await expect.poll(() => exits()).toEqual([]);
      observe();
      const [ended] = await found('exit:3');
      expect(ended).toMatchObject({ name: 'sh', exit: 3 });
      expect(ended?.['ended']).toBeGreaterThan(0);
      expect(await found('exit>0', '| sort ended desc')).toHaveLength(2);
    } finally {
      parent.kill();
    }
  });

  it('leave out the helpers of the process that reads them', () => {
    const pids = reader(process.pid)().map((one) => one.pid);
    expect(pids).toContain(process.pid);
    expect(pids).not.toContain(pid());
  });

  it('and the figures of the system are told by the sampler, in the form agreed on', async () => {
    const reports: SamplerReport[] = [];
    const sampler = createSampler({
      sources: sources(-1),
      clock: systemClock,
      timers: systemTimers,
      uptime: () => uptime() * 1000,
      report: (report) => reports.push(report),
    });
    const metrics = () => reports.flatMap((report) => (report.kind === 'metrics' ? report.metrics : []));
    sampler.want({ level: 'visible', topics: ['processes', 'metrics'], recorded: [] });
    await expect.poll(() => metrics().length).toBeGreaterThan(1);
    sampler.want(nobody);
    for (const one of metrics()) expect(metricsSchema.safeParse(one).success).toBe(true);
    const last = metrics().at(-1);
    expect(last?.cpu).not.toBeNull();
    expect(last?.memoryUsed).toBeLessThan(last?.memoryTotal ?? 0);
    expect(reports.filter(({ kind }) => kind === 'source' || kind === 'jump')).toEqual([]);
    expect(reports.some((report) => report.kind === 'list' && report.rows.length > 1)).toBe(true);
  });
});
