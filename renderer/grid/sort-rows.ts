import type { SortBy } from '../../app/grid/grid-state.ts';
import type { Row, Value } from '../../app/query/query.ts';
import { inLocale } from '../../ui/format/format.ts';
import { cellValue, type GridColumn, isMissing, namingColumn } from './grid-column.ts';

const collator = inLocale((locale) => new Intl.Collator(locale, { numeric: true, sensitivity: 'base' }));

/**
 * Places of texts in the order of a dictionary, numbers in them by size. Comparing two texts by the rules of a language
 * costs a hundred times as much as comparing two numbers, and most texts of a list stand in it again and again, so each
 * is placed once, and the places stay from one reading to the next.
 */
export class TextPlaces {
  #places = new Map<string, number>();
  #compare: unknown;

  /** The place of each of these texts; texts that a language takes for the same share one. */
  of(texts: ReadonlySet<string>): ReadonlyMap<string, number> {
    const { compare } = collator();
    if (this.#compare === compare && [...texts].every((text) => this.#places.has(text))) return this.#places;
    this.#compare = compare;
    this.#places = new Map();
    let [place, before] = [-1, ''];
    for (const text of [...texts].sort(compare)) {
      if (place < 0 || compare(before, text) !== 0) place += 1;
      before = text;
      this.#places.set(text, place);
    }
    return this.#places;
  }
}

/** What rows are sorted by; `value` may be other than the row's own, such as a total. */
interface SortRule {
  readonly column: GridColumn;
  readonly descending: boolean;
}

/** The rules that the state asks for; columns that the list does not have are passed over. */
export function sortRules(sort: readonly SortBy[], columns: readonly GridColumn[]): readonly SortRule[] {
  return sort.flatMap(({ column: id, descending }) => {
    const column = columns.find((candidate) => candidate.id === id);
    return column ? [{ column, descending }] : [];
  });
}

/**
 * The rows in order. What is not known stands last in either direction; what is equal by every rule stands by name, and
 * after that as it came.
 * @param figures what a row is sorted by, in place of itself
 * @param places one for each column, kept by whoever sorts again
 */
export function sortRows(
  rows: readonly Row[],
  rules: readonly SortRule[],
  columns: readonly GridColumn[],
  places: Map<string, TextPlaces> = new Map(),
  figures: (row: Row) => Row = (row) => row,
): readonly Row[] {
  const naming = namingColumn(columns);
  const all = naming && !rules.some(({ column }) => column.id === naming.id) ? [...rules, byName(naming)] : rules;
  const sortable = all.map((rule) => ({
    sign: rule.descending ? -1 : 1,
    values: sortValues(rows, rule.column, places, figures),
  }));
  const order = Array.from(rows.keys());
  order.sort((a, b) => {
    for (const { sign, values } of sortable) {
      const [x, y] = [values[a] ?? Number.NaN, values[b] ?? Number.NaN];
      if (x === y) continue;
      if (Number.isNaN(x) || Number.isNaN(y)) {
        if (Number.isNaN(x) && Number.isNaN(y)) continue;
        return Number.isNaN(x) ? 1 : -1;
      }
      return sign * (x - y);
    }
    return a - b;
  });
  return order.flatMap((index) => rows[index] ?? []);
}

const byName = (column: GridColumn): SortRule => ({ column, descending: false });

/** A choice is sorted as people read it. */
function sortValue(row: Row, column: GridColumn): Value {
  const value = cellValue(row, column);
  if (column.kind !== 'choice' || !column.format || isMissing(value, column)) return value;
  return column.format(value, row, { redact: false, names: [], today: 0 })?.value ?? null;
}

/** The column as numbers to compare; NaN for what is not known. */
function sortValues(
  rows: readonly Row[],
  column: GridColumn,
  places: Map<string, TextPlaces>,
  figures: (row: Row) => Row,
): Float64Array {
  const values = rows.map((row) => sortValue(figures(row), column));
  const texts = new Set(values.filter((value) => typeof value === 'string'));
  let known: ReadonlyMap<string, number> = new Map();
  if (texts.size > 0) {
    const kept = places.get(column.id) ?? new TextPlaces();
    places.set(column.id, kept);
    known = kept.of(texts);
  }
  return Float64Array.from(values, (value) => {
    if (isMissing(value, column)) return Number.NaN;
    return typeof value === 'string' ? (known.get(value) ?? Number.NaN) : Number(value);
  });
}
