import { describe, expect, it } from 'vitest';
import { parseAuxiliaryVector } from '../../../../engine/sampler/linux/process-stat.ts';
import {
  isWholeDisk,
  parseBootTime,
  parseDiskCounters,
  parseMemory,
  parseNetworkCounters,
  parseProcessorTicks,
} from '../../../../engine/sampler/linux/system-counters.ts';
import { createAccounts, parseAccounts } from '../../../../engine/sampler/linux/system-files.ts';
import { FakeTime } from '../../../support/fakes.ts';
import { fakeFiles } from '../fake-files.ts';

describe('the account file', () => {
  it('names users by their ids, the first entry of an id first', () => {
    const text = 'root:x:0:0:root:/root:/bin/sh\ntoor:x:0:0::/:/bin/sh\n# note\n+@nis\nanna:x:1000:1000\nbad:x:abc:\n';
    expect([...parseAccounts(text)]).toEqual([
      [0, 'root'],
      [1000, 'anna'],
    ]);
  });

  it('is read once, and again for an unknown user when a minute has passed', () => {
    const time = new FakeTime();
    const files = fakeFiles({ '/etc/passwd': 'root:x:0:0\n' });
    const name = createAccounts(files, time);
    expect([name(0), name(0), name(1000), name(1000)]).toEqual(['root', 'root', '1000', '1000']);
    expect(files.reads).toHaveLength(1);
    files.texts.set('/etc/passwd', 'root:x:0:0\nanna:x:1000:1000\n');
    time.advance(60_000);
    expect(name(1000)).toBe('anna');
    expect(files.reads).toHaveLength(2);
  });

  it('lacks accounts that systemd makes for a while, which are named by its own files', () => {
    const files = fakeFiles({
      '/etc/passwd': 'root:x:0:0\n',
      '/run/userdb/60578.user': '{\n\t"userName" : "gdm-greeter",\n\t"uid" : 60578\n}\n',
      '/etc/userdb/1001.user': 'no record',
    });
    files.links.set('/run/systemd/dynamic-uid/direct:61184', 'whoopsie');
    const name = createAccounts(files, new FakeTime());
    expect([name(61_184), name(60_578), name(1001), name(62_582)]).toEqual([
      'whoopsie',
      'gdm-greeter',
      '1001',
      '62582',
    ]);
    const { length } = files.reads;
    expect([name(61_184), name(60_578), name(62_582)]).toEqual(['whoopsie', 'gdm-greeter', '62582']);
    expect(files.reads).toHaveLength(length);
  });

  it('may be missing', () => {
    expect(createAccounts(fakeFiles(), new FakeTime())(7)).toBe('7');
  });
});

describe('the auxiliary vector', () => {
  it('tells page size and clock ticks of 64-bit and 32-bit systems', () => {
    const long = new BigUint64Array([33n, 5n, 6n, 65_536n, 17n, 250n, 0n, 0n]);
    expect(parseAuxiliaryVector(new Uint8Array(long.buffer), 8)).toEqual({ pageSize: 65_536, ticksPerSecond: 250 });
    const short = new Uint32Array([6, 4096, 17, 100, 0, 0]);
    expect(parseAuxiliaryVector(new Uint8Array(short.buffer), 4)).toEqual({ pageSize: 4096, ticksPerSecond: 100 });
  });

  it('may be empty', () => {
    expect(parseAuxiliaryVector(new Uint8Array(), 8)).toEqual({ pageSize: 4096, ticksPerSecond: 100 });
  });
});

describe('/proc/stat', () => {
  it('tells processor time without counting guests twice', () => {
    const text = 'cpu  10 20 30 400 50 6 7 8 5 1\ncpu0 1 1 1 1 1 1 1 1 0 0\n';
    expect(parseProcessorTicks(text)).toEqual({ busy: 81, total: 531 });
  });

  it('tells when the system started', () => {
    expect(parseBootTime('cpu 1\nbtime 1700000000\nprocesses 4\n')).toBe(1_700_000_000_000);
    expect(parseBootTime('')).toBe(0);
  });
});

describe('/proc/meminfo', () => {
  it('tells what is available, which is not what is free', () => {
    const text =
      'MemTotal:       1000 kB\nMemFree:         100 kB\nMemAvailable:    600 kB\nSwapCached: 9 kB\nSwapTotal: 50 kB\n';
    expect(parseMemory(text)).toEqual({ total: 1_024_000, available: 614_400, swapTotal: 51_200 });
  });

  it('is refused without a total', () => {
    expect(() => parseMemory('MemFree: 1 kB\n')).toThrow();
  });
});

describe('/proc/diskstats', () => {
  const text = [
    '   8       0 sda 100 0 2000 10 200 0 4000 20 0 5 30',
    '   8       1 sda1 100 0 2000 10 200 0 4000 20 0 5 30',
    ' 259       0 nvme0n1 1 0 8 1 1 0 16 1 0 1 1 0 0 0 0 0 0',
  ].join('\n');

  it('tells bytes of the disks asked for, not of their partitions', () => {
    expect([...parseDiskCounters(text, new Set(['sda', 'nvme0n1']))]).toEqual([
      ['sda', [1_024_000, 2_048_000]],
      ['nvme0n1', [4096, 8192]],
    ]);
  });

  it.each(['sda', 'vda', 'nvme0n1', 'mmcblk0', 'xvda'])('%s is a disk of its own', (name) => {
    expect(isWholeDisk(name)).toBe(true);
  });

  it.each(['loop0', 'ram1', 'zram0', 'dm-0', 'md127', 'sr0', 'nvme0c0n1'])('%s is none', (name) => {
    expect(isWholeDisk(name)).toBe(false);
  });
});

describe('/proc/net/dev', () => {
  it('tells bytes of every interface but the loopback', () => {
    const text = [
      'Inter-|   Receive                                                |  Transmit',
      ' face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop',
      '    lo: 9999 1 0 0 0 0 0 0 9999 1 0 0 0 0 0 0',
      '  eth0: 1000 2 0 0 0 0 0 0 2000 3 0 0 0 0 0 0',
      'wlp2s0:18446744073 2 0 0 0 0 0 0 5 3 0 0 0 0 0 0',
    ].join('\n');
    expect([...parseNetworkCounters(text)]).toEqual([
      ['eth0', [1000, 2000]],
      ['wlp2s0', [18_446_744_073, 5]],
    ]);
  });
});
