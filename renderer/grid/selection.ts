import type { RowView } from './row-source.ts';

/** Which rows are selected, from where a range starts, and which entry has the focus; all by key. */
export interface RowSelection {
  readonly keys: ReadonlySet<string>;
  readonly anchor: string | null;
  readonly focused: string | null;
}

export const noRows: RowSelection = { keys: new Set(), anchor: null, focused: null };

/** How a row was reached: alone, added to the others (Mod), or as the end of a range (Shift). */
export type Reach = 'alone' | 'toggle' | 'range';

type Places = Pick<RowView, 'indexOf' | 'keysIn'>;

/**
 * The selection after an entry was clicked or moved to. The head of a group has the focus but is never selected.
 * @returns `undefined` while rows of the range are not loaded
 */
export function reach(selection: RowSelection, key: string, how: Reach, view: Places): RowSelection | undefined {
  const own = keysAt(view, key);
  if (how === 'toggle') {
    const keys = new Set(selection.keys);
    for (const row of own) if (!keys.delete(row)) keys.add(row);
    return { keys, anchor: key, focused: key };
  }
  if (how === 'range') {
    const { anchor, from, to } = rangeTo(selection, key, view);
    const keys = view.keysIn(from, to);
    return keys && { keys: new Set(keys), anchor, focused: key };
  }
  return { keys: new Set(own), anchor: key, focused: key };
}

/** From where to where a range to this entry goes, as indexes. */
export function rangeTo(selection: RowSelection, key: string, view: Pick<Places, 'indexOf'>) {
  const known = selection.anchor !== null && view.indexOf(selection.anchor) >= 0;
  const anchor = known && selection.anchor !== null ? selection.anchor : key;
  const [a, b] = [view.indexOf(anchor), view.indexOf(key)];
  return { anchor, from: Math.min(a, b), to: Math.max(a, b) };
}

/** The key itself, or none for the head of a group. */
function keysAt(view: Places, key: string): readonly string[] {
  const index = view.indexOf(key);
  return index < 0 ? [] : (view.keysIn(index, index) ?? []);
}

export type Step = 'next' | 'previous' | 'page-down' | 'page-up' | 'first' | 'last';

/**
 * The index that a key moves to; `page` is the number of rows in view.
 * @returns -1 when there is nothing to move to
 */
export function stepFrom(focused: number, step: Step, total: number, page: number): number {
  const last = total - 1;
  const goal: Record<Step, number> = {
    next: focused + 1,
    previous: focused < 0 ? last : focused - 1,
    'page-down': focused + page,
    'page-up': focused - page,
    first: 0,
    last,
  };
  return Math.min(last, Math.max(0, goal[step]));
}

/**
 * The entry to focus when the focused one is no longer drawn: the parent that it was folded into, or else the one that
 * took its place.
 */
export function successor(
  gone: string,
  before: Pick<RowView, 'indexOf' | 'keyAt' | 'total'>,
  now: Pick<RowView, 'indexOf' | 'keyAt' | 'total' | 'hides' | 'ancestors'>,
): string | null {
  if (now.hides(gone)) {
    const parent = now.ancestors(gone).find((key) => now.indexOf(key) >= 0);
    if (parent !== undefined) return parent;
  }
  for (let i = before.indexOf(gone) + 1; i < before.total; i += 1) {
    const key = before.keyAt(i);
    if (key !== undefined && now.indexOf(key) >= 0) return key;
  }
  return now.keyAt(now.total - 1) ?? null;
}

/** The keys that are still to be seen, or `undefined` when all are: what a filter hides is not worked on unseen. */
export function withoutHidden(keys: readonly string[], view: Pick<RowView, 'hides'>): readonly string[] | undefined {
  const seen = keys.filter((key) => !view.hides(key));
  return seen.length === keys.length ? undefined : seen;
}

/**
 * The next index whose text begins with what was typed, from the focused one on and around. A single letter, typed
 * again and again, steps through the rows that begin with it.
 */
export function typeToSelect(
  typed: string,
  textAt: (index: number) => string,
  total: number,
  focused: number,
): number | undefined {
  const sameLetter = [...typed].every((letter) => letter === typed[0]);
  const wanted = (sameLetter ? (typed[0] ?? '') : typed).toLocaleLowerCase();
  // A longer word may still fit the focused row; a single letter moves on.
  const first = focused + (sameLetter ? 1 : 0);
  for (let i = 0; i < total; i += 1) {
    const index = (Math.max(0, first) + i) % total;
    if (textAt(index).toLocaleLowerCase().startsWith(wanted)) return index;
  }
  return undefined;
}
