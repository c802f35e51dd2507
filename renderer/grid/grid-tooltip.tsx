import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';

/** Long enough to pass over a list without a trail of tooltips, in milliseconds. */
const DELAY_MS = 600;

interface Shown {
  readonly text: string;
  readonly at: DOMRect;
}

interface TooltipParts {
  readonly element: RefObject<HTMLElement | null>;
  /** What a cell says in full. */
  readonly textOf: (key: string, column: string) => string;
  readonly titleOf: (column: string) => string;
}

/**
 * Shows in full what is cut: of the cell or head under the pointer, or of the one that the keyboard stands on, which of a
 * row without a chosen cell is its name. The pointer goes through it, so that it never takes a click from what it
 * covers; screen readers read the cells anyway.
 */
export function CutTooltip({ element, textOf, titleOf }: TooltipParts) {
  const [shown, setShown] = useState<Shown | null>(null);
  const latest = useRef({ textOf, titleOf });
  useEffect(() => {
    latest.current = { textOf, titleOf };
  });

  useEffect(() => {
    const list = element.current;
    if (!list) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let over: Element | null = null;
    /** Only who moves with keys asks for it: a list that took the focus by itself shows nothing. */
    let byKey = false;
    const hide = () => {
      clearTimeout(timer);
      setShown(null);
    };
    const later = (look: () => Shown | null) => {
      hide();
      timer = setTimeout(() => setShown(look()), DELAY_MS);
    };
    const onOver = (event: PointerEvent) => {
      const cell = (event.target as Element).closest('.grid-cell, .grid-heading');
      if (cell === over) return;
      over = cell;
      if (cell) later(() => inFull(cell, latest.current));
      else hide();
    };
    const onLeave = () => {
      over = null;
      hide();
    };
    const onFocus = ({ target }: Event) => {
      if (!byKey || !(target instanceof Element)) return;
      later(() => {
        const cell = target.querySelector('.grid-cell[data-current]') ?? target.querySelector('.grid-naming');
        return inFull(target.matches('.grid-row') ? cell : target, latest.current);
      });
    };
    const onKeyDown = () => {
      byKey = true;
      hide();
    };
    const onPress = () => {
      byKey = false;
      hide();
    };
    // From cell to cell the focus stays on the row.
    const onKeyUp = (event: KeyboardEvent) => {
      const onCell = event.target instanceof HTMLElement && event.target.dataset['cell'] !== undefined;
      if (onCell && (event.key === 'ArrowLeft' || event.key === 'ArrowRight')) onFocus(event);
    };
    const listeners = [
      ['pointerover', onOver],
      ['pointerleave', onLeave],
      ['pointerdown', onPress],
      ['focusin', onFocus],
      ['focusout', hide],
      ['keydown', onKeyDown],
      ['keyup', onKeyUp],
      ['scroll', hide],
    ] as const;
    for (const [name, listener] of listeners) {
      list.addEventListener(name, listener as EventListener, { passive: true, capture: name === 'keydown' });
    }
    return () => {
      clearTimeout(timer);
      for (const [name, listener] of listeners) {
        list.removeEventListener(name, listener as EventListener, { capture: name === 'keydown' });
      }
    };
  }, [element]);

  return shown && createPortal(<Bubble {...shown} />, document.body);
}

function Bubble({ text, at }: Shown) {
  const bubble = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = bubble.current;
    if (!element) return;
    const { width, height } = element.getBoundingClientRect();
    const room = at.bottom + height <= window.innerHeight;
    element.style.left = `${Math.max(0, Math.min(at.left, window.innerWidth - width))}px`;
    element.style.top = `${room ? at.bottom : Math.max(0, at.top - height)}px`;
  }, [at]);
  return (
    <div ref={bubble} aria-hidden className="ui-tooltip grid-tooltip">
      {text}
    </div>
  );
}

type Texts = Pick<TooltipParts, 'textOf' | 'titleOf'>;

/** What a cell or head says in full; `null` when nothing of it is cut. */
function inFull(cell: Element | null, { textOf, titleOf }: Texts): Shown | null {
  if (!cell?.isConnected || !isCut(cell)) return null;
  const column = columnOf(cell) ?? '';
  const key = cell.closest<HTMLElement>('[data-key]')?.dataset['key'];
  return { text: key === undefined ? titleOf(column) : textOf(key, column), at: cell.getBoundingClientRect() };
}

function columnOf(cell: Element): string | undefined {
  return cell instanceof HTMLElement ? (cell.dataset['column'] ?? cell.dataset['heading']) : undefined;
}

/** Whether a text does not fit where it stands, or only the most of it stands there. */
function isCut(cell: Element): boolean {
  if (cell.matches('[data-short]')) return true;
  const parts = [cell, ...cell.querySelectorAll('.grid-cut-head, .grid-cut-tail, .grid-heading-text')];
  return parts.some(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth);
}
