import type { Hit } from '../../app/finder/asking.ts';
import { parseQuery } from '../../app/query/parse.ts';
import { isBare } from '../state/default-type.ts';
import type { Model } from '../state/model.ts';
import { goToQuery, settle } from '../state/navigation.ts';
import { inScope } from '../state/scope.ts';
import { leadToRows } from './lead-to-rows.ts';
import { remember } from './recent.ts';

type Parts = Pick<Model, 'trail' | 'find' | 'settings' | 'results' | 'search'>;

/** Makes a search as Enter does: a bare text opens the first thing that it may mean, anything else is gone to. */
export async function openSearch(model: Parts, text: string): Promise<void> {
  const { trail, find, search } = model;
  if (text.trim() !== '' && isBare(text)) {
    const before = trail.get().here;
    let givenUp = false;
    search.leading(() => {
      givenUp = true;
    });
    const [first] = await find.now(text.trim());
    // Somebody went on meanwhile, or is about to: what comes late must not take the place of what is being typed.
    if (givenUp || trail.get().here !== before) return;
    if (first) return openHit(model, first, text);
  }
  trail.update((now) => (now.here.query === text ? settle(now) : goToQuery(now, text)));
  leadToRows(model);
  noteOnceAnswered(model, text);
}

/** Goes to what was found, selects it, and gives it the focus. */
export function openHit(model: Parts, hit: Hit, searched: string): void {
  const { query } = parseQuery(hit.query, hit.type);
  // What was found is shown, whoever it belongs to.
  if (query && !inScope(model.settings.get().scope, query)(hit.row)) model.settings.change({ scope: 'all' });
  // The letters that were typed are no place of their own: Back leads to what was there before them.
  model.trail.update((now) => {
    const from = now.typing ? { ...settle(now), here: now.back.at(-1) ?? now.here, back: now.back.slice(0, -1) } : now;
    return goToQuery(from, hit.query, [hit.row.key]);
  });
  leadToRows(model);
  noteOnceAnswered(model, searched);
}

/** Remembers a search when its answer is there: while main writes the settings to the disk it passes on no answer. */
function noteOnceAnswered(model: Parts, text: string): void {
  const { results } = model;
  const isAnswered = () => results.get().status !== 'loading';
  if (isAnswered()) {
    note(model, text);
    return;
  }
  const stop = results.subscribe(() => {
    if (!isAnswered()) return;
    stop();
    note(model, text);
  });
}

/** Remembers a search in the person's own settings. */
function note({ settings }: Pick<Parts, 'settings'>, text: string): void {
  const before = settings.get().recentSearches;
  const after = remember(before, text);
  if (after !== before) settings.change({ recentSearches: [...after] });
}
