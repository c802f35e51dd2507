import type { GridState } from '../../app/grid/grid-state.ts';
import type { Row, Value } from '../../app/query/query.ts';
import { cellValue, type GridColumn } from './grid-column.ts';
import type { GridEntry, GroupEntry } from './row-source.ts';
import { sortRows, sortRules, type TextPlaces } from './sort-rows.ts';
import { totalsOf } from './totals.ts';
import { growTree, subtreeTotals, type Tree, treeOf } from './tree.ts';

/** Which rows are shown. */
export interface RowFilter {
  readonly matches: (row: Row) => boolean;
  /** In a tree, what is below a row that fits is shown too. */
  readonly keepChildren: boolean;
}

interface ArrangeParts {
  readonly rows: readonly Row[];
  readonly columns: readonly GridColumn[];
  readonly state: GridState;
  readonly filter: RowFilter | null;
  /** Parents and groups that were folded since the filter is on. */
  readonly foldedInFilter: ReadonlySet<string>;
  /** Settles the order of siblings; the parent is the key of a row, of a group, or empty. */
  readonly steady: (siblings: readonly Row[], parent: string) => readonly Row[];
  readonly places: Map<string, TextPlaces>;
}

export interface Arrangement {
  readonly entries: readonly GridEntry[];
  /** Keys of the rows by the parent that they stand below, in their order. */
  readonly siblings: ReadonlyMap<string, readonly string[]>;
  readonly parentOf: ReadonlyMap<string, string>;
  readonly matched: readonly Row[];
  readonly levels: boolean;
}

/** The list as it is drawn, of rows as they were read: filtered, sorted, and grouped or made a tree. */
export function arrange(parts: ArrangeParts): Arrangement {
  const { state, columns } = parts;
  const group = state.group === null ? undefined : columns.find(({ id }) => id === state.group);
  if (group) return arrangeGroups(parts, group);
  return state.tree ? arrangeTree(parts) : arrangeFlat(parts);
}

/** The key of a group's head; no row has one like it. */
export function groupKey(column: Pick<GridColumn, 'id'>, value: Value): string {
  return `group:${column.id}:${typeof value}:${value}`;
}

const matching = ({ rows, filter }: ArrangeParts): readonly Row[] =>
  filter ? rows.filter((row) => filter.matches(row)) : rows;

function inOrder({ state, columns, places }: ArrangeParts, rows: readonly Row[], figures?: (row: Row) => Row) {
  const rules = sortRules(state.sort, columns);
  // A search may sort by what it does not show: its rows came in that order, which could not be made here.
  if (rules.length < state.sort.length && !figures) return rows;
  return sortRows(rows, rules, columns, places, figures);
}

function isOpen({ state, filter, foldedInFilter }: ArrangeParts, key: string): boolean {
  // Who looks for something wants to see it: while a filter is on all is open but what was folded since.
  if (filter) return !foldedInFilter.has(key);
  return state.expanded.all !== state.expanded.except.includes(key);
}

function arrangeFlat(parts: ArrangeParts): Arrangement {
  const matched = matching(parts);
  const rows = parts.steady(inOrder(parts, matched), '');
  const entries = rows.map(
    (row, index): GridEntry => ({
      kind: 'row',
      key: row.key,
      row,
      level: 1,
      expanded: null,
      position: index + 1,
      size: rows.length,
      muted: false,
    }),
  );
  const siblings = new Map([['', rows.map(({ key }) => key)]]);
  return { entries, siblings, parentOf: new Map(), matched, levels: false };
}

