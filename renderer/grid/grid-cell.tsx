import { ChevronRight } from 'lucide-react';
import { type CSSProperties, type ReactNode, useState } from 'react';
import { t } from '../../app/messages/index.ts';
import type { Row } from '../../app/query/query.ts';
import { type Measure, measureText } from '../../ui/format/format.ts';
import { cellMeasure, cutInMiddle } from './cell-text.ts';
import { type CellContext, type GridColumn, isSummed, namingColumn } from './grid-column.ts';
import type { GroupEntry, RowEntry } from './row-source.ts';

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
    const content = <Content column={column} row={entry.row} measure={measure} />;
    const twisty = look.levels && column === naming;
    return (
      <Cell
        key={column.id}
        column={column}
        level={twisty ? entry.level : 0}
        share={column.bar?.(entry.row)}
        current={column.id === current}
      >
        {twisty && <Twisty expanded={entry.expanded} />}
        {column.live ? <Live text={measure ? measureText(measure) : ''}>{content}</Live> : content}
      </Cell>
    );
  });
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
          <span className="grid-text">{measure ? measureText(measure) : group.missing(entry.example)}</span>{' '}
          <span className="grid-aside">{t('grid.group-count', { count: entry.count })}</span>
        </Cell>
      );
    }
    return (
      <TotalCell key={column.id} column={column} row={entry.row} context={context} current={column.id === current} />
    );
  });
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
  readonly current?: boolean;
  readonly children: ReactNode;
}

/** Levels that are still moved in; what is deeper would leave no room for its name. */
const MAX_INDENT = 12;

export function Cell({ column, level = 0, share = 0, current = false, children }: CellProps) {
  const indent = Math.min(level - 1, MAX_INDENT);
  // In steps of a percent: a bar that moves by less than a pixel would be drawn again for nothing.
  const bar = Math.round(Math.min(1, share) * 100) / 100;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table element cannot hold rows that are placed one by one
    // biome-ignore lint/a11y/useFocusableInteractive: the row takes the focus, not its cells
    <div
      role="gridcell"
      className="grid-cell"
      data-column={column.id}
      data-numeric={column.numeric}
      data-kind={column.kind}
      data-muted={column.muted}
      {...(current ? { id: CURRENT_CELL, 'data-current': '' } : {})}
      {...(indent > 0 ? { 'data-indent': indent, style: { '--indent': indent } as CSSProperties } : {})}
      {...(bar > 0 ? { 'data-bar': '', style: { '--share': bar } as CSSProperties } : {})}
    >
      {children}
    </div>
  );
}

function Content({
  column,
  row,
  measure,
}: {
  readonly column: GridColumn;
  readonly row: Row;
  readonly measure: Measure | null;
}) {
  if (!measure) return <span className="grid-missing">{column.missing(row)}</span>;
  return column.cut === 'middle' ? <CutText text={measure.value} /> : <Value measure={measure} />;
}

function Value({ measure: { value, unit } }: { readonly measure: Measure }) {
  return (
    <>
      <span className="grid-text">{value}</span>
      {unit !== '' && <span className="grid-unit">{unit}</span>}
    </>
  );
}

/** A text that is cut in the middle when it is too long: its end gives way only when there is nothing left before it. */
function CutText({ text }: { readonly text: string }) {
  const [head, tail] = cutInMiddle(text);
  return (
    <span className="grid-cut">
      <span className="grid-cut-head">{head}</span>
      {tail !== '' && <span className="grid-cut-tail">{tail}</span>}
    </span>
  );
}

function Twisty({ expanded }: { readonly expanded: boolean | null }) {
  return (
    <span className="grid-twisty" aria-hidden {...(expanded === null ? {} : { 'data-twisty': expanded })}>
      {expanded !== null && <ChevronRight className="ui-icon" />}
    </span>
  );
}

/** Marks once that a value has changed, not that it has come on the screen. */
function Live({ text, children }: { readonly text: string; readonly children: ReactNode }) {
  const [shown, setShown] = useState({ text, changes: 0 });
  if (shown.text !== text) setShown({ text, changes: shown.changes + 1 });
  return (
    // The key restarts the fading: an animation that has run does not run again.
    <span key={shown.changes} className="grid-live" data-changed={shown.changes > 0}>
      {children}
    </span>
  );
}
