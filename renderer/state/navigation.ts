import type { ObjectType } from '../../app/query/query.ts';
import { typeOfText } from './default-type.ts';

/** Where a window can be. */
export const views = ['this-device', 'processes', 'ports', 'connections', 'units'] as const;
export type View = (typeof views)[number];

/** A view, what is searched for in it, and what is selected, by key. */
export interface Place {
  readonly view: View;
  /** The text in the search field; empty shows everything. */
  readonly query: string;
  readonly selection: readonly string[];
}

/** The trail of a window: the places before, the one shown, and the ones that Back came from. */
export interface Trail {
  readonly back: readonly Place[];
  readonly here: Place;
  readonly forward: readonly Place[];
  /** The search of the place shown is being typed: further letters change it, and are no places of their own. */
  readonly typing?: true;
}

/** Places that Back can return to; enough for a working day, and it keeps a window that is never closed small. */
export const MAX_TRAIL_PLACES = 100;

export const start: Trail = { back: [], here: { view: 'this-device', query: '', selection: [] }, forward: [] };

const types = {
  'this-device': 'device',
  processes: 'process',
  ports: 'port',
  connections: 'connection',
  units: 'unit',
} as const satisfies Readonly<Record<View, ObjectType>>;

/** What a view shows; a search that names no type is meant for it. */
export function typeOfView(view: View): ObjectType {
  return types[view];
}

/** The view that shows a type. */
export function viewOfType(type: ObjectType): View {
  return views.find((view) => types[view] === type) ?? start.here.view;
}

/** Goes to a place; going to where one is changes nothing. */
export function go(trail: Trail, place: Place): Trail {
  if (samePlace(trail.here, place)) return settle(trail);
  return { back: [...trail.back, trail.here].slice(-MAX_TRAIL_PLACES), here: place, forward: [] };
}

/** Goes to a view and all that it has, with what was selected in it when it was last shown so. */
export function goToView(trail: Trail, view: View): Trail {
  if (trail.here.view === view && trail.here.query === '') return settle(trail);
  const fits = (place: Place) => place.view === view && place.query === '';
  const last = trail.back.findLast(fits) ?? trail.forward.find(fits);
  return go(trail, last ?? { view, query: '', selection: [] });
}

/** Goes to a search, in the view of what it asks about. */
export function goToQuery(trail: Trail, text: string, selection: readonly string[] = []): Trail {
  return go(trail, { view: viewForText(trail.here, text), query: text, selection });
}

/**
 * The search field was typed into. The first letter is a step of the trail, so that Back leads to what was there
 * before; those after it change the place shown, until {@link settle}. Typing and deleting again leaves no step.
 */
export function typeQuery(trail: Trail, text: string): Trail {
  if (trail.here.query === text) return trail;
  const before = trail.typing && trail.back.at(-1);
  // The view is that of the text, or the one where typing began: letters that are deleted again change nothing.
  const here: Place = { view: viewForText(before || trail.here, text), query: text, selection: [] };
  if (!before) return { ...go(trail, here), typing: true };
  if (before.query === text && before.view === here.view) {
    return { back: trail.back.slice(0, -1), here: before, forward: [] };
  }
  return { ...trail, here };
}

/** The search is typed to its end: what is typed next is a place of its own. */
export function settle(trail: Trail): Trail {
  if (!trail.typing) return trail;
  const { typing: _, ...settled } = trail;
  return settled;
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

function viewForText(here: Place, text: string): View {
  return viewOfType(typeOfText(typeOfView(here.view), text));
}

function samePlace(a: Place, b: Place): boolean {
  return a.view === b.view && a.query === b.query && sameKeys(a.selection, b.selection);
}

function sameKeys(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((key, index) => key === b[index]);
}
