import { describe, expect, it } from 'vitest';
import type { PortableSources, SampledInformation } from '../../../../../engine/sampler/portable/portable-metrics.ts';
import {
  createPortableReader,
  mapProcess,
  steadyStarts,
} from '../../../../../engine/sampler/portable/portable-reader.ts';
import { FakeTime } from '../../../../support/fakes.ts';

type Listed = Parameters<typeof mapProcess>[0];

/** As systeminformation 5.33 lists a process on macOS. */
const onMac: Listed = {
  pid: 501,
  parentPid: 1,
  name: 'Safari',
  cpu: 12.34,
  cpuu: 0,
  cpus: 0,
  mem: 1,
  priority: 46,
  memVsz: 1000,
  memRss: 2048,
  nice: 0,
  started: '2026-01-31 08:00:05',
  state: 'blocked',
  tty: '',
  user: 'anna',
  command: 'Safari',
  params: '--token abc',
  path: '/Applications/Safari.app/Contents/MacOS',
};

/** The same on Windows. */
const onWindows: Listed = {
  ...onMac,
  name: 'mysql.exe',
  user: '',
  state: 'unknown',
  command: '"C:\\Program Files\\MySQL\\mysql.exe" -psecret',
  params: '',
  path: 'C:\\Program Files\\MySQL\\mysql.exe',
};

const mac = { name: 'darwin', processors: 8 } as const;
const windows = { name: 'win32', processors: 8 } as const;
const started = new Date(2026, 0, 31, 8, 0, 5).getTime();

describe('a process listed by systeminformation', () => {
  it('is mapped on macOS', () => {
    expect(mapProcess(onMac, mac)).toEqual({
      pid: 501,
      parentPid: 1,
      name: 'Safari',
      user: 'anna',
      cpu: 12.3,
      memory: 2_097_152,
      threads: 0,
      state: 'waiting',
      started,
      path: '/Applications/Safari.app/Contents/MacOS/Safari',
      commandLine: '/Applications/Safari.app/Contents/MacOS/Safari --token •••',
    });
  });

  it('is mapped on Windows, where shares are of the whole machine', () => {
    expect(mapProcess(onWindows, windows)).toMatchObject({
      name: 'mysql.exe',
      user: '',
      cpu: 98.7,
      state: 'unknown',
      path: 'C:\\Program Files\\MySQL\\mysql.exe',
      commandLine: '"C:\\Program Files\\MySQL\\mysql.exe" -p•••',
    });
  });

  it('may have no path, no start and no figures', () => {
    const bare = { ...onMac, path: '', started: '', cpu: Number.NaN, memRss: Number.NaN, parentPid: Number.NaN };
    expect(mapProcess(bare, mac)).toMatchObject({ path: null, started: 0, cpu: 0, memory: 0, parentPid: 0 });
    expect(mapProcess({ ...onMac, started: 'yesterday' }, mac)?.started).toBe(0);
  });

  it('is no process when it is the idle time of Windows, or has no pid', () => {
    expect(mapProcess({ ...onWindows, pid: 0 }, windows)).toBeUndefined();
    expect(mapProcess({ ...onMac, pid: 0 }, mac)?.pid).toBe(0);
    expect(mapProcess({ ...onMac, pid: Number.NaN }, mac)).toBeUndefined();
  });

  it('keeps its start where that only wavers, not when the pid was given again', () => {
    const one = mapProcess(onMac, mac);
    if (!one) throw new Error('not mapped');
    const before = new Map([[one.pid, one]]);
    expect(steadyStarts([{ ...one, started: started + 1000 }], before)[0]?.started).toBe(started);
    expect(steadyStarts([{ ...one, started: started + 3000 }], before)[0]?.started).toBe(started + 3000);
    expect(steadyStarts([{ ...one, name: 'other', started: started + 1000 }], before)[0]?.started).toBe(started + 1000);
  });
});

function setUp(name: 'darwin' | 'win32', list: Listed[] = [onMac]) {
  const time = new FakeTime();
  const calls: string[] = [];
  const rates = { rx_sec: 100, tx_sec: 50 };
  const si = {
    processes: async () => ({ all: 1, running: 0, blocked: 0, sleeping: 0, unknown: 0, list }),
    fsStats: async () => (name === 'win32' ? null : { rx_sec: 10.4, wx_sec: null }),
    networkStats: async () => [
      { iface: 'en0', ...rates },
      { iface: 'lo0', ...rates },
    ],
    powerShellStart: () => calls.push('start'),
    powerShellRelease: () => calls.push('release'),
  } as unknown as SampledInformation;
  const cpus = [
    { user: 10, nice: 0, sys: 10, idle: 80, irq: 0 },
    { user: 60, nice: 0, sys: 10, idle: 130, irq: 0 },
  ].map((times) => [{ times }]);
  const sources: PortableSources = {
    si,
    memory: async () => ({ total: 1000, available: 300 }),
    cpus: () => cpus.shift() ?? [],
  };
  return {
    reader: createPortableReader({ sources, platform: { name, processors: 8 }, clock: time, enginePid: 9 }),
    calls,
  };
}

describe('the reader of macOS and Windows', () => {
  it('lists processes without its own helpers', async () => {
    const { reader } = setUp('darwin', [onMac, { ...onMac, pid: 9 }, { ...onMac, pid: 10, parentPid: 9 }]);
    expect((await reader.processes()).map(({ pid }) => pid)).toEqual([501, 9]);
  });

  it('fails when nothing was listed, which is what systeminformation says when it cannot', async () => {
    await expect(setUp('darwin', []).reader.processes()).rejects.toThrow();
  });

  it('gives figures from the second reading on', async () => {
    const { reader } = setUp('darwin');
    expect(await reader.metrics()).toBeUndefined();
    expect(await reader.metrics()).toMatchObject({
      cpu: 50,
      memoryUsed: 700,
      memoryTotal: 1000,
      diskRead: 10,
      diskWrite: 0,
      networkReceived: 100,
      networkSent: 50,
    });
  });

  it('gives no disk figures on Windows, where there are none', async () => {
    const { reader } = setUp('win32');
    await reader.metrics();
    expect(await reader.metrics()).toMatchObject({ diskRead: 0, diskWrite: 0 });
  });

  it('keeps a PowerShell on Windows only while somebody watches', () => {
    const { reader, calls } = setUp('win32');
    reader.begin?.();
    reader.rest?.();
    expect(calls).toEqual(['start', 'release']);
    expect(setUp('darwin').reader.begin).toBeUndefined();
  });
});
