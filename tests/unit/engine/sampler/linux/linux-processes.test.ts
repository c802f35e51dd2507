import { beforeEach, describe, expect, it } from 'vitest';
import { createDesktopEntries } from '../../../../../engine/sampler/linux/desktop-entries.ts';
import { createLinuxProcesses, type LinuxProcesses } from '../../../../../engine/sampler/linux/linux-processes.ts';
import { FakeTime } from '../../../../support/fakes.ts';
import { type FakeFiles, fakeFiles } from '../../fake-files.ts';
import { statLine as stat } from './stat-line.ts';

describe('the processes of Linux', () => {
  let files: FakeFiles;
  let time: FakeTime;
  let processes: LinuxProcesses;
  let continuous: boolean;

  function add(pid: number, text: string, commandLine: string, path?: string) {
    files.texts.set(`/proc/${pid}/stat`, text);
    files.texts.set(`/proc/${pid}/cmdline`, commandLine);
    files.owners.set(`/proc/${pid}`, 1000);
    if (path) files.links.set(`/proc/${pid}/exe`, path);
  }

  function list() {
    const rows = processes.read({ at: time.now(), monotonic: time.monotonic(), continuous });
    continuous = true;
    return rows;
  }

  /** Lists again after some milliseconds. */
  function listAfter(milliseconds: number) {
    time.advance(milliseconds);
    return list();
  }

  const readsOf = (part: string) => files.reads.filter((path) => path.endsWith(part)).length;

  function setUp() {
    processes = createLinuxProcesses({
      files,
      clock: time,
      processors: 2,
      wordSize: 8,
      userId: 1000,
      entries: createDesktopEntries(files, time, '/home/anna'),
    });
    continuous = false;
  }

  beforeEach(() => {
    const boot = 1_700_000_000;
    files = fakeFiles({
      // 16 KiB pages and 100 ticks, as on some ARM machines.
      '/proc/self/auxv': Uint8Array.from(
        [6, 16_384, 17, 100, 0, 0].flatMap((word) => [word & 255, word >> 8, 0, 0, 0, 0, 0, 0]),
      ),
      '/proc/self/limits': 'Max open files            1024                 4096                 files\n',
      '/proc/sys/kernel/random/boot_id': '89940b8e-d056-43ff-ae09-653135faafea\n',
      '/proc/stat': `cpu  1 2 3 4\nbtime ${boot}\n`,
      '/etc/passwd': 'root:x:0:0::/root:/bin/sh\nanna:x:1000:1000::/home/anna:/bin/sh\n',
    });
    time = new FakeTime(boot * 1000 + 86_400_000);
    setUp();
  });

  it('are listed with what people want to know of them', () => {
    add(1, stat('init', { pid: 1, parent: 0, start: 1 }), 'init\0', '/sbin/init');
    add(42, stat('bash'), 'bash\0-c\0mysql -psecret\0', '/usr/bin/bash');
    files.texts.set('/proc/42/cgroup', '0::/system.slice/ssh.service\n');
    expect(list()[1]).toEqual({
      key: '89940b8e.42.12345',
      pid: 42,
      parentPid: 1,
      parentKey: '89940b8e.1.1',
      parentName: 'init',
      name: 'bash',
      user: 'anna',
      mine: true,
      kernel: false,
      cpu: 0,
      memory: 250 * 16_384,
      threads: 3,
      state: 'sleeping',
      started: 1_700_000_000_000 + 123_450,
      path: '/usr/bin/bash',
      deleted: false,
      commandLine: 'bash -c mysql -p•••',
      unit: '/system.slice/ssh.service',
      app: '',
      read: null,
      written: null,
      exit: null,
    });
  });

  it('that have ended and wait for their parent tell the code, and 0 only where that is not kept from this account', () => {
    const zombie = (pid: number, status: number, threads = 1) =>
      add(pid, stat('a', { pid, state: 'Z', status, threads }), '');
    zombie(41, 3 << 8);
    zombie(42, 9);
    zombie(43, 0);
    zombie(44, 0);
    files.links.set('/proc/44/ns/user', 'user:[4026531837]');
    // Its other threads run on.
    zombie(45, 3 << 8, 2);
    add(46, stat('a', { pid: 46, status: 3 << 8 }), 'a\0');
    const exits = () => list().map(({ exit }) => exit);
    expect(exits()).toEqual([3, 137, null, 0, null, null]);
    zombie(45, 4 << 8);
    expect(exits()).toEqual([3, 137, null, 0, 4, null]);
  });

  it('in no unit stand with others of their app or program', () => {
    add(42, stat('node'), 'node\0/srv/api.js\0', '/usr/bin/node');
    add(43, stat('cron', { pid: 43 }), 'cron\0', '/usr/sbin/cron');
    expect(list().map(({ unit }) => unit)).toEqual(['app:api.js', 'app:cron']);
  });

  it('have no path and no command line when these may not be read or do not exist', () => {
    add(43, stat('a', { pid: 43 }), '');
    files.refused.set('/proc/43/cmdline', 'EACCES');
    files.owners.set('/proc/43', 0);
    expect(list()[0]).toMatchObject({ name: 'a', path: null, commandLine: '', user: 'root', mine: false });
  });

  it('of the kernel are told as such, and nothing more is read of them', () => {
    add(7, stat('kworker/0:1-events', { pid: 7, parent: 2, flags: 0x0420_8060 }), '');
    expect(list()[0]).toMatchObject({ name: 'kworker/0:1', kernel: true, path: null, commandLine: '' });
    expect(readsOf('/7/cmdline')).toBe(0);
    const [before] = list();
    add(7, stat('kworker/0:1-mm_percpu_wq', { pid: 7, parent: 2, flags: 0x0420_8060 }), '');
    expect(listAfter(2000)[0]).toBe(before);
  });

  it('whose parent is 2 are programs all the same in a container, where 2 is anything', () => {
    add(43, stat('a', { pid: 43, parent: 2 }), 'a\0');
    expect(list()[0]?.kernel).toBe(false);
  });

  it('keep the path that they were started from when an update replaced the file, and say so', () => {
    add(42, stat('a'), 'a\0', '/usr/bin/a (deleted)');
    expect(list()[0]).toMatchObject({ path: '/usr/bin/a', deleted: true });
  });

  it('may have a file that is really called so', () => {
    add(42, stat('a'), 'a\0', '/usr/bin/a (deleted)');
    files.texts.set('/usr/bin/a (deleted)', '');
    expect(list()[0]).toMatchObject({ path: '/usr/bin/a (deleted)', deleted: false });
  });

  it('are named in full where the kernel cuts the name', () => {
    add(42, stat('gnome-terminal-'), '/usr/libexec/gnome-terminal-server\0', '/usr/libexec/gnome-terminal-server');
    add(43, stat('a-very-long-scr', { pid: 43 }), 'python3\0/opt/a-very-long-script.py\0', '/usr/bin/python3');
    add(44, stat('fifteen-letters', { pid: 44 }), 'other\0', '/bin/other');
    add(45, stat('MainThread', { pid: 45 }), 'node\0a.js\0', '/usr/bin/node');
    expect(list().map(({ name }) => name)).toEqual([
      'gnome-terminal-server',
      'a-very-long-script.py',
      'fifteen-letters',
      'node',
    ]);
  });

  it('are skipped when they end while they are read, or lie', () => {
    add(42, stat('a'), 'a\0');
    files.texts.set('/proc/43/stat', stat('b', { pid: 43 }));
    add(44, 'not a line', 'c\0');
    add(45, stat('d', { pid: 46 }), 'd\0');
    expect(list().map(({ pid }) => pid)).toEqual([42]);
  });

  it('have shares of a processor from the second reading on', () => {
    add(42, stat('a', { ticks: 150 }), 'a\0');
    list();
    add(42, stat('a', { ticks: 175 }), 'a\0');
    expect(listAfter(500)[0]?.cpu).toBe(50);
  });

  it('have no false share after a sleep of the computer', () => {
    add(42, stat('a', { ticks: 150 }), 'a\0');
    list();
    add(42, stat('a', { ticks: 9150 }), 'a\0');
    continuous = false;
    expect(listAfter(500)[0]?.cpu).toBe(0);
  });

  it('are not taken for another when a pid is given again', () => {
    add(42, stat('a', { ticks: 5000 }), 'a\0');
    const [before] = list();
    files.end(42);
    add(42, stat('b', { ticks: 60, start: 20_000 }), 'b\0');
    const [after] = listAfter(1000);
    expect(after).toMatchObject({ name: 'b', cpu: 60, key: '89940b8e.42.20000' });
    expect(after?.key).not.toBe(before?.key);
  });

  it('are the same objects while nothing of them has changed', () => {
    add(42, stat('a', { pages: 10_000 }), 'a\0');
    add(43, stat('b', { pid: 43 }), 'b\0');
    const [a, b] = list();
    add(42, stat('a', { pages: 10_009 }), 'a\0');
    expect(listAfter(2000)).toEqual([a, b]);
    expect(list()[0]).toBe(a);
    add(42, stat('a', { pages: 10_011 }), 'a\0');
    const [changed, same] = listAfter(2000);
    expect(changed?.memory).toBe(10_011 * 16_384);
    expect(same).toBe(b);
  });

  it('keep identity and start when the boot time drifts; the start moves with a clock that was set', () => {
    add(42, stat('a'), 'a\0');
    const [before] = list();
    files.texts.set('/proc/stat', 'btime 1700000001\n');
    expect(listAfter(20_000)[0]).toBe(before);
    files.texts.set('/proc/stat', 'btime 1700003600\n');
    time.setClock(time.now() + 3_600_000);
    continuous = false;
    const [after] = list();
    expect(after?.key).toBe(before?.key);
    expect(after?.started).toBe(1_700_003_600_000 + 123_450);
  });

  it('never begin in the future, under a btime that is not the one from which starts count', () => {
    files.texts.set('/proc/stat', `btime ${Math.floor(time.now() / 1000) - 60}\n`);
    files.texts.set('/proc/uptime', '86400.00 1.00\n');
    add(42, stat('a', { start: 8_639_000 }), 'a\0');
    expect(list()[0]?.started).toBe(time.now() - 10_000);
  });

  it('are listed when /proc/stat is denied', () => {
    files.refused.set('/proc/stat', 'EACCES');
    files.texts.set('/proc/uptime', '86400.00 1.00\n');
    add(42, stat('a'), 'a\0');
    expect(list()[0]).toMatchObject({ name: 'a', started: 1_700_000_000_000 + 123_450 });
  });

  it('are read with usual units where the kernel does not tell its own', () => {
    files.texts.delete('/proc/self/auxv');
    setUp();
    add(42, stat('a'), 'a\0');
    expect(list()[0]?.memory).toBe(250 * 4096);
  });

  it('show within a minute that they have become another program, or have another command line', () => {
    for (let pid = 100; pid < 200; pid += 1) add(pid, stat('a', { pid }), 'a\0--token\0x\0', '/bin/a');
    expect(list()[0]?.commandLine).toBe('a --token •••');
    const read = readsOf('/cmdline');
    for (let pid = 100; pid < 200; pid += 1) add(pid, stat('a', { pid }), 'a: ready\0', '/bin/b');
    listAfter(2000);
    expect(readsOf('/cmdline') - read).toBeLessThanOrEqual(5);
    let rows = list();
    for (let cycle = 0; cycle < 29; cycle += 1) rows = listAfter(2000);
    expect(new Set(rows.map(({ commandLine, path }) => `${commandLine} ${path}`))).toEqual(
      new Set(['a: ready /bin/b']),
    );
  });

  it('show it at once when the kernel has another name for them', () => {
    add(42, stat('sh'), 'sh\0run\0', '/bin/sh');
    const [before] = list();
    add(42, stat('server'), 'server\0--password\0hunter2\0', '/opt/server');
    const [after] = listAfter(500);
    expect(after).toMatchObject({ name: 'server', path: '/opt/server', commandLine: 'server --password •••' });
    expect(after?.key).toBe(before?.key);
  });

  it('are read again once they had time to become their own program, when they are new', () => {
    add(1, stat('init', { pid: 1, parent: 0, start: 1 }), 'init\0');
    list();
    // Between fork and exec it has the name and the command line of the one that made it.
    add(42, stat('node'), 'node\0parent.js\0', '/usr/bin/node');
    expect(listAfter(500)[1]?.commandLine).toBe('node parent.js');
    add(42, stat('node'), 'node\0child.js\0', '/usr/bin/node');
    expect(listAfter(500)[1]?.commandLine).toBe('node child.js');
  });

  it('looked at within an exec have their command line from the next reading on', () => {
    add(42, stat('sh'), 'sh\0-c\0exec sleep 60\0');
    list();
    // The kernel has set the new name, and not yet the place of the new arguments.
    add(42, stat('sleep'), '');
    expect(listAfter(500)[0]).toMatchObject({ name: 'sleep', commandLine: '' });
    add(42, stat('sleep'), 'sleep\x0060\0');
    expect(listAfter(500)[0]).toMatchObject({ name: 'sleep', commandLine: 'sleep 60' });
    const reads = readsOf('/42/cmdline');
    listAfter(500);
    expect(readsOf('/42/cmdline')).toBe(reads);
    // What has ended keeps no command line, and a thread of the kernel has none.
    add(42, stat('sleep', { state: 'Z' }), '');
    listAfter(60_000);
    const ended = readsOf('/42/cmdline');
    listAfter(500);
    expect(readsOf('/42/cmdline')).toBe(ended);
  });

  it('that wait without end are not asked for their command line, which would wait with them', () => {
    add(42, stat('cp', { state: 'D' }), 'cp\0a\0');
    expect(list()[0]).toMatchObject({ state: 'waiting', name: 'cp', commandLine: '' });
    listAfter(60_000);
    expect(readsOf('/42/cmdline')).toBe(0);
    add(42, stat('cp'), 'cp\0a\0');
    expect(listAfter(2000)[0]?.commandLine).toBe('cp a');
    add(42, stat('cp', { state: 'D' }), 'cp\0b\0');
    listAfter(60_000);
    expect(listAfter(60_000)[0]?.commandLine).toBe('cp a');
  });

  it('know their parent only while it is the one that began them', () => {
    add(10, stat('sh', { pid: 10, start: 100 }), 'sh\0');
    add(42, stat('a', { parent: 10 }), 'a\0');
    expect(list()[1]).toMatchObject({ parentKey: '89940b8e.10.100', parentName: 'sh' });
    files.end(10);
    add(10, stat('later', { pid: 10, start: 99_999 }), 'later\0');
    const row = listAfter(500).find(({ pid }) => pid === 42);
    expect(row).toMatchObject({ parentPid: 10, parentKey: null, parentName: '' });
  });

  it('tell what they read and write where that is allowed, as a rate over the time between', () => {
    const io = (read: number, written: number) =>
      `rchar: 9\nwchar: 9\nsyscr: 1\nsyscw: 1\nread_bytes: ${read}\nwrite_bytes: ${written}\ncancelled_write_bytes: 0\n`;
    add(42, stat('a', { ticks: 100 }), 'a\0');
    files.texts.set('/proc/42/io', io(1000, 0));
    add(43, stat('b', { pid: 43, ticks: 100 }), 'b\0');
    files.refused.set('/proc/43/io', 'EACCES');
    expect(list()[0]).toMatchObject({ read: null, written: null });
    files.texts.set('/proc/42/io', io(5000, 40_960));
    add(42, stat('a', { ticks: 101 }), 'a\0');
    expect(listAfter(4000)).toMatchObject([
      { read: 1000, written: 10_200 },
      { read: null, written: null },
    ]);
    expect(listAfter(2000)[0]).toMatchObject({ read: 0, written: 0 });
    const asked = readsOf('/42/io');
    listAfter(500);
    expect(readsOf('/42/io')).toBe(asked);
  });

  it('hold a descriptor each, within what this process may open, and none at rest', () => {
    for (let pid = 1000; pid < 1600; pid += 1) add(pid, stat('a', { pid }), 'a\0');
    expect(list()).toHaveLength(600);
    expect(files.opened.size).toBe(512);
    expect(listAfter(2000)).toHaveLength(600);
    files.end(1000);
    expect(listAfter(2000)).toHaveLength(599);
    expect(files.opened.size).toBe(511);
    listAfter(2000);
    expect(files.opened.size).toBe(512);
    processes.rest();
    expect(files.opened.size).toBe(0);
    expect(listAfter(2000)).toHaveLength(599);
  });

  it('give way where the descriptors of this process run out, and are listed', () => {
    files.limit = 100;
    for (let pid = 1000; pid < 1200; pid += 1) add(pid, stat('a', { pid }), 'a\0');
    list();
    expect(listAfter(2000)).toHaveLength(200);
    expect(files.opened.size).toBeLessThan(60);
  });

  it('cannot be listed without /proc', () => {
    for (const path of [...files.texts.keys()]) files.texts.delete(path);
    expect(() => list()).toThrow();
  });
});
