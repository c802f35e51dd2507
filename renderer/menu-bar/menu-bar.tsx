import { type KeyboardEvent, useCallback, useEffect, useRef, useState } from 'react';
import type { CommandId, MenuId } from '../../app/commands/catalogue.ts';
import { type MenuModel, menuModel } from '../../app/commands/menu.ts';
import { t } from '../../app/messages/index.ts';
import { useStore } from '../../ui/state/store.ts';
import { useModel } from '../state/model.ts';
import { commandItem, MenuList, NewMark } from './menu-list.tsx';
import { mnemonics } from './mnemonics.ts';
import './menu-bar.css';

interface Open {
  readonly menu: MenuId;
  readonly focusFirst: 'first' | 'last' | 'menu';
}

/** The menu bar of Windows and Linux, drawn from the command catalogue. macOS has a native one. */
export function MenuBar() {
  const model = useModel();
  const state = useStore(model.commandState);
  const menus = menuModel(state);
  const ids = menus.map((menu) => menu.id);
  const letters = mnemonics(ids.map((id) => t(`menu.${id}`)));
  const bar = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState<Open | null>(null);
  const [current, setCurrent] = useState<MenuId>('file');
  /** Alt is held: the letters that open menus are underlined. */
  const [hinted, setHinted] = useState(false);
  /** What had the focus before the menu bar: commands such as Copy work on it, so it gets the focus back first. */
  const before = useRef<HTMLElement | null>(null);

  const enter = useCallback(() => {
    const focus = document.activeElement;
    if (focus instanceof HTMLElement && !bar.current?.contains(focus)) before.current = focus;
  }, []);
  const leave = useCallback(() => {
    setOpen(null);
    const back = before.current;
    before.current = null;
    if (back?.isConnected && back !== document.body) back.focus();
    else (document.activeElement as HTMLElement | null)?.blur();
  }, []);
  const titleOf = (id: MenuId) => bar.current?.querySelector<HTMLElement>(`[data-menu="${id}"]`);
  const show = (menu: MenuId, focusFirst: Open['focusFirst']) => {
    enter();
    setCurrent(menu);
    setOpen({ menu, focusFirst });
  };
  const neighbour = (id: MenuId, step: number) => ids[(ids.indexOf(id) + step + ids.length) % ids.length] ?? id;

  useEffect(
    () =>
      listenForMenuKey(() => {
        if (bar.current?.contains(document.activeElement)) return leave();
        enter();
        bar.current?.querySelector<HTMLElement>('[data-menu]')?.focus();
      }),
    [enter, leave],
  );

  const openByLetter = useRef<(letter: string) => boolean>(() => false);
  openByLetter.current = (letter) => {
    const at = letters.findIndex((one) => one.letter !== '' && one.letter.toLocaleLowerCase() === letter);
    const id = ids[at];
    if (id) show(id, 'first');
    return id !== undefined;
  };
  useEffect(() => listenForLetters(setHinted, (letter) => openByLetter.current(letter)), []);

  useEffect(() => {
    if (!open) return;
    const onPointerDown = (event: PointerEvent) => {
      if (!bar.current?.contains(event.target as Node)) {
        before.current = null;
        setOpen(null);
      }
    };
    window.addEventListener('pointerdown', onPointerDown, { capture: true });
    window.addEventListener('blur', leave);
    return () => {
      window.removeEventListener('pointerdown', onPointerDown, { capture: true });
      window.removeEventListener('blur', leave);
    };
  }, [open, leave]);

  const choose = (command: CommandId) => {
    leave();
    model.dispatch(command, 'menu');
  };
  const onTitleKeyDown = (event: KeyboardEvent, id: MenuId) => {
    const keys: Readonly<Record<string, () => void>> = {
      ArrowLeft: () => titleOf(neighbour(id, -1))?.focus(),
      ArrowRight: () => titleOf(neighbour(id, 1))?.focus(),
      Home: () => titleOf('file')?.focus(),
      End: () => titleOf('help')?.focus(),
      ArrowDown: () => show(id, 'first'),
      ArrowUp: () => show(id, 'last'),
      Enter: () => show(id, 'first'),
      ' ': () => show(id, 'first'),
      Escape: leave,
    };
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  };

  return (
    <div ref={bar} role="menubar" aria-label={t('shell.menu-bar')} className="menu-bar" data-keeps-edit-context="">
      {menus.map(({ id, entries }, index) => (
        <div key={id} role="none" className="menu-holder">
          <div
            role="menuitem"
            // The letter is an element of its own: without a name the title would be read in pieces, "F ile".
            aria-label={t(`menu.${id}`)}
            aria-description={hasNews(entries) ? t('shell.menu-new') : undefined}
            tabIndex={current === id ? 0 : -1}
            aria-haspopup="menu"
            aria-expanded={open?.menu === id}
            aria-keyshortcuts={`Alt+${letters[index]?.letter.toLocaleUpperCase()}`}
            className="menu-title"
            data-menu={id}
            onFocus={(event) => {
              if (event.relatedTarget instanceof HTMLElement && !bar.current?.contains(event.relatedTarget)) {
                before.current = event.relatedTarget;
              }
              setCurrent(id);
            }}
            onKeyDown={(event) => onTitleKeyDown(event, id)}
            onPointerDown={(event) => {
              event.preventDefault();
              if (open?.menu === id) leave();
              else show(id, 'menu');
            }}
            onPointerEnter={() => open && open.menu !== id && show(id, 'menu')}
          >
            <span aria-hidden>
              {letters[index]?.before}
              <span className="menu-letter" data-hinted={hinted}>
                {letters[index]?.letter}
              </span>
              {letters[index]?.after}
              {hasNews(entries) && <NewMark />}
            </span>
          </div>
          {open?.menu === id && (
            <div className="menu-popup" ref={keepInside}>
              <MenuList
                label={t(`menu.${id}`)}
                entries={entries.map((entry) =>
                  entry.kind === 'separator' ? entry : commandItem(entry, model.platform),
                )}
                focusFirst={open.focusFirst}
                onAction={(command) => choose(command as CommandId)}
                onClose={leave}
                onLeave={(direction) => show(neighbour(id, direction === 'left' ? -1 : 1), 'first')}
              />
            </div>
          )}
        </div>
      ))}
    </div>
  );
}

