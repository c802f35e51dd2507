import { swallowed } from 'candor-client/core';
import { type FocusEvent, type KeyboardEvent, type MouseEvent, useRef } from 'react';
import { t } from '../../app/messages/index.ts';
import { wallClock } from '../../ui/state/clock.ts';
import { isTextField } from '../commands/keyboard.ts';
import type { GridColumn } from './grid-column.ts';
import { type RowKey, rowKey } from './grid-keys.ts';
import type { GridMenu, GridProps } from './grid-props.ts';
import type { RowView } from './row-source.ts';
import { noRows, type Reach, type RowSelection, rangeTo, reach, stepFrom, typeToSelect } from './selection.ts';

interface ActionParts extends Pick<GridProps, 'source' | 'host' | 'onMenu' | 'onOpen' | 'onPreview' | 'onDelete'> {
  readonly view: RowView;
  /** The columns that are drawn. */
  readonly columns: readonly GridColumn[];
  readonly selection: RowSelection;
  readonly setSelection: (selection: RowSelection) => void;
  /** Column of the cell that the keyboard stands on, if it stands on one. */
  readonly cell: string | null;
  readonly setCell: (column: string | null) => void;
  /** Rows in view. */
  readonly page: number;
  readonly nameAt: (index: number) => string;
  /** The focus has moved to an entry with the keyboard. */
  readonly onMove: (key: string) => void;
  readonly fold: (keys: readonly string[], open: boolean) => void;
  readonly foldAll: (open: boolean) => void;
}

