import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { RowView } from './row-source.ts';
import { type RowSelection, successor, withoutHidden } from './selection.ts';

interface Own {
  readonly anchor: string | null;
  readonly focused: string | null;
  /** The selection from outside that this agrees with. */
  readonly agreed: readonly string[];
  /** The rows that this agrees with. */
  readonly view: RowView;
  /** Counts selections that came from elsewhere, whose row has to be brought into view. */
  readonly reveals: number;
}

interface GridSelection {
  readonly selection: RowSelection;
  readonly reveals: number;
  readonly set: (selection: RowSelection) => void;
}

/**
 * What is selected belongs to whoever shows the list, so that Back restores it; which row has the focus is the list's own
 * matter. When the focused row goes away, the one that takes its place has the focus.
 */
export function useGridSelection(
  view: RowView,
  selected: readonly string[],
  onSelection: (keys: readonly string[]) => void,
): GridSelection {
  const [own, setOwn] = useState<Own>(() => elsewhere(selected, { reveals: 0, view, focused: null }));

  let current = own;
  if (own.agreed !== selected && !sameList(own.agreed, selected)) current = elsewhere(selected, { ...own, view });
  else if (own.view !== view) current = { ...own, view, focused: survivor(own.focused, own.view, view) };
  if (current !== own) setOwn(current);

  const { anchor, focused, reveals } = current;
  // What the person hides by a filter or by folding is no longer selected; what goes by itself, as the ended, stays. A
  // selection that has just come from elsewhere is about to be revealed.
  const seen = useRef({ asked: view.asked, reveals });
  useEffect(() => {
    const before = seen.current;
    seen.current = { asked: view.asked, reveals };
    if (before.asked === view.asked || before.reveals !== reveals) return;
    const left = withoutHidden(selected, view);
    if (left) onSelection(left);
  });

  const keys = useMemo(() => new Set(selected), [selected]);
  const set = useCallback(
    (next: RowSelection) => {
      const chosen = sameKeys(next.keys, selected) ? selected : [...next.keys];
      setOwn((now) => ({ ...now, anchor: next.anchor, focused: next.focused, agreed: chosen }));
      if (chosen !== selected) onSelection(chosen);
    },
    [selected, onSelection],
  );
  return { selection: useMemo(() => ({ keys, anchor, focused }), [keys, anchor, focused]), reveals, set };
}

function sameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((key, index) => key === b[index]);
}

function sameKeys(a: ReadonlySet<string>, b: readonly string[]): boolean {
  return a.size === b.length && b.every((key) => a.has(key));
}

/** The state after a selection that was made elsewhere: Back, a link in the detail pane. */
function elsewhere(selected: readonly string[], before: Pick<Own, 'reveals' | 'view' | 'focused'>): Own {
  const [only] = selected;
  const one = selected.length === 1 && only !== undefined;
  return {
    anchor: only ?? null,
    focused: one ? only : before.focused,
    agreed: selected,
    view: before.view,
    reveals: one ? before.reveals + 1 : before.reveals,
  };
}

function survivor(focused: string | null, before: RowView, now: RowView): string | null {
  if (focused === null || now.indexOf(focused) >= 0 || before.indexOf(focused) < 0) return focused;
  return successor(focused, before, now);
}
