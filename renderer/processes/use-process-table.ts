import {
  columnSizingFeature,
  columnVisibilityFeature,
  createColumnHelper,
  functionalUpdate,
  rowSortingFeature,
  tableFeatures,
  type Updater,
  useTable,
} from '@tanstack/react-table';
import { useMemo } from 'react';
import type { Process } from '../../app/finder/process.ts';
import { processKey } from '../../app/finder/sampling.ts';
import { useStore } from '../../ui/state/store.ts';
import { useModel } from '../state/model.ts';
import { type ProcessColumn, processColumns } from './columns.ts';
import { type ColumnId, firstDirection, type Sort, sortOf, type TableState } from './sort.ts';

const features = tableFeatures({ columnSizingFeature, columnVisibilityFeature, rowSortingFeature });
const helper = createColumnHelper<typeof features, Process>();
const definitions = helper.columns(
  processColumns.map(({ id, size, minSize, names }) =>
    helper.accessor(id, {
      id,
      size,
      minSize,
      maxSize: 1000,
      enableHiding: names !== true,
      sortDescFirst: firstDirection(id) === 'descending',
    }),
  ),
);
const byId = new Map(processColumns.map((column) => [column.id, column]));

interface ProcessTableModel {
  /** The columns shown, in order. */
  readonly columns: readonly ProcessColumn[];
  /** Widths in pixels, of hidden columns too. */
  readonly widths: Readonly<Record<string, number>>;
  readonly sort: Sort;
  /** Sorts by a column, or turns its direction around. */
  readonly toggleSort: (column: ColumnId) => void;
  readonly resize: (column: ColumnId, width: number) => void;
}

/** Columns, widths and sort of the table; the rows come sorted from the process list. */
export function useProcessTable(rows: readonly Process[]): ProcessTableModel {
  const { table: store } = useModel();
  const state = useStore(store);
  const change =
    <K extends keyof TableState>(key: K) =>
    (updater: Updater<TableState[K]>) =>
      store.update((now) => ({ ...now, [key]: functionalUpdate(updater, now[key]) }));
  const table = useTable({
    features,
    columns: definitions,
    data: rows,
    getRowId: processKey,
    manualSorting: true,
    enableSortingRemoval: false,
    enableMultiSort: false,
    state,
    onSortingChange: change('sorting'),
    onColumnVisibilityChange: change('columnVisibility'),
    onColumnSizingChange: change('columnSizing'),
  });

  const { columnVisibility, columnSizing } = state;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the table is one object that changes inside
  const columns = useMemo(
    () => table.getVisibleLeafColumns().flatMap((column) => byId.get(column.id as ColumnId) ?? []),
    [table, columnVisibility],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: the table is one object that changes inside
  const widths = useMemo(
    () => Object.fromEntries(table.getAllLeafColumns().map((column) => [column.id, column.getSize()])),
    [table, columnSizing],
  );
  return {
    columns,
    widths,
    sort: sortOf(state),
    toggleSort: (column) => table.getColumn(column)?.toggleSorting(),
    resize: (column, width) => {
      const { minSize = 0, maxSize = width } = table.getColumn(column)?.columnDef ?? {};
      const size = Math.round(Math.min(maxSize, Math.max(minSize, width)));
      table.setColumnSizing((sizes) => ({ ...sizes, [column]: size }));
    },
  };
}
