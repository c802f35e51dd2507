import type { ColumnSizingState, ColumnVisibilityState, SortingState } from '@tanstack/react-table';
import type { ColumnId, Sort } from './sort.ts';

/** How the table of processes is set up; kept as long as the window is open. */
export interface TableState {
  readonly sorting: SortingState;
  readonly columnVisibility: ColumnVisibilityState;
  readonly columnSizing: ColumnSizingState;
}

export const defaultTableState: TableState = {
  sorting: [{ id: 'cpu', desc: true }],
  columnVisibility: { threads: false, state: false, started: false },
  columnSizing: {},
};

/** The table always has an order; the first column of the state is the one that is sorted by. */
export function sortOf(state: TableState): Sort {
  const [first] = state.sorting;
  return { column: (first?.id ?? 'cpu') as ColumnId, descending: first?.desc ?? true };
}
