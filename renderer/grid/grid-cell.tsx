import { ChevronRight, CircleSlash } from 'lucide-react';
import { type CSSProperties, type ReactNode, useEffect, useRef } from 'react';
import { t } from '../../app/messages/index.ts';
import type { Row } from '../../app/query/query.ts';
import { count, type Measure, measureText } from '../../ui/format/format.ts';
import { cellMeasure, cutInMiddle } from './cell-text.ts';
import { changeMarks } from './change-marks.ts';
import { type CellContext, type GridColumn, indentOf, isSummed, namingColumn } from './grid-column.ts';
import type { GroupEntry, NoteEntry, RowEntry } from './row-source.ts';

/** What all rows of a list are drawn with; the same object as long as none of it changes. */
export interface RowLook {
  readonly columns: readonly GridColumn[];
  readonly context: CellContext;
  /** Column that the list is grouped by. */
  readonly group: GridColumn | undefined;
  /** Rows stand on levels: there is room for twisties. */
  readonly levels: boolean;
}

/** Id of the cell that the keyboard stands on; there is one in a window. */
export const CURRENT_CELL = 'grid-current-cell';

interface CellsProps<Entry> {
  readonly entry: Entry;
  readonly look: RowLook;
  /** Column of the cell that the keyboard stands on, if it is one of these. */
  readonly current: string | null;
}

/** The cells of a row. */
export function RowCells({ entry, look, current }: CellsProps<RowEntry>) {
  const naming = namingColumn(look.columns);
  return look.columns.map((column) => {
    const measure = cellMeasure(column, entry.row, look.context);
    const content = measure ? (
      <Value measure={shortened(measure, column)} cut={column.cut} />
    ) : (
      column.missing(entry.row)
    );
    const twisty = look.levels && column === naming;
    return (
      <Cell
        key={column.id}
        column={column}
        level={twisty ? entry.level : 0}
        share={column.bar?.(entry.row)}
        missing={measure === null}
        short={measure !== null && column.shorten !== undefined}
        current={column.id === current}
      >
        {twisty && <Twisty expanded={entry.expanded} />}
        {column.live ? (
          <Live of={entry.key} text={measure ? measureText(measure) : ''}>
            {content}
          </Live>
        ) : (
          content
        )}
      </Cell>
    );
  });
}

function shortened(measure: Measure, { shorten }: GridColumn): Measure {
  return shorten ? { ...measure, value: shorten(measure.value) } : measure;
}

/** The cells of the head of a group: the value that its rows share, how many there are, and their sums. */
export function GroupCells({ entry, look, current }: CellsProps<GroupEntry>) {
  const { columns, context, group } = look;
  const naming = namingColumn(columns);
  return columns.map((column) => {
    if (column === naming && group) {
      const measure = cellMeasure(group, entry.example, context);
      return (
        <Cell key={column.id} column={column} level={1} current={column.id === current}>
          <Twisty expanded={entry.expanded} />
          {measure ? sharedText(measure, group) : group.missing(entry.example)}{' '}
          <span className="grid-aside">{t('grid.group-count', { count: count(entry.count) })}</span>
        </Cell>
      );
    }
    return (
      <TotalCell key={column.id} column={column} row={entry.row} context={context} current={column.id === current} />
    );
  });
}

interface NoteCellProps {
  readonly entry: NoteEntry;
  readonly columns: number;
  readonly current: boolean;
}

/** What a note says, over all columns; it stays in sight while they scroll. */
export function NoteCell({ entry, columns, current }: NoteCellProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table element cannot hold rows that are placed one by one
    // biome-ignore lint/a11y/useFocusableInteractive: the row takes the focus, not its cells
    <div
      role="gridcell"
      aria-colspan={columns}
      className="grid-cell grid-note"
      {...(current ? { id: CURRENT_CELL, 'data-current': '' } : {})}
    >
      {entry.expanded === null ? <CircleSlash className="ui-icon" aria-hidden /> : <Twisty expanded={entry.expanded} />}
      <span className="grid-note-text">{entry.text}</span>
    </div>
  );
}

