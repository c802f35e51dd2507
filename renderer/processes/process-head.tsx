import { ArrowDown, ArrowUp } from 'lucide-react';
import type { KeyboardEvent, MouseEvent, PointerEvent } from 'react';
import { useState } from 'react';
import { t } from '../../app/messages/index.ts';
import { columnTitle, type ProcessColumn } from './columns.ts';
import type { ColumnId, Sort } from './sort.ts';

/** Pixels for one press of Shift and an arrow key. */
const KEY_STEP = 16;

interface ProcessHeadProps {
  readonly columns: readonly ProcessColumn[];
  readonly widths: Readonly<Record<string, number>>;
  readonly sort: Sort;
  readonly onSort: (column: ColumnId) => void;
  readonly onResize: (column: ColumnId, width: number) => void;
  readonly onMenu: (at: { readonly x: number; readonly y: number }) => void;
  /** Down was pressed: on to the rows. */
  readonly onLeave: () => void;
}

/** The head of the table: one stop for Tab, arrows between the columns, Enter sorts, Shift and arrows set the width. */
export function ProcessHead(props: ProcessHeadProps) {
  const { columns, widths, sort, onSort, onResize, onMenu, onLeave } = props;
  const [current, setCurrent] = useState<ColumnId>('name');
  const stop = columns.some(({ id }) => id === current) ? current : columns[0]?.id;

  const onKeyDown = (event: KeyboardEvent<HTMLElement>, column: ProcessColumn) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const width = widths[column.id] ?? column.size;
    const cell = event.currentTarget;
    const keys: Readonly<Record<string, () => void>> = event.shiftKey
      ? {
          ArrowLeft: () => onResize(column.id, width - KEY_STEP),
          ArrowRight: () => onResize(column.id, width + KEY_STEP),
          F10: () => onMenu(below(cell)),
        }
      : {
          ArrowLeft: () => (cell.previousElementSibling as HTMLElement | null)?.focus(),
          ArrowRight: () => (cell.nextElementSibling as HTMLElement | null)?.focus(),
          ArrowDown: onLeave,
          Enter: () => onSort(column.id),
          ' ': () => onSort(column.id),
          ContextMenu: () => onMenu(below(cell)),
        };
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  };

  return (
    // biome-ignore lint/a11y/useSemanticElements: the rows below are placed one by one, which a table does not allow
    // biome-ignore lint/a11y/useFocusableInteractive: the column heads take the focus
    <div role="row" aria-rowindex={1} className="process-head">
      {columns.map((column) => (
        // biome-ignore lint/a11y/useSemanticElements: see above
        <div
          key={column.id}
          role="columnheader"
          tabIndex={column.id === stop ? 0 : -1}
          aria-sort={ariaSort(sort, column.id)}
          className="process-heading"
          data-numeric={column.numeric}
          onFocus={() => setCurrent(column.id)}
          onKeyDown={(event) => onKeyDown(event, column)}
          onClick={() => onSort(column.id)}
          onContextMenu={(event: MouseEvent) => {
            event.preventDefault();
            onMenu({ x: event.clientX, y: event.clientY });
          }}
        >
          <span className="process-heading-text">{columnTitle(column.id)}</span>
          <SortMark sort={sort} column={column.id} />
          <ResizeHandle
            column={column}
            width={widths[column.id] ?? column.size}
            onResize={(width) => onResize(column.id, width)}
          />
        </div>
      ))}
    </div>
  );
}

function ariaSort(sort: Sort, column: ColumnId): 'ascending' | 'descending' | 'none' {
  if (sort.column !== column) return 'none';
  return sort.descending ? 'descending' : 'ascending';
}

function SortMark({ sort, column }: { readonly sort: Sort; readonly column: ColumnId }) {
  if (sort.column !== column) return null;
  const Arrow = sort.descending ? ArrowDown : ArrowUp;
  return <Arrow className="process-sort" aria-hidden />;
}

interface ResizeHandleProps {
  readonly column: ProcessColumn;
  readonly width: number;
  readonly onResize: (width: number) => void;
}

/** For the pointer alone: with the keyboard the column head itself is resized. */
function ResizeHandle({ column, width, onResize }: ResizeHandleProps) {
  const [drag, setDrag] = useState<{ readonly x: number; readonly width: number } | null>(null);
  return (
    <span
      aria-hidden
      title={t('processes.resize', { column: columnTitle(column.id) })}
      className="process-resize"
      onClick={(event) => event.stopPropagation()}
      onDoubleClick={() => onResize(column.size)}
      onPointerDown={(event: PointerEvent<HTMLElement>) => {
        event.preventDefault();
        event.currentTarget.setPointerCapture(event.pointerId);
        setDrag({ x: event.clientX, width });
      }}
      onPointerMove={(event) => drag && onResize(drag.width + event.clientX - drag.x)}
      onPointerUp={() => setDrag(null)}
      onPointerCancel={() => setDrag(null)}
    />
  );
}

function below(cell: HTMLElement): { readonly x: number; readonly y: number } {
  const { left, bottom } = cell.getBoundingClientRect();
  return { x: left, y: bottom };
}
