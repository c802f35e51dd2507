import type { Model } from '../state/model.ts';

/** Pictures that are waited for once the rows are known: a row out of sight is drawn after the list has scrolled. */
const MAX_FRAMES = 60;

/**
 * Leads the focus from the search field to the rows of what was found as soon as they are on the screen: a list that was
 * not looked at before takes a moment to come. It is given up when somebody goes elsewhere meanwhile.
 */
export function leadToRows({ trail, results, search }: Pick<Model, 'trail' | 'results' | 'search'>): void {
  const { view, query } = trail.get().here;
  const from = document.activeElement;
  let asked = false;
  let frames = 0;
  const isElsewhere = () => {
    const { here } = trail.get();
    return here.view !== view || here.query !== query || document.activeElement !== from;
  };
  const attempt = () => {
    asked = false;
    if (over) return;
    const { text, status, rows, gaps } = results.get();
    const there = text === query && status === 'ready';
    // What there is nothing of now is not waited for.
    const nothing = there && rows.length === 0 && gaps.length === 0;
    if (isElsewhere() || nothing || frames > MAX_FRAMES || (there && search.enterRows())) stop();
    else if (there) {
      frames += 1;
      later();
    }
  };
  // Rows are there once the view has been drawn. They are painted first: what is selected has a detail to be drawn with it.
  const later = () => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => (isElsewhere() ? stop() : requestAnimationFrame(attempt)));
  };
  const stops = [results.subscribe(later), trail.subscribe(later)];
  let over = false;
  const stop = () => {
    over = true;
    for (const end of stops) end();
  };
  search.leading(stop);
  later();
}
