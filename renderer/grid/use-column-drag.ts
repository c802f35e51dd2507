import { type PointerEvent, useRef, useState } from 'react';

/** Pixels after which a press on a head is a drag and no longer a click. */
const SLOP = 6;

interface Drag {
  readonly id: string;
  /** Column on which it would be put down. */
  readonly over: string;
}

/** Takes the head of a column to the place of another one. */
export function useColumnDrag(onMove: (id: string, to: string) => void) {
  const [drag, setDrag] = useState<Drag | null>(null);
  const press = useRef<{ readonly id: string; readonly x: number } | null>(null);
  const moved = useRef(false);

  const end = () => {
    press.current = null;
    setDrag(null);
  };
  return {
    /** Whether the click that follows ends a drag. */
    justMoved: () => moved.current,
    marks: (id: string) => ({
      ...(drag?.id === id ? { 'data-dragged': '' } : {}),
      ...(drag && drag.over === id && drag.id !== id ? { 'data-drop': '' } : {}),
    }),
    props: {
      onPointerDown: (event: PointerEvent<HTMLElement>) => {
        moved.current = false;
        const id = event.currentTarget.dataset['heading'];
        if (event.button === 0 && id !== undefined) press.current = { id, x: event.clientX };
      },
      onPointerMove: (event: PointerEvent<HTMLElement>) => {
        const { current } = press;
        if (!current) return;
        if (!drag && Math.abs(event.clientX - current.x) < SLOP) return;
        // From here on the head gets the pointer's events wherever it goes.
        if (!drag) event.currentTarget.setPointerCapture(event.pointerId);
        moved.current = true;
        const over = headingAt(event.clientX, event.clientY) ?? current.id;
        if (over !== drag?.over) setDrag({ id: current.id, over });
      },
      onPointerUp: () => {
        if (drag && drag.over !== drag.id) onMove(drag.id, drag.over);
        end();
      },
      onPointerCancel: end,
    },
  };
}

function headingAt(x: number, y: number): string | undefined {
  return document.elementFromPoint(x, y)?.closest<HTMLElement>('[data-heading]')?.dataset['heading'];
}
