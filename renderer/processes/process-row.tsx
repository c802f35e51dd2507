import { memo, type ReactNode, useState } from 'react';
import type { Process } from '../../app/finder/process.ts';
import type { Measure } from '../../ui/format/format.ts';
import { type CellContext, missingText, type ProcessColumn } from './columns.ts';

interface ProcessRowProps {
  readonly process: Process;
  readonly rowKey: string;
  /** Place in the list, from 0. */
  readonly index: number;
  /** Distance from the top of the list, in pixels. */
  readonly top: number;
  readonly columns: readonly ProcessColumn[];
  readonly context: CellContext;
  readonly selected: boolean;
  /** The row that Tab leads to. */
  readonly tabStop: boolean;
}

/** One row. Drawn again only when something that it shows has changed: a sample touches few of them. */
export const ProcessRow = memo(function ProcessRow(props: ProcessRowProps) {
  const { process, rowKey, index, top, columns, context, selected, tabStop } = props;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table element cannot hold rows that are placed one by one
    <div
      role="row"
      // The header is the first row of the grid.
      aria-rowindex={index + 2}
      aria-selected={selected}
      tabIndex={tabStop ? 0 : -1}
      data-key={rowKey}
      {...(tabStop ? { 'data-search-target': '' } : {})}
      className="process-row"
      style={{ transform: `translateY(${top}px)` }}
    >
      {columns.map((column) => (
        <ProcessCell key={column.id} column={column} process={process} context={context} />
      ))}
    </div>
  );
});

interface ProcessCellProps {
  readonly column: ProcessColumn;
  readonly process: Process;
  readonly context: CellContext;
}

function ProcessCell({ column, process, context }: ProcessCellProps) {
  const measure = column.measure(process, context);
  const value = measure ? (
    <Value measure={measure} />
  ) : (
    <span className="process-missing">{missingText(column.id, process)}</span>
  );
  return (
    // biome-ignore lint/a11y/useSemanticElements: see the row
    // biome-ignore lint/a11y/useFocusableInteractive: the row takes the focus, not its cells
    <div role="gridcell" className="process-cell" data-numeric={column.numeric} data-column={column.id}>
      {column.live ? <Live text={`${measure?.value} ${measure?.unit}`}>{value}</Live> : value}
    </div>
  );
}

function Value({ measure }: { readonly measure: Measure }) {
  return (
    <>
      <span className="process-text">{measure.value}</span>
      {measure.unit !== '' && <span className="process-unit">{measure.unit}</span>}
    </>
  );
}

/** Marks once that a value has changed, not that it has come on the screen. */
function Live({ text, children }: { readonly text: string; readonly children: ReactNode }) {
  const [shown, setShown] = useState({ text, changes: 0 });
  if (shown.text !== text) setShown({ text, changes: shown.changes + 1 });
  return (
    // The key restarts the fading: an animation that has run does not run again.
    <span key={shown.changes} className="process-live" data-changed={shown.changes > 0}>
      {children}
    </span>
  );
}
