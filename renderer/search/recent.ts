import { MAX_QUERY } from '../../app/finder/asking.ts';
import { MAX_RECENT } from '../../app/settings.ts';

/** The searches that are remembered after one more was made: it is the first, and none is there twice. */
export function remember(recent: readonly string[], search: string): readonly string[] {
  const text = search.trim();
  if (text === '' || text.length > MAX_QUERY || recent[0] === text) return recent;
  return [text, ...recent.filter((other) => other !== text)].slice(0, MAX_RECENT);
}
