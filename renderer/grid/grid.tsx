import { Columns3 } from 'lucide-react';
import { type CSSProperties, useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { t } from '../../app/messages/index.ts';
import { IconButton } from '../../ui/design/controls.tsx';
import type { MenuPoint } from '../menu-bar/menu-list.tsx';
import { cellText } from './cell-text.ts';
import { fitWidth, measureIn } from './fit-width.ts';
import { type GridColumn, namingColumn } from './grid-column.ts';
import { GridFoot } from './grid-foot.tsx';
import { GridHead } from './grid-head.tsx';
import { HeadMenu } from './grid-menus.tsx';
import type { GridProps } from './grid-props.ts';
import { GridRow, PlaceholderRow } from './grid-row.tsx';
import { CutTooltip } from './grid-tooltip.tsx';
import { assignSlots, type Slots } from './row-slots.ts';
import type { RowView } from './row-source.ts';
import { expandAll, moveColumn, resize, setExpanded, toggleSort } from './state-changes.ts';
import { useDrawnColumns } from './use-drawn-columns.ts';
import { useGridActions } from './use-grid-actions.ts';
import { useGridCommands } from './use-grid-commands.ts';
import { useGridFocus } from './use-grid-focus.ts';
import { useGridSelection } from './use-grid-selection.ts';
import { useReveal } from './use-reveal.ts';
import { useTokenPixels } from './use-token-pixels.ts';
import { useVirtualRows } from './use-virtual-rows.ts';
import './grid.css';
import './note.css';

/** Pixels that the sort mark takes in a head. */
const SORT_MARK = 20;

/**
 * A list of objects: a grid, or a tree of rows, of which only the rows in view are drawn.
 *
 * The rows come from a {@link RowSource}: `LocalSource` over an array that the window has, which it filters, sorts,
 * groups and makes a tree of; `PagedSource` over pages that are asked for. The columns are data ({@link GridColumn}).
 * How the list is set up is plain data too ({@link GridState}): it is given, and each change handed back. The same goes
 * for the selection. Copying, menus and opening are handed to whoever shows the list ({@link GridProps}).
 *
 * The keys stand in grid-keys.ts. Sorting a `PagedSource` is the matter of whoever asked for it: it is told of the new
 * state, asks anew and gives another source.
 */
export function Grid(props: GridProps) {
  const { source, columns, state, onState, context, instead, handle } = props;
  const view = useSyncExternalStore(source.subscribe, source.get);
  const root = useRef<HTMLDivElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const body = useRef<HTMLDivElement>(null);
  const [headMenu, setHeadMenu] = useState<{ at: MenuPoint; column: GridColumn | null } | null>(null);
  const closeHeadMenu = useCallback(() => setHeadMenu(null), []);
  /** The menu of the columns hangs below its button, whoever asks for it. */
  const openColumns = (button: Element | null | undefined) => {
    if (!button) return;
    const { right, bottom } = button.getBoundingClientRect();
    setHeadMenu({ at: { x: right, y: bottom, align: 'right' }, column: null });
  };
  const [cell, setCell] = useState<string | null>(null);

  const { selection, reveals, set } = useGridSelection(view, props.selection, props.onSelection);
  const stop = Math.max(0, selection.focused === null ? 0 : view.indexOf(selection.focused));
  const rows = useVirtualRows({ scroller, total: view.total, stop, foot: view.totals !== null });
  const { range, indexes, row, height, page, reveal, shift } = rows;
  const { drawn, widths, style } = useDrawnColumns(state, columns, rows.width);
  useEffect(() => source.wanted(range.from, range.to), [source, range]);

  const focus = useGridFocus({ body, focused: selection.focused, source, view, shift, seen: range });
  const { request } = focus;
  const naming = namingColumn(columns);
  const group = columns.find(({ id }) => id === state.group);
  const look = useMemo(
    () => ({ columns: drawn, context, group, levels: view.levels }),
    [drawn, context, group, view.levels],
  );

  // Handlers that are handed on see what is true now without being made anew for each reading.
  const { focused } = selection;
  const now = useRef({ state, view, drawn, focused, props });
  useEffect(() => {
    now.current = { state, view, drawn, focused, props };
  });
  const fold = useCallback((keys: readonly string[], open: boolean) => {
    const { state: current, props: given } = now.current;
    if (!given.source.foldInFilter(keys, open)) given.onState(setExpanded(current, keys, open));
  }, []);
  const nameAt = (index: number) => {
    const entry = view.entry(index);
    if (entry?.kind === 'note') return entry.text;
    const column = entry?.kind === 'group' ? group : naming;
    return entry && column ? cellText(column, entry.kind === 'group' ? entry.example : entry.row, context) : '';
  };

  const actions = useGridActions({
    ...props,
    view,
    columns: drawn,
    selection,
    setSelection: set,
    cell,
    setCell,
    page,
    nameAt,
    fold,
    foldAll: (open) => {
      if (!source.foldInFilter('all', open)) onState(expandAll(state, open));
    },
    onMove: (key) => {
      reveal(source.get().indexOf(key));
      request();
    },
  });
  useGridCommands({
    ...props,
    handle,
    element: root,
    view,
    columns: drawn,
    selection,
    setSelection: set,
    nameOf: (named) => (naming ? cellText(naming, named, context) : named.key),
    requestFocus: request,
    openColumns: () => openColumns(root.current?.querySelector('.grid-tools button')),
  });

  const head = useHeadActions(now, scroller);
  const openHeadMenu = useCallback((at: MenuPoint, column: GridColumn) => setHeadMenu({ at, column }), []);
  const toRows = useCallback(() => {
    body.current?.querySelector<HTMLElement>('[data-search-target]')?.focus();
  }, []);

  // Whoever came here by a shortcut goes on with the arrow keys; a focus that is elsewhere stays there.
  useEffect(() => {
    if (document.activeElement === document.body) request();
  }, [request]);

  useReveal({ view, focused, reveals, drawn: height > 0, reveal, fold });
  // Other rows altogether, such as those of another answer, begin at their beginning.
  useEffect(() => {
    const { current: list } = scroller;
    if (list && source.get().indexOf(now.current.focused ?? '') < 0) list.scrollTop = 0;
  }, [source]);

  const slots = useRef<Slots>(new Map());
  slots.current = assignSlots(
    slots.current,
    indexes.flatMap((index) => view.entry(index)?.key ?? []),
  );

  return (
    <div ref={root} className="grid" style={{ ...style, '--grid-seen': `${rows.width}px` } as CSSProperties}>
      <div ref={scroller} className="grid-scroller">
        {/* It takes no room of its own, and stays where it is while the columns scroll under it. */}
        <div className="grid-tools">
          <IconButton
            icon={Columns3}
            label={t('grid.columns')}
            aria-haspopup="menu"
            onPress={({ target }) => openColumns(target)}
          />
        </div>
        {/* biome-ignore lint/a11y/useAriaPropsSupportedByRole: both roles have them */}
        <div
          role={view.levels ? 'treegrid' : 'grid'}
          aria-label={props.label}
          aria-rowcount={view.total + (view.totals ? 2 : 1)}
          aria-colcount={drawn.length}
          aria-multiselectable
          className="grid-table"
        >
          {/* biome-ignore lint/a11y/useSemanticElements: a table element cannot hold rows that are placed one by one */}
          <div role="rowgroup" className="grid-head-group">
            <GridHead
              columns={drawn}
              widths={widths}
              sort={state.sort}
              onSort={head.sort}
              onResize={head.resize}
              onFit={head.fit}
              onMoveColumn={head.move}
              onMenu={openHeadMenu}
              onLeave={toRows}
            />
          </div>
          {/* biome-ignore lint/a11y/useSemanticElements: see above */}
          <div ref={body} role="rowgroup" className="grid-body" style={{ height }} {...focus.props} {...actions}>
            {indexes.map((index) => {
              const entry = view.entry(index);
              const top = index * row;
              if (!entry) return <PlaceholderRow key={`row-${index}`} index={index} top={top} columns={drawn.length} />;
              return (
                <GridRow
                  key={slots.current.get(entry.key)}
                  entry={entry}
                  index={index}
                  top={top}
                  look={look}
                  selected={selection.keys.has(entry.key)}
                  tabStop={index === stop}
                  cell={index === stop ? cell : null}
                />
              );
            })}
          </div>
          {view.totals && !instead && <GridFoot view={view} totals={view.totals} columns={drawn} context={context} />}
        </div>
        {instead && (
          <div className="grid-instead" style={{ '--notes-above': notesOnly(view) } as CSSProperties}>
            {instead}
          </div>
        )}
      </div>
      <CutTooltip
        element={scroller}
        titleOf={(column) => columns.find(({ id }) => id === column)?.title ?? ''}
        textOf={(key, id) => {
          const entry = view.entry(view.indexOf(key));
          const column = columns.find((candidate) => candidate.id === id);
          if (entry && entry.kind !== 'row') return nameAt(view.indexOf(key));
          return entry && column ? cellText(column, entry.row, context) : '';
        }}
      />
      {headMenu && (
        <HeadMenu
          {...headMenu}
          columns={columns}
          drawn={drawn}
          state={state}
          onState={onState}
          canTree={props.canTree ?? false}
          canGroup={props.canGroup ?? false}
          onFit={head.fitAll}
          onClose={closeHeadMenu}
        />
      )}
    </div>
  );
}

/** How many notes there are where there is nothing else: what is said in place of rows stands below them. */
function notesOnly({ total, entry }: RowView): number {
  return total > 0 && entry(total - 1)?.kind === 'note' && entry(0)?.kind === 'note' ? total : 0;
}

interface Now {
  readonly state: GridProps['state'];
  readonly view: ReturnType<GridProps['source']['get']>;
  readonly drawn: readonly GridColumn[];
  readonly focused: string | null;
  readonly props: GridProps;
}

/** What the heads of the columns do; made once, so that the head is drawn again only when it looks different. */
function useHeadActions(now: { readonly current: Now }, scroller: { readonly current: HTMLElement | null }) {
  const padding = useTokenPixels('--space-4');
  const twisty = useTokenPixels('--icon');
  return useMemo(() => {
    const change = (next: (state: Now['state'], parts: Now) => Now['state']) => {
      const parts = now.current;
      const changed = next(parts.state, parts);
      if (changed !== parts.state) parts.props.onState(changed);
    };
    const fitAll = (columns: readonly GridColumn[]) =>
      change((state, { view, drawn, props }) => {
        const list = scroller.current;
        if (!list) return state;
        const measure = measureIn(list);
        const space = { padding: padding + 2, twisty, mark: SORT_MARK };
        const from = Math.floor(list.scrollTop / Math.max(1, list.scrollHeight / Math.max(1, view.total)));
        const fitted = (column: GridColumn) => fitWidth(column, drawn, view, from, props.context, measure, space);
        return columns.reduce((next, column) => resize(next, column, fitted(column)), state);
      });
    return {
      sort: (column: GridColumn, how: 'alone' | 'add') => change((state) => toggleSort(state, column, how)),
      resize: (column: GridColumn, width: number) => change((state) => resize(state, column, width)),
      move: (id: string, to: string) => change((state, { props }) => moveColumn(state, props.columns, id, to)),
      fit: (column: GridColumn) => fitAll([column]),
      fitAll,
    };
  }, [now, scroller, padding, twisty]);
}