/** What all rows of a group share; what stands beside a name tells one of them from the others. */
function sharedText(measure: Measure, { names }: GridColumn): string {
  return names ? measure.value : measureText(measure);
}

interface TotalCellProps {
  readonly column: GridColumn;
  readonly row: Row;
  readonly context: CellContext;
  readonly current?: boolean;
}

/** A sum, or nothing in a column that has none. */
export function TotalCell({ column, row, context, current = false }: TotalCellProps) {
  const measure = isSummed(column) ? cellMeasure(column, row, context) : null;
  return (
    <Cell column={column} current={current}>
      {measure && <Value measure={measure} />}
    </Cell>
  );
}

interface CellProps {
  readonly column: GridColumn;
  /** Level of the row in a tree, for the column that has the twisties; 0 for the others. */
  readonly level?: number;
  /** Share of the bar, from 0 to 1. */
  readonly share?: number | undefined;
  /** The value is not known. */
  readonly missing?: boolean;
  /** Not the whole of it is drawn: the tooltip has that. */
  readonly short?: boolean;
  readonly current?: boolean;
  readonly children: ReactNode;
}

export function Cell({ column, level = 0, share = 0, missing = false, short = false, ...rest }: CellProps) {
  const { current = false, children } = rest;
  const indent = indentOf(level);
  // In steps of a percent: a bar that moves by less than a pixel would be drawn again for nothing.
  const bar = Math.round(Math.min(1, share) * 100) / 100;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table element cannot hold rows that are placed one by one
    // biome-ignore lint/a11y/useFocusableInteractive: the row takes the focus, not its cells
    <div
      role="gridcell"
      className={column.names ? 'grid-cell grid-naming' : 'grid-cell'}
      data-column={column.id}
      data-numeric={column.numeric}
      data-kind={column.kind}
      data-cut={column.cut}
      data-quiet={column.muted || missing}
      {...(short ? { 'data-short': '' } : {})}
      {...(current ? { id: CURRENT_CELL, 'data-current': '' } : {})}
      {...(indent > 0 ? { 'data-indent': indent, style: { '--indent': indent } as CSSProperties } : {})}
      {...(bar > 0 ? { 'data-bar': '', style: { '--share': bar } as CSSProperties } : {})}
    >
      {children}
    </div>
  );
}

interface ValueProps {
  readonly measure: Measure;
  readonly cut?: GridColumn['cut'];
}

/** A number with its unit, or a text; as few elements as it can be: there are some thousands of cells. */
function Value({ measure: { value, unit }, cut = 'end' }: ValueProps) {
  const [head, tail] = cut === 'middle' ? cutInMiddle(value) : [value, ''];
  if (tail !== '') {
    // The end gives way only when there is nothing left before it.
    return (
      <>
        <span className="grid-cut-head">{head}</span>
        <span className="grid-cut-tail">{tail}</span>
      </>
    );
  }
  return (
    <>
      {value}
      {unit !== '' && <span className="grid-unit">{unit}</span>}
    </>
  );
}

function Twisty({ expanded }: { readonly expanded: boolean | null }) {
  return (
    <span className="grid-twisty" aria-hidden {...(expanded === null ? {} : { 'data-twisty': expanded })}>
      {expanded !== null && <ChevronRight className="ui-icon" />}
    </span>
  );
}

interface LiveProps {
  /** Key of the row: the element may be given to another one. */
  readonly of: string;
  readonly text: string;
  readonly children: ReactNode;
}

/** Marks once that a value has changed, not that it has come on the screen. */
function Live({ of, text, children }: LiveProps) {
  const element = useRef<HTMLSpanElement>(null);
  const shown = useRef({ of, text });
  useEffect(() => {
    const before = shown.current;
    shown.current = { of, text };
    if (!element.current) return;
    if (before.of !== of) changeMarks.forget(element.current);
    else if (before.text !== text) changeMarks.mark(element.current);
  }, [of, text]);
  return (
    <span ref={element} className="grid-live">
      {children}
    </span>
  );
}
