import { Columns3 } from 'lucide-react';
import { type CSSProperties, useCallback, useEffect, useRef, useState } from 'react';
import { t } from '../../app/messages/index.ts';
import { IconButton } from '../../ui/design/controls.tsx';
import type { MenuPoint } from '../menu-bar/menu-list.tsx';
import { useModel } from '../state/model.ts';
import type { CellContext } from './columns.ts';
import { ProcessHead } from './process-head.tsx';
import type { ProcessRows } from './process-list.ts';
import { ColumnsMenu, RowMenu } from './process-menus.tsx';
import { ProcessRow } from './process-row.tsx';
import { useProcessTable } from './use-process-table.ts';
import { useRowActions } from './use-row-actions.ts';
import { useRowFocus } from './use-row-focus.ts';
import { useRowSelection } from './use-row-selection.ts';
import { useHeadScroll, useVirtualRows } from './use-virtual-rows.ts';

interface ProcessTableProps {
  readonly list: ProcessRows;
  readonly context: CellContext;
}

/** The live table of processes: a grid of rows of which only the ones in view are drawn. */
export function ProcessTable({ list, context }: ProcessTableProps) {
  const model = useModel();
  const { rows, keys } = list;
  const table = useProcessTable(rows);
  const head = useRef<HTMLDivElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const gutter = useHeadScroll(head, scroller);
  const body = useRef<HTMLDivElement>(null);
  const [columnsMenu, setColumnsMenu] = useState<MenuPoint | null>(null);
  const [rowMenu, setRowMenu] = useState<MenuPoint | null>(null);
  const closeColumns = useCallback(() => setColumnsMenu(null), []);
  const closeRow = useCallback(() => setRowMenu(null), []);

  const rowSelection = useRowSelection(keys);
  const { selection, reveals } = rowSelection;
  const stop = Math.max(0, selection.focused === null ? 0 : keys.indexOf(selection.focused));
  const { items, height, page, reveal } = useVirtualRows({ scroller, keys, stop });
  const focus = useRowFocus(body, selection.focused, model.list);
  const { request } = focus;
  const actions = useRowActions({
    body,
    list,
    context,
    columns: table.columns,
    rowSelection,
    page,
    onMove: (key) => {
      reveal(keys.indexOf(key));
      request();
    },
    onMenu: setRowMenu,
  });

  // Whoever came here by a shortcut goes on with the arrow keys; a focus that is elsewhere stays there.
  useEffect(() => {
    if (document.activeElement === document.body) request();
  }, [request]);

  // A selection that came from elsewhere, or a new sort: show where the row is now.
  const { sort } = table;
  // biome-ignore lint/correctness/useExhaustiveDependencies: only these two move the view, never a live update
  useEffect(() => {
    if (selection.focused !== null) reveal(keys.indexOf(selection.focused));
  }, [reveals, sort.column, sort.descending]);

  const width = table.columns.reduce((sum, { id, size }) => sum + (table.widths[id] ?? size), 0);
  const template = table.columns
    .map(({ id, size }, index) => track(table.widths[id] ?? size, index === table.columns.length - 1))
    .join(' ');

  return (
    <div
      className="process-table"
      style={{ '--columns': template, '--columns-width': `${width}px`, '--gutter': `${gutter}px` } as CSSProperties}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: a table element cannot hold rows that are placed one by one */}
      <div
        role="grid"
        aria-label={t('processes.table')}
        aria-rowcount={rows.length + 1}
        aria-colcount={table.columns.length}
        aria-multiselectable
        className="process-grid"
      >
        {/* biome-ignore lint/a11y/useSemanticElements: see above */}
        <div ref={head} role="rowgroup" className="process-head-scroller">
          <ProcessHead
            columns={table.columns}
            widths={table.widths}
            sort={sort}
            onSort={table.toggleSort}
            onResize={table.resize}
            onMenu={setColumnsMenu}
            onLeave={() => body.current?.querySelector<HTMLElement>('[data-search-target]')?.focus()}
          />
        </div>
        <div ref={scroller} role="presentation" className="process-scroller">
          {/* biome-ignore lint/a11y/useSemanticElements: see above */}
          <div ref={body} role="rowgroup" className="process-body" style={{ height }} {...focus.props} {...actions}>
            {items.map(({ index, start }) => {
              const process = rows[index];
              const key = keys[index];
              return (
                process &&
                key && (
                  <ProcessRow
                    key={key}
                    rowKey={key}
                    process={process}
                    index={index}
                    top={start}
                    columns={table.columns}
                    context={context}
                    selected={selection.keys.has(key)}
                    tabStop={index === stop}
                  />
                )
              );
            })}
          </div>
        </div>
      </div>
      <div className="process-columns-button">
        <IconButton
          icon={Columns3}
          label={t('processes.columns')}
          aria-haspopup="menu"
          onPress={({ target }) => {
            const { right, bottom } = target.getBoundingClientRect();
            setColumnsMenu({ x: right, y: bottom, align: 'right' });
          }}
        />
      </div>
      {columnsMenu && <ColumnsMenu at={columnsMenu} onClose={closeColumns} />}
      {rowMenu && <RowMenu at={rowMenu} onClose={closeRow} />}
    </div>
  );
}

/** The last column takes what is left over. */
function track(width: number, last: boolean): string {
  return last ? `minmax(${width}px, 1fr)` : `${width}px`;
}
