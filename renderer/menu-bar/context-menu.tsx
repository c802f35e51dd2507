import { useEffect, useRef, useState } from 'react';
import { MenuList, type MenuListEntry } from './menu-list.tsx';

/** Where a menu was asked for, in pixels of the window. */
export interface MenuPoint {
  readonly x: number;
  readonly y: number;
  /** The menu's left edge stands at `x`, or its right one. */
  readonly align?: 'left' | 'right';
}

interface ContextMenuProps {
  readonly label: string;
  readonly entries: readonly MenuListEntry[];
  readonly at: MenuPoint;
  readonly onAction: (id: string) => void;
  readonly onClose: () => void;
}

/** A menu at the pointer, kept inside the window. The focus goes back to where it was when it closes. */
export function ContextMenu({ label, entries, at, onAction, onClose }: ContextMenuProps) {
  const holder = useRef<HTMLDivElement>(null);
  // Read while drawing for the first time, before the menu takes the focus.
  const [before] = useState(() => document.activeElement);

  useEffect(() => {
    const element = holder.current;
    if (!element) return;
    const { width, height } = element.getBoundingClientRect();
    const left = at.align === 'right' ? at.x - width : at.x;
    element.style.left = `${Math.max(0, Math.min(left, window.innerWidth - width))}px`;
    element.style.top = `${Math.max(0, Math.min(at.y, window.innerHeight - height))}px`;
  }, [at]);

  useEffect(() => {
    const onPointerDown = (event: PointerEvent) => {
      if (!holder.current?.contains(event.target as Node)) onClose();
    };
    window.addEventListener('pointerdown', onPointerDown, { capture: true });
    window.addEventListener('blur', onClose);
    return () => {
      window.removeEventListener('pointerdown', onPointerDown, { capture: true });
      window.removeEventListener('blur', onClose);
    };
  }, [onClose]);

  const close = () => {
    onClose();
    if (before instanceof HTMLElement && before.isConnected) before.focus();
  };
  return (
    <div ref={holder} className="context-menu">
      <MenuList
        label={label}
        entries={entries}
        focusFirst="first"
        onAction={(id) => {
          close();
          onAction(id);
        }}
        onClose={close}
      />
    </div>
  );
}