function arrangeGroups(parts: ArrangeParts, column: GridColumn): Arrangement {
  const { columns, state, steady } = parts;
  const matched = matching(parts);
  const groups = new Map<string, { readonly value: Value; readonly rows: Row[] }>();
  const parentOf = new Map<string, string>();
  for (const row of inOrder(parts, matched)) {
    const value = cellValue(row, column);
    const key = groupKey(column, value);
    const group = groups.get(key);
    if (group) group.rows.push(row);
    else groups.set(key, { value, rows: [row] });
    parentOf.set(row.key, key);
  }
  // A head is sorted as a row with the sums of its group and the value that its rows share. Sorting by another column
  // than those goes by names.
  const heads = [...groups].map(([key, { value, rows }]) => ({
    ...totalsOf(key, rows, columns),
    [column.property]: value,
  }));
  const naming: GridColumn = { ...column, names: true };
  const rules = sortRules(state.sort, columns);
  const ordered = steady(
    sortRows(heads, rules, [naming, ...columns.filter(({ id }) => id !== column.id)], parts.places),
    '',
  );
  const entries: GridEntry[] = [];
  const siblings = new Map<string, readonly string[]>([['', ordered.map(({ key }) => key)]]);
  for (const [index, head] of ordered.entries()) {
    const group = groups.get(head.key);
    const [example] = group?.rows ?? [];
    if (!group || !example) continue;
    const rows = steady(group.rows, head.key);
    siblings.set(
      head.key,
      rows.map(({ key }) => key),
    );
    const expanded = isOpen(parts, head.key);
    const entry: GroupEntry = {
      kind: 'group',
      key: head.key,
      value: group.value,
      example,
      count: rows.length,
      row: head,
      level: 1,
      expanded,
      position: index + 1,
      size: ordered.length,
      muted: false,
    };
    entries.push(entry);
    if (!expanded) continue;
    for (const [place, row] of rows.entries()) {
      entries.push({
        kind: 'row',
        key: row.key,
        row,
        level: 2,
        expanded: null,
        position: place + 1,
        size: rows.length,
        muted: false,
      });
    }
  }
  return { entries, siblings, parentOf, matched, levels: true };
}

function arrangeTree(parts: ArrangeParts): Arrangement {
  const { rows, columns, state, filter, steady } = parts;
  const whole = growTree(rows);
  const totals = state.subtotals ? subtreeTotals(whole, columns) : new Map<string, Row>();
  const shownRow = (row: Row) => totals.get(row.key) ?? row;
  const fits = fitting(whole, rows, filter);
  const kept = filter ? rows.filter(({ key }) => fits.shown.has(key)) : rows;
  // Sorted once as a whole: what is below one parent then is in order too.
  const tree = treeOf(inOrder(parts, kept, shownRow), whole.parentOf);
  const entries: GridEntry[] = [];
  const siblings = new Map<string, readonly string[]>();
  // A stack and not a function that calls itself: a chain of parents can be as long as the list.
  const stack: { readonly rows: readonly Row[]; at: number }[] = [];
  const enter = (children: readonly Row[], parent: string) => {
    const ordered = steady(children, parent);
    siblings.set(
      parent,
      ordered.map(({ key }) => key),
    );
    stack.push({ rows: ordered, at: 0 });
  };
  enter(tree.roots, '');
  for (let top = stack.at(-1); top; top = stack.at(-1)) {
    const row = top.rows[top.at];
    if (!row) {
      stack.pop();
      continue;
    }
    top.at += 1;
    const children = tree.childrenOf.get(row.key);
    const expanded = children ? isOpen(parts, row.key) : null;
    entries.push({
      kind: 'row',
      key: row.key,
      row: shownRow(row),
      level: stack.length,
      expanded,
      position: top.at,
      size: top.rows.length,
      muted: filter !== null && !fits.lit.has(row.key),
    });
    if (children && expanded) enter(children, row.key);
  }
  const { parentOf } = whole;
  return {
    entries,
    siblings,
    parentOf,
    matched: filter ? rows.filter(({ key }) => fits.matched.has(key)) : rows,
    levels: true,
  };
}

interface Fitting {
  /** Fit themselves. */
  readonly matched: ReadonlySet<string>;
  /** Fit, or stand below what fits. */
  readonly lit: ReadonlySet<string>;
  /** Those, and all their parents. */
  readonly shown: ReadonlySet<string>;
}

function fitting(tree: Tree, rows: readonly Row[], filter: RowFilter | null): Fitting {
  if (!filter) return { matched: new Set(), lit: new Set(), shown: new Set() };
  const fitted = rows.filter((row) => filter.matches(row));
  const matched = new Set(fitted.map(({ key }) => key));
  const lit = new Set(matched);
  if (filter.keepChildren) {
    const below = [...fitted];
    for (let row = below.pop(); row; row = below.pop()) {
      for (const child of tree.childrenOf.get(row.key) ?? []) {
        if (lit.has(child.key)) continue;
        lit.add(child.key);
        below.push(child);
      }
    }
  }
  const shown = new Set(lit);
  for (const key of lit) {
    for (let at = tree.parentOf.get(key); at !== undefined && !shown.has(at); at = tree.parentOf.get(at)) shown.add(at);
  }
  return { matched, lit, shown };
}
