import type { DeviceReport, Metrics } from '../../../app/finder/device.ts';
import { type FactId, factCatalogue } from '../../../app/finder/facts.ts';
import { seeded } from './fake-processes.ts';

const GIB = 1024 ** 3;

type Brief = readonly [id: FactId, value: string | null, source: string];

const facts: readonly Brief[] = [
  ['host-name', 'atelier-07', 'Node.js: os'],
  ['os', 'Debian GNU/Linux 12 (bookworm)', '/etc/os-release'],
  ['kernel', '6.1.0-25-amd64', 'Node.js: os'],
  ['architecture', 'x64', 'Node.js: os'],
  ['account', 'marta', 'Node.js: os'],
  ['time-zone', 'Europe/Rome', 'Node.js: os'],
  ['manufacturer', 'LENOVO', 'systeminformation: system'],
  ['model', 'ThinkPad T14 Gen 4', 'systeminformation: system'],
  ['serial-number', null, 'systeminformation: system'],
  ['processor', 'AMD Ryzen 7 PRO 7840U', 'systeminformation: cpu'],
  ['processor-cores', '8', 'systeminformation: cpu'],
  ['processor-threads', '16', 'systeminformation: cpu'],
  ['memory-total', '30.7 GiB', 'systeminformation: mem'],
  ['memory-available', '18 GiB', '/proc/meminfo'],
  ['swap', '975 MiB', 'systeminformation: mem'],
  ['disks', 'Samsung SSD 980 PRO 1TB · 932 GiB · NVMe', 'systeminformation: diskLayout'],
  [
    'volumes',
    '/ · 490 GiB of 874 GiB used · ext4\n/boot/efi · 5.9 MiB of 487 MiB used · vfat',
    'systeminformation: fsSize',
  ],
  ['ip-addresses', '192.168.4.21 · wlp2s0\nfe80::3e9c:fff:fe4a:117e · wlp2s0', 'Node.js: os'],
  ['mac-addresses', '3c:9c:0f:4a:11:7e · wlp2s0', 'Node.js: os'],
  ['graphics', 'AMD Radeon 780M Graphics', 'systeminformation: graphics'],
  ['displays', null, 'systeminformation: graphics'],
];

export function fakeDevice(at: number): DeviceReport {
  return {
    at,
    hostName: 'atelier-07',
    os: 'Debian GNU/Linux 12 (bookworm)',
    bootedAt: at - (3 * 24 + 4) * 3_600_000,
    facts: facts.map(([id, value, source]) => ({
      id,
      group: factCatalogue[id].group,
      value,
      source,
      at,
      sensitive: factCatalogue[id].sensitive,
      ...(value === null && { missing: id === 'serial-number' ? 'needs-permission' : 'not-available' }),
    })),
  };
}

/** Figures that move about as those of a used computer do. */
export function fakeMetrics(seed = 3): (at: number) => Metrics {
  const random = seeded(seed);
  let cpu = 18;
  let memory = 12 * GIB;
  return (at) => {
    cpu = Math.min(96, Math.max(2, cpu + (random() - 0.48) * 22));
    memory = Math.min(28 * GIB, Math.max(6 * GIB, memory + (random() - 0.5) * 0.4 * GIB));
    const burst = () => Math.round(random() ** 6 * 80_000_000);
    return {
      at,
      cpu,
      memoryUsed: Math.round(memory),
      memoryTotal: Math.round(30.7 * GIB),
      diskRead: burst(),
      diskWrite: burst(),
      networkReceived: burst(),
      networkSent: Math.round(burst() / 8),
      pressure: null,
    };
  };
}
