import type { WatchLevel } from '../../app/finder/engine.ts';
import { type Topic, topics } from '../../app/finder/live.ts';

/** How closely somebody looks, and at what. */
export interface Watch {
  readonly level: WatchLevel;
  readonly topics: readonly Topic[];
}

const closest: readonly WatchLevel[] = ['visible', 'hidden', 'recording', 'rest'];

/**
 * What all windows together need: the closest look of any, at everything that one of them shows.
 * @param recording the history is recorded whether anybody looks or not
 */
export function mergeWatches(watches: Iterable<Watch>, recording: boolean): { level: WatchLevel; topics: Topic[] } {
  const all = [...watches];
  if (recording) all.push({ level: 'recording', topics: [] });
  const level = closest.find((one) => all.some((watch) => watch.level === one)) ?? 'rest';
  return { level, topics: topicsOf(all.filter((watch) => watch.level !== 'rest')) };
}

/** What any of them shows, those that are paused too. */
export function topicsOf(watches: Iterable<Watch>): Topic[] {
  const all = [...watches];
  return topics.filter((topic) => all.some((watch) => watch.topics.includes(topic)));
}
