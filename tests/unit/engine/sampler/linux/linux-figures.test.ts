import { describe, expect, it } from 'vitest';
import { linuxFigures } from '../../../../../engine/sampler/linux/linux-figures.ts';
import { isOnBattery } from '../../../../../engine/sampler/linux/power.ts';
import { sourceFailure } from '../../../../../engine/sampler/source.ts';
import { fakeFiles } from '../../fake-files.ts';

const net = (...lines: string[]) => `head\nhead\n${lines.join('\n')}\n`;
const pressure = (share: string) => `some avg10=${share} avg60=0.00 avg300=0.00 total=1\nfull avg10=0.00\n`;

function setUp() {
  const files = fakeFiles({
    '/proc/stat': 'cpu  100 0 0 900 0 0 0 0\n',
    '/proc/meminfo': 'MemTotal: 1000 kB\nMemAvailable: 400 kB\n',
    '/proc/diskstats': '8 0 sda 1 0 100 0 1 0 200 0\n253 0 dm-0 1 0 100 0 1 0 200 0\n',
    '/sys/block/sda/size': '1',
    '/sys/block/dm-0/size': '1',
    '/proc/net/dev': net('eth0: 1000 0 0 0 0 0 0 0 500 0', 'docker0: 1000 0 0 0 0 0 0 0 500 0'),
    '/sys/class/net/eth0/device/vendor': '0x1',
    '/proc/pressure/cpu': pressure('12.50'),
    '/proc/pressure/memory': pressure('0.00'),
    '/proc/pressure/io': pressure('99.01'),
  });
  const sources = linuxFigures(files);
  let monotonic = 0;
  type Id = keyof typeof sources;
  /** What each source gives after some milliseconds, or why it could not be read. */
  function read(after: number, continuous = true): { [I in Id]: unknown } {
    monotonic += after;
    const outcomes = Object.values(sources).map((source) => {
      try {
        return [source.id, source.read({ at: 0, monotonic, continuous })];
      } catch (error) {
        return [source.id, sourceFailure(error)];
      }
    });
    return Object.fromEntries(outcomes);
  }
  return { files, read };
}

describe('figures of the whole system', () => {
  it('are known from the second reading on, where they are differences', () => {
    const { files, read } = setUp();
    expect(read(0)).toEqual({
      cpu: null,
      memory: { used: 614_400, total: 1_024_000 },
      disks: null,
      network: null,
      pressure: { cpu: 12.5, memory: 0, io: 99.01 },
    });
    files.texts.set('/proc/stat', 'cpu  150 0 0 1050 0 0 0 0\n');
    files.texts.set('/proc/diskstats', '8 0 sda 1 0 300 0 1 0 600 0\n253 0 dm-0 1 0 300 0 1 0 600 0\n');
    files.texts.set('/proc/net/dev', net('eth0: 3000 0 0 0 0 0 0 0 900 0', 'docker0: 3000 0 0 0 0 0 0 0 900 0'));
    expect(read(2000)).toMatchObject({
      cpu: 25,
      disks: { inward: 51_200, outward: 102_400 },
      network: { inward: 1000, outward: 200 },
    });
  });

  it('are not told across a sleep of the computer', () => {
    const { files, read } = setUp();
    read(0);
    files.texts.set('/proc/stat', 'cpu  150 0 0 1050 0 0 0 0\n');
    expect(read(2000, false)).toMatchObject({ cpu: null, disks: null, network: null });
  });

  it('are not reckoned from an idle time that has gone back, as after a sleep that nothing told of', () => {
    const { files, read } = setUp();
    files.texts.set('/proc/stat', 'cpu  14667 64 7086 62218 79 0 80 0 0 0\n');
    read(0);
    files.texts.set('/proc/stat', 'cpu  14668 64 7086 58733 76 0 80 0 0 0\n');
    expect(read(2000).cpu).toBeNull();
    files.texts.set('/proc/stat', 'cpu  14768 64 7086 58933 76 0 80 0 0 0\n');
    expect(read(2000).cpu).toBe(33.3);
  });

  it('count every interface where none is a device, as in a container', () => {
    const { files, read } = setUp();
    files.texts.delete('/sys/class/net/eth0/device/vendor');
    read(0);
    files.texts.set('/proc/net/dev', net('eth0: 2000 0 0 0 0 0 0 0 500 0', 'docker0: 2000 0 0 0 0 0 0 0 500 0'));
    expect(read(1000)).toMatchObject({ network: { inward: 2000, outward: 0 } });
  });

  const sources = [
    ['/proc/stat', 'cpu'],
    ['/proc/meminfo', 'memory'],
    ['/proc/diskstats', 'disks'],
    ['/proc/net/dev', 'network'],
  ] as const;

  it.each(sources)('are missing by themselves: without %s only %s is', (path, id) => {
    const { files, read } = setUp();
    read(0);
    const whole = read(1000);
    files.texts.delete(path);
    expect(read(1000)).toEqual({ ...whole, [id]: 'missing' });
  });

  it.each(sources)('that may not be read are missing by themselves: %s denied costs %s', (path, id) => {
    const { files, read } = setUp();
    read(0);
    const whole = read(1000);
    files.refused.set(path, 'EACCES');
    expect(read(1000)).toEqual({ ...whole, [id]: 'denied' });
  });

  it.each([
    ['/proc/stat', 'cpu'],
    ['/proc/meminfo', 'memory'],
  ] as const)('of a file that lies are none: %s', (path, id) => {
    const { files, read } = setUp();
    for (const text of ['', 'cpu', 'MemTotal: lots\n', 'cpu  -1 0 0 x\n', '\0\0\0']) {
      files.texts.set(path, text);
      expect(read(1000)[id], text).toBe('malformed');
    }
  });

  it('tell of pressure what the kernel tells', () => {
    const { files, read } = setUp();
    files.refused.set('/proc/pressure/cpu', 'EOPNOTSUPP');
    files.texts.set('/proc/pressure/io', 'some avg10=101.00 avg60=0\n');
    expect(read(0).pressure).toEqual({ cpu: null, memory: 0, io: null });
    for (const what of ['cpu', 'memory', 'io']) files.refused.set(`/proc/pressure/${what}`, 'EOPNOTSUPP');
    expect(read(0).pressure).toBe('missing');
  });
});

