import { useCallback, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { t, tn } from '../../app/messages/index.ts';
import { Button } from '../../ui/design/controls.tsx';
import { useStore } from '../../ui/state/store.ts';
import { Grid } from '../grid/grid.tsx';
import type { CellContext } from '../grid/grid-column.ts';
import { useGridHost } from '../grid/grid-host.ts';
import type { GridHandle, GridMenu } from '../grid/grid-props.ts';
import { GridLoading, GridNotice } from '../grid/grid-states.tsx';
import { useModel } from '../state/model.ts';
import { select } from '../state/navigation.ts';
import { ProcessMenu } from './process-menu.tsx';

/** All running processes, live. */
export function ProcessesView() {
  const { list, columns, table, trail, settings, dispatch } = useModel();
  const state = useStore(table);
  const selection = useStore(trail, (now) => now.here.selection);
  const handle = useRef<GridHandle>(null);
  const [menu, setMenu] = useState<GridMenu | null>(null);
  const closeMenu = useCallback(() => setMenu(null), []);
  const onSelection = useCallback((keys: readonly string[]) => trail.update((now) => select(now, keys)), [trail]);
  return (
    <>
      <Grid
        source={list}
        columns={columns}
        state={state}
        onState={table.set}
        label={t('processes.table')}
        context={useProcessContext()}
        host={useGridHost()}
        selection={selection}
        onSelection={onSelection}
        canTree
        canGroup
        query={useMemo(() => queryBy(columns), [columns])}
        copied={(count) => tn('notice.copied.rows', count)}
        onMenu={setMenu}
        onOpen={() => {
          if (!settings.get().detailVisible) dispatch('view.toggle-detail', 'shortcut');
        }}
        instead={useInstead()}
        handle={handle}
      />
      {menu && <ProcessMenu at={menu.at} handle={handle} onClose={closeMenu} />}
    </>
  );
}

function queryBy(columns: ReturnType<typeof useModel>['columns']) {
  const pid = columns.find(({ id }) => id === 'pid');
  return pid && { type: 'process', column: pid };
}

function useProcessContext(): CellContext {
  const { feed, settings, device } = useModel();
  const redact = useStore(settings, (now) => now.redact);
  const host = useStore(device, ({ report }) => report?.hostName);
  const today = useStore(feed.live, (live) => new Date(live.at ?? 0).setHours(12, 0, 0, 0));
  return useMemo(() => ({ redact, names: host ? [host] : [], today }), [redact, host, today]);
}

/** What stands in place of the processes when there are none to be seen. */
function useInstead() {
  const { list, feed, queries } = useModel();
  const { total } = useSyncExternalStore(list.subscribe, list.get);
  const seen = useStore(feed.live, (live) => live.at !== null);
  const failed = useStore(feed.live, (live) => live.processesFailed || live.engineFailed);
  const query = useStore(queries.processes).trim();
  if (!seen && !failed) return <GridLoading label={t('processes.loading')} />;
  if (!seen) {
    return (
      <GridNotice alert>
        <p>{t('processes.failed')}</p>
        <Button onPress={feed.retry}>{t('common.try-again')}</Button>
      </GridNotice>
    );
  }
  if (total > 0) return null;
  return (
    <GridNotice>
      <p>{query === '' ? t('processes.none') : t('processes.no-match', { query })}</p>
      {query !== '' && <Button onPress={() => queries.processes.set('')}>{t('processes.clear')}</Button>}
    </GridNotice>
  );
}
