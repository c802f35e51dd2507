import { namesOrNone, type SystemFiles, textOrNothing } from '../sampler/linux/system-files.ts';
import type { DeviceReadings } from './readings.ts';

type Processor = DeviceReadings['cpu'];

const CPUS = '/sys/devices/system/cpu';

/**
 * The processor from /proc/cpuinfo and what the kernel tells of its caches and clock; `undefined` where that names no model,
 * as on most ARM boards, whose names lscpu knows.
 */
export function linuxProcessor(files: SystemFiles): Processor | undefined {
  const text = textOrNothing(files, '/proc/cpuinfo');
  const values = (name: string) =>
    [...text.matchAll(new RegExp(`^${name}\\s*:\\s*(.*)$`, 'gm'))].map(([, at]) => at ?? '');
  const [model] = values('model name');
  const threads = values('processor').length;
  if (!model || threads === 0) return undefined;
  const packages = values('physical id');
  const cores = new Set(values('core id').map((core, index) => `${packages[index] ?? ''}.${core}`));
  const maker = makers[values('vendor_id')[0] ?? ''] ?? '';
  const brand = plainBrand(model, maker);
  const megahertz = values('cpu MHz').map(Number).filter(Number.isFinite);
  const most = Number(textOrNothing(files, `${CPUS}/cpu0/cpufreq/cpuinfo_max_freq`)) / 1e6;
  return {
    // `12th Gen Intel Core` has it already.
    manufacturer: brand.includes(maker) ? '' : maker,
    brand,
    speed: megahertz.length > 0 ? Math.max(...megahertz) / 1000 : 0,
    speedMax: most,
    cores: threads,
    physicalCores: cores.size || threads,
    cache: caches(files),
  };
}

const makers: Readonly<Record<string, string>> = {
  GenuineIntel: 'Intel',
  AuthenticAMD: 'AMD',
  HygonGenuine: 'Hygon',
  CentaurHauls: 'VIA',
  '  Shanghai  ': 'Zhaoxin',
};

/** `Intel(R) Core(TM) i7-1260P CPU @ 2.10GHz` is `Core i7-1260P` of Intel. */
function plainBrand(model: string, manufacturer: string): string {
  return model
    .replaceAll(/\((?:r|tm|c)\)/gi, '')
    .replace(/\s+(?:CPU|Processor)?\s*@.*$/, '')
    .replace(manufacturer ? new RegExp(`^${manufacturer}\\s+`, 'i') : /^$/, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

/** Bytes of all caches together; one that several processors share counts once. */
function caches(files: SystemFiles): Processor['cache'] {
  const sums = { l1d: 0, l1i: 0, l2: 0, l3: 0 };
  const known = new Set<string>();
  for (const cpu of namesOrNone(files, CPUS).filter((name) => /^cpu\d+$/.test(name))) {
    for (const index of namesOrNone(files, `${CPUS}/${cpu}/cache`).filter((name) => name.startsWith('index'))) {
      const told = (name: string) => textOrNothing(files, `${CPUS}/${cpu}/cache/${index}/${name}`);
      const level = cacheNames[`${told('level')}${told('type')}`];
      const id = `${level} ${told('shared_cpu_list')}`;
      if (level === undefined || known.has(id)) continue;
      known.add(id);
      sums[level] += bytes(told('size'));
    }
  }
  return sums;
}

const cacheNames: Readonly<Record<string, 'l1d' | 'l1i' | 'l2' | 'l3'>> = {
  '1Data': 'l1d',
  '1Instruction': 'l1i',
  '2Unified': 'l2',
  '3Unified': 'l3',
};

/** `32K`, as the kernel writes it, in bytes. */
function bytes(size: string): number {
  const [, count, unit] = /^(\d+)([KMG]?)$/.exec(size) ?? [];
  return Number(count ?? 0) * 1024 ** ' KMG'.indexOf(unit || ' ');
}
