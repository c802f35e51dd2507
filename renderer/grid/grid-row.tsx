import { memo } from 'react';
import { t } from '../../app/messages/index.ts';
import { CURRENT_CELL, GroupCells, NoteCell, RowCells, type RowLook } from './grid-cell.tsx';
import type { GridEntry } from './row-source.ts';
import { sameRow } from './totals.ts';

interface GridRowProps {
  readonly entry: GridEntry;
  /** Place in the list, from 0. */
  readonly index: number;
  /** Distance from the top of the list, in pixels. */
  readonly top: number;
  readonly look: RowLook;
  readonly selected: boolean;
  /** The row that Tab leads to. */
  readonly tabStop: boolean;
  /** Column of the cell that the keyboard stands on, in the row that has the focus. */
  readonly cell: string | null;
}

/** One row. Drawn again only when something that it shows has changed: a reading touches few of them. */
export const GridRow = memo(function GridRow(props: GridRowProps) {
  const { entry, index, top, look, selected, tabStop, cell } = props;
  const levels = look.levels && {
    'aria-level': entry.level,
    'aria-posinset': entry.position,
    'aria-setsize': entry.size,
    ...(entry.expanded === null ? {} : { 'aria-expanded': entry.expanded }),
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table element cannot hold rows that are placed one by one
    <div
      role="row"
      // The head is the first row of the grid.
      aria-rowindex={index + 2}
      aria-selected={selected}
      {...levels}
      tabIndex={tabStop ? 0 : -1}
      data-key={entry.key}
      data-entry={entry.kind}
      {...(entry.muted ? { 'data-muted': '' } : {})}
      {...(tabStop ? { 'data-search-target': '' } : {})}
      {...(cell === null ? {} : { 'data-cell': cell, 'aria-activedescendant': CURRENT_CELL })}
      className="grid-row"
      style={{ transform: `translateY(${top}px)` }}
    >
      {entry.kind === 'group' && <GroupCells entry={entry} look={look} current={cell} />}
      {entry.kind === 'note' && <NoteCell entry={entry} columns={look.columns.length} current={cell !== null} />}
      {entry.kind === 'row' && <RowCells entry={entry} look={look} current={cell} />}
    </div>
  );
}, sameProps);

function sameProps(a: GridRowProps, b: GridRowProps): boolean {
  const names = ['index', 'top', 'look', 'selected', 'tabStop', 'cell'] as const;
  return names.every((name) => a[name] === b[name]) && sameEntry(a.entry, b.entry);
}

function sameEntry(a: GridEntry, b: GridEntry): boolean {
  if (a === b) return true;
  const names = ['kind', 'key', 'level', 'expanded', 'position', 'size', 'muted'] as const;
  return names.every((name) => a[name] === b[name]) && (a.row === b.row || sameRow(a.row, b.row)) && sameHead(a, b);
}

function sameHead(a: GridEntry, b: GridEntry): boolean {
  if (a.kind === 'note') return b.kind === 'note' && a.text === b.text;
  return a.kind !== 'group' || (b.kind === 'group' && a.count === b.count);
}

interface PlaceholderProps {
  readonly index: number;
  readonly top: number;
  readonly columns: number;
}

/** A row that is not loaded yet. */
export const PlaceholderRow = memo(function PlaceholderRow({ index, top, columns }: PlaceholderProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: see above
    // biome-ignore lint/a11y/useFocusableInteractive: there is nothing in it yet
    <div
      role="row"
      aria-rowindex={index + 2}
      className="grid-row grid-placeholder"
      style={{ transform: `translateY(${top}px)` }}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: see above */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: see above */}
      <div role="gridcell" aria-colspan={columns} className="grid-cell grid-placeholder-cell">
        <span className="ui-visually-hidden">{t('grid.row-loading')}</span>
      </div>
    </div>
  );
});
