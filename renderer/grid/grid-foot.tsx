import { t } from '../../app/messages/index.ts';
import type { Row } from '../../app/query/query.ts';
import { count } from '../../ui/format/format.ts';
import { Cell, TotalCell } from './grid-cell.tsx';
import { type CellContext, type GridColumn, namingColumn } from './grid-column.ts';
import type { RowView } from './row-source.ts';

interface GridFootProps {
  readonly view: RowView;
  readonly totals: Row;
  readonly columns: readonly GridColumn[];
  readonly context: CellContext;
}

/** The row of totals, which stays at the end of what is seen. */
export function GridFoot({ view, totals, columns, context }: GridFootProps) {
  const naming = namingColumn(columns);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table element cannot hold rows that are placed one by one
    <div role="rowgroup" className="grid-foot">
      {/* biome-ignore lint/a11y/useSemanticElements: see above */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: there is nothing to do with it */}
      <div role="row" aria-rowindex={view.total + 2} className="grid-row grid-total">
        {columns.map((column) =>
          column === naming ? (
            <Cell key={column.id} column={column}>
              {t('grid.total', { count: count(view.matched) })}
            </Cell>
          ) : (
            <TotalCell key={column.id} column={column} row={totals} context={context} />
          ),
        )}
      </div>
    </div>
  );
}
