import { describe, expect, it } from 'vitest';
import { type HardwareInformation, mapDisplays } from '../../../../engine/device/hardware-sources.ts';
import type { NodeSystem } from '../../../../engine/device/node-system.ts';
import { parseSystemVersion, portableSources } from '../../../../engine/device/portable-sources.ts';

const system = {
  machine: () => ({ hostName: 'h', kernel: 'k', architecture: 'a', timeZone: 'z' }),
} as unknown as NodeSystem;

const display = { model: 'U27', resolutionX: 3840, resolutionY: 2160, currentResX: 0, currentRefreshRate: 60 };

function setUp(platform: 'darwin' | 'win32') {
  let graphics = 0;
  const information = {
    mem: async () => ({ total: 100, available: 40, swaptotal: 10 }),
    fsSize: async () => [
      { mount: '/', type: 'APFS', size: 10, used: 4, fs: 'x', use: 40 },
      { mount: '/System/Volumes/VM', type: 'APFS', size: 10, used: 4 },
    ],
    diskLayout: async () => [{ name: '', device: 'disk0', size: 5, type: 'NVMe', serialNum: 's' }],
    graphics: async () => {
      graphics += 1;
      return { controllers: [], displays: [display] };
    },
  } as unknown as HardwareInformation;
  const sources = portableSources({
    platform,
    system,
    information: async () => information,
    environment: { firmware_type: 'Legacy' },
    account: () => 'anna',
    bootedAt: () => 5,
    os: () => ({ name: 'o', build: 'b' }),
  });
  return { sources, graphics: () => graphics };
}

describe('the sources on macOS and Windows', () => {
  it('tell machine, memory, disks and volumes', async () => {
    const { sources } = setUp('darwin');
    expect(await sources.machine.read()).toMatchObject({ account: 'anna', bootedAt: 5, firmware: '' });
    expect(await setUp('win32').sources.machine.read()).toMatchObject({ firmware: 'BIOS' });
    expect(await sources.memory.read()).toEqual({ total: 100, available: 40, swapTotal: 10 });
    expect(await sources.volumes.read()).toEqual([{ mount: '/', type: 'APFS', size: 10, used: 4 }]);
    expect(await sources.disks.read()).toEqual([{ name: 'disk0', size: 5, kind: 'NVMe', serial: 's' }]);
  });

  it('ask for graphics and displays once', async () => {
    const { sources, graphics } = setUp('win32');
    await Promise.all([sources.graphics.read(), sources.displays.read()]);
    expect(graphics()).toBe(1);
  });
});

describe('a display', () => {
  it('has its current or its own resolution', () => {
    const current = { ...display, currentResX: 1920, currentResY: 1080, currentRefreshRate: null };
    const none = { ...display, resolutionX: null, resolutionY: null };
    const data = { controllers: [], displays: [display, current, none] } as unknown as Parameters<
      typeof mapDisplays
    >[0];
    expect(mapDisplays(data)).toEqual([
      { name: 'U27', width: 3840, height: 2160, refreshRate: 60 },
      { name: 'U27', width: 1920, height: 1080, refreshRate: undefined },
    ]);
  });
});

describe('SystemVersion.plist', () => {
  it('tells name, version and build', () => {
    const plist =
      '<dict>\n<key>ProductBuildVersion</key>\n<string>24D81</string>\n<key>ProductName</key>\n<string>macOS</string>\n' +
      '<key>ProductVersion</key>\n<string>15.3.1</string>\n</dict>';
    expect(parseSystemVersion(plist)).toEqual({ name: 'macOS 15.3.1', build: '24D81' });
    expect(parseSystemVersion('')).toEqual({ name: 'macOS', build: '' });
  });
});
