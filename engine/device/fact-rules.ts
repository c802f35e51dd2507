import type { FactId } from '../../app/finder/facts.ts';
import { t } from '../../app/messages/index.ts';
import type { DeviceReadings, Gathered, ReadingName } from './readings.ts';

/** How a fact is made of a reading; `undefined` or an empty text means that there is none. */
interface FactRule {
  readonly from: ReadingName;
  readonly value: (gathered: Gathered, format: Format) => string | undefined;
  /** Linux tells it to the administrator only. */
  readonly privileged: boolean;
}

type Write<Name extends ReadingName> = (reading: DeviceReadings[Name], format: Format) => string | undefined;

function rule<Name extends ReadingName>(from: Name, write: Write<Name>, privileged = false): FactRule {
  const value: FactRule['value'] = (gathered, format) => {
    const reading = gathered[from].value;
    return reading === undefined ? undefined : write(reading, format);
  };
  return { from, value, privileged };
}

/** The same for what only the administrator is told. */
const guarded = <Name extends ReadingName>(from: Name, write: Write<Name>): FactRule => rule(from, write, true);

export const factRules: { readonly [Id in FactId]: FactRule } = {
  'host-name': rule('machine', ({ hostName }) => hostName),
  os: rule('os', ({ name }) => name),
  'os-build': rule('os', ({ build }) => build),
  kernel: rule('machine', ({ kernel }) => kernel),
  architecture: rule('machine', ({ architecture }) => architecture),
  account: rule('machine', ({ account }) => account),
  'booted-at': rule('machine', ({ bootedAt }, format) => (bootedAt > 0 ? format.moment(bootedAt) : '')),
  'time-zone': rule('machine', ({ timeZone }) => timeZone),
  firmware: rule('machine', ({ firmware }) => firmware),
  'virtual-machine': rule('system', ({ virtual, virtualHost }) => (virtual ? told(virtualHost) : '')),

  manufacturer: rule('system', ({ manufacturer }) => told(manufacturer)),
  model: rule('system', ({ model }) => told(model)),
  chassis: rule('chassis', ({ type }) => told(type)),
  'serial-number': guarded('system', ({ serial }) => told(serial)),
  'system-uuid': guarded('system', ({ uuid }) => told(uuid)),
  baseboard: rule('baseboard', ({ manufacturer, model }) => joined(' ', [told(manufacturer), told(model)])),
  'baseboard-serial': guarded('baseboard', ({ serial }) => told(serial)),
  bios: rule('bios', ({ vendor, version }) => joined(' ', [told(vendor), told(version)])),
  'bios-date': rule('bios', ({ releaseDate }, format) => format.day(told(releaseDate))),
  processor: rule('cpu', ({ manufacturer, brand }) => joined(' ', [told(manufacturer), told(brand)])),
  'processor-cores': rule('cpu', ({ physicalCores }, format) => positive(physicalCores, format.number)),
  'processor-threads': rule('cpu', ({ cores }, format) => positive(cores, format.number)),
  'processor-speed': rule('cpu', ({ speed, speedMax }, format) => positive(speedMax || speed, format.gigahertz)),
  'processor-cache': rule('cpu', ({ cache }, format) =>
    joined(' · ', [
      labelled('L1', (cache.l1d || 0) + (cache.l1i || 0), format.bytes),
      labelled('L2', cache.l2, format.bytes),
      labelled('L3', cache.l3, format.bytes),
    ]),
  ),
  battery: rule('battery', ({ hasBattery, percent }, format) => (hasBattery ? format.percent(percent) : '')),

  'memory-total': rule('memory', ({ total }, format) => format.bytes(total)),
  'memory-available': rule('memory', ({ available }, format) => format.bytes(available)),
  'memory-modules': guarded('modules', (modules, format) =>
    lines(
      modules
        // Without permission systeminformation gives one module of no type, as large as the memory.
        .filter(({ type }) => told(type) !== '')
        .map(({ size, type, clockSpeed }) =>
          joined(' · ', [format.bytes(size), type, positive(clockSpeed, (speed) => `${format.number(speed)} MT/s`)]),
        ),
    ),
  ),
  swap: rule('memory', ({ swapTotal }, format) => positive(swapTotal, format.bytes)),

  disks: rule('disks', (disks, format) =>
    lines(disks.map(({ name, size, kind }) => joined(' · ', [name, format.bytes(size), kind]))),
  ),
  'disk-serials': guarded('disks', (disks) => lines(disks.map(({ serial }) => told(serial)))),
  volumes: rule('volumes', (volumes, format) =>
    lines(
      volumes.map(({ mount, used, size, type }) =>
        joined(' · ', [mount, size > 0 ? format.usedOf(used, size) : '', type]),
      ),
    ),
  ),

  'network-interfaces': rule('network', (network, format) =>
    lines(network.map(({ name, speed }) => joined(' · ', [name, positive(speed, format.megabitsPerSecond)]))),
  ),
  'ip-addresses': rule('network', (network) =>
    lines(network.flatMap(({ name, addresses }) => addresses.map((address) => `${address} · ${name}`))),
  ),
  'mac-addresses': rule('network', (network) => lines(network.map(({ name, mac }) => mac && `${mac} · ${name}`))),
  'default-gateway': rule('gateway', (gateway) => gateway),
  'dns-servers': rule('dns', lines),

  graphics: rule('graphics', (controllers) => lines(controllers.map(({ name }) => told(name)))),
  'graphics-memory': rule('graphics', (controllers, format) =>
    lines(controllers.map(({ memory }) => positive(memory, format.bytes))),
  ),
  displays: rule('displays', (displays, format) =>
    lines(
      displays.map(({ name, width, height, refreshRate }) =>
        joined(' · ', [told(name), `${width} × ${height}`, positive(refreshRate, format.hertz)]),
      ),
    ),
  ),
};

