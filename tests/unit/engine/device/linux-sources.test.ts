import { describe, expect, it } from 'vitest';
import type { HardwareInformation } from '../../../../engine/device/hardware-sources.ts';
import {
  linuxSources,
  linuxSurroundings,
  localMounts,
  parseGateway,
  parseOsRelease,
} from '../../../../engine/device/linux-sources.ts';
import type { NodeSystem } from '../../../../engine/device/node-system.ts';
import { FakeTime } from '../../../support/fakes.ts';
import { fakeFiles } from '../fake-files.ts';

describe('os-release', () => {
  it.each([
    ['PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nNAME="Debian"\n', 'Debian GNU/Linux 12 (bookworm)', ''],
    ["NAME=Arch\nVERSION='1 2'\nBUILD_ID=rolling\n", 'Arch 1 2', 'rolling'],
    ['PRETTY_NAME="Joe\\"s \\$OS"\n', 'Joe"s $OS', ''],
    ['# nothing\n', 'Linux', ''],
  ])('%j is %s', (text, name, build) => {
    expect(parseOsRelease(text)).toEqual({ name, build });
  });
});

describe('the mounts', () => {
  it('are those of storage of this computer', () => {
    const text = [
      'proc /proc proc rw 0 0',
      '/dev/sda2 / ext4 rw 0 0',
      '/dev/sda2 /var/lib/bind ext4 rw 0 0',
      '/dev/sdb1 /media/anna/My\\040Disk vfat rw 0 0',
      '/dev/loop3 /snap/core/1 squashfs ro 0 0',
      'server:/share /mnt/share nfs4 rw 0 0',
      '//server/share /mnt/smb cifs rw 0 0',
      'pool/home /home zfs rw 0 0',
      'tmpfs /tmp tmpfs rw 0 0',
      '',
    ].join('\n');
    expect(localMounts(text)).toEqual([
      { device: '/dev/sda2', mount: '/', type: 'ext4' },
      { device: '/dev/sda2', mount: '/var/lib/bind', type: 'ext4' },
      { device: '/dev/sdb1', mount: '/media/anna/My Disk', type: 'vfat' },
      { device: 'pool/home', mount: '/home', type: 'zfs' },
    ]);
  });
});

describe('the default route', () => {
  const head = 'Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\n';

  it('tells the gateway', () => {
    const routes = 'eth0\t000200C0\t00000000\t0001\t0\neth0\t00000000\t010200C0\t0003\t0\n';
    expect(parseGateway(head + routes)).toBe('192.0.2.1');
  });

  it('may be missing or need none', () => {
    expect(parseGateway(head)).toBe('');
    expect(parseGateway(`${head}ppp0\t00000000\t00000000\t0001\t0\n`)).toBe('');
  });
});

