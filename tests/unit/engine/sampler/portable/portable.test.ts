import { describe, expect, it } from 'vitest';
import {
  createPortableProcesses,
  mapProcess,
  steadyStarts,
} from '../../../../../engine/sampler/portable/portable-processes.ts';
import { portableSources } from '../../../../../engine/sampler/portable/portable-sources.ts';
import { type SampledId, type Source, sourceFailure } from '../../../../../engine/sampler/source.ts';
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

const mac = { name: 'darwin', processors: 8, account: 'anna' } as const;
const windows = { name: 'win32', processors: 8, account: 'anna' } as const;
const started = new Date(2026, 0, 31, 8, 0, 5).getTime();

describe('a process listed by systeminformation', () => {
  it('is mapped on macOS', () => {
    expect(mapProcess(onMac, mac)).toEqual({
      key: '',
      parentKey: null,
      parentName: '',
      mine: true,
      kernel: false,
      deleted: false,
      unit: 'app:Safari',
      app: 'Safari',
      read: null,
      written: null,
      exit: null,
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

describe('the list of processes of macOS and Windows', () => {
  const boot = 1_700_000_000_000;
  const readerOf = (lists: Listed[][]) =>
    createPortableProcesses({ processes: async () => ({ list: lists.shift() ?? [] }) }, mac, boot);

  it('has identities of boot, pid and start, and parents by them', async () => {
    const parent = { ...onMac, pid: 500, started: '2026-01-31 07:00:00', name: 'launchd' };
    const [first, second] = await readerOf([[parent, { ...onMac, parentPid: 500 }]])();
    expect(second?.key).toMatch(/^[0-9a-f]{8}\.501\.\d+$/);
    expect(second).toMatchObject({ parentKey: first?.key, parentName: 'launchd' });
    expect(first?.parentKey).toBeNull();
  });

  it('has the same objects while nothing has changed', async () => {
    const read = readerOf([
      [onMac],
      [{ ...onMac, memRss: 2049, started: '2026-01-31 08:00:06' }],
      [{ ...onMac, cpu: 50 }],
    ]);
    const [before] = await read();
    expect((await read())[0]).toBe(before);
    expect((await read())[0]).toMatchObject({ key: before?.key, cpu: 50 });
  });

  it('fails when nothing was listed, which is what systeminformation says when it cannot', async () => {
    await expect(readerOf([[]])()).rejects.toThrow(SyntaxError);
  });
});

function setUp(name: 'darwin' | 'win32', list: Listed[] = [onMac]) {
  const time = new FakeTime();
  const calls: string[] = [];
  const rates = { rx_sec: 100, tx_sec: 50 };
  const socket = {
    protocol: 'tcp',
    localAddress: '0.0.0.0',
    localPort: '3000',
    peerAddress: '',
    peerPort: '0',
    state: 'LISTEN',
    pid: 501,
    process: '',
  };
  const information = {
    processes: async () => ({ list }),
    fsStats: async () => ({ rx_sec: 10.4, wx_sec: null }),
    networkStats: async () => [
      { iface: 'en0', ...rates },
      { iface: 'lo0', ...rates },
    ],
    networkConnections: async () => [
      socket,
      { ...socket, protocol: 'tcp6', localAddress: '::', localPort: '3001' },
      { ...socket, localAddress: '127.0.0.1', peerAddress: '127.0.0.1', peerPort: '50000', state: 'ESTABLISHED' },
      {
        ...socket,
        localAddress: '::ffff:10.0.0.2',
        localPort: '50001',
        peerAddress: '10.0.0.9',
        peerPort: '443',
        state: 'TIME_WAIT',
        pid: 0,
      },
      { ...socket, localPort: 'x' },
    ],
    battery: async () => ({ hasBattery: true, acConnected: false, isCharging: false }),
    powerShellStart: () => calls.push('start'),
    powerShellRelease: () => calls.push('release'),
  };
  const cpus = [
    { user: 10, nice: 0, sys: 10, idle: 80, irq: 0 },
    { user: 60, nice: 0, sys: 10, idle: 130, irq: 0 },
  ].map((times) => [{ times }]);
  const sources = portableSources({
    information,
    memory: async () => ({ total: 1000, available: 300 }),
    cpus: () => cpus.shift() ?? [],
    platform: { name, processors: 8, account: 'anna' },
    bootedAt: 1_700_000_000_000,
    clock: time,
    enginePid: 9,
  });
  const source = <Id extends SampledId>(id: Id) => sources.find((one) => one.id === id) as Source<Id> | undefined;
  return {
    time,
    calls,
    source,
    read: async <Id extends SampledId>(id: Id, continuous = true) =>
      source(id)?.read({ at: time.now(), monotonic: time.monotonic(), continuous }),
  };
}

describe('the sources of macOS and Windows', () => {
  it('list processes without its own helpers', async () => {
    const { read } = setUp('darwin', [onMac, { ...onMac, pid: 9 }, { ...onMac, pid: 10, parentPid: 9 }]);
    expect((await read('processes'))?.map(({ pid }) => pid)).toEqual([501, 9]);
  });

  it('give figures, those that are differences from the second reading on', async () => {
    const { read } = setUp('darwin');
    expect(await read('cpu', false)).toBeNull();
    expect(await read('disks', false)).toBeNull();
    expect(await read('cpu')).toBe(50);
    expect(await read('memory')).toEqual({ used: 700, total: 1000 });
    expect(await read('disks')).toEqual({ inward: 10, outward: 0 });
    expect(await read('network')).toEqual({ inward: 100, outward: 50 });
    expect(await read('power')).toEqual({ onBattery: true });
  });

  it('fail by themselves when what they are told cannot be', async () => {
    const { read } = setUp('darwin');
    await read('cpu');
    await read('cpu');
    expect(sourceFailure(await read('cpu').catch((error: unknown) => error))).toBe('malformed');
  });

  it('have no figures of disks on Windows, nor of pressure anywhere: that is no fault', () => {
    expect(setUp('win32').source('disks')).toBeUndefined();
    expect(setUp('darwin').source('pressure')).toBeUndefined();
  });

  it('sum up processes by the app that people know', async () => {
    const helper = { ...onMac, pid: 502, name: 'Safari Web', path: '/Applications/Safari.app/Contents/XPC' };
    const { read } = setUp('darwin', [onMac, helper, { ...onMac, pid: 503, name: 'cron', path: '/usr/sbin' }]);
    // Asked at the same moment they are of the same list.
    const [, units] = await Promise.all([read('processes'), read('units')]);
    expect(units).toMatchObject([
      { key: 'app:Safari', kind: 'app', processes: 2, cpu: 24.6, read: null, cpuPressure: null },
      { key: 'app:cron', kind: 'other', processes: 1 },
    ]);
    expect((await read('units'))?.[0]).toBe(units?.[0]);
  });

  it('tell ports and connections, with the process where it is known', async () => {
    const { read } = setUp('darwin');
    await read('processes');
    const { ports, connections } = (await read('sockets')) ?? { ports: [], connections: [] };
    expect(ports).toMatchObject([
      { port: 3000, address: '*', protocol: 'tcp', program: 'Safari', user: 'anna', pid: 501 },
      { port: 3001, address: '*', protocol: 'tcp' },
    ]);
    expect(connections).toMatchObject([
      { port: 3000, remoteAddress: '127.0.0.1', remotePort: 50_000, state: 'established', direction: 'in' },
      {
        address: '10.0.0.2',
        remotePort: 443,
        state: 'time-wait',
        direction: 'out',
        program: null,
        process: null,
        pid: null,
      },
    ]);
    expect((await read('sockets'))?.connections[0]).toBe(connections[0]);
  });

  it('keep a PowerShell on Windows only while anything is read, and ask it seldom', () => {
    const { source, calls } = setUp('win32');
    source('processes')?.begin?.();
    source('processes')?.rest?.();
    expect(calls).toEqual(['start', 'release']);
    expect(source('processes')?.least).toBe(15_000);
    expect(setUp('darwin').source('processes')?.begin).toBeUndefined();
  });
});
