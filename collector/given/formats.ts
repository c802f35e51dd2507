/** Numbers, shares, durations and days in a language, for what is written on a server: its own language and region say nothing. */
export function formatsOf(language: string) {
  const numbers = new Intl.NumberFormat(language);
  const shares = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 });
  const threeDigits = new Intl.NumberFormat(language, { maximumSignificantDigits: 3 });
  const days = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' });
  const withUnit = (value: number, unit: string) => `${threeDigits.format(value)}\u00a0${unit}`;
  return {
    number: (value: number): string => numbers.format(value),
    /** From 0 to 1, to a tenth of a percent. */
    share: (value: number): string => shares.format(value),
    /** @param microseconds of it; shown in its unit, to three digits. */
    duration(microseconds: number): string {
      if (microseconds < 1000) return withUnit(microseconds, 'µs');
      return microseconds < 1_000_000 ? withUnit(microseconds / 1000, 'ms') : withUnit(microseconds / 1_000_000, 's');
    },
    /** A span of UTC days, from days such as "2026-03-03". */
    days: (from: string, to: string): string => days.formatRange(new Date(from), new Date(to)),
  };
}
