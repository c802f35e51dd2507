/** Where a window can be. */
export const views = ['this-device', 'processes'] as const;
export type View = (typeof views)[number];

/** A view and what is selected in it, by key. */
export interface Place {
  readonly view: View;
  readonly selection: readonly string[];
}

/** The trail of a window: the places before, the one shown, and the ones that Back came from. */
export interface Trail {
  readonly back: readonly Place[];
  readonly here: Place;
  readonly forward: readonly Place[];
}

/** Places that Back can return to; enough for a working day, and it keeps a window that is never closed small. */
export const MAX_TRAIL_PLACES = 100;

export const start: Trail = { back: [], here: { view: 'this-device', selection: [] }, forward: [] };

/** Goes to a place; going to where one is changes nothing. */
export function go(trail: Trail, place: Place): Trail {
  if (samePlace(trail.here, place)) return trail;
  return { back: [...trail.back, trail.here].slice(-MAX_TRAIL_PLACES), here: place, forward: [] };
}

/** Goes to a view, with what was selected in it when it was last shown. */
export function goToView(trail: Trail, view: View): Trail {
  if (trail.here.view === view) return trail;
  const last =
    trail.back.findLast((place) => place.view === view) ?? trail.forward.find((place) => place.view === view);
  return go(trail, last ?? { view, selection: [] });
}

export function goBack(trail: Trail): Trail {
  const here = trail.back.at(-1);
  if (!here) return trail;
  return { back: trail.back.slice(0, -1), here, forward: [trail.here, ...trail.forward] };
}

export function goForward(trail: Trail): Trail {
  const [here, ...forward] = trail.forward;
  if (!here) return trail;
  return { back: [...trail.back, trail.here], here, forward };
}

/** Selects in the place shown. Selecting is not a step of the trail: Back would stop at every row touched. */
export function select(trail: Trail, selection: readonly string[]): Trail {
  if (sameKeys(trail.here.selection, selection)) return trail;
  return { ...trail, here: { ...trail.here, selection } };
}

function samePlace(a: Place, b: Place): boolean {
  return a.view === b.view && sameKeys(a.selection, b.selection);
}

function sameKeys(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((key, index) => key === b[index]);
}
