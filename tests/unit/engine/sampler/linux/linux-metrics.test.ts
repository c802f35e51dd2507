import { describe, expect, it } from 'vitest';
import { createLinuxMetrics } from '../../../../../engine/sampler/linux/linux-metrics.ts';
import { FakeTime } from '../../../../support/fakes.ts';
import { fakeFiles } from '../../fake-files.ts';

const net = (...lines: string[]) => `head\nhead\n${lines.join('\n')}\n`;

function setUp() {
  const files = fakeFiles({
    '/proc/stat': 'cpu  100 0 0 900 0 0 0 0\n',
    '/proc/meminfo': 'MemTotal: 1000 kB\nMemAvailable: 400 kB\n',
    '/proc/diskstats': '8 0 sda 1 0 100 0 1 0 200 0\n253 0 dm-0 1 0 100 0 1 0 200 0\n',
    '/sys/block/sda/size': '1',
    '/sys/block/dm-0/size': '1',
    '/proc/net/dev': net('eth0: 1000 0 0 0 0 0 0 0 500 0', 'docker0: 1000 0 0 0 0 0 0 0 500 0'),
    '/sys/class/net/eth0/device/vendor': '0x1',
  });
  const time = new FakeTime();
  return { files, time, measure: createLinuxMetrics(files, time) };
}

describe('figures of the whole system', () => {
  it('are known from the second reading on', () => {
    const { files, time, measure } = setUp();
    expect(measure()).toBeUndefined();
    time.advance(2000);
    files.texts.set('/proc/stat', 'cpu  150 0 0 1050 0 0 0 0\n');
    files.texts.set('/proc/diskstats', '8 0 sda 1 0 300 0 1 0 600 0\n253 0 dm-0 1 0 300 0 1 0 600 0\n');
    files.texts.set('/proc/net/dev', net('eth0: 3000 0 0 0 0 0 0 0 900 0', 'docker0: 3000 0 0 0 0 0 0 0 900 0'));
    expect(measure()).toEqual({
      at: time.now(),
      cpu: 25,
      memoryUsed: 614_400,
      memoryTotal: 1_024_000,
      diskRead: 51_200,
      diskWrite: 102_400,
      networkReceived: 1000,
      networkSent: 200,
    });
  });

  it('count every interface where none is a device, as in a container', () => {
    const { files, time, measure } = setUp();
    files.texts.delete('/sys/class/net/eth0/device/vendor');
    measure();
    time.advance(1000);
    files.texts.set('/proc/net/dev', net('eth0: 2000 0 0 0 0 0 0 0 500 0', 'docker0: 2000 0 0 0 0 0 0 0 500 0'));
    expect(measure()).toMatchObject({ networkReceived: 2000, networkSent: 0 });
  });

  it('cannot be read without /proc', () => {
    const { files, measure } = setUp();
    files.texts.delete('/proc/meminfo');
    expect(() => measure()).toThrow();
  });
});
