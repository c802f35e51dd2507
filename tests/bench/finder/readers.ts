/**
 * What a reading of this computer costs with 500 processes: `node tests/bench/finder/readers.ts`, or as part of
 * `npm run bench:finder`. Processor time of this process, in the steady state.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { cpus, homedir } from 'node:os';
import { systemClock } from '../../../client/node/platform.ts';
import { createDesktopEntries } from '../../../engine/sampler/linux/desktop-entries.ts';
import { linuxSources } from '../../../engine/sampler/linux/linux-sources.ts';
import { systemFiles } from '../../../engine/sampler/linux/system-files.ts';
import type { AnySource } from '../../../engine/sampler/source.ts';
import { type Figure, medianFigure } from '../../../scripts/bench/figures.ts';
import { finish, readOptions } from '../../../scripts/bench/options.ts';
import { fail } from '../../../scripts/lib/say.ts';

const PROCESSES = 500;
const CONNECTIONS = 200;
/** Milliseconds between two readings; figures are of the steady state, whatever the cadence. */
const PAUSE_MS = 250;
/** Milliseconds; longer than any pause that the reader of sockets makes. */
const SOCKETS_LATER_MS = 20_000;
/** Readings at first that are not of the steady state. */
const WARM = 5;
/** The list of processes, in milliseconds. */
const LIST_TARGET_MS = 8;

const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

interface Cost {
  /** Milliseconds of processor time, and of all that passed. */
  readonly cpu: number;
  readonly wall: number;
}

/** @param number of the reading; sockets are not read again so soon, unless they believe that time has passed */
async function read(source: AnySource, number: number): Promise<Cost> {
  const monotonic = systemClock.monotonic();
  const shift = source.id === 'sockets' ? number * SOCKETS_LATER_MS : 0;
  const used = process.cpuUsage();
  await source.read({ at: systemClock.now(), monotonic: monotonic + shift, continuous: number > 0 });
  const { user, system } = process.cpuUsage(used);
  return { cpu: (user + system) / 1000, wall: systemClock.monotonic() - monotonic };
}

/** Connections of this process with itself. */
async function openConnections(): Promise<{ server: Server; sockets: Socket[] }> {
  const sockets: Socket[] = [];
  const server = createServer((socket) => sockets.push(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  for (let count = 0; count < CONNECTIONS; count += 1) {
    await new Promise<void>((resolve) => sockets.push(connect(port, '127.0.0.1', resolve)));
  }
  return { server, sockets };
}

/** @param readings of each source, after some that are not counted */
export async function readerFigures(readings: number): Promise<Figure[]> {
  const children: ChildProcess[] = [];
  const there = systemFiles.names('/proc').filter((name) => /^\d/.test(name)).length;
  for (let count = there; count < PROCESSES; count += 1) children.push(spawn('sleep', ['600'], { stdio: 'ignore' }));
  const { server, sockets } = await openConnections();
  try {
    const sources = linuxSources({
      files: systemFiles,
      clock: systemClock,
      processors: cpus().length,
      wordSize: 8,
      userId: process.getuid?.() ?? 0,
      entries: createDesktopEntries(systemFiles, systemClock, homedir()),
      enginePid: -1,
    });
    const costs = new Map(sources.map(({ id }) => [id, [] as Cost[]]));
    const firsts: Figure[] = [];
    for (let reading = 0; reading < WARM + readings; reading += 1) {
      for (const source of sources) {
        const cost = await read(source, reading);
        if (reading >= WARM) costs.get(source.id)?.push(cost);
        const what = `first reading of ${source.id}`;
        if (reading === 0)
          firsts.push({ name: `finder.reader.${source.id}.first`, what, value: cost.wall, unit: 'ms' });
      }
      await pause(PAUSE_MS);
    }
    for (const source of sources) source.rest?.();
    const steady = [...costs].flatMap(([id, of]) => [
      medianFigure(
        {
          name: `finder.reader.${id}.cpu`,
          what: `reading of ${id}, processor time`,
          unit: 'ms',
          target: id === 'processes' ? LIST_TARGET_MS : undefined,
        },
        of.map(({ cpu }) => cpu),
      ),
      medianFigure(
        { name: `finder.reader.${id}.wall`, what: `reading of ${id}, time`, unit: 'ms' },
        of.map(({ wall }) => wall),
      ),
    ]);
    return [...firsts, ...steady];
  } finally {
    for (const child of children) child.kill();
    for (const socket of sockets) socket.destroy();
    server.close();
  }
}

if (import.meta.main) {
  const options = readOptions(process.argv.slice(2), 40);
  await readerFigures(options.runs)
    .then((figures) => finish(figures, options))
    .catch(fail);
}
