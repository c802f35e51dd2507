import type { ReactNode, RefObject } from 'react';
import type { GridState } from '../../app/grid/grid-state.ts';
import type { MenuPoint } from '../menu-bar/menu-list.tsx';
import type { CopyContext, CopyFormat } from './copy-rows.ts';
import type { CellContext, GridColumn } from './grid-column.ts';
import type { GridHost } from './grid-host.ts';
import type { RowSource } from './row-source.ts';

/** Where a menu was asked for on the rows. */
export interface GridMenu {
  readonly at: MenuPoint;
  /** The entry that it was asked for on. */
  readonly key: string;
  /** The rows that it is about: the selected ones, or those of the group on whose head it was asked for. */
  readonly rows: readonly string[];
  /** The column of the cell, which can be filtered by; `null` where it was asked for on no cell. */
  readonly column: GridColumn | null;
}

/** What commands do with a list. */
export interface GridHandle {
  /** Copies the selected rows, or the focused one, and says so. */
  copy(format: CopyFormat): void;
  selectAll(): void;
  /** Puts the focus on the row that Tab leads to. */
  focus(): void;
  /** Opens the menu by which columns are chosen. */
  chooseColumns(): void;
}

export interface GridProps {
  readonly source: RowSource;
  /** All columns, hidden ones too. */
  readonly columns: readonly GridColumn[];
  readonly state: GridState;
  readonly onState: (next: GridState) => void;
  /** Accessible name of the list. */
  readonly label: string;
  readonly context: CellContext;
  readonly host: GridHost;
  readonly selection: readonly string[];
  readonly onSelection: (keys: readonly string[]) => void;
  /** The rows know their parents (`parentKey`), so that they can be shown as a tree. */
  readonly canTree?: boolean;
  /** Columns can be sorted by, and grouped by, where the whole list is known. */
  readonly canGroup?: boolean;
  /** How Copy writes the rows as a query. */
  readonly query?: CopyContext['query'];
  /** What is said when so many selected rows were copied. */
  readonly copied: (count: number) => string;
  /** A menu was asked for on a row; without it there is none. */
  readonly onMenu?: (menu: GridMenu) => void;
  /** Enter or a double click on a row. */
  readonly onOpen?: (key: string) => void;
  /** The space bar on a row; without it the same as Enter. */
  readonly onPreview?: (key: string) => void;
  /** Delete on the selected rows. */
  readonly onDelete?: (keys: readonly string[]) => void;
  /** Stands in place of the rows: nothing there, nothing found, loading, failed. */
  readonly instead?: ReactNode;
  readonly handle?: RefObject<GridHandle | null>;
}
