import type { DeviceReadings, Gathered, ReadingName } from '../../../../engine/device/readings.ts';

/** Everything that a well-equipped laptop tells. */
export const laptop: DeviceReadings = {
  machine: {
    hostName: 'annas-laptop',
    account: 'anna',
    kernel: '6.1.0-20-amd64',
    architecture: 'x86_64',
    timeZone: 'Europe/Berlin',
    bootedAt: Date.UTC(2026, 0, 31, 8, 5),
    firmware: 'UEFI',
  },
  os: { name: 'Debian GNU/Linux 12 (bookworm)', build: '' },
  system: { manufacturer: 'LENOVO', model: '20XW', serial: 'PF12ABC', uuid: '1-2-3', virtual: false },
  bios: { vendor: 'LENOVO', version: 'N32ET75W', releaseDate: '2022-04-01' },
  baseboard: { manufacturer: 'LENOVO', model: '20XWCTO1WW', serial: 'L1HF1' },
  chassis: { type: 'Notebook' },
  cpu: {
    manufacturer: 'Intel',
    brand: 'Core i7-1165G7',
    speed: 2.8,
    speedMax: 4.7,
    cores: 8,
    physicalCores: 4,
    cache: { l1d: 196_608, l1i: 131_072, l2: 5_242_880, l3: 12_582_912 },
  },
  battery: { hasBattery: true, percent: 82 },
  modules: [
    { size: 8 * 1024 ** 3, type: 'DDR4', clockSpeed: 3200 },
    { size: 8 * 1024 ** 3, type: 'DDR4', clockSpeed: null },
  ],
  memory: { total: 16_600_000_000, available: 9_000_000_000, swapTotal: 1_000_000_000 },
  disks: [{ name: 'Samsung SSD 980', size: 1_000_204_886_016, kind: 'NVMe', serial: 'S64D' }],
  volumes: [
    { mount: '/', type: 'ext4', size: 250_000_000_000, used: 25_700_000_000 },
    { mount: '/media/anna/USB', type: 'vfat', size: 0, used: 0 },
  ],
  network: [
    { name: 'eth0', mac: '02:00:00:00:00:01', addresses: ['192.0.2.2', 'fd00::2'], speed: 1000 },
    { name: 'wlan0', mac: '', addresses: ['198.51.100.7'] },
  ],
  gateway: '192.0.2.1',
  dns: ['192.0.2.1', '192.0.2.1'],
  graphics: [{ name: 'Intel Iris Xe', memory: 0 }],
  displays: [{ name: 'eDP-1', width: 1920, height: 1200, refreshRate: 60 }],
};

/** What the sources answered; those named did not. */
export function gathered(readings: Partial<DeviceReadings>): Gathered {
  const names = Object.keys(laptop) as ReadingName[];
  return Object.fromEntries(
    names.map((name) => [name, { label: `source of ${name}`, value: readings[name], readAt: 1000, late: false }]),
  ) as unknown as Gathered;
}
