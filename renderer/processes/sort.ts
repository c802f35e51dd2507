import type { ColumnSizingState, ColumnVisibilityState, SortingState } from '@tanstack/react-table';
import type { Process } from '../../app/finder/process.ts';
import { inLocale } from '../../ui/format/format.ts';

export const columnIds = ['name', 'pid', 'user', 'cpu', 'memory', 'threads', 'state', 'started', 'path'] as const;
export type ColumnId = (typeof columnIds)[number];

export interface Sort {
  readonly column: ColumnId;
  readonly descending: boolean;
}

/** Figures are looked at from the largest down, words from A on. */
export function firstDirection(column: ColumnId): 'ascending' | 'descending' {
  return column === 'cpu' || column === 'memory' || column === 'threads' || column === 'started'
    ? 'descending'
    : 'ascending';
}

const collator = inLocale((locale) => new Intl.Collator(locale, { numeric: true, sensitivity: 'base' }));

/** Compares two processes for a sort. Equal ones stand by name, then by PID, so that no order is left to chance. */
export function comparator({ column, descending }: Sort): (a: Process, b: Process) => number {
  const sign = descending ? -1 : 1;
  return (a, b) => {
    const missing = missingLast(a, b, column);
    if (missing !== 0) return missing;
    return sign * compare(a, b, column) || collator().compare(a.name, b.name) || a.pid - b.pid;
  };
}

/** What is not known stands last in either direction. */
function missingLast(a: Process, b: Process, column: ColumnId): number {
  return Number(isMissing(a, column)) - Number(isMissing(b, column));
}

function isMissing(process: Process, column: ColumnId): boolean {
  if (column === 'path') return process.path === null;
  if (column === 'user') return process.user === '';
  return column === 'started' && process.started === 0;
}

function compare(a: Process, b: Process, column: ColumnId): number {
  switch (column) {
    case 'name':
    case 'user':
    case 'state':
      return collator().compare(a[column], b[column]);
    case 'path':
      return collator().compare(a.path ?? '', b.path ?? '');
    default:
      return a[column] - b[column];
  }
}

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
