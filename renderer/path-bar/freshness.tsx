import { useEffect, useState } from 'react';
import { t, tn } from '../../app/messages/index.ts';
import { age } from '../../ui/format/format.ts';
import { useNow, wallClock } from '../../ui/state/clock.ts';
import { useStore } from '../../ui/state/store.ts';
import { isNote } from '../grid/note.ts';
import { topicOf } from '../state/lists.ts';
import { useModel } from '../state/model.ts';
import type { Result } from '../state/results.ts';
import { isLate } from './late.ts';

/** "482 processes · 2 s ago · live", or what was found of the past. Only this ticks every second. */
export function Freshness() {
  const { results } = useModel();
  const mode = useStore(results, (result) => result.mode);
  return mode === 'history' ? <Found /> : <Live />;
}

function Found() {
  const { results, trail } = useModel();
  const result = useStore(results);
  const selected = useStore(trail, (now) => now.here.selection.filter((key) => !isNote(key)).length);
  const parts = [
    selected > 1 && t('place.selected', { count: selected }),
    result.status === 'loading' ? t('place.searching') : amount(result),
  ];
  return <p className="path-freshness">{parts.filter(Boolean).join(' · ')}</p>;
}

/** How much is shown, in words of its type. Threads of the kernel are told apart: nowhere else are they counted. */
export function amount({ type, mode, rows, total, kernel, columns, counting, cut }: Result): string {
  if (mode === 'history') {
    if (cut || counting) return t('place.more-than', { count: total });
    return columns?.some(({ aggregate }) => aggregate) ? tn('place.rows', total) : tn(`place.count.${type}`, total);
  }
  if (mode === 'answer' && columns?.some(({ aggregate }) => aggregate)) return tn('place.rows', rows.length);
  const shown = rows.length - kernel;
  const threads = kernel > 0 && tn('place.count.kernel', kernel);
  if (threads && shown === 0) return threads;
  const objects = shown === total ? tn(`place.count.${type}`, total) : t(`place.of.${type}`, { shown, total });
  return threads ? `${objects}, ${threads}` : objects;
}

function Live() {
  const { feed, trail, results, lists, live } = useModel();
  const result = useStore(results);
  const selected = useStore(trail, (now) => now.here.selection.length);
  const paused = useStore(feed.paused);
  const engine = useStore(live, (state) => state.engine);
  const topic = topicOf[result.type];
  const listed = useStore(lists[topic ?? 'processes'], (list) => list.at);
  const measured = useStore(live, (state) => state.metrics.at(-1)?.at ?? null);
  const at = topic ? listed : measured;
  const shownSince = useShownSince(result.type);
  const now = useNow(1000);
  if (at === null) return null;
  const late = isLate({ at, shownSince, now, engine });
  const running = late ? t('path.not-updating') : t('path.live');
  const parts = [
    selected > 1 && t('place.selected', { count: selected }),
    topic && amount(result),
    age(now - at),
    paused ? t('path.paused') : running,
  ];
  return (
    <p className="path-freshness" data-warn={!paused && late}>
      {parts.filter(Boolean).join(' · ')}
    </p>
  );
}

/** When this came on the screen, UTC milliseconds: with the view, or with the window that was hidden. */
function useShownSince(what: string): number {
  const [shown, setShown] = useState({ what, at: wallClock() });
  if (shown.what !== what) setShown({ what, at: wallClock() });
  useEffect(() => {
    const read = () => setShown((before) => ({ ...before, at: wallClock() }));
    document.addEventListener('visibilitychange', read);
    return () => document.removeEventListener('visibilitychange', read);
  }, []);
  return shown.at;
}
