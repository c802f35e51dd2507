import { describe, expect, it } from 'vitest';
import { gridKeyHelp, headKey, headKeyHelp, rowKey } from '../../../../renderer/grid/grid-keys.ts';

const press = (key: string, held: Partial<Record<'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey', boolean>> = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
});
/** A press as the sheet of shortcuts writes it. */
const written = (text: string) => {
  const parts = text.split('+');
  const key = parts.at(-1) ?? '';
  return press(key === 'Space' ? ' ' : key, { ctrlKey: parts.includes('Mod'), shiftKey: parts.includes('Shift') });
};

describe('keys on the rows', () => {
  it('move alone, in a range with Shift, and the focus alone with Control or Command', () => {
    expect(rowKey(press('ArrowDown'), false)).toEqual({ kind: 'step', step: 'next', reach: 'alone' });
    expect(rowKey(press('End', { shiftKey: true }), false)).toEqual({ kind: 'step', step: 'last', reach: 'range' });
    const pageUp = { kind: 'step', step: 'page-up', reach: 'focus' };
    expect(rowKey(press('PageUp', { ctrlKey: true }), false)).toEqual(pageUp);
    expect(rowKey(press('PageUp', { metaKey: true }), false)).toEqual(pageUp);
  });

  it('open with Enter and look with the space bar, which while typing is a letter', () => {
    expect(rowKey(press('Enter'), false)).toEqual({ kind: 'open' });
    expect(rowKey(press(' '), false)).toEqual({ kind: 'preview' });
    expect(rowKey(press(' '), true)).toEqual({ kind: 'type', letter: ' ' });
    expect(rowKey(press(' ', { ctrlKey: true }), false)).toEqual({ kind: 'toggle' });
  });

  it('open and fold in a tree; while a word is typed the signs belong to it', () => {
    expect(rowKey(press('ArrowRight'), false)).toEqual({ kind: 'in' });
    expect(rowKey(press('ArrowLeft'), false)).toEqual({ kind: 'out' });
    expect(rowKey(press('*', { shiftKey: true }), false)).toEqual({ kind: 'expand-all' });
    expect(rowKey(press('/', { shiftKey: true }), true)).toEqual({ kind: 'type', letter: '/' });
  });

  it('copy and select all with Control or Command, with Caps Lock too', () => {
    expect(rowKey(press('c', { ctrlKey: true }), false)).toEqual({ kind: 'copy' });
    expect(rowKey(press('A', { metaKey: true }), false)).toEqual({ kind: 'select-all' });
  });

  it('type letters, capital ones too', () => {
    expect(rowKey(press('F', { shiftKey: true }), false)).toEqual({ kind: 'type', letter: 'F' });
  });

  it('leave alone what belongs to others', () => {
    expect(rowKey(press('k', { ctrlKey: true }), false)).toBeUndefined();
    expect(rowKey(press('ArrowDown', { altKey: true }), false)).toBeUndefined();
    expect(rowKey(press('F5'), false)).toBeUndefined();
    expect(rowKey(press('Tab'), false)).toBeUndefined();
    expect(headKey(press('ArrowLeft', { altKey: true }))).toBeUndefined();
    expect(headKey(press('x'))).toBeUndefined();
  });
});

describe('the sheet of shortcuts', () => {
  it('lists only keys that do something', () => {
    for (const { keys } of gridKeyHelp)
      for (const key of keys) expect(rowKey(written(key), false)?.kind).not.toBe('type');
    for (const { keys } of gridKeyHelp) for (const key of keys) expect(rowKey(written(key), false)).toBeDefined();
    for (const { keys } of headKeyHelp) for (const key of keys) expect(headKey(written(key))).toBeDefined();
  });

  it('lists every key that does more than go to an end or a page further', () => {
    const listed = new Set(gridKeyHelp.flatMap(({ keys }) => keys.map((key) => rowKey(written(key), false)?.kind)));
    const known = ['step', 'toggle', 'open', 'preview', 'delete', 'clear', 'menu', 'in', 'out', 'expand-all'];
    for (const kind of [...known, 'collapse-all', 'cell-left', 'cell-right']) expect(listed).toContain(kind);
  });
});
