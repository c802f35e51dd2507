import { useMemo, useSyncExternalStore } from 'react';
import { t } from '../../app/messages/index.ts';
import { Button } from '../../ui/design/controls.tsx';
import { useStore } from '../../ui/state/store.ts';
import { useModel } from '../state/model.ts';
import type { CellContext } from './columns.ts';
import { ProcessTable } from './process-table.tsx';
import './processes.css';

/** All running processes, live. */
export function ProcessesView() {
  const { list, feed, settings, queries } = useModel();
  const rows = useSyncExternalStore(list.subscribe, list.get);
  const seen = useStore(feed.live, (live) => live.at !== null);
  const failed = useStore(feed.live, (live) => live.processesFailed || live.engineFailed);
  const redact = useStore(settings, (now) => now.redact);
  const query = useStore(queries.processes);
  const today = useStore(feed.live, (live) => new Date(live.at ?? 0).setHours(12, 0, 0, 0));
  const context: CellContext = useMemo(() => ({ redact, today }), [redact, today]);

  if (!seen) return failed ? <Failed /> : <Loading />;
  if (rows.rows.length === 0 && query.trim() !== '') {
    return (
      <div className="processes-empty" role="status">
        <p>{t('processes.no-match', { query: query.trim() })}</p>
        <Button onPress={() => queries.processes.set('')}>{t('processes.clear')}</Button>
      </div>
    );
  }
  if (rows.rows.length === 0) return <p className="processes-empty">{t('processes.none')}</p>;
  return <ProcessTable list={rows} context={context} />;
}

function Failed() {
  const { feed } = useModel();
  return (
    <div className="processes-empty" role="alert">
      <p>{t('processes.failed')}</p>
      <Button onPress={feed.retry}>{t('common.try-again')}</Button>
    </div>
  );
}

const skeletonRows = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l'];

function Loading() {
  return (
    <div role="status" className="skeleton processes-skeleton">
      <p className="ui-visually-hidden">{t('processes.loading')}</p>
      {skeletonRows.map((row) => (
        <div key={row} className="skeleton-line" aria-hidden />
      ))}
    </div>
  );
}
