import { ArrowDown, ArrowUp } from 'lucide-react';
import { type KeyboardEvent, type MouseEvent, memo, useState } from 'react';
import type { SortBy } from '../../app/grid/grid-state.ts';
import { t } from '../../app/messages/index.ts';
import type { MenuPoint } from '../menu-bar/menu-list.tsx';
import type { GridColumn } from './grid-column.ts';
import { type HeadKey, headKey } from './grid-keys.ts';
import { ResizeHandle } from './resize-handle.tsx';
import { useColumnDrag } from './use-column-drag.ts';

/** Pixels for one press of Shift and an arrow key. */
const KEY_STEP = 16;

interface GridHeadProps {
  readonly columns: readonly GridColumn[];
  readonly widths: ReadonlyMap<string, number>;
  readonly sort: readonly SortBy[];
  readonly onSort: (column: GridColumn, how: 'alone' | 'add') => void;
  readonly onResize: (column: GridColumn, width: number) => void;
  readonly onFit: (column: GridColumn) => void;
  /** The column goes to where another one stands. */
  readonly onMoveColumn: (id: string, to: string) => void;
  readonly onMenu: (at: MenuPoint, column: GridColumn) => void;
  /** Down was pressed: on to the rows. */
  readonly onLeave: () => void;
}

/** The head of a list: one stop for Tab; its keys stand in grid-keys.ts. */
export const GridHead = memo(function GridHead(props: GridHeadProps) {
  const { columns, widths, sort, onSort, onResize, onFit, onMoveColumn, onMenu, onLeave } = props;
  const [current, setCurrent] = useState<string | null>(null);
  const stop = columns.some(({ id }) => id === current) ? current : columns[0]?.id;
  const drag = useColumnDrag(onMoveColumn);

  const act = (key: HeadKey, column: GridColumn, cell: HTMLElement) => {
    const at = columns.indexOf(column);
    const width = widths.get(column.id) ?? column.width;
    const move = (to: GridColumn | undefined) => to && onMoveColumn(column.id, to.id);
    const acts: Readonly<Record<HeadKey, () => void>> = {
      previous: () => (cell.previousElementSibling as HTMLElement | null)?.focus(),
      next: () => (cell.nextElementSibling as HTMLElement | null)?.focus(),
      'to-rows': onLeave,
      sort: () => onSort(column, 'alone'),
      'sort-add': () => onSort(column, 'add'),
      narrower: () => onResize(column, width - KEY_STEP),
      wider: () => onResize(column, width + KEY_STEP),
      fit: () => onFit(column),
      'move-left': () => move(columns[at - 1]),
      'move-right': () => move(columns[at + 1]),
      menu: () => onMenu(below(cell), column),
    };
    acts[key]();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>, column: GridColumn) => {
    const key = headKey(event);
    if (!key) return;
    event.preventDefault();
    event.stopPropagation();
    act(key, column, event.currentTarget);
  };

  return (
    // biome-ignore lint/a11y/useSemanticElements: the rows below are placed one by one, which a table does not allow
    // biome-ignore lint/a11y/useFocusableInteractive: the column heads take the focus
    <div role="row" aria-rowindex={1} className="grid-head">
      {columns.map((column) => (
        // biome-ignore lint/a11y/useSemanticElements: see above
        <div
          key={column.id}
          role="columnheader"
          tabIndex={column.id === stop ? 0 : -1}
          aria-sort={ariaSort(sort, column.id)}
          className="grid-heading"
          data-heading={column.id}
          data-numeric={column.numeric}
          {...drag.marks(column.id)}
          {...drag.props}
          onFocus={() => setCurrent(column.id)}
          onKeyDown={(event) => onKeyDown(event, column)}
          onClick={(event) => {
            if (!drag.justMoved()) onSort(column, event.shiftKey ? 'add' : 'alone');
          }}
          onContextMenu={(event: MouseEvent) => {
            event.preventDefault();
            onMenu({ x: event.clientX, y: event.clientY }, column);
          }}
        >
          <span className="grid-heading-text">{column.title}</span>
          <SortMark sort={sort} column={column.id} />
          <ResizeHandle
            title={t('grid.resize', { column: column.title })}
            width={widths.get(column.id) ?? column.width}
            onResize={(width) => onResize(column, width)}
            onFit={() => onFit(column)}
          />
        </div>
      ))}
    </div>
  );
});

/** Only one column can be said to be sorted by: the first. The others say it in words. */
function ariaSort(sort: readonly SortBy[], column: string): 'ascending' | 'descending' | 'none' {
  const [first] = sort;
  if (first?.column !== column) return 'none';
  return first.descending ? 'descending' : 'ascending';
}

function SortMark({ sort, column }: { readonly sort: readonly SortBy[]; readonly column: string }) {
  const at = sort.findIndex((by) => by.column === column);
  const by = sort[at];
  if (!by) return null;
  const Arrow = by.descending ? ArrowDown : ArrowUp;
  return (
    <span className="grid-sort">
      <Arrow aria-hidden />
      {sort.length > 1 && <span aria-hidden>{at + 1}</span>}
      {at > 0 && <span className="ui-visually-hidden">{t('grid.sorted-also', { place: at + 1 })}</span>}
    </span>
  );
}

function below(cell: HTMLElement): MenuPoint {
  const { left, bottom } = cell.getBoundingClientRect();
  return { x: left, y: bottom };
}