/** What pointer and keyboard do on the rows. */
export function useGridActions(parts: ActionParts) {
  const typing = useTyping();
  const { source, host, view, columns, selection, setSelection, page, onMove } = parts;
  const focusedIndex = selection.focused === null ? -1 : view.indexOf(selection.focused);

  const select = (key: string, how: Reach) => {
    const next = reach(selection, key, how, view);
    if (next) return setSelection(next);
    const { from, to } = rangeTo(selection, key, view);
    setSelection({ ...selection, focused: key });
    source.load(from, to).then(
      () => {
        const loaded = reach(selection, key, how, source.get());
        if (loaded) setSelection(loaded);
      },
      (error: unknown) => {
        swallowed('ipc', 'load-rows', error);
        loadFailed(host);
      },
    );
  };
  const moveTo = (index: number, how: Reach | 'focus') => {
    const key = view.keyAt(index);
    if (key === undefined) return bringIn(index, how);
    if (how === 'focus') setSelection({ ...selection, focused: key });
    else select(key, how);
    onMove(key);
  };
  /** End and Page Down may lead to where nothing is loaded yet. */
  const bringIn = (index: number, how: Reach | 'focus') => {
    if (index < 0 || index >= view.total) return;
    source.load(index, index).then(
      () => {
        const key = source.get().keyAt(index);
        if (key === undefined) return;
        const alone = { keys: new Set([key]), anchor: key, focused: key };
        if (how === 'range') select(key, 'range');
        else setSelection(how === 'focus' ? { ...selection, focused: key } : alone);
        onMove(key);
      },
      (error: unknown) => {
        swallowed('ipc', 'load-rows', error);
        loadFailed(host);
      },
    );
  };
  /** The focused row, selected if it is not: what is to be done with it is seen on it. */
  const onFocused = (act: ((key: string) => void) | undefined) => {
    const { focused } = selection;
    if (focused === null || !act) return;
    if (!selection.keys.has(focused)) select(focused, 'alone');
    act(focused);
  };
  const openOrFold = () => {
    const entry = view.entry(focusedIndex);
    const folds = entry?.kind === 'group' || (entry?.kind === 'note' && entry.expanded !== null);
    if (folds) parts.fold([entry.key], !entry.expanded);
    else onFocused(parts.onOpen);
  };
  const goIn = () => {
    const entry = view.entry(focusedIndex);
    if (!entry || entry.expanded === null) return;
    if (entry.expanded) moveTo(focusedIndex + 1, 'alone');
    else parts.fold([entry.key], true);
  };
  const goOut = () => {
    const entry = view.entry(focusedIndex);
    if (entry?.expanded) return parts.fold([entry.key], false);
    const parent = entry && view.ancestors(entry.key)[0];
    if (parent !== undefined && view.indexOf(parent) >= 0) moveTo(view.indexOf(parent), 'alone');
  };
  const goToCell = (step: 1 | -1) => {
    const at = columns.findIndex(({ id }) => id === parts.cell);
    const first = step > 0 ? 0 : columns.length - 1;
    const next = columns[at < 0 ? first : Math.min(columns.length - 1, Math.max(0, at + step))];
    parts.setCell(next?.id ?? null);
  };
  const find = (letter: string) => {
    const found = typeToSelect(typing.add(letter), parts.nameAt, view.total, focusedIndex);
    if (found !== undefined) moveTo(found, 'alone');
  };
  const remove = () => {
    const chosen = selection.keys.size > 0 || selection.focused === null ? selection.keys : [selection.focused];
    const keys = [...chosen].filter((key) => view.indexOf(key) >= 0);
    if (keys.length > 0) parts.onDelete?.(keys);
  };
  const menuAt = (at: GridMenu['at'], key: string, column: string | null, keys: ReadonlySet<string>) => {
    const rows =
      keys.has(key) || view.entry(view.indexOf(key))?.kind === 'note'
        ? [...keys]
        : view.rowsOf(new Set([key])).map((row) => row.key);
    parts.onMenu?.({ at, key, rows, column: columns.find(({ id }) => id === column) ?? null });
  };
  const menuByKey = (row: HTMLElement) => {
    const cell = parts.cell === null ? null : row.querySelector(`[data-column="${CSS.escape(parts.cell)}"]`);
    const { left, bottom } = (cell ?? row).getBoundingClientRect();
    if (selection.focused !== null) menuAt({ x: left, y: bottom }, selection.focused, parts.cell, selection.keys);
  };

  const act = (key: RowKey, row: HTMLElement) => {
    switch (key.kind) {
      case 'step':
        return moveTo(stepFrom(focusedIndex, key.step, view.total, page), key.reach);
      case 'toggle':
        return selection.focused === null ? undefined : select(selection.focused, 'toggle');
      case 'open':
        return openOrFold();
      case 'preview':
        return onFocused(parts.onPreview ?? parts.onOpen);
      case 'delete':
        return remove();
      case 'copy':
        return host.run('edit.copy');
      case 'select-all':
        return host.run('edit.select-all');
      case 'clear':
        parts.setCell(null);
        return setSelection({ ...noRows, focused: selection.focused });
      case 'menu':
        return menuByKey(row);
      case 'in':
        return goIn();
      case 'out':
        return goOut();
      case 'expand-all':
        return parts.foldAll(true);
      case 'collapse-all':
        return parts.foldAll(false);
      case 'cell-left':
        return goToCell(-1);
      case 'cell-right':
        return goToCell(1);
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
    onFocusCapture: (event: FocusEvent) => {
      const key = rowOf(event.target)?.dataset['key'];
      if (key === undefined) return;
      // Whoever comes from the search wants what it has found; a selection that is still in sight stays.
      const chosen = [...selection.keys].some((selected) => view.indexOf(selected) >= 0);
      if (isTextField(event.relatedTarget) && !chosen) return moveTo(firstFit(view), 'alone');
      // Tab leads to a row without selecting it; from there the arrow keys go on.
      if (key !== selection.focused) setSelection({ ...selection, focused: key });
    },
    onMouseDown: (event: MouseEvent) => {
      const key = rowOf(event.target)?.dataset['key'];
      if (key === undefined) return;
      parts.setCell(null);
      const entry = view.entry(view.indexOf(key));
      if (event.button === 0 && isTwisty(event.target) && entry && entry.expanded !== null) {
        // The row that had the focus keeps it.
        event.preventDefault();
        return parts.fold([key], !entry.expanded);
      }
      if (event.button === 0) select(key, reachOfPress(event));
      else if (event.button === 2 && !selection.keys.has(key)) select(key, 'alone');
    },
    onDoubleClick: (event: MouseEvent) => {
      if (rowOf(event.target) && !isTwisty(event.target)) openOrFold();
    },
    onContextMenu: (event: MouseEvent) => {
      event.preventDefault();
      const key = rowOf(event.target)?.dataset['key'];
      const cell = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-column]') : null;
      if (key === undefined) return;
      menuAt({ x: event.clientX, y: event.clientY }, key, cell?.dataset['column'] ?? null, selection.keys);
    },
  };
}

export function loadFailed(host: GridProps['host']): void {
  host.say(t('grid.load-failed'));
}

/** The first row that fits the filter itself; its parents stand before it. */
function firstFit(view: RowView): number {
  for (let index = 0; index < view.total; index += 1) {
    const entry = view.entry(index);
    if (entry?.kind === 'row' && !entry.muted) return index;
  }
  return 0;
}

function rowOf(target: EventTarget): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>('[data-key]') : null;
}

function isTwisty(target: EventTarget): boolean {
  return target instanceof Element && target.closest('[data-twisty]') !== null;
}

function reachOfPress({ shiftKey, ctrlKey, metaKey }: MouseEvent): Reach {
  if (shiftKey) return 'range';
  return ctrlKey || metaKey ? 'toggle' : 'alone';
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
