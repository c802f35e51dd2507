import type { CommandSource } from 'candor-client/core';
import { type KeyboardEvent, type MouseEvent, type RefObject, useEffect, useRef } from 'react';
import { tn } from '../../app/messages/index.ts';
import { wallClock } from '../../ui/state/clock.ts';
import { useModel } from '../state/model.ts';
import { type CellContext, type ProcessColumn, rowsAsText } from './columns.ts';
import type { ProcessRows } from './process-list.ts';
import {
  noRows,
  type Reach,
  type RowSelectionState,
  reach,
  type Step,
  stepFrom,
  typeToSelect,
} from './use-row-selection.ts';

interface RowActionsParts {
  readonly body: RefObject<HTMLElement | null>;
  readonly list: ProcessRows;
  readonly context: CellContext;
  readonly columns: readonly ProcessColumn[];
  readonly rowSelection: RowSelectionState;
  /** Rows in view. */
  readonly page: number;
  /** The focus has moved to a row with the keyboard. */
  readonly onMove: (key: string) => void;
  readonly onMenu: (at: { readonly x: number; readonly y: number }) => void;
}

/** What pointer and keyboard do on the rows, and what Copy and Select All mean there. */
export function useRowActions(parts: RowActionsParts) {
  const model = useModel();
  const typing = useTyping();
  const { list, rowSelection, page, onMove, onMenu } = parts;
  const { keys } = list;
  const { selection, set } = rowSelection;
  useEditTarget(parts);

  const moveTo = (key: string | undefined, how: Reach | 'focus') => {
    if (key === undefined) return;
    set(how === 'focus' ? { ...selection, focused: key } : reach(selection, key, how, keys));
    onMove(key);
  };
  const open = (source: CommandSource) => {
    const { focused } = selection;
    if (focused !== null && !selection.keys.has(focused)) set(reach(selection, focused, 'alone', keys));
    if (!model.settings.get().detailVisible) model.dispatch('view.toggle-detail', source);
  };
  const find = (letter: string) => {
    const names = list.rows.map(({ name }) => name);
    const found = typeToSelect(typing.add(letter), names, selection.focused ? keys.indexOf(selection.focused) : -1);
    if (found !== undefined) moveTo(keys[found], 'alone');
  };
  const showMenu = (row: HTMLElement) => {
    const { left, bottom } = row.getBoundingClientRect();
    onMenu({ x: left, y: bottom });
  };

  const act = (key: RowKey, row: HTMLElement) => {
    switch (key.kind) {
      case 'step':
        return moveTo(stepFrom(selection.focused, key.step, keys, page), key.reach);
      case 'toggle':
        return selection.focused === null ? undefined : set(reach(selection, selection.focused, 'toggle', keys));
      case 'open':
        return open('shortcut');
      case 'copy':
        return void model.dispatch('edit.copy', 'shortcut');
      case 'select-all':
        return void model.dispatch('edit.select-all', 'shortcut');
      case 'clear':
        return set({ ...noRows, focused: selection.focused });
      case 'menu':
        return showMenu(row);
      case 'type':
        return find(key.letter);
    }
  };

  return {
    onKeyDown: (event: KeyboardEvent) => {
      const row = rowOf(event.target);
      const key = rowKey(event, typing.active());
      if (!row || !key) return;
      event.preventDefault();
      event.stopPropagation();
      act(key, row);
    },
    onFocusCapture: (event: { readonly target: EventTarget }) => {
      const key = rowOf(event.target)?.dataset['key'];
      // Tab leads to a row without selecting it; from there the arrow keys go on.
      if (key !== undefined && key !== selection.focused) set({ ...selection, focused: key });
    },
    onMouseDown: (event: MouseEvent) => {
      const key = rowOf(event.target)?.dataset['key'];
      if (key === undefined) return;
      if (event.button === 0) set(reach(selection, key, reachOfPress(event), keys));
      else if (event.button === 2 && !selection.keys.has(key)) set(reach(selection, key, 'alone', keys));
    },
    onDoubleClick: () => open('button'),
    onContextMenu: (event: MouseEvent) => {
      event.preventDefault();
      if (rowOf(event.target)) onMenu({ x: event.clientX, y: event.clientY });
    },
  };
}