describe('the sources on Linux', () => {
  const files = fakeFiles({
    '/etc/passwd': 'anna:x:1000:1000\n',
    '/proc/stat': 'btime 1700000000\n',
    '/proc/self/mounts': '/dev/sda2 / ext4 rw 0 0\n/dev/sdb1 /gone vfat rw 0 0\n',
    '/sys/firmware/efi/runtime': '',
    '/sys/block/sda/size': '2000\n',
    '/sys/block/sda/device/model': 'WDC WD10\n',
    '/sys/block/sda/queue/rotational': '1\n',
    '/sys/block/nvme0n1/size': '4000\n',
    '/sys/block/nvme0n1/device/serial': 'S64D  \n',
    '/sys/block/vda/size': '1\n',
    '/sys/block/vda/queue/rotational': '1\n',
    '/sys/block/sdz/size': '0\n',
    '/sys/block/loop0/size': '100\n',
    '/sys/class/net/eth0/speed': '1000\n',
    '/sys/class/net/wlan0/speed': '-1\n',
    '/sys/class/drm/version': 'drm',
    '/sys/class/drm/card0-eDP-1/status': 'connected\n',
    '/sys/class/drm/card0-eDP-1/modes': '1920x1200\n1920x1080\n',
    '/sys/class/drm/card0-DP-1/status': 'disconnected\n',
  });
  const system: NodeSystem = {
    machine: () => ({ hostName: 'h', kernel: 'k', architecture: 'a', timeZone: 'z' }),
    isFolder: async (path) => !path.startsWith('/etc/'),
    space: async (mount) => {
      if (mount === '/gone') throw new Error('ENOENT');
      return { size: 100, used: 40 };
    },
    networkInterfaces: () => [
      { name: 'eth0', mac: 'm', addresses: ['192.0.2.2'] },
      { name: 'wlan0', mac: 'n', addresses: [] },
    ],
    dnsServers: () => ['192.0.2.53'],
  };
  const graphics = async () => ({
    controllers: [
      { vendor: 'Intel', model: 'Iris', vram: 64 },
      { vendor: 'NVIDIA', model: 'NVIDIA T4', vram: null },
    ],
    displays: [],
  });
  const information = async () => ({ graphics, cpu: async () => ({ brand: 'c' }) }) as unknown as HardwareInformation;
  const sources = linuxSources({ files, system, clock: new FakeTime(), userId: 1000, information });

  it('tell the machine', async () => {
    expect(await sources.machine.read()).toEqual({
      hostName: 'h',
      kernel: 'k',
      architecture: 'a',
      timeZone: 'z',
      account: 'anna',
      bootedAt: 1_700_000_000_000,
      firmware: 'UEFI',
    });
  });

  it('tell disks, but no empty drives and no images', async () => {
    expect(await sources.disks.read()).toEqual([
      { name: 'WDC WD10', size: 1_024_000, kind: 'HDD', serial: '' },
      { name: 'nvme0n1', size: 2_048_000, kind: 'NVMe', serial: 'S64D' },
      { name: 'vda', size: 512, kind: '', serial: '' },
    ]);
  });

  it('tell the volumes that can be measured', async () => {
    expect(await sources.volumes.read()).toEqual([{ mount: '/', type: 'ext4', size: 100, used: 40 }]);
  });

  it('tell in a container its root and its volumes, not the files of the machine that are mounted into it', async () => {
    const mounts = [
      'overlay / overlay rw,lowerdir=/a:/b 0 0',
      'proc /proc proc rw 0 0',
      '/dev/vda1 /etc/resolv.conf ext4 rw 0 0',
      '/dev/vda1 /etc/hostname ext4 rw 0 0',
      '/dev/vda1 /data ext4 rw 0 0',
      '/dev/vda1 /data/again ext4 rw 0 0',
    ].join('\n');
    const inside = fakeFiles({ '/proc/self/mounts': mounts });
    const { volumes } = linuxSources({ files: inside, system, clock: new FakeTime(), userId: 0, information });
    expect(await volumes.read()).toEqual([
      { mount: '/', type: 'overlay', size: 100, used: 40 },
      { mount: '/data', type: 'ext4', size: 100, used: 40 },
    ]);
  });

  it('tell the machine when /proc/stat is denied, and no start in the future', async () => {
    const time = new FakeTime();
    const denied = fakeFiles({ '/proc/uptime': '1000.00 1\n' });
    const of = (within: typeof denied) => linuxSources({ files: within, system, clock: time, userId: 0, information });
    expect(await of(denied).machine.read()).toMatchObject({ hostName: 'h', bootedAt: time.now() - 1_000_000 });
    denied.texts.set('/proc/stat', `btime ${Math.round(time.now() / 1000) + 60}\n`);
    expect(await of(denied).machine.read()).toMatchObject({ bootedAt: time.now() - 1_000_000 });
  });

  it('know what keeps them from telling more', () => {
    const dmi = { '/sys/class/dmi/id/bios_vendor': 'x' };
    expect(linuxSurroundings(fakeFiles(dmi), 1000)).toEqual({ restricted: true, container: false, virtual: false });
    expect(linuxSurroundings(fakeFiles(dmi), 0).restricted).toBe(false);
    expect(linuxSurroundings(fakeFiles({ '/.dockerenv': '' }), 1000)).toMatchObject({
      restricted: false,
      container: true,
    });
    const cpu = 'processor\t: 0\nflags\t\t: fpu vme hypervisor lahf_lm\n';
    expect(linuxSurroundings(fakeFiles({ '/proc/cpuinfo': cpu }), 0).virtual).toBe(true);
  });

  it('tell network, displays and graphics', async () => {
    expect(await sources.network.read()).toMatchObject([{ name: 'eth0', speed: 1000 }, { speed: undefined }]);
    expect(await sources.displays.read()).toEqual([{ name: 'eDP-1', width: 1920, height: 1200 }]);
    expect(await sources.graphics.read()).toEqual([
      { name: 'Intel Iris', memory: 67_108_864 },
      { name: 'NVIDIA T4', memory: 0 },
    ]);
    // Nothing in /proc names the processor: lscpu knows more of them.
    expect(await sources.cpu.read()).toEqual({ brand: 'c' });
  });

  it('ask nobody for the modules of the memory whom the firmware would not tell', async () => {
    const asked: number[] = [];
    const counting = async () =>
      ({
        memLayout: async () => {
          asked.push(1);
          return [{ size: 1, type: 'DDR5', clockSpeed: 1 }];
        },
      }) as unknown as HardwareInformation;
    const of = (userId: number) =>
      linuxSources({ files, system, clock: new FakeTime(), userId, information: counting }).modules.read();
    expect(await of(1000)).toEqual([]);
    expect(asked).toEqual([]);
    expect(await of(0)).toHaveLength(1);
  });
});