/** What makers leave in their tables when they have not filled them in. */
const placeholder =
  /^(?:-|n\/?a|none|null|unknown|undefined|other|default(?: string)?|not (?:specified|available|applicable)|o\.e\.m\.?|to be filled.*|system (?:manufacturer|product name|serial number|version)|(?:base ?board|chassis) .*|0+|[0-]+|f+|(?:0?123456789)|computer)$/i;

/** The text, or nothing when it is only a placeholder. */
export function told(text: string | null | undefined): string {
  const trimmed = (text ?? '').trim();
  return placeholder.test(trimmed) ? '' : trimmed;
}

function positive(value: number | null | undefined, write: (value: number) => string): string {
  return value && Number.isFinite(value) && value > 0 ? write(value) : '';
}

function labelled(label: string, value: number | null | undefined, write: (value: number) => string): string {
  const text = positive(value, write);
  return text && `${label} ${text}`;
}

function joined(separator: string, parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(separator);
}

/** Several values, each on a line of its own and only once. */
function lines(values: readonly string[]): string {
  return joined('\n', [...new Set(values)]);
}

/** Writes values the way people in a region do; every value carries its unit. */
export interface Format {
  /** In binary units, one base for memory, caches and disks: beside each other they could not be compared. */
  bytes(bytes: number): string;
  /** How much of something is used, in bytes. */
  usedOf(used: number, size: number): string;
  number(value: number): string;
  /** @param value 0 to 100 */
  percent(value: number): string;
  gigahertz(value: number): string;
  hertz(value: number): string;
  megabitsPerSecond(value: number): string;
  /** Date and time of UTC milliseconds since 1970, in the computer's time zone. */
  moment(time: number): string;
  /** The day of an ISO date; the text itself when it is none. */
  day(isoDate: string): string;
}

const binaryUnits = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const;

/** @param locale BCP 47 tag; the system's when left out */
export function createFormat(locale?: string, timeZone?: string): Format {
  const plain = new Intl.NumberFormat(locale, { maximumSignificantDigits: 3 });
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const number = (value: number) => (value >= 1000 ? whole : plain).format(value);
  const inUnit = (value: number, unit: string) =>
    new Intl.NumberFormat(locale, { style: 'unit', unit, maximumSignificantDigits: 3 }).format(value);
  const bytes = (value: number) => {
    const step = binaryStep(value);
    return `${number(value / 1024 ** step)} ${binaryUnits[step]}`;
  };
  const percent = new Intl.NumberFormat(locale, { style: 'percent' });
  const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone });
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' });
  return {
    bytes,
    usedOf: (used, size) => t('device.used-of', { used: bytes(used), size: bytes(size) }),
    number,
    percent: (value) => percent.format(value / 100),
    gigahertz: (value) => `${number(value)} GHz`,
    hertz: (value) => `${number(value)} Hz`,
    megabitsPerSecond: (value) =>
      value >= 1000 ? inUnit(value / 1000, 'gigabit-per-second') : inUnit(value, 'megabit-per-second'),
    moment: (time) => moment.format(time),
    day: (isoDate) => (/^\d{4}-\d\d-\d\d$/.test(isoDate) ? day.format(new Date(isoDate)) : isoDate),
  };
}

/** How often a value can be divided by 1024 and stay at least 1. */
function binaryStep(value: number): number {
  let step = 0;
  while (step < binaryUnits.length - 1 && value >= 1024 ** (step + 1)) step += 1;
  return step;
}
