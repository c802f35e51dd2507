import { t, tn } from '../../app/messages/index.ts';
import type { ObjectType } from '../../app/query/query.ts';
import { Button } from '../../ui/design/controls.tsx';
import { useStore } from '../../ui/state/store.ts';
import { GridLoading, GridNotice } from '../grid/grid-states.tsx';
import { useModel } from '../state/model.ts';
import { goToView, viewOfType } from '../state/navigation.ts';
import type { Result } from '../state/results.ts';

const sourceOf = {
  process: 'processes',
  port: 'sockets',
  connection: 'sockets',
  unit: 'units',
  device: 'store',
} as const;

/** What stands in place of the rows: that they are read, that there are none, or why they cannot be had. */
export function ListInstead({ result }: { readonly result: Result }) {
  const { type, status, text, mode, outside } = result;
  if (status === 'failed') return <Failed result={result} />;
  if (status === 'loading') {
    return <GridLoading label={mode === 'history' ? t('list.asking') : t(`list.loading.${type}`)} />;
  }
  return (
    <GridNotice>
      <p>{noneText(type, text !== '', mode === 'history')}</p>
      {outside > 0 && <Outside count={outside} />}
      {text !== '' && <ClearSearch type={type} />}
    </GridNotice>
  );
}

function noneText(type: ObjectType, searched: boolean, past: boolean): string {
  if (past) return t('list.no-match.past');
  return searched ? t(`list.no-match.${type}`) : t(`list.none.${type}`);
}

/** What fits is there, but the scope leaves it out. */
function Outside({ count }: { readonly count: number }) {
  const { dispatch } = useModel();
  return (
    <>
      <p>{tn('list.outside', count)}</p>
      <Button onPress={() => dispatch('view.scope-all', 'button')}>{t('list.show-all')}</Button>
    </>
  );
}

function ClearSearch({ type }: { readonly type: ObjectType }) {
  const { trail } = useModel();
  return <Button onPress={() => trail.update((now) => goToView(now, viewOfType(type)))}>{t('list.clear')}</Button>;
}

function Failed({ result }: { readonly result: Result }) {
  const { feed, results } = useModel();
  const source = useStore(feed.live, ({ sources }) =>
    sources.find((state) => state.source === sourceOf[result.type] && state.failure !== null),
  );
  // Of the present it is the source that says why, of the past the answer.
  const past = result.mode === 'history';
  const failure = past ? result.failure : (source?.failure ?? result.failure);
  return (
    <GridNotice alert>
      <p>{t(`list.failed.${failure ?? 'other'}`)}</p>
      <Button onPress={past ? results.reload : feed.retry}>{t('common.try-again')}</Button>
    </GridNotice>
  );
}
