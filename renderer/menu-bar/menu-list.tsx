import { Check } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { Command } from '../../app/commands/catalogue.ts';
import { formatShortcut, type Platform } from '../../app/commands/shortcut.ts';
import { t } from '../../app/messages/index.ts';
import './menu-list.css';

interface MenuItem {
  readonly kind: 'item';
  readonly id: string;
  readonly label: string;
  /** The shortcut as people read it. */
  readonly shortcut?: string | undefined;
  /** The shortcut in the words of `aria-keyshortcuts`. */
  readonly spokenShortcut?: string | undefined;
  readonly enabled: boolean;
  /** Ticks; `undefined` for an item that is neither on nor off. */
  readonly checked?: boolean | undefined;
  /** One of several, rather than on or off by itself. */
  readonly exclusive?: boolean;
  /** Something new is behind it. */
  readonly marked?: boolean;
}

export type MenuListEntry = MenuItem | { readonly kind: 'separator' };

interface MenuListProps {
  readonly label: string;
  readonly entries: readonly MenuListEntry[];
  /** The item that has the focus at first; `menu` lets the first arrow key decide. */
  readonly focusFirst: 'first' | 'last' | 'menu';
  readonly onAction: (id: string) => void;
  readonly onClose: () => void;
  /** Left or right was pressed: a menu bar opens the next menu. */
  readonly onLeave?: (direction: 'left' | 'right') => void;
}

function roleOf(item: MenuItem) {
  if (item.checked === undefined) return 'menuitem';
  return item.exclusive ? 'menuitemradio' : 'menuitemcheckbox';
}

/**
 * Id of the item that has the focus when a menu opens, so that Enter does something: the first or last that can be used.
 * `undefined` where none can; the arrow keys reach them all, so that whoever cannot see the menu hears what is in it.
 */
export function itemAtFirst(entries: readonly MenuListEntry[], end: 'first' | 'last'): string | undefined {
  const usable = entries.filter((entry) => entry.kind === 'item' && entry.enabled) as readonly MenuItem[];
  return usable.at(end === 'first' ? 0 : -1)?.id;
}

/** An open menu, as the menu bar and context menus show it: arrows, Home, End, first letters, Enter, Escape. */
export function MenuList({ label, entries, focusFirst, onAction, onClose, onLeave }: MenuListProps) {
  const list = useRef<HTMLDivElement>(null);
  const items = () => [...(list.current?.querySelectorAll<HTMLElement>('[data-item]') ?? [])];

  // Focus belongs to the moment of opening; later changes of the entries must not move it.
  const opened = useRef(entries);
  useEffect(() => {
    const id = focusFirst === 'menu' ? undefined : itemAtFirst(opened.current, focusFirst);
    const all = [...(list.current?.querySelectorAll<HTMLElement>('[data-item]') ?? [])];
    (all.find((item) => item.dataset['item'] === id) ?? list.current)?.focus();
  }, [focusFirst]);

  const move = (step: number) => {
    const all = items();
    const at = all.indexOf(document.activeElement as HTMLElement);
    const from = at < 0 && step < 0 ? 0 : at;
    all[(from + step + all.length) % all.length]?.focus();
  };
  const jump = (letter: string) => {
    const all = items();
    const at = all.indexOf(document.activeElement as HTMLElement);
    const fits = (item: HTMLElement) => item.textContent?.toLocaleLowerCase().startsWith(letter.toLocaleLowerCase());
    (all.slice(at + 1).find(fits) ?? all.find(fits))?.focus();
  };
  const choose = (element: Element | null | undefined) => {
    const item = element?.closest<HTMLElement>('[data-item]');
    if (item?.dataset['item'] && item.ariaDisabled !== 'true') onAction(item.dataset['item']);
  };

  const keys: Readonly<Record<string, () => void>> = {
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    Home: () => items()[0]?.focus(),
    End: () => items().at(-1)?.focus(),
    Enter: () => choose(document.activeElement),
    ' ': () => choose(document.activeElement),
    Escape: onClose,
    Tab: onClose,
    ArrowLeft: () => onLeave?.('left'),
    ArrowRight: () => onLeave?.('right'),
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const act = keys[event.key] ?? (event.key.length === 1 ? () => jump(event.key) : undefined);
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  };

  return (
    <div
      ref={list}
      role="menu"
      aria-label={label}
      tabIndex={-1}
      className="menu-list"
      data-keeps-edit-context=""
      onKeyDown={onKeyDown}
      onClick={(event) => choose(event.target as Element)}
      onPointerMove={(event) => (event.target as Element).closest<HTMLElement>('[data-item]')?.focus()}
    >
      {entries.map((entry, index) =>
        entry.kind === 'separator' ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: a separator has nothing else to be known by
          <hr key={`separator-${index}`} className="menu-separator" />
        ) : (
          <MenuListItem key={entry.id} item={entry} />
        ),
      )}
    </div>
  );
}

function MenuListItem({ item }: { readonly item: MenuItem }) {
  return (
    <div
      role={roleOf(item)}
      tabIndex={-1}
      className="menu-item"
      data-item={item.id}
      aria-disabled={!item.enabled}
      {...(item.checked === undefined ? {} : { 'aria-checked': item.checked })}
      aria-keyshortcuts={item.spokenShortcut}
    >
      <span className="menu-tick">{item.checked && <Check className="ui-icon" aria-hidden />}</span>
      <span className="menu-label">
        {item.label}
        {item.marked && <NewMark />}
      </span>
      {item.shortcut && (
        <span className="menu-shortcut" aria-hidden>
          {item.shortcut}
        </span>
      )}
    </div>
  );
}

/** A dot that says that there is something new. */
export function NewMark() {
  return <span className="menu-new" role="img" aria-label={t('shell.menu-new')} />;
}

interface CommandEntry {
  readonly command: Command;
  readonly enabled: boolean;
  /** `undefined` for commands that are neither toggles nor choices. */
  readonly checked: boolean | undefined;
  readonly marked?: boolean;
}

/** A command of the catalogue as an item of a menu. */
export function commandItem({ command, enabled, checked, marked = false }: CommandEntry, platform: Platform): MenuItem {
  const { id, kind, shortcut } = command;
  return {
    kind: 'item',
    id,
    label: t(`command.${id}`),
    shortcut: shortcut && formatShortcut(shortcut, platform),
    spokenShortcut: shortcut?.replace('Mod', platform === 'macos' ? 'Meta' : 'Control'),
    enabled,
    checked,
    exclusive: kind === 'choice',
    marked,
  };
}

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
