import { type KeyboardEvent, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { GridState } from '../../app/grid/grid-state.ts';
import { t, tn } from '../../app/messages/index.ts';
import { formatQuery } from '../../app/query/format.ts';
import type { Row, Step } from '../../app/query/query.ts';
import { useStore } from '../../ui/state/store.ts';
import { titleOf } from '../detail/object-detail.tsx';
import { queryBy } from '../grid/copy-rows.ts';
import { Grid } from '../grid/grid.tsx';
import { namingColumn } from '../grid/grid-column.ts';
import { useGridHost } from '../grid/grid-host.ts';
import type { GridHandle, GridMenu } from '../grid/grid-props.ts';
import { EndDialog } from '../object/end/end-dialog.tsx';
import { InvestigateDialog } from '../object/investigate-dialog.tsx';
import { isGrouped, queryOfGroup } from '../object/object-queries.ts';
import { QuickLook } from '../object/quick-look.tsx';
import { RowMenu } from '../object/row-menu.tsx';
import { useShown } from '../object/shown.ts';
import { type Cell, type ObjectSheet, useObjectCommands } from '../object/use-object-commands.ts';
import { processesOf, useSelected } from '../object/use-objects.ts';
import { topicOf } from '../state/lists.ts';
import { useModel } from '../state/model.ts';
import { goToQuery, select } from '../state/navigation.ts';
import type { Result } from '../state/results.ts';
import { useNeed } from '../state/use-need.ts';
import { ListInstead } from './list-instead.tsx';
import { useListCommands } from './use-list-commands.ts';
import { type ListSource, useListSource } from './use-list-source.ts';
import { useSearchTarget } from './use-search-target.ts';
import './object-list.css';

/** The objects of a type: live, reckoned from what is there, or told by the history. */
export function ObjectList() {
  const model = useModel();
  const { trail, dispatch, notice, detailPlace } = model;
  const result = useStore(model.results);
  const { type } = result;
  const selection = useStore(trail, (now) => now.here.selection);
  const host = useGridHost();
  const handle = useRef<GridHandle>(null);
  const [sheet, setSheet] = useState<ObjectSheet | null>(null);
  const closeSheet = useCallback(() => setSheet(null), []);
  const [menu, setMenu] = useState<GridMenu | null>(null);
  /** The cell of the menu that was opened last; another selection is about another cell. */
  const asked = useRef<Cell | null>(null);
  useNeed(topicOf[type]);
  // Ports and connections are ended by their processes.
  useNeed('processes');
  const list = useListSource(result);
  const state = useStore(list.state);
  const { rows } = useSelected();
  const [only] = rows.length === 1 ? rows : [];

  const cell = useCallback((): Cell | null => {
    if (asked.current) return asked.current;
    const column = namingColumn(list.columns);
    return only && column ? { row: only, column } : null;
  }, [list.columns, only]);
  useObjectCommands({ type, rows, cell, open: setSheet });
  useListCommands({ handle, list, state });
  useSearchTarget(handle, list);

  const openMenu = (next: GridMenu) => {
    const row = list.source.get().rowsOf(new Set([next.key]))[0];
    asked.current = row && next.column ? { row, column: next.column } : null;
    setMenu(next);
  };
  const onSelection = (keys: readonly string[]) => {
    asked.current = null;
    trail.update((now) => select(now, keys));
  };
  const end = (force: boolean) => {
    const done = dispatch(force ? 'object.force-end' : 'object.end', 'shortcut');
    if (!done) notice.set({ tone: 'ok', text: t('end.none') });
  };
  /** Enter shows more: beside the list, or over it where there is no room; of a group what it stands for. */
  const openDetail = (key: string) => {
    const [group] = isGrouped(result.query) ? list.source.get().rowsOf(new Set([key])) : [];
    if (group) {
      const text = formatQuery(queryOfGroup(result.query, result.columns ?? [], group));
      trail.update((now) => goToQuery(now, text));
    } else if (!detailPlace.shown.get()) dispatch('view.toggle-detail', 'shortcut');
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Delete' || !event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation();
    end(true);
  };
  const empty = result.rows.length === 0 || result.status === 'failed';

  return (
    <div
      className="object-list"
      data-loading={result.status === 'loading'}
      data-answer={result.history?.answer.id}
      onKeyDownCapture={onKeyDown}
    >
      <Grid
        key={list.id}
        source={list.source}
        columns={list.columns}
        state={state}
        onState={(next) =>
          changeState(next, { list, state, result, ask: (text) => trail.update((now) => goToQuery(now, text)) })
        }
        label={t(`list.${type}`)}
        context={list.context}
        host={host}
        selection={selection}
        onSelection={onSelection}
        canTree={list.canTree}
        canGroup={list.canGroup}
        query={queryBy(type, list.columns)}
        copied={(count) => tn(`copied.${type}`, count)}
        onMenu={openMenu}
        onOpen={openDetail}
        {...(list.query ? { query: list.query } : {})}
        onPreview={() => dispatch('object.quick-look', 'shortcut')}
        onDelete={() => end(false)}
        handle={handle}
        {...(empty ? { instead: <ListInstead result={result} /> } : {})}
      />
      {result.cut && <p className="list-note">{t('list.cut', { count: result.total })}</p>}
      {menu && <RowMenu type={type} at={menu.at} cell={asked.current} onClose={() => setMenu(null)} />}
      {sheet && <Sheet sheet={sheet} list={list} rows={rows} onClose={closeSheet} />}
    </div>
  );
}

interface ChangeParts {
  readonly list: ListSource;
  readonly state: GridState;
  readonly result: Result;
  readonly ask: (text: string) => void;
}

/** A long answer is sorted where it was found: another order is another search, which says so in the field. */
function changeState(next: GridState, { list, state, result, ask }: ChangeParts): void {
  list.state.set(next);
  if (!list.sortsByQuery || next.sort === state.sort || next.sort.length === 0) return;
  const by = next.sort.map(({ column, descending }) => ({ field: column, descending }));
  ask(formatQuery({ ...result.query, steps: withSort(result.query.steps, { kind: 'sort', by }) }));
}

/** The steps with another order; it stands before a limit, which else would be of the order before. */
function withSort(steps: readonly Step[], sort: Step): readonly Step[] {
  const others = steps.filter(({ kind }) => kind !== 'sort');
  const limit = others.findIndex(({ kind }) => kind === 'limit');
  return limit < 0 ? [...others, sort] : [...others.slice(0, limit), sort, ...others.slice(limit)];
}

/** What was looked at has left the list, or a link has led to something that nothing is known of. */
function Gone({ onGone }: { readonly onGone: () => void }) {
  useEffect(onGone, [onGone]);
  return null;
}

interface SheetProps {
  readonly sheet: ObjectSheet;
  readonly list: ListSource;
  readonly rows: readonly Row[];
  readonly onClose: () => void;
}

/** What is open over the list. What it is about stays the same while the list goes on below it. */
function Sheet({ sheet, list, rows, onClose }: SheetProps) {
  const { lists, trail, results } = useModel();
  const shown = useShown();
  const { type } = results.get();
  const [about] = useState(rows);
  const processes = useMemo(() => processesOf(type, about, lists.processes.get().byKey), [type, about, lists]);
  const [first] = about;
  if (sheet.kind === 'end') return <EndDialog processes={processes} force={sheet.force} onClose={onClose} />;
  if (sheet.kind === 'investigate') {
    if (!first) return null;
    return <InvestigateDialog type={type} row={first} name={titleOf(type, first, shown)} onClose={onClose} />;
  }
  const [row] = rows;
  if (!row) return <Gone onGone={onClose} />;
  const view = list.source.get();
  const at = view.indexOf(row.key);
  const step = (by: -1 | 1) => {
    // Heads of groups are no objects: the look goes on behind them.
    for (let index = at + by; index >= 0 && index < view.total; index += by) {
      const key = view.keyAt(index);
      if (key !== undefined && view.entry(index)?.kind === 'row') {
        trail.update((now) => select(now, [key]));
        return;
      }
    }
  };
  return (
    <QuickLook
      type={type}
      objectKey={row.key}
      name={titleOf(type, row, shown)}
      at={at + 1}
      count={view.total}
      onStep={step}
      onClose={onClose}
    />
  );
}
