import type { Model } from '../state/model.ts';

/**
 * Leads the focus from the search field to the rows of what was found as soon as they are on the screen: a list that was
 * not looked at before takes a moment to come. It is given up when somebody goes elsewhere meanwhile.
 */
export function leadToRows({ trail, results, search }: Pick<Model, 'trail' | 'results' | 'search'>): void {
  const { view, query } = trail.get().here;
  const from = document.activeElement;
  let asked = false;
  const attempt = () => {
    asked = false;
    const { here } = trail.get();
    const elsewhere = here.view !== view || here.query !== query || document.activeElement !== from;
    const { text, status } = results.get();
    const there = text === query && status === 'ready';
    if (elsewhere || (there && search.enterRows())) stop();
    // What there is nothing of now is not waited for.
    else if (there && results.get().rows.length === 0) stop();
  };
  // Rows are there once the view has been drawn.
  const later = () => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(attempt);
  };
  const stops = [results.subscribe(later), trail.subscribe(later)];
  const stop = () => {
    for (const end of stops) end();
  };
  later();
}
