import { type GridState, MAX_COLUMN_WIDTH, MAX_FOLDS, MAX_SORTS } from '../../app/grid/grid-state.ts';
import { descendsFirst, ESSENTIAL, type GridColumn, namingColumn } from './grid-column.ts';

/** All columns in the order in which they stand, hidden ones too. */
export function orderedColumns({ order }: GridState, columns: readonly GridColumn[]): readonly GridColumn[] {
  const byId = new Map(columns.map((column) => [column.id, column]));
  const named = [...new Set(order)].flatMap((id) => byId.get(id) ?? []);
  return [...named, ...columns.filter(({ id }) => !order.includes(id))];
}

/**
 * The columns that are drawn, in order. As long as nobody has chosen, they are the most important ones that the width has
 * room for; of those that are chosen all are drawn, and the list scrolls sideways.
 * @param room pixels for the columns
 */
export function visibleColumns(state: GridState, columns: readonly GridColumn[], room: number): readonly GridColumn[] {
  const ordered = orderedColumns(state, columns);
  const { shown } = state;
  if (shown) return ordered.filter(({ id, names }) => names || shown.includes(id));
  const naming = namingColumn(columns);
  // The name gives way: to what nobody can do without until it is cut, to the rest as long as it can be read.
  const given = naming ? widthOf(state, naming) - narrowest(state, naming) : 0;
  // In a tree its names are moved in, so that it keeps its width.
  const isTree = state.tree && state.group === null;
  const eased = naming?.eased === undefined || isTree ? 0 : Math.min(given, naming.width - naming.eased);
  const wanted = new Set<string>();
  let used = 0;
  for (const column of ordered.toSorted((a, b) => a.priority - b.priority)) {
    if (isTree && column.saidByTree) continue;
    used += widthOf(state, column);
    // A less important column must not take the place of a wider one: what is there depends on the width alone.
    if (used - (column.priority <= ESSENTIAL ? given : eased) > room && wanted.size > 0) break;
    wanted.add(column.id);
  }
  return ordered.filter(({ id, names }) => names || wanted.has(id));
}

/** How far the column gives way while nobody has said how wide it is. */
function narrowest({ widths }: GridState, { id, width, minWidth }: GridColumn): number {
  return widths[id] === undefined ? Math.min(width, minWidth) : Math.max(minWidth, widths[id]);
}

/** Widths of the columns that are drawn, in pixels; the name gives way where the room would not do. */
export function drawnWidths(state: GridState, drawn: readonly GridColumn[], room: number): ReadonlyMap<string, number> {
  const widths = new Map(drawn.map((column) => [column.id, widthOf(state, column)]));
  const naming = namingColumn(drawn);
  if (state.shown === null && naming) {
    const over = [...widths.values()].reduce((sum, width) => sum + width, 0) - room;
    const width = widthOf(state, naming);
    if (over > 0) widths.set(naming.id, Math.max(narrowest(state, naming), width - over));
  }
  return widths;
}

export function widthOf({ widths }: GridState, { id, width, minWidth }: GridColumn): number {
  return Math.max(minWidth, widths[id] ?? width);
}

/** Sets the width of a column, within bounds. */
export function resize(state: GridState, column: GridColumn, width: number): GridState {
  const bounded = Math.round(Math.min(MAX_COLUMN_WIDTH, Math.max(column.minWidth, width)));
  if (widthOf(state, column) === bounded && state.widths[column.id] !== undefined) return state;
  return { ...state, widths: { ...state.widths, [column.id]: bounded } };
}

/**
 * Shows a column, or hides it; the one that names the rows stays.
 * @param drawn what is drawn now, which is kept from here on
 */
export function toggleColumn(state: GridState, column: GridColumn, drawn: readonly GridColumn[]): GridState {
  if (column.names) return state;
  const ids = drawn.map(({ id }) => id);
  const shown = ids.includes(column.id) ? ids.filter((id) => id !== column.id) : [...ids, column.id];
  return { ...state, shown };
}

/** Moves a column to stand where another one does. */
export function moveColumn(state: GridState, columns: readonly GridColumn[], id: string, to: string): GridState {
  const order = orderedColumns(state, columns).map((column) => column.id);
  const [from, goal] = [order.indexOf(id), order.indexOf(to)];
  if (from < 0 || goal < 0 || from === goal) return state;
  return { ...state, order: order.toSpliced(from, 1).toSpliced(goal, 0, id) };
}

/** Columns, order and widths as at first; sort, groups and tree stay. */
export function defaultColumns(state: GridState): GridState {
  return { ...state, order: [], shown: null, widths: {} };
}

/**
 * Sorts by a column. Alone: by this one only, and if it already is, the other way around. Added: as a further column,
 * then the other way around, then no longer.
 */
export function toggleSort(state: GridState, column: GridColumn, how: 'alone' | 'add'): GridState {
  const { id } = column;
  const first = { column: id, descending: descendsFirst(column) };
  const at = state.sort.findIndex((sort) => sort.column === id);
  const now = state.sort[at];
  if (how === 'alone') {
    const turned = now && state.sort.length === 1 ? { column: id, descending: !now.descending } : first;
    return { ...state, sort: [turned] };
  }
  if (!now) return { ...state, sort: [...state.sort, first].slice(0, MAX_SORTS) };
  if (now.descending !== first.descending) return { ...state, sort: state.sort.toSpliced(at, 1) };
  return { ...state, sort: state.sort.with(at, { column: id, descending: !now.descending }) };
}

/** Sorts by one column in a given direction. */
export function sortBy(state: GridState, column: string, descending: boolean): GridState {
  return { ...state, sort: [{ column, descending }] };
}

/** Groups by a column, or no longer; a list is either grouped or a tree. */
export function groupBy(state: GridState, column: string | null): GridState {
  return { ...state, group: column, expanded: { ...state.expanded, except: [] } };
}

/** Makes a tree of the list, or a plain list of the tree. */
export function toggleTree(state: GridState): GridState {
  const tree = state.group !== null || !state.tree;
  return { ...state, tree, group: null, expanded: { ...state.expanded, except: [] } };
}

/** Opens or folds some rows. */
export function setExpanded(state: GridState, keys: readonly string[], open: boolean): GridState {
  const { all, except } = state.expanded;
  const changed = new Set(except);
  for (const key of keys) {
    if (open === all) changed.delete(key);
    else changed.add(key);
  }
  return { ...state, expanded: { all, except: [...changed].slice(-MAX_FOLDS) } };
}

/** Opens or folds all. */
export function expandAll(state: GridState, open: boolean): GridState {
  return { ...state, expanded: { all: open, except: [] } };
}
