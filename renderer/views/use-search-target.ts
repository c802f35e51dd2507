import { type RefObject, useEffect, useRef } from 'react';
import type { GridHandle } from '../grid/grid-props.ts';
import type { RowView } from '../grid/row-source.ts';
import { useModel } from '../state/model.ts';
import { select } from '../state/navigation.ts';
import type { ListSource } from './use-list-source.ts';

/** Lets the search field lead to the rows: to the one that is selected, or to the first, which is selected then. */
export function useSearchTarget(handle: RefObject<GridHandle | null>, list: ListSource): void {
  const { search, trail } = useModel();
  const latest = useRef(list);
  useEffect(() => {
    latest.current = list;
  });
  useEffect(() => {
    const target = {
      enterRows() {
        const view = latest.current.source.get();
        const [selected] = trail.get().here.selection;
        if (selected === undefined) {
          const first = firstMatch(view);
          if (first !== undefined) trail.update((now) => select(now, [first]));
          return false;
        }
        const element = document.querySelector<HTMLElement>(`[data-key="${CSS.escape(selected)}"]`);
        // A row that is out of sight is drawn once the list has scrolled to it.
        if (element) element.focus({ preventScroll: true });
        else if (view.indexOf(selected) >= 0) handle.current?.focus();
        return element !== null;
      },
    };
    search.target = target;
    return () => {
      if (search.target === target) search.target = null;
    };
  }, [search, trail, handle]);
}

/** Key of the first row that was found: heads of groups and parents that only lead to one are not. Where there is none, of the first note. */
function firstMatch(view: RowView): string | undefined {
  for (let index = 0; index < view.total; index += 1) {
    const entry = view.entry(index);
    if (!entry) return undefined;
    if (entry.kind === 'row' && !entry.muted) return entry.key;
  }
  const first = view.entry(0);
  return first?.kind === 'note' ? first.key : undefined;
}