describe('used memory', () => {
  const used = (...lines: string[]) => {
    const { files, read } = setUp();
    files.texts.set('/proc/meminfo', lines.join('\n'));
    return (read(0).memory as { used: number }).used / 1024;
  };

  it('is never negative where the kernel says that more can be had than there is', () => {
    const told = ['MemTotal:         998384 kB', 'MemFree:          120000 kB', 'MemAvailable:    1107064 kB'];
    expect(used(...told, 'Buffers:           10000 kB', 'Cached:           300000 kB')).toBe(568_384);
    expect(used(...told, 'Buffers:           10000 kB', 'Cached:           9999999 kB')).toBe(0);
  });

  it('is reckoned where the kernel does not say what can be had', () => {
    expect(used('MemTotal: 1000 kB', 'MemFree: 200 kB', 'Buffers: 50 kB', 'Cached: 150 kB')).toBe(600);
  });
});

describe('a computer', () => {
  const supply = (supplies: Record<string, Record<string, string>>) =>
    fakeFiles(
      Object.fromEntries(
        Object.entries(supplies).flatMap(([name, texts]) =>
          Object.entries(texts).map(([file, text]) => [`/sys/class/power_supply/${name}/${file}`, `${text}\n`]),
        ),
      ),
    );
  const battery = { type: 'Battery', status: 'Discharging' };

  it.each([
    ['without any', {}, false],
    ['with a battery that empties', { BAT0: battery, AC: { type: 'Mains', online: '0' } }, true],
    ['on mains', { BAT0: battery, AC: { type: 'Mains', online: '1' } }, false],
    ['on USB-C', { BAT0: battery, 'ucsi-1': { type: 'USB', online: '1' }, AC: { type: 'Mains', online: '0' } }, false],
    ['with a battery that is full', { BAT0: { type: 'Battery', status: 'Full' } }, false],
    ['with a battery and nothing that tells of mains', { BAT0: battery }, true],
    ['of whose mouse the battery empties', { hidpp_battery_0: { ...battery, scope: 'Device' } }, false],
  ])('%s is told to be on its battery, or not', (_, supplies, expected) => {
    expect(isOnBattery(supply(supplies))).toBe(expected);
  });
});
