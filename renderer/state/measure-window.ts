import type { Store } from '../../ui/state/store.ts';
import type { Live } from './live.ts';
import type { FinderTelemetry } from './model.ts';
import type { Trail, View } from './navigation.ts';

interface WindowSources {
  readonly trail: Pick<Store<Trail>, 'get' | 'subscribe'>;
  readonly queries: Readonly<Record<View, Pick<Store<string>, 'subscribe'>>>;
  readonly live: Pick<Store<Live>, 'get' | 'subscribe'>;
}

/**
 * Times what people wait for in a window: another view, what a search has found, the first list of processes. Joined to
 * the stores before any component is, so that a change is seen before the work that it sets off.
 * @param agreedAtStart whether the page began under the Yes that still holds; only then did what began with the page.
 */
export function measureWindow(
  { trail, queries, live }: WindowSources,
  measures: Pick<FinderTelemetry['measures'], 'untilPaint' | 'sincePageStart'>,
  agreedAtStart: () => boolean,
): void {
  let { view } = trail.get().here;
  trail.subscribe(() => {
    const before = view;
    ({ view } = trail.get().here);
    if (view !== before) measures.untilPaint('view.switch');
  });
  for (const query of Object.values(queries)) query.subscribe(() => measures.untilPaint('finder.search'));
  const stop = live.subscribe(() => {
    if (live.get().at === null) return;
    stop();
    if (agreedAtStart()) measures.sincePageStart('finder.first-data');
  });
}
