import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { cpus } from 'node:os';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { metricsSchema } from '../../../app/finder/device.ts';
import { processSampleSchema } from '../../../app/finder/process.ts';
import { processKey } from '../../../app/finder/sampling.ts';
import { systemClock } from '../../../client/node/platform.ts';
import { systemFiles } from '../../../engine/sampler/linux/system-files.ts';
import { createLinuxReader } from '../../../engine/sampler/platform-reader.ts';
import type { Reader } from '../../../engine/sampler/reader.ts';

/** What `ps` says of one process, by the names of its columns. */
function ps(pid: number, ...columns: string[]): string[] {
  return columns.map((column) => {
    const env = { ...process.env, LC_ALL: 'C', TZ: 'UTC' };
    return execFileSync('ps', ['-o', `${column}=`, '-p', String(pid)], { encoding: 'utf8', env }).trim();
  });
}

function reader(enginePid = -1): Reader {
  const processors = cpus().length;
  return createLinuxReader({ files: systemFiles, clock: systemClock, processors, wordSize: 8, enginePid });
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

  it('are told as ps tells them', async () => {
    const found = (await reader().processes()).find((one) => one.pid === pid());
    const [parent, user, threads, started, resident] = ps(pid(), 'ppid', 'user', 'nlwp', 'lstart', 'rss');
    expect(found).toMatchObject({
      parentPid: Number(parent),
      user,
      threads: Number(threads),
      path: process.execPath,
      name: 'a (very) odd name',
    });
    // ps rounds to whole seconds, from a boot time that it works out itself.
    expect(Math.abs((found?.started ?? 0) - Date.parse(`${started} UTC`))).toBeLessThan(2000);
    const bytes = Number(resident) * 1024;
    expect(Math.abs((found?.memory ?? 0) - bytes)).toBeLessThan(Math.max(8 * 1024 * 1024, bytes * 0.25));
  });

  it('show no secret of a command line', async () => {
    const sleeper = spawn('sleep', ['60']);
    const secret = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', '--', '--password', 'hunter2']);
    try {
      await expect
        .poll(async () => (await reader().processes()).find((one) => one.pid === secret.pid)?.commandLine)
        .toMatch(/--password •••$/);
      const lines = (await reader().processes()).map(({ commandLine }) => commandLine);
      expect(lines).toContain('sleep 60');
      expect(lines.filter((line) => line.includes('hunter2'))).toEqual([]);
    } finally {
      sleeper.kill();
      secret.kill();
    }
  });

  it('have a share of a processor in the second sample, and the same identity', async () => {
    const read = reader();
    const first = (await read.processes()).find((one) => one.pid === pid());
    expect(first?.cpu).toBe(0);
    await expect
      .poll(async () => (await read.processes()).find((one) => one.pid === pid())?.cpu, { interval: 300 })
      .toBeGreaterThan(1);
    const second = (await read.processes()).find((one) => one.pid === pid());
    expect(second && first && processKey(second)).toBe(first && processKey(first));
  });

  it('leave out the helpers of the process that reads them', async () => {
    const pids = (await reader(process.pid).processes()).map((one) => one.pid);
    expect(pids).toContain(process.pid);
    expect(pids).not.toContain(pid());
  });

  it('fit the contract, as do the figures of the system', async () => {
    const read = reader();
    expect(await read.metrics()).toBeUndefined();
    const processes = await read.processes();
    expect(processSampleSchema.safeParse({ at: Date.now(), processes }).success).toBe(true);
    const metrics = await read.metrics();
    expect(metricsSchema.safeParse(metrics).success).toBe(true);
    expect(metrics?.memoryUsed).toBeLessThan(metrics?.memoryTotal ?? 0);
  });
});
