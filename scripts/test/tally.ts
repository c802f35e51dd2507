/** Counts of tests, and how they are told. */

export interface Tally {
  passed: number;
  failed: number;
  skipped: number;
}

export interface SuiteResult extends Tally {
  name: string;
  milliseconds: number;
}

/** The last line of a test run. Machines read it too, so it has this one form; skipped tests are told only when there are some. */
export function summaryLine(tallies: Tally[]): string {
  const sum = (field: keyof Tally) => tallies.reduce((total, tally) => total + tally[field], 0);
  const skipped = sum('skipped');
  return `${sum('passed')} passed, ${sum('failed')} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/** A suite that passed nothing has tested nothing, which must not look like success. */
export function isGreen(tallies: Tally[]): boolean {
  return tallies.length > 0 && tallies.every(({ passed, failed }) => passed > 0 && failed === 0);
}

/** One line for each suite: name, counts, time. */
export function suiteTable(results: SuiteResult[]): string[] {
  const rows = [
    ['suite', 'passed', 'failed', 'skipped', 'seconds'],
    ...results.map(({ name, passed, failed, skipped, milliseconds }) => [
      name,
      ...[passed, failed, skipped].map(String),
      (milliseconds / 1000).toFixed(1),
    ]),
  ];
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  '),
  );
}
