import { type PointerEvent, useState } from 'react';

interface ResizeHandleProps {
  readonly title: string;
  readonly width: number;
  readonly onResize: (width: number) => void;
  /** Double click: as wide as the content. */
  readonly onFit: () => void;
}

/** The edge of a column. For the pointer alone: with the keyboard the head of the column itself is resized. */
export function ResizeHandle({ title, width, onResize, onFit }: ResizeHandleProps) {
  const [drag, setDrag] = useState<{ readonly x: number; readonly width: number } | null>(null);
  return (
    <span
      aria-hidden
      title={title}
      className="grid-resize"
      onClick={(event) => event.stopPropagation()}
      onDoubleClick={(event) => {
        event.stopPropagation();
        onFit();
      }}
      onPointerDown={(event: PointerEvent<HTMLElement>) => {
        if (event.button !== 0) return;
        event.preventDefault();
        event.stopPropagation();
        event.currentTarget.setPointerCapture(event.pointerId);
        setDrag({ x: event.clientX, width });
      }}
      onPointerMove={(event) => drag && onResize(drag.width + event.clientX - drag.x)}
      onPointerUp={() => setDrag(null)}
      onPointerCancel={() => setDrag(null)}
    />
  );
}
