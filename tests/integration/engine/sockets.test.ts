import { type ChildProcess, spawn } from 'node:child_process';
import { connect } from 'node:net';
import { cpus, homedir } from 'node:os';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../client/node/platform.ts';
import { createDesktopEntries } from '../../../engine/sampler/linux/desktop-entries.ts';
import { linuxSources } from '../../../engine/sampler/linux/linux-sources.ts';
import { systemFiles } from '../../../engine/sampler/linux/system-files.ts';
import type { SampledId, Source } from '../../../engine/sampler/source.ts';

/** A server with a worker that shares its port; it says where it listens. */
const program = `
  const server = require('node:net').createServer(() => {});
  server.listen(0, '127.0.0.1', () => {
    const stdio = ['ignore', 'ignore', 'ignore', server._handle];
    const worker = require('node:child_process').spawn('sleep', ['60'], { stdio });
    process.on('SIGTERM', () => { worker.kill(); process.exit(); });
    process.stdout.write(String(server.address().port));
  });
`;

describe('ports and connections of this computer', () => {
  let child: ChildProcess;
  let port: number;
  let began: number;

  beforeEach(async () => {
    began = Date.now();
    child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
    port = Number(await new Promise((resolve) => child.stdout?.once('data', resolve)));
  });

  afterEach(() => {
    child.kill();
  });

  function reader() {
    const sources = linuxSources({
      files: systemFiles,
      clock: systemClock,
      processors: cpus().length,
      wordSize: 8,
      userId: process.getuid?.() ?? 0,
      entries: createDesktopEntries(systemFiles, systemClock, homedir()),
      enginePid: -1,
    });
    const source = <Id extends SampledId>(id: Id) => sources.find((one) => one.id === id) as Source<Id> | undefined;
    let shift = 0;
    return {
      async read() {
        // As if time had passed: looks that follow one another at once give the list of before.
        shift += 10_000;
        const moment = () => ({ at: Date.now(), monotonic: performance.now() + shift, continuous: true });
        await source('processes')?.read(moment());
        return (await source('sockets')?.read(moment())) ?? { ports: [], connections: [] };
      },
      end: () => source('processes')?.rest?.(),
    };
  }

  it('are told with the program that listens, not the one that shares its port, and since when', async () => {
    const { read, end } = reader();
    const found = async () => (await read()).ports.find((one) => one.port === port);
    await expect.poll(async () => (await found())?.pid).toBe(child.pid);
    const row = await found();
    end();
    expect(row).toMatchObject({ protocol: 'tcp', address: '127.0.0.1', program: 'node' });
    expect(row?.process).toMatch(new RegExp(`^[0-9a-f]{8}\\.${child.pid}\\.\\d+$`));
    expect(Math.abs((row?.since ?? 0) - began)).toBeLessThan(2000);
  });

  it('tell both ends of a connection within this computer', async () => {
    const { read, end } = reader();
    const socket = connect(port, '127.0.0.1');
    await new Promise((resolve) => socket.once('connect', resolve));
    const own = socket.localPort ?? 0;
    const ends = async () =>
      (await read()).connections
        // Another connection may have had the same number a moment ago, and linger.
        .filter((one) => [one.port, one.remotePort].toSorted().join() === [own, port].toSorted().join())
        .filter(({ state }) => state === 'established')
        .map(({ direction, pid, state }) => ({ direction, pid, state }))
        .sort((a, b) => a.direction.localeCompare(b.direction));
    await expect.poll(ends).toEqual([
      { direction: 'in', pid: child.pid, state: 'established' },
      { direction: 'out', pid: process.pid, state: 'established' },
    ]);
    socket.destroy();
    end();
  });

  it('are gone when the program has ended', async () => {
    const { read, end } = reader();
    const there = async () => (await read()).ports.some((one) => one.port === port);
    expect(await there()).toBe(true);
    child.kill();
    await expect.poll(there).toBe(false);
    end();
  });
});
