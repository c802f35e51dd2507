/** Writes values the way people in a region do; every value carries its unit. */
export interface Format {
  /** Decimal units, as disks and networks are sold. */
  bytes(bytes: number): string;
  /** Binary units, as memory modules are sold. */
  memorySize(bytes: number): string;
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

const decimalUnits = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte', 'petabyte'] as const;
const binaryUnits = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const;

/** @param locale BCP 47 tag; the system's when left out */
export function createFormat(locale?: string, timeZone?: string): Format {
  const plain = new Intl.NumberFormat(locale, { maximumSignificantDigits: 3 });
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const number = (value: number) => (value >= 1000 ? whole : plain).format(value);
  const inUnit = (value: number, unit: string) => {
    // The short form of bytes is "byte", whatever their number.
    const unitDisplay = unit === 'byte' ? 'long' : 'short';
    return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay, maximumSignificantDigits: 3 }).format(
      value,
    );
  };
  const percent = new Intl.NumberFormat(locale, { style: 'percent' });
  const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone });
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' });
  return {
    bytes(bytes) {
      const step = scale(bytes, 1000, decimalUnits.length);
      return inUnit(bytes / 1000 ** step, decimalUnits[step] ?? 'byte');
    },
    memorySize(bytes) {
      const step = scale(bytes, 1024, binaryUnits.length);
      return `${number(bytes / 1024 ** step)} ${binaryUnits[step]}`;
    },
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

/** How often a value can be divided by the base and stay at least 1. */
function scale(value: number, base: number, units: number): number {
  let step = 0;
  while (step < units - 1 && value >= base ** (step + 1)) step += 1;
  return step;
}
