import { beforeEach, describe, expect, it } from 'vitest';
import type { Process } from '../../../../../app/finder/process.ts';
import type { KnownProcess } from '../../../../../engine/sampler/linux/known-process.ts';
import { createLinuxUnits } from '../../../../../engine/sampler/linux/linux-units.ts';
import { parseGroupMounts } from '../../../../../engine/sampler/linux/unit-counters.ts';
import { unitOfPath } from '../../../../../engine/sampler/linux/unit-name.ts';
import { FakeTime } from '../../../../support/fakes.ts';
import { type FakeFiles, fakeFiles } from '../../fake-files.ts';
import { aProcess } from '../a-process.ts';

const unified = 'cgroup2 /sys/fs/cgroup cgroup2 rw,nosuid 0 0\n';
const old = [
  'tmpfs /sys/fs/cgroup tmpfs ro 0 0',
  'cgroup /sys/fs/cgroup/systemd cgroup rw,xattr,name=systemd 0 0',
  'cgroup /sys/fs/cgroup/cpu,cpuacct cgroup rw,cpu,cpuacct 0 0',
  'cgroup /sys/fs/cgroup/memory cgroup rw,memory 0 0',
  'cgroup /sys/fs/cgroup/blkio cgroup rw,blkio 0 0\n',
].join('\n');

const SSH = '/system.slice/ssh.service';