const hasNews = (entries: MenuModel['entries']) => entries.some((entry) => entry.kind === 'command' && entry.marked);

/** A long menu of the last titles would stand out of a small window. */
function keepInside(popup: HTMLElement | null): void {
  if (!popup) return;
  const { left, right } = popup.getBoundingClientRect();
  popup.style.left = `${Math.max(-left, Math.min(0, window.innerWidth - right))}px`;
}

/**
 * Calls `onMenuKey` when Alt is pressed and let go alone, or F10 is pressed: the keys that reach a menu bar on Windows
 * and Linux. Returns the function that stops it.
 */
function listenForMenuKey(onMenuKey: () => void): () => void {
  let altAlone = false;
  const onKeyDown = (event: globalThis.KeyboardEvent) => {
    altAlone = event.key === 'Alt' && !event.ctrlKey && !event.shiftKey && !event.metaKey;
    if (event.key !== 'F10' || event.shiftKey || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    onMenuKey();
  };
  const onKeyUp = (event: globalThis.KeyboardEvent) => {
    if (event.key !== 'Alt' || !altAlone) return;
    altAlone = false;
    event.preventDefault();
    onMenuKey();
  };
  // Alt held for something else, a click or another window, is not Alt alone.
  const forget = () => {
    altAlone = false;
  };
  window.addEventListener('keydown', onKeyDown, { capture: true });
  window.addEventListener('keyup', onKeyUp, { capture: true });
  window.addEventListener('pointerdown', forget, { capture: true });
  window.addEventListener('blur', forget);
  return () => {
    window.removeEventListener('keydown', onKeyDown, { capture: true });
    window.removeEventListener('keyup', onKeyUp, { capture: true });
    window.removeEventListener('pointerdown', forget, { capture: true });
    window.removeEventListener('blur', forget);
  };
}

/**
 * Calls `onLetter` when a letter is pressed while Alt is held, which takes the key away when it means a menu, and
 * `onHeld` when Alt is pressed and let go. Returns the function that stops it.
 */
function listenForLetters(onHeld: (held: boolean) => void, onLetter: (letter: string) => boolean): () => void {
  const onKeyDown = (event: globalThis.KeyboardEvent) => {
    const alone = event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey;
    // AltGr writes a character.
    if (!alone || event.isComposing || event.getModifierState('AltGraph')) return;
    if (event.key === 'Alt') onHeld(true);
    else if (event.key.length === 1 && onLetter(event.key.toLocaleLowerCase())) {
      event.preventDefault();
      event.stopPropagation();
    }
  };
  const letGo = (event: Event) => {
    if (!(event instanceof globalThis.KeyboardEvent) || event.key === 'Alt') onHeld(false);
  };
  window.addEventListener('keydown', onKeyDown, { capture: true });
  window.addEventListener('keyup', letGo, { capture: true });
  window.addEventListener('blur', letGo);
  return () => {
    window.removeEventListener('keydown', onKeyDown, { capture: true });
    window.removeEventListener('keyup', letGo, { capture: true });
    window.removeEventListener('blur', letGo);
  };
}
