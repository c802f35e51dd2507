import { type FocusEvent, type RefObject, useCallback, useLayoutEffect, useRef } from 'react';
import { wallClock } from '../../ui/state/clock.ts';
import type { ProcessList } from './process-list.ts';

/** For this long after the pointer or a key touched the rows no update moves any, in milliseconds. */
const BUSY_MS = 1500;

/**
 * Keeps the focus on the focused row: after a key has moved it, and when the row that had it is gone. Tells the list
 * which row to hold in its place meanwhile.
 */
export function useRowFocus(body: RefObject<HTMLElement | null>, focused: string | null, list: ProcessList) {
  const inside = useRef(false);
  const wanted = useRef(false);
  const touched = useRef(Number.NEGATIVE_INFINITY);

  useLayoutEffect(() => {
    list.hold = () => ({ row: inside.current ? focused : null, all: wallClock() - touched.current < BUSY_MS });
    return () => {
      list.hold = () => ({ row: null, all: false });
    };
  }, [list, focused]);

  useLayoutEffect(() => {
    const lost = inside.current && document.activeElement === document.body;
    if (!lost && !wanted.current) return;
    const row = rowElement(body.current, focused);
    // The first rows are drawn only once the height of the table is known.
    wanted.current = wanted.current && !row;
    row?.focus({ preventScroll: true });
  });

  const request = useCallback(() => {
    wanted.current = true;
  }, []);

  return {
    /** Puts the focus on the focused row once it is drawn. */
    request,
    props: {
      onFocus: () => {
        inside.current = true;
      },
      onBlur: (event: FocusEvent) => {
        // When it is the window that loses the focus, the row is still the active element.
        inside.current = [event.relatedTarget, document.activeElement].some((element) =>
          event.currentTarget.contains(element),
        );
      },
      onPointerMove: () => {
        touched.current = wallClock();
      },
      onKeyDownCapture: () => {
        touched.current = wallClock();
      },
    },
  };
}

function rowElement(body: HTMLElement | null, key: string | null): HTMLElement | null {
  const row = key === null ? null : body?.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`);
  return row ?? body?.querySelector<HTMLElement>('[data-search-target]') ?? null;
}