function rowOf(target: EventTarget): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>('[data-key]') : null;
}

function reachOfPress(event: MouseEvent): Reach {
  if (event.shiftKey) return 'range';
  return event.ctrlKey || event.metaKey ? 'toggle' : 'alone';
}

/** Lets the edit commands work on the rows while one of them has the focus. */
function useEditTarget(parts: RowActionsParts): void {
  const { copy: copyText, targets } = useModel();
  const { body } = parts;
  const latest = useRef(parts);
  useEffect(() => {
    latest.current = parts;
  });
  useEffect(() => {
    const element = body.current;
    if (!element) return;
    return targets.register({
      element,
      copy() {
        const { list, columns, context, rowSelection } = latest.current;
        const { keys, focused } = rowSelection.selection;
        const wanted = keys.size > 0 ? keys : new Set([focused]);
        const rows = list.rows.filter((_row, index) => wanted.has(list.keys[index] ?? ''));
        if (rows.length > 0) copyText(rowsAsText(rows, columns, context), tn('notice.copied.rows', rows.length));
      },
      selectAll() {
        const { list, rowSelection } = latest.current;
        rowSelection.set({ ...rowSelection.selection, keys: new Set(list.keys) });
      },
    });
  }, [copyText, targets, body]);
}

/** The part of a keyboard event that the rows look at; a DOM `KeyboardEvent` fits. */
interface Press {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/** What a key means on the rows of a table. */
type RowKey =
  | { readonly kind: 'step'; readonly step: Step; readonly reach: Reach | 'focus' }
  | { readonly kind: 'toggle' | 'open' | 'copy' | 'select-all' | 'clear' | 'menu' }
  | { readonly kind: 'type'; readonly letter: string };

const steps: Readonly<Record<string, Step>> = {
  ArrowDown: 'next',
  ArrowUp: 'previous',
  PageDown: 'page-down',
  PageUp: 'page-up',
  Home: 'first',
  End: 'last',
};

/**
 * Reads a key press on a row, or `undefined` for keys that mean nothing there.
 * @param typing a word is being typed, so that the space bar belongs to it
 */
export function rowKey(press: Press, typing: boolean): RowKey | undefined {
  const mod = press.ctrlKey || press.metaKey;
  if (press.altKey) return undefined;
  const step = steps[press.key];
  if (step) return { kind: 'step', step, reach: reachOfStep(press.shiftKey, mod) };
  if (mod) return withMod(press.key);
  if (press.key === 'Enter' || (press.key === ' ' && !typing)) return { kind: 'open' };
  if (press.key === 'Escape') return { kind: 'clear' };
  if (press.key === 'ContextMenu' || (press.key === 'F10' && press.shiftKey)) return { kind: 'menu' };
  return press.key.length === 1 ? { kind: 'type', letter: press.key } : undefined;
}

function reachOfStep(shift: boolean, mod: boolean): Reach | 'focus' {
  if (shift) return 'range';
  return mod ? 'focus' : 'alone';
}

function withMod(key: string): RowKey | undefined {
  const kinds: Readonly<Record<string, 'toggle' | 'copy' | 'select-all'>> = {
    ' ': 'toggle',
    c: 'copy',
    a: 'select-all',
  };
  const kind = kinds[key.toLowerCase()];
  return kind && { kind };
}

/** A pause after which a new word begins, in milliseconds. */
const PAUSE_MS = 800;

/** Collects the letters of a word that is typed to find a row. */
function useTyping() {
  const typed = useRef({ word: '', at: Number.NEGATIVE_INFINITY });
  const active = () => wallClock() - typed.current.at < PAUSE_MS;
  return {
    active,
    add(letter: string): string {
      typed.current = { word: (active() ? typed.current.word : '') + letter, at: wallClock() };
      return typed.current.word;
    },
  };
}
