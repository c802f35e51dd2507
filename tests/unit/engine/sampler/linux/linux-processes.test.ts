import { beforeEach, describe, expect, it } from 'vitest';
import { processKey } from '../../../../../app/finder/sampling.ts';
import { createLinuxProcesses, splitArguments } from '../../../../../engine/sampler/linux/linux-processes.ts';
import { parseProcessStat } from '../../../../../engine/sampler/linux/process-stat.ts';
import { FakeTime } from '../../../../support/fakes.ts';
import { type FakeFiles, fakeFiles } from '../../fake-files.ts';

/** A line of /proc/PID/stat as Linux 6.1 writes it. */
function stat(name: string, { pid = 42, parent = 1, state = 'S', ticks = 150, start = 12_345, pages = 250 } = {}) {
  const fields = [state, parent, 42, 42, 0, -1, 4_194_560, 100, 0, 0, 0, ticks - 50, 50, 0, 0, 20, 0, 3, 0, start];
  return `${pid} (${name}) ${[...fields, 8_192_000, pages, '18446744073709551615'].join(' ')} 1 1 0 0 0\n`;
}

describe('a line of /proc/PID/stat', () => {
  it('is read', () => {
    expect(parseProcessStat(stat('bash'))).toEqual({
      pid: 42,
      name: 'bash',
      state: 'sleeping',
      parentPid: 1,
      cpuTicks: 150,
      threads: 3,
      startTicks: 12_345,
      residentPages: 250,
    });
  });

  it.each(['a b', 'a) S 9', '((sd-pam))', '', ') (', 'tmux: server', 'x'.repeat(15)])('holds the name "%s"', (name) => {
    expect(parseProcessStat(stat(name))).toMatchObject({ name, parentPid: 1, startTicks: 12_345 });
  });

  it.each([
    ['R', 'running'],
    ['S', 'sleeping'],
    ['D', 'waiting'],
    ['T', 'stopped'],
    ['t', 'stopped'],
    ['Z', 'zombie'],
    ['I', 'idle'],
    ['X', 'unknown'],
  ])('tells the state %s as %s', (state, expected) => {
    expect(parseProcessStat(stat('a', { state }))?.state).toBe(expected);
  });

  it.each(['', 'nonsense', '42 (a', '42 (a) S 1', 'x (a) S 1 1 1'])('is refused when it is "%s"', (text) => {
    expect(parseProcessStat(text)).toBeUndefined();
  });
});

describe('arguments', () => {
  it('end with a NUL each', () => {
    expect(splitArguments('a\0b c\0\0d\0')).toEqual(['a', 'b c', '', 'd']);
    expect(splitArguments('nginx: worker process\0\0\0\0')).toEqual(['nginx: worker process']);
    expect(splitArguments('')).toEqual([]);
  });
});

describe('the processes of Linux', () => {
  let files: FakeFiles;
  let time: FakeTime;
  let list: ReturnType<typeof createLinuxProcesses>;

  function add(pid: number, text: string, commandLine: string, path?: string) {
    files.texts.set(`/proc/${pid}/stat`, text);
    files.texts.set(`/proc/${pid}/cmdline`, commandLine);
    files.owners.set(`/proc/${pid}`, 1000);
    if (path) files.links.set(`/proc/${pid}/exe`, path);
  }

  beforeEach(() => {
    files = fakeFiles({
      // 16 KiB pages and 100 ticks, as on some ARM machines.
      '/proc/self/auxv': [6, 16_384, 17, 100, 0, 0]
        .map((word) => String.fromCharCode(word & 255, (word >> 8) & 255, 0, 0, 0, 0, 0, 0))
        .join(''),
      '/proc/stat': 'cpu  1 2 3 4\nbtime 1700000000\n',
      '/proc/meminfo': '',
      '/etc/passwd': 'root:x:0:0::/root:/bin/sh\nanna:x:1000:1000::/home/anna:/bin/sh\n',
    });
    time = new FakeTime();
    list = createLinuxProcesses({ files, clock: time, processors: 2, wordSize: 8 });
  });

  it('are listed with what people want to know of them', () => {
    add(42, stat('bash'), 'bash\0-c\0mysql -psecret\0', '/usr/bin/bash');
    expect(list()).toEqual([
      {
        pid: 42,
        parentPid: 1,
        name: 'bash',
        user: 'anna',
        cpu: 0,
        memory: 250 * 16_384,
        threads: 3,
        state: 'sleeping',
        started: 1_700_000_000_000 + 123_450,
        path: '/usr/bin/bash',
        commandLine: 'bash -c mysql -p•••',
      },
    ]);
  });

  it('have no path and no command line when these may not be read or do not exist', () => {
    add(2, stat('kworker/0:1', { pid: 2, parent: 0 }), '');
    expect(list()[0]).toMatchObject({ name: 'kworker/0:1', path: null, commandLine: '' });
  });

  it('keep the path that they were started from when an update replaced the file', () => {
    add(42, stat('a'), 'a\0', '/usr/bin/a (deleted)');
    expect(list()[0]?.path).toBe('/usr/bin/a');
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

  it('are skipped when they end while they are read', () => {
    add(42, stat('a'), 'a\0');
    files.texts.set('/proc/43/stat', stat('b', { pid: 43 }));
    add(44, 'not a line', 'c\0');
    expect(list().map(({ pid }) => pid)).toEqual([42]);
  });

  it('have shares of a processor from the second sample on', () => {
    add(42, stat('a', { ticks: 150 }), 'a\0');
    list();
    time.advance(500);
    add(42, stat('a', { ticks: 175 }), 'a\0');
    expect(list()[0]?.cpu).toBe(50);
  });

  it('are not taken for another when a pid is given again', () => {
    add(42, stat('a', { ticks: 5000 }), 'a\0');
    list();
    time.advance(1000);
    add(42, stat('a', { ticks: 60, start: 20_000 }), 'a\0');
    expect(list()[0]?.cpu).toBe(60);
  });

  it('keep their identity when the boot time drifts', () => {
    add(42, stat('a'), 'a\0');
    const [before] = list();
    files.texts.set('/proc/stat', 'btime 1700000001\n');
    const [after] = list();
    expect(before && after && processKey(after)).toBe(before && processKey(before));
  });

  it('show a command line that a program changed', () => {
    add(42, stat('a'), 'a\0--token\0x\0');
    expect(list()[0]?.commandLine).toBe('a --token •••');
    expect(list()[0]?.commandLine).toBe('a --token •••');
    add(42, stat('a'), 'a: ready\0');
    expect(list()[0]?.commandLine).toBe('a: ready');
  });

  it('cannot be listed without /proc', () => {
    for (const path of [...files.texts.keys()]) files.texts.delete(path);
    expect(() => list()).toThrow();
  });
});
