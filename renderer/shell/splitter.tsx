import { type KeyboardEvent, type PointerEvent, useState } from 'react';
import './splitter.css';

/** Pixels for one press of an arrow key. */
const KEY_STEP = 16;

interface SplitterProps {
  readonly label: string;
  /** Id of the pane whose width it sets. */
  readonly controls: string;
  /** Which side of the splitter the pane is on. */
  readonly side: 'left' | 'right';
  readonly width: number;
  readonly min: number;
  readonly max: number;
  /** Width that a double click restores. */
  readonly initial: number;
  /** While dragging. */
  readonly onMove: (width: number) => void;
  /** The width to remember. */
  readonly onDone: (width: number) => void;
  /** The system broke the drag off: the width before it holds. */
  readonly onCancel: () => void;
}

/** The border between two panes: dragged, or moved with the arrow keys. */
export function Splitter({ label, controls, side, width, min, max, initial, onMove, onDone, onCancel }: SplitterProps) {
  const [drag, setDrag] = useState<{ readonly x: number; readonly width: number } | null>(null);
  const clamp = (value: number) => Math.round(Math.min(max, Math.max(min, value)));
  const towards = side === 'left' ? 1 : -1;
  const widthAt = (event: PointerEvent) => (drag ? clamp(drag.width + towards * (event.clientX - drag.x)) : width);

  const onKeyDown = (event: KeyboardEvent) => {
    const goals: Readonly<Record<string, number>> = {
      ArrowRight: width + towards * KEY_STEP,
      ArrowLeft: width - towards * KEY_STEP,
      Home: min,
      End: max,
    };
    const goal = goals[event.key];
    if (goal === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    onDone(clamp(goal));
  };

  return (
    // biome-ignore lint/a11y/useSemanticElements: a separator that can be moved is a widget, which <hr> is not
    <div
      role="separator"
      tabIndex={0}
      aria-label={label}
      aria-orientation="vertical"
      aria-controls={controls}
      aria-valuenow={width}
      aria-valuemin={min}
      aria-valuemax={max}
      className="splitter"
      data-side={side}
      data-dragging={drag !== null}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.preventDefault();
        event.currentTarget.setPointerCapture(event.pointerId);
        setDrag({ x: event.clientX, width });
      }}
      onPointerMove={(event) => drag && onMove(widthAt(event))}
      onPointerUp={(event) => {
        if (!drag) return;
        setDrag(null);
        onDone(widthAt(event));
      }}
      onPointerCancel={() => {
        setDrag(null);
        onCancel();
      }}
      onDoubleClick={() => onDone(initial)}
    />
  );
}
