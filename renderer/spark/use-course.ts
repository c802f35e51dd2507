import { useEffect, useState } from 'react';
import type { Question } from '../../app/finder/asking.ts';
import { type Series, type Span, spans } from '../../app/finder/history.ts';
import { eachInterval } from '../../ui/state/clock.ts';
import type { Readable } from '../../ui/state/store.ts';
import type { LiveList } from '../state/lists.ts';
import { useModel } from '../state/model.ts';
import { type Course, type CoursePoint, joinCourse } from './course.ts';

/** The history has a new value each minute. */
const AGAIN_MS = 60_000;

/** Readings that are kept beside the history: it is a minute or two behind. */
const MAX_READINGS = 300;

type SeriesOf = Omit<Extract<Question, { readonly ask: 'series' }>, 'ask'>;

/** A figure over time from the history; `null` until it is told, or when nothing is kept. */
export function useSeries({ of, key, figure, span }: SeriesOf): Series | null {
  const { ask } = useModel();
  const [series, setSeries] = useState<{ readonly span: Span; readonly value: Series } | null>(null);
  useEffect(() => {
    let over = false;
    const read = async () => {
      const asked = await ask({ ask: 'series', of, key, figure, span });
      // Without a history the readings of this window are drawn alone.
      if (!over && asked.ok) setSeries({ span, value: asked.value });
    };
    void read();
    const stop = eachInterval(AGAIN_MS, () => void read());
    return () => {
      over = true;
      stop();
    };
  }, [ask, of, key, figure, span]);
  return series?.span === span ? series.value : null;
}

/** Readings of one object since the component is there, oldest first. */
export function useReadings(list: Readable<LiveList>, key: string, property: string): readonly CoursePoint[] {
  const [points, setPoints] = useState<readonly CoursePoint[]>([]);
  useEffect(() => {
    const take = () => {
      const { at, byKey } = list.get();
      const row = byKey.get(key);
      if (at === null || !row) return;
      const value = row[property];
      setPoints((before) =>
        before.at(-1)?.at === at
          ? before
          : [...before, { at, value: typeof value === 'number' ? value : null }].slice(-MAX_READINGS),
      );
    };
    take();
    return list.subscribe(take);
  }, [list, key, property]);
  return points;
}

/** The history and the readings as one course that ends with the newest reading. */
export function courseOf(series: Series | null, readings: readonly CoursePoint[], span: Span): Course | null {
  const stored = series?.values.length ? series.from + series.values.length * series.step : null;
  const now = readings.at(-1)?.at ?? stored;
  return now === null ? null : joinCourse(series, readings, { span: spans[span], now });
}
