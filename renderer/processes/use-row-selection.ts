import { useState } from 'react';
import { useStore } from '../../ui/state/store.ts';
import { useModel } from '../state/model.ts';
import { select } from '../state/navigation.ts';

/** Which rows are selected, from where a range starts, and which row has the focus; all by key. */
interface RowSelection {
  readonly keys: ReadonlySet<string>;
  readonly anchor: string | null;
  readonly focused: string | null;
}

export const noRows: RowSelection = { keys: new Set(), anchor: null, focused: null };

/** How a row was reached: alone, added to the others (Mod), or as the end of a range (Shift). */
export type Reach = 'alone' | 'toggle' | 'range';

/** The selection after a row was clicked or moved to. `order` holds the keys of all rows as they stand. */
export function reach(selection: RowSelection, key: string, how: Reach, order: readonly string[]): RowSelection {
  if (how === 'toggle') {
    const keys = new Set(selection.keys);
    if (!keys.delete(key)) keys.add(key);
    return { keys, anchor: key, focused: key };
  }
  if (how === 'range') {
    const anchor = selection.anchor !== null && order.includes(selection.anchor) ? selection.anchor : key;
    const [from, to] = [order.indexOf(anchor), order.indexOf(key)].sort((a, b) => a - b) as [number, number];
    return { keys: new Set(order.slice(from, to + 1)), anchor, focused: key };
  }
  return { keys: new Set([key]), anchor: key, focused: key };
}

export type Step = 'next' | 'previous' | 'page-down' | 'page-up' | 'first' | 'last';

/** The row that a key moves to; `page` is the number of rows in view. */
export function stepFrom(
  focused: string | null,
  step: Step,
  order: readonly string[],
  page: number,
): string | undefined {
  const at = focused === null ? -1 : order.indexOf(focused);
  const last = order.length - 1;
  const goal: Record<Step, number> = {
    next: at + 1,
    previous: at < 0 ? last : at - 1,
    'page-down': at + page,
    'page-up': at - page,
    first: 0,
    last,
  };
  return order[Math.max(0, Math.min(last, goal[step]))];
}

/** The row to focus when the focused one has gone: the one that took its place. */
export function successor(gone: string, before: readonly string[], now: readonly string[]): string | null {
  const present = new Set(now);
  const at = before.indexOf(gone);
  for (let i = at + 1; i < before.length; i += 1) {
    const key = before[i];
    if (key !== undefined && present.has(key)) return key;
  }
  return now.at(-1) ?? null;
}

/**
 * The next row whose text begins with what was typed, from the focused row on and around. A single letter, typed
 * again and again, steps through the rows that begin with it.
 */
export function typeToSelect(typed: string, texts: readonly string[], focused: number): number | undefined {
  const sameLetter = [...typed].every((letter) => letter === typed[0]);
  const wanted = (sameLetter ? (typed[0] ?? '') : typed).toLocaleLowerCase();
  // A longer word may still fit the focused row; a single letter moves on.
  const first = focused + (sameLetter ? 1 : 0);
  for (let i = 0; i < texts.length; i += 1) {
    const index = (Math.max(0, first) + i) % texts.length;
    if (texts[index]?.toLocaleLowerCase().startsWith(wanted)) return index;
  }
  return undefined;
}

interface Own {
  readonly anchor: string | null;
  readonly focused: string | null;
  /** The trail's selection that this agrees with. */
  readonly agreed: readonly string[];
  /** The rows that this agrees with. */
  readonly order: readonly string[];
  /** Counts selections that came from elsewhere, whose row has to be brought into view. */
  readonly reveals: number;
}

export interface RowSelectionState {
  readonly selection: RowSelection;
  readonly reveals: number;
  readonly set: (selection: RowSelection) => void;
}

/**
 * What is selected stands in the window's trail, so that Back restores it; which row has the focus is the table's own
 * matter. When the focused row goes away, the one that takes its place has the focus.
 */
export function useRowSelection(order: readonly string[]): RowSelectionState {
  const { trail } = useModel();
  const selected = useStore(trail, (now) => now.here.selection);
  const [own, setOwn] = useState<Own>(() => elsewhere(selected, { reveals: 0, order, focused: null }));

  let current = own;
  if (own.agreed !== selected) current = elsewhere(selected, { ...own, order });
  else if (own.order !== order) current = { ...own, order, focused: survivor(own.focused, own.order, order) };
  if (current !== own) setOwn(current);

  return {
    selection: { keys: new Set(selected), anchor: current.anchor, focused: current.focused },
    reveals: current.reveals,
    set: ({ keys, anchor, focused }) => {
      trail.update((now) => select(now, [...keys]));
      setOwn((now) => ({ ...now, anchor, focused, agreed: trail.get().here.selection }));
    },
  };
}

/** The state after a selection that was made elsewhere: Back, a link in the detail pane, Select All. */
function elsewhere(selected: readonly string[], before: Pick<Own, 'reveals' | 'order' | 'focused'>): Own {
  const focused = selected.length === 1 ? (selected[0] ?? null) : before.focused;
  return {
    anchor: selected[0] ?? null,
    focused,
    agreed: selected,
    order: before.order,
    reveals: selected.length === 1 ? before.reveals + 1 : before.reveals,
  };
}

function survivor(focused: string | null, before: readonly string[], now: readonly string[]): string | null {
  if (focused === null || now.includes(focused) || !before.includes(focused)) return focused;
  return successor(focused, before, now);
}
