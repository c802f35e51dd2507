import type { Readable } from '../../ui/state/store.ts';
import type { LiveList } from './lists.ts';
import type { FinderTelemetry } from './model.ts';
import type { Trail } from './navigation.ts';

interface WindowSources {
  readonly trail: Readable<Trail>;
  readonly processes: Readable<LiveList>;
}

/**
 * Times what people wait for in a window: another view, what a search has found, the first list of processes. Joined to
 * the stores before any component is, so that a change is seen before the work that it sets off.
 * @param agreedAtStart whether the page began under the Yes that still holds; only then did what began with the page.
 */
export function measureWindow(
  { trail, processes }: WindowSources,
  measures: Pick<FinderTelemetry['measures'], 'untilPaint' | 'sincePageStart'>,
  agreedAtStart: () => boolean,
): void {
  let { view, query } = trail.get().here;
  trail.subscribe(() => {
    const before = { view, query };
    ({ view, query } = trail.get().here);
    if (view !== before.view) measures.untilPaint('view.switch');
    // Who goes to another view and all that it has leaves a search, and makes none.
    const left = view !== before.view && query === '';
    if (query !== before.query && !left) measures.untilPaint('finder.search');
  });
  const stop = processes.subscribe(() => {
    if (processes.get().at === null) return;
    stop();
    if (agreedAtStart()) measures.sincePageStart('finder.first-data');
  });
}
