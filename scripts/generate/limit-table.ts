/** The bounds of the collector as a table, each with the reason that stands above it in its source. */

export interface LimitRow {
  /** "LOAD_RETRY_MS.first" */
  readonly name: string;
  /** "200 ms" */
  readonly value: string;
  readonly reason: string;
}

type Value = number | { readonly [part: string]: Value };

const UNITS = {
  bytes: [
    [1024 ** 3, 'GiB'],
    [1024 ** 2, 'MiB'],
    [1024, 'KiB'],
    [1, 'B'],
  ],
  time: [
    [86_400_000, 'd'],
    [3_600_000, 'h'],
    [60_000, 'min'],
    [1000, 's'],
    [1, 'ms'],
  ],
} as const;

/**
 * Rows of every bound in the order of the source. A comment is that of all that follow it without one of their own.
 * @param source text of the module, whose exports are `values`.
 * @throws Error for one that has no reason, or that is neither a number nor numbers by name.
 */
export function limitRows(source: string, values: Readonly<Record<string, unknown>>): LimitRow[] {
  let reason = '';
  return [...source.matchAll(/\/\*\*((?:[^*]|\*(?!\/))*)\*\/\n(?=export|\/)|^export const (\w+)/gm)].flatMap(
    (found) => {
      const [, comment, name] = found;
      if (comment !== undefined) {
        reason = plain(comment);
        return [];
      }
      if (name === undefined) return [];
      if (reason === '') throw new Error(`${name} has no reason`);
      return rowsOf(name, values[name] as Value, reason, partReasons(source.slice(found.index)));
    },
  );
}

/** Comments within the declaration that a text begins with, by the name of the part that each is of. */
function partReasons(text: string): ReadonlyMap<string, string> {
  const declaration = text.slice(0, text.indexOf('as const'));
  const isPlain = !declaration.includes('{') || declaration.indexOf('\nexport') > 0;
  if (isPlain) return new Map();
  const found = declaration.matchAll(/\/\*\*((?:[^*]|\*(?!\/))*)\*\/\n\s+(\w+):/g);
  return new Map([...found].map(([, comment = '', name = '']) => [name, plain(comment)]));
}

function rowsOf(name: string, value: Value, reason: string, parts: ReadonlyMap<string, string>): LimitRow[] {
  if (typeof value === 'number') return [{ name, value: textOf(value, name), reason }];
  if (typeof value !== 'object' || value === null) throw new Error(`${name} is no bound`);
  if (parts.size > 0) {
    return Object.entries(value).flatMap(([part, one]) =>
      rowsOf(`${name}.${part}`, one, parts.get(part) ?? reason, new Map()),
    );
  }
  return [{ name, value: partsText(value, name), reason }];
}

function partsText(value: Exclude<Value, number>, name: string): string {
  return Object.entries(value)
    .map(([part, one]) =>
      typeof one === 'number'
        ? `${worded(part)} ${textOf(one, name, part)}`
        : `${worded(part)}: ${partsText(one, part)}`,
    )
    .join(', ');
}

/** Parts of a whole that says what they are of. */
const OF_WHOLE = /^(first|longest|question|ping|again|stale|requests|loading|compact|most)$/;

/** What a number is of is told by the name of the part, or of the whole. */
function textOf(value: number, name: string, part = name): string {
  if (/(_|After)S$/.test(part)) return `${grouped(value)} s`;
  const unit = unitOf(part) ?? (OF_WHOLE.test(part) ? unitOf(name) : undefined);
  if (unit === undefined) return grouped(value);
  const [size, sign] = UNITS[unit].find(([size]) => value >= size && value % size === 0) ?? [
    1,
    unit === 'time' ? 'ms' : 'B',
  ];
  return `${grouped(value / size)} ${sign}`;
}

function unitOf(name: string): keyof typeof UNITS | undefined {
  if (/(^|_)BYTES$|Bytes$|^bytes$/.test(name)) return 'bytes';
  return /(^|_)MS$|Ms$/.test(name) ? 'time' : undefined;
}

/** "unpackedBytes": "unpacked"; "atOnce": "at once". */
function worded(part: string): string {
  return part.replace(/(?:Ms|Bytes|S)$/, '').replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

const grouped = (value: number) => String(value).replaceAll(/\B(?=(\d{3})+$)/g, ' ');

function plain(comment: string): string {
  return comment
    .replaceAll(/^\s*\*/gm, '')
    .replaceAll(/\{@link ([^}]+)\}/g, '`$1`')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
