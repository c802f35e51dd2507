import { useState } from 'react';
import { useStore } from '../../ui/state/store.ts';
import { useModel } from '../state/model.ts';
import { select } from '../state/navigation.ts';
import { type RowSelection, successor } from './selection.ts';

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
