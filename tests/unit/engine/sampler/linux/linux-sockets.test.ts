import { beforeEach, describe, expect, it } from 'vitest';
import { SOCKET_LOST_MS, SOCKET_TURN_MS } from '../../../../../engine/limits.ts';
import type { KnownProcess } from '../../../../../engine/sampler/linux/known-process.ts';
import { createLinuxSockets } from '../../../../../engine/sampler/linux/linux-sockets.ts';
import type { SourceValues } from '../../../../../engine/sampler/source.ts';
import { FakeTime } from '../../../../support/fakes.ts';
import { type FakeFiles, fakeFiles } from '../../fake-files.ts';
import { aProcess } from '../a-process.ts';

interface Line {
  local: string;
  remote?: string;
  state?: string;
  uid?: number;
  inode?: number;
}

/** A table of /proc/net; ends are `127.0.0.1:80`. */
function table(...lines: Line[]) {
  const hex = (value: number, digits: number) => value.toString(16).toUpperCase().padStart(digits, '0');
  const end = (text: string) => {
    const [address = '', port = ''] = text.split(':');
    const bytes = address.split('.').reverse();
    return `${bytes.map((byte) => hex(Number(byte), 2)).join('')}:${hex(Number(port), 4)}`;
  };
  const made = lines.map(
    ({ local, remote = '0.0.0.0:0', state = '0A', uid = 1000, inode = 1 }, index) =>
      `${index}: ${end(local)} ${end(remote)} ${state} 00000000:00000000 00:00000000 00000000 ${uid} 0 ${inode} 1`,
  );
  return `head\n${made.map((line) => `${line}\n`).join('')}`;
}

