import { type FocusEvent, type RefObject, useCallback, useLayoutEffect, useRef } from 'react';
import { wallClock } from '../../ui/state/clock.ts';
import type { RowSource, RowView } from './row-source.ts';

/** For this long after the pointer or a key touched the rows no update moves any, in milliseconds. */
const BUSY_MS = 1500;

interface FocusParts {
  readonly body: RefObject<HTMLElement | null>;
  readonly focused: string | null;
  readonly source: RowSource;
  readonly view: RowView;
  /** Moves what is seen by so many rows. */
  readonly shift: (rows: number) => void;
  /** What may be seen now, as indexes. */
  readonly seen: { readonly from: number; readonly to: number };
}

/**
 * Keeps the focus on the focused row: after a key has moved it, and when the row that had it is gone. Tells the source
 * which row to hold in its place meanwhile, and moves what is seen along when rows came or went above it.
 */
export function useGridFocus({ body, focused, source, view, shift, seen }: FocusParts) {
  const inside = useRef(false);
  const wanted = useRef(false);
  const touched = useRef(Number.NEGATIVE_INFINITY);
  const place = useRef({ focused, index: -1, asked: view.asked });

  useLayoutEffect(() => {
    source.setHold(() => ({
      rows: inside.current && focused !== null ? new Set([focused, ...view.ancestors(focused)]) : new Set(),
      all: wallClock() - touched.current < BUSY_MS,
    }));
  }, [source, focused, view]);
  useLayoutEffect(() => () => source.setHold(() => ({ rows: new Set(), all: false })), [source]);

  useLayoutEffect(() => {
    const index = focused === null ? -1 : view.indexOf(focused);
    const before = place.current;
    place.current = { focused, index, asked: view.asked };
    const moved = before.focused === focused && before.asked === view.asked && before.index >= 0 && index >= 0;
    if (moved && inside.current && before.index >= seen.from && before.index < seen.to) shift(index - before.index);
  }, [focused, view, shift, seen]);

  useLayoutEffect(() => {
    const lost = inside.current && document.activeElement === document.body;
    if (!lost && !wanted.current) return;
    const row = rowElement(body.current, focused);
    // The first rows are drawn only once the height of the list is known.
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
