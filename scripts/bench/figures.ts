import { writeFileSync } from 'node:fs';

/** One measured figure under a name that stays the same from run to run. */
export interface Figure {
  /** Such as "telemetry.candor.warm.10000.cpu"; never renamed, because figures are compared over time by it. */
  readonly name: string;
  /** What it is, as people read it. */
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  /** The value is the median of so many measurements, between these two. */
  readonly spread?: { readonly least: number; readonly most: number; readonly count: number; readonly p95: number };
  /** The most that it may be, in the same unit. */
  readonly target?: number;
  /** The least that it must be, where more is better. */
  readonly atLeast?: number;
}

export function isMissed({ value, target, atLeast }: Figure): boolean {
  return (target !== undefined && value > target) || (atLeast !== undefined && value < atLeast);
}

/** A number with as many digits as tell something. */
export function amount(value: number): string {
  if (Number.isInteger(value) || Math.abs(value) >= 100) return String(Math.round(value));
  return value.toFixed(Math.abs(value) < 10 ? 2 : 1);
}

/** The figures as a table: what, median, 95th percentile, spread, target, met or missed. */
export function figureTable(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => [
    figure.what,
    `${amount(figure.value)} ${figure.unit}`,
    figure.spread ? amount(figure.spread.p95) : '',
    figure.spread ? `${amount(figure.spread.least)} – ${amount(figure.spread.most)}` : '',
    boundOf(figure),
    boundOf(figure) && verdict(figure),
  ]);
  return renderTable(['figure', 'median', 'p95', 'least – most', 'target', ''], rows);
}

function boundOf({ target, atLeast }: Figure): string {
  if (atLeast !== undefined) return `≥ ${amount(atLeast)}`;
  return target === undefined ? '' : `≤ ${amount(target)}`;
}

function verdict(figure: Figure): string {
  return isMissed(figure) ? 'MISSED' : 'met';
}

/** The same figures, measured several times: each as the median of its values. @param rounds one at least, each with the same names. */
export function mediansOf(rounds: readonly (readonly Figure[])[]): Figure[] {
  const [first = []] = rounds;
  return first.map((figure) =>
    medianFigure(
      figure,
      rounds.flatMap((round) => round.filter(({ name }) => name === figure.name).map(({ value }) => value)),
    ),
  );
}

/** A figure that is the median of repeated measurements. */
export function medianFigure(
  figure: Omit<Figure, 'value' | 'spread' | 'target'> & { readonly target?: number | undefined },
  values: readonly number[],
): Figure {
  const { median: value, ...spread } = summarize(values);
  const { target, ...rest } = figure;
  return { ...rest, value, spread, ...(target === undefined ? {} : { target }) };
}

/** Writes the figures by name, for other programs. */
export function writeFigures(file: string, figures: readonly Figure[]): void {
  const byName = Object.fromEntries(
    figures.map(({ name, value, unit, spread, target, atLeast }) => [
      name,
      { value, unit, ...spread, target, atLeast },
    ]),
  );
  if (Object.keys(byName).length !== figures.length) throw new Error('two figures have one name');
  writeFileSync(file, `${JSON.stringify(byName, null, 2)}\n`);
}

/** Figures of repeated measurements. */
interface Summary {
  readonly count: number;
  readonly median: number;
  readonly p95: number;
  readonly least: number;
  readonly most: number;
}

/** @throws RangeError for no values at all. */
export function summarize(values: readonly number[]): Summary {
  const sorted = [...values].sort((a, b) => a - b);
  return {
    count: sorted.length,
    median: quantile(sorted, 0.5),
    p95: quantile(sorted, 0.95),
    least: quantile(sorted, 0),
    most: quantile(sorted, 1),
  };
}

export const median = (values: readonly number[]): number => summarize(values).median;

/**
 * Quantile of values in ascending order, by linear interpolation between the two nearest (type 7 of Hyndman and Fan).
 * @param q from 0 to 1.
 */
export function quantile(sorted: readonly number[], q: number): number {
  const position = (sorted.length - 1) * q;
  const below = sorted[Math.floor(position)];
  const above = sorted[Math.ceil(position)];
  if (below === undefined || above === undefined) throw new RangeError('no values');
  return below + (above - below) * (position - Math.floor(position));
}

/** A table for a terminal, readable as Markdown too: the first column to the left, the others to the right. */
export function renderTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) =>
    // A column in which nothing stands, as that of targets where there are none, has its rule all the same.
    Math.max(1, ...[title, ...rows.map((row) => row[column] ?? '')].map(widthOf)),
  );
  const line = (cells: readonly string[]) =>
    `| ${widths.map((width, column) => pad(cells[column] ?? '', width, column > 0)).join(' | ')} |`;
  const rule = `| ${widths.map((width, column) => `${'-'.repeat(width - (column > 0 ? 1 : 0))}${column > 0 ? ':' : ''}`).join(' | ')} |`;
  return [line(head), rule, ...rows.map(line)].join('\n');
}

function pad(text: string, width: number, right: boolean): string {
  const space = ' '.repeat(width - widthOf(text));
  return right ? space + text : text + space;
}

/** Characters as people count them. */
function widthOf(text: string): number {
  return [...text].length;
}
