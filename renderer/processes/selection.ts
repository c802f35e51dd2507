/** Which rows are selected, from where a range starts, and which row has the focus; all by key. */
export interface RowSelection {
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