describe('ports and connections', () => {
  let files: FakeFiles;
  let time: FakeTime;
  let known: Map<number, KnownProcess>;
  let read: () => SourceValues['sockets'];
  let start: number;

  function add(pid: number, { uid = 1000, sockets = [] as number[], parent = 1, lately = 0, name = `p${pid}` } = {}) {
    const details = { name, userId: uid, user: 'x', path: null, deleted: false, commandLine: '', unitName: null };
    known.set(pid, {
      pid,
      startTicks: 100,
      key: `boot.${pid}.100`,
      kernel: false,
      kernelName: new Uint8Array(),
      details: { details, rawCommandLine: new Uint8Array() },
      again: false,
      unit: '',
      app: '',
      parentPid: parent,
      state: 'sleeping',
      threads: 1,
      cpuTicks: 0,
      lately,
      share: { percent: 0, base: null },
      memory: 0,
      io: null,
      start: 0,
      exit: undefined,
      seen: 0,
      row: aProcess({ pid, unit: `/unit/${pid}`, started: start - 5000 }),
    });
    give(pid, ...sockets);
  }

  function give(pid: number, ...sockets: number[]) {
    for (const path of [...files.texts.keys()]) if (path.startsWith(`/proc/${pid}/fd/`)) files.texts.delete(path);
    ['/dev/null', 'pipe:[5]', ...sockets.map((inode) => `socket:[${inode}]`)].forEach((target, index) => {
      files.texts.set(`/proc/${pid}/fd/${index}`, '');
      files.links.set(`/proc/${pid}/fd/${index}`, target);
    });
  }

  function setUp(userId = 1000) {
    const sockets = createLinuxSockets({ files, clock: time, known: () => known, userId });
    read = () => sockets({ at: time.now(), monotonic: time.monotonic(), continuous: true });
  }

  beforeEach(() => {
    files = fakeFiles({ '/etc/passwd': 'root:x:0:0::/:/\nanna:x:1000:1000::/:/\n', '/proc/net/udp': 'head\n' });
    time = new FakeTime();
    start = time.now();
    known = new Map();
    setUp();
  });

  it('are told with program, account, unit and since when', () => {
    files.texts.set(
      '/proc/net/tcp',
      table(
        { local: '0.0.0.0:3000', inode: 11 },
        { local: '127.0.0.1:3000', remote: '127.0.0.1:50000', state: '01', inode: 12 },
        { local: '10.0.0.2:50001', remote: '93.184.216.34:443', state: '08', inode: 13 },
      ),
    );
    add(42, { sockets: [11, 12], name: 'node' });
    add(43, { sockets: [13], name: 'curl' });
    const node = { process: 'boot.42.100', pid: 42, program: 'node', user: 'anna', unit: '/unit/42', guarded: false };
    expect(read()).toEqual({
      // There when it was looked for the first time: as old as its program, as far as anybody knows.
      ports: [{ key: 'tcp:*:3000', protocol: 'tcp', port: 3000, address: '*', ...node, since: start - 5000 }],
      connections: [
        {
          key: 'tcp:127.0.0.1:3000-127.0.0.1:50000',
          protocol: 'tcp',
          address: '127.0.0.1',
          port: 3000,
          remoteAddress: '127.0.0.1',
          remotePort: 50_000,
          state: 'established',
          direction: 'in',
          ...node,
          since: start,
        },
        expect.objectContaining({
          program: 'curl',
          state: 'close-wait',
          direction: 'out',
          remoteAddress: '93.184.216.34',
        }),
      ],
    });
  });

  it('that come later are as old as they were seen', () => {
    files.texts.set('/proc/net/tcp', table());
    add(42, {});
    read();
    time.advance(20_000);
    files.texts.set('/proc/net/tcp', table({ local: '0.0.0.0:3000', inode: 11 }));
    give(42, 11);
    expect(read().ports).toMatchObject([{ pid: 42, since: start + 20_000 }]);
  });

  it('of UDP listen unless they have one other end', () => {
    files.texts.set(
      '/proc/net/udp',
      table({ local: '0.0.0.0:53', state: '07' }, { local: '10.0.0.2:9', remote: '10.0.0.3:53', state: '01' }),
    );
    const { ports, connections } = read();
    expect(ports).toMatchObject([{ key: 'udp:*:53' }]);
    expect(connections).toMatchObject([{ protocol: 'udp', remotePort: 53, state: 'established' }]);
  });

  it('keep the direction that they had when nobody listens any more', () => {
    const connection = { local: '127.0.0.1:3000', remote: '127.0.0.1:50000', state: '01', inode: 12 };
    files.texts.set('/proc/net/tcp', table({ local: '0.0.0.0:3000', inode: 11 }, connection));
    read();
    time.advance(20_000);
    files.texts.set('/proc/net/tcp', table(connection));
    expect(read().connections[0]?.direction).toBe('in');
  });

  it("of other people's processes are told with their account alone, and nobody's descriptors are asked for in vain", () => {
    files.texts.set('/proc/net/tcp', table({ local: '0.0.0.0:22', uid: 0, inode: 11 }));
    add(42, { uid: 0, sockets: [11] });
    add(43);
    read();
    const looked = files.reads.length;
    const untold = { process: null, pid: null, program: null, user: 'root', unit: '', guarded: true };
    expect(read().ports[0]).toMatchObject(untold);
    time.advance(2000);
    read();
    expect(files.reads.slice(looked).filter((path) => path.includes('/fd'))).toEqual([]);
  });

  it('of all are told to the administrator', () => {
    setUp(0);
    files.texts.set('/proc/net/tcp', table({ local: '0.0.0.0:22', uid: 33, inode: 11 }));
    add(42, { uid: 33, sockets: [11] });
    expect(read().ports[0]?.pid).toBe(42);
  });

  it('of a process that even the administrator may not look into need permission', () => {
    setUp(0);
    files.texts.set('/proc/net/tcp', table({ local: '0.0.0.0:2024', uid: 0, inode: 11 }));
    add(1, { uid: 0, sockets: [11] });
    files.refused.set('/proc/1/fd', 'EACCES');
    expect(read().ports[0]).toMatchObject({ pid: null, guarded: true });
  });

  it('that several processes share are told of the one with the lowest PID, whichever was found first', () => {
    files.texts.set('/proc/net/tcp', table());
    for (const pid of [40, 41, 42]) add(pid, { parent: pid === 40 ? 1 : 40 });
    read();
    time.advance(20_000);
    files.texts.set('/proc/net/tcp', table({ local: '0.0.0.0:80', inode: 11 }));
    for (const pid of [40, 41, 42]) give(pid, 11);
    // The worker runs, the one that began it does not.
    const worker = known.get(42);
    if (worker) worker.lately = 5;
    expect(read().ports[0]?.pid).toBe(40);
  });

  it('move to the process that they were handed on to', () => {
    files.texts.set('/proc/net/tcp', table({ local: '0.0.0.0:80', inode: 11 }));
    add(40, { sockets: [11] });
    add(50);
    expect(read().ports[0]?.pid).toBe(40);
    known.delete(40);
    give(50, 11);
    time.advance(20_000);
    expect(read().ports[0]?.pid).toBe(50);
    add(60, { sockets: [11] });
    give(50);
    time.advance(SOCKET_TURN_MS + 1);
    read();
    time.advance(20_000);
    expect(read().ports[0]?.pid).toBe(60);
  });

  it('in no process are looked for again only after a while', () => {
    files.texts.set('/proc/net/tcp', table({ local: '0.0.0.0:80', inode: 11 }));
    add(40);
    expect(read().ports[0]?.pid).toBeNull();
    give(40, 11);
    time.advance(SOCKET_LOST_MS - 1000);
    expect(read().ports[0]?.pid).toBeNull();
    time.advance(2000);
    expect(read().ports[0]?.pid).toBe(40);
  });

  it('are looked for a bounded time, and further the next time', () => {
    // Reading a descriptor takes a millisecond on this clock.
    const target = files.target;
    files.target = (path) => {
      time.advance(1);
      return target(path);
    };
    const pids = Array.from({ length: 100 }, (_, index) => 100 + index);
    files.texts.set('/proc/net/tcp', table(...pids.map((pid) => ({ local: `0.0.0.0:${pid}`, inode: pid }))));
    for (const pid of pids) add(pid, { sockets: [pid] });
    const found = () => read().ports.filter(({ pid }) => pid !== null).length;
    let before = found();
    expect(before).toBeLessThan(30);
    for (let cycle = 0; cycle < 60; cycle += 1) {
      time.advance(2000);
      const began = time.monotonic();
      const now = found();
      expect(time.monotonic() - began).toBeLessThan(20);
      expect(now).toBeGreaterThanOrEqual(before);
      before = now;
    }
    expect(before).toBe(100);
  });

  it('of one process that has ten thousand are all found within seconds, and none of them is said to need permission', () => {
    setUp(0);
    const inodes = Array.from({ length: 10_000 }, (_, index) => 1000 + index);
    files.texts.set(
      '/proc/net/tcp',
      table(...inodes.map((inode) => ({ local: '127.0.0.1:80', remote: `127.0.0.1:${inode}`, state: '01', inode }))),
    );
    add(40, { sockets: inodes });
    // As it was measured: 10 µs for a link, 15 ms for the list of so many; less than the time that there is for a look.
    const { target, names } = files;
    let listed = 0;
    files.target = (path) => {
      time.advance(0.01);
      return target(path);
    };
    files.names = (path) => {
      time.advance(15);
      listed += 1;
      return names(path);
    };
    const unknown = () => read().connections.filter(({ pid }) => pid === null);
    for (let cycle = 0; cycle < 8; cycle += 1) {
      for (const { guarded } of unknown()) expect(guarded).toBe(false);
      time.advance(2000);
    }
    expect(unknown()).toEqual([]);
    expect(listed).toBeLessThanOrEqual(2);
  });

  it('are the same objects while nothing of them has changed', () => {
    files.texts.set(
      '/proc/net/tcp',
      table({ local: '0.0.0.0:80', inode: 11 }, { local: '1.2.3.4:5', remote: '6.7.8.9:10', state: '01', inode: 12 }),
    );
    add(40, { sockets: [11, 12] });
    const first = read();
    time.advance(20_000);
    const second = read();
    expect(second.ports[0]).toBe(first.ports[0]);
    expect(second.connections[0]).toBe(first.connections[0]);
  });

  it('are bounded', () => {
    const many = Array.from({ length: 25_000 }, (_, index) => ({
      local: `10.0.${index >> 8}.${index & 255}:80`,
      remote: '1.2.3.4:443',
      state: '06',
      inode: 0,
    }));
    files.texts.set('/proc/net/tcp', table(...many));
    expect(read().connections).toHaveLength(20_000);
    // So many are not read again at once.
    files.texts.set('/proc/net/tcp', table());
    time.advance(9000);
    expect(read().connections).toHaveLength(20_000);
    time.advance(1000);
    expect(read().connections).toHaveLength(0);
  });

  it('cannot be read without any table, and can where there is no IPv6', () => {
    files.texts.delete('/proc/net/udp');
    expect(() => read()).toThrow('ENOENT');
    files.texts.set('/proc/net/tcp', table({ local: '0.0.0.0:80' }));
    expect(read().ports).toHaveLength(1);
  });
});