describe('units', () => {
  let files: FakeFiles;
  let time: FakeTime;
  let known: Map<number, KnownProcess>;
  let continuous: boolean;
  let units: ReturnType<typeof createLinuxUnits>;

  function add(pid: number, group: string | null, of: Partial<Process> = {}, kernel = false) {
    const unitName = group === null ? null : unitOfPath(group);
    const details = { name: `p${pid}`, userId: 0, user: 'x', path: null, deleted: false, commandLine: '', unitName };
    known.set(pid, {
      pid,
      startTicks: 100,
      key: `boot.${pid}.100`,
      kernel,
      kernelName: new Uint8Array(),
      details: { details, rawCommandLine: new Uint8Array() },
      again: false,
      unit: '',
      app: of.app ?? '',
      parentPid: 1,
      state: 'sleeping',
      threads: 1,
      cpuTicks: 0,
      lately: 0,
      share: { percent: 0, base: null },
      memory: 0,
      io: null,
      start: 0,
      exit: undefined,
      seen: 0,
      row: aProcess({ pid, kernel, user: 'root', ...of }),
    });
  }

  function set(folder: string, texts: Record<string, string | number>) {
    for (const [file, text] of Object.entries(texts)) files.texts.set(`/sys/fs/cgroup${folder}/${file}`, `${text}\n`);
  }

  function read() {
    const rows = units({ at: time.now(), monotonic: time.monotonic(), continuous });
    continuous = true;
    return rows;
  }

  beforeEach(() => {
    files = fakeFiles({
      '/proc/self/mounts': unified,
      '/etc/passwd': 'root:x:0:0::/:/\nanna:x:1000:1000::/:/\n',
      '/sys/block/sda/dev': '8:0\n',
      '/sys/block/dm-0/dev': '253:0\n',
    });
    time = new FakeTime();
    known = new Map();
    continuous = false;
    units = createLinuxUnits({ files, clock: time, known: () => known, processors: 2 });
  });

  it('are told as their control groups count, with what has ended in them', () => {
    const group = (usage: number, bytes: number) =>
      set(SSH, {
        'cpu.stat': `usage_usec ${usage}\nuser_usec 1`,
        'memory.current': 5_000_000,
        'memory.stat': 'anon 1\ninactive_file 1000000',
        'io.stat': `8:0 rbytes=${bytes} wbytes=${2 * bytes} rios=1\n253:0 rbytes=${bytes} wbytes=${2 * bytes} rios=1`,
        'cpu.pressure': 'some avg10=1.26 avg60=0.00',
        'memory.pressure': 'some avg10=0.00 avg60=0.00',
        'io.pressure': 'some avg10=77.00 avg60=0.00',
      });
    group(1_000_000, 0);
    add(10, SSH, { started: 500, memory: 1 });
    add(11, `${SSH}/session`, { started: 900, memory: 1 });
    read();
    time.advance(2000);
    group(2_500_000, 4000);
    expect(read()).toEqual([
      {
        key: SSH,
        name: 'ssh.service',
        kind: 'service',
        user: 'root',
        processes: 2,
        cpu: 75,
        memory: 4_000_000,
        read: 2000,
        written: 4000,
        cpuPressure: 1.3,
        memoryPressure: 0,
        ioPressure: 77,
        since: 500,
      },
    ]);
  });

  it('are told as version 1 counts where that is all', () => {
    files.texts.set('/proc/self/mounts', old);
    const group = (usage: number, bytes: number) => {
      set(`/cpu,cpuacct${SSH}`, { 'cpuacct.usage': usage });
      set(`/memory${SSH}`, { 'memory.usage_in_bytes': 5_000_000, 'memory.stat': 'total_inactive_file 1000000' });
      set(`/blkio${SSH}`, {
        'blkio.throttle.io_service_bytes': `8:0 Read ${bytes}\n8:0 Write 0\n8:0 Total ${bytes}\nTotal 9`,
      });
    };
    group(0, 0);
    add(10, SSH, { cpu: 9 });
    read();
    time.advance(1000);
    group(500_000_000, 8000);
    expect(read()).toMatchObject([{ cpu: 50, memory: 4_000_000, read: 8000, written: 0, cpuPressure: null }]);
  });

  it('are told by both where the one names groups and the other counts', () => {
    files.texts.set('/proc/self/mounts', `${old}cgroup2 /sys/fs/cgroup/unified cgroup2 rw 0 0\n`);
    set(`/unified${SSH}`, { 'cpu.stat': 'usage_usec 0' });
    set(`/memory${SSH}`, { 'memory.usage_in_bytes': 7000 });
    add(10, SSH);
    read();
    time.advance(1000);
    set(`/unified${SSH}`, { 'cpu.stat': 'usage_usec 100000' });
    expect(read()).toMatchObject([{ cpu: 10, memory: 7000 }]);
  });

  it('are summed up over their processes where no group counts', () => {
    add(10, SSH, { cpu: 1.5, memory: 100, read: 10 });
    add(11, SSH, { cpu: 2, memory: 200, read: null });
    expect(read()).toMatchObject([{ cpu: 3.5, memory: 300, read: 10, written: null, ioPressure: null }]);
  });

  it('have no rate across a sleep, nor of two readings too close together', () => {
    set(SSH, { 'cpu.stat': 'usage_usec 0' });
    add(10, SSH, { cpu: 4 });
    expect(read()[0]?.cpu).toBe(4);
    time.advance(1000);
    set(SSH, { 'cpu.stat': 'usage_usec 100000' });
    expect(read()[0]?.cpu).toBe(10);
    time.advance(100);
    set(SSH, { 'cpu.stat': 'usage_usec 200000' });
    expect(read()[0]?.cpu).toBe(10);
    time.advance(900);
    expect(read()[0]?.cpu).toBe(10);
    time.advance(1000);
    set(SSH, { 'cpu.stat': 'usage_usec 900000' });
    continuous = false;
    expect(read()[0]?.cpu).toBe(10);
  });

  it('whose group is made anew have no negative figures, and none above what there is', () => {
    set(SSH, { 'cpu.stat': 'usage_usec 900000', 'io.stat': '8:0 rbytes=9000 wbytes=0' });
    add(10, SSH);
    read();
    time.advance(1000);
    set(SSH, { 'cpu.stat': 'usage_usec 100', 'io.stat': '8:0 rbytes=0 wbytes=0' });
    expect(read()[0]).toMatchObject({ cpu: 0, read: 0 });
    time.advance(1000);
    set(SSH, { 'cpu.stat': 'usage_usec 99000100' });
    expect(read()[0]?.cpu).toBe(200);
  });

  it('of apps have the title that people know, and the account of their session', () => {
    const group = '/user.slice/user-1000.slice/user@1000.service/app.slice/app-gnome-org.mozilla.firefox-1.scope';
    add(10, group, { app: 'Firefox Web Browser' });
    expect(read()).toMatchObject([{ key: group, name: 'Firefox Web Browser', kind: 'app', user: 'anna' }]);
  });

  it('are apps and programs where there are no groups, and apps in a session that has one group for all', () => {
    const session = '/user.slice/user-1000.slice/session-2.scope';
    add(10, null, { app: 'Chrome' });
    add(11, null, { app: 'Chrome' });
    add(12, null, { name: 'cron' });
    add(13, session, { app: 'Inkscape' });
    add(14, session, { name: 'xfwm4' });
    add(15, null, { name: 'kthreadd' }, true);
    expect(read().map(({ key, processes }) => [key, processes])).toEqual([
      [session, 2],
      ['app:Chrome', 2],
      ['app:cron', 1],
      ['app:Inkscape', 1],
    ]);
  });

  it('are the same objects while nothing of them has changed', () => {
    set(SSH, { 'memory.current': 1_000_000 });
    add(10, SSH);
    const [first] = read();
    set(SSH, { 'memory.current': 1_000_900 });
    time.advance(2000);
    expect(read()[0]).toBe(first);
    set(SSH, { 'memory.current': 1_002_000 });
    time.advance(2000);
    expect(read()[0]?.memory).toBe(1_002_000);
  });

  it('do not ask again and again for files that are not there, and do after a while', () => {
    add(10, SSH);
    read();
    const looks = () => files.reads.filter((path) => path.endsWith('io.stat')).length;
    const open = files.open;
    let asked = 0;
    files.open = (path) => {
      if (path.endsWith('io.stat')) asked += 1;
      return open(path);
    };
    time.advance(2000);
    read();
    expect(asked).toBe(0);
    set(SSH, { 'io.stat': '8:0 rbytes=1 wbytes=1' });
    time.advance(60_000);
    read();
    expect(asked).toBe(1);
    expect(looks()).toBe(1);
  });
});

describe('where control groups are mounted', () => {
  it('is told by the list of mounts', () => {
    expect(parseGroupMounts(unified)).toEqual({ unified: '/sys/fs/cgroup', controllers: new Map() });
    const { unified: none, controllers } = parseGroupMounts(old);
    expect(none).toBeNull();
    expect(controllers.get('cpuacct')).toBe('/sys/fs/cgroup/cpu,cpuacct');
    expect(controllers.get('memory')).toBe('/sys/fs/cgroup/memory');
    expect(parseGroupMounts('')).toEqual({ unified: null, controllers: new Map() });
  });
});
