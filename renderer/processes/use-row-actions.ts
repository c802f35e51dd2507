import type { CommandSource } from 'candor-client/core';
import { type KeyboardEvent, type MouseEvent, type RefObject, useEffect, useRef } from 'react';
import { tn } from '../../app/messages/index.ts';
import { useModel } from '../state/model.ts';
import { type CellContext, type ProcessColumn, rowsAsText } from './columns.ts';
import type { ProcessRows } from './process-list.ts';
import { type RowKey, rowKey } from './row-keys.ts';
import { noRows, type Reach, reach, stepFrom, typeToSelect } from './selection.ts';
import type { RowSelectionState } from './use-row-selection.ts';
import { useTyping } from './use-typing.ts';

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
      if (event.button === 0) set(reach(selection, key, reachOf(event), keys));
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

function reachOf(event: MouseEvent): Reach {
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
