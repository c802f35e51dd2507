import { describe, expect, it } from 'vitest';
import { rowKey } from '../../../../renderer/processes/use-row-actions.ts';

const press = (key: string, held: Partial<Record<'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey', boolean>> = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
});

describe('keys on the rows', () => {
  it('move alone, in a range with Shift, and the focus alone with Control or Command', () => {
    expect(rowKey(press('ArrowDown'), false)).toEqual({ kind: 'step', step: 'next', reach: 'alone' });
    expect(rowKey(press('End', { shiftKey: true }), false)).toEqual({ kind: 'step', step: 'last', reach: 'range' });
    expect(rowKey(press('PageUp', { ctrlKey: true }), false)).toEqual({
      kind: 'step',
      step: 'page-up',
      reach: 'focus',
    });
  });

  it('open with Enter and the space bar, which while typing is a letter', () => {
    expect(rowKey(press('Enter'), false)).toEqual({ kind: 'open' });
    expect(rowKey(press(' '), false)).toEqual({ kind: 'open' });
    expect(rowKey(press(' '), true)).toEqual({ kind: 'type', letter: ' ' });
    expect(rowKey(press(' ', { ctrlKey: true }), false)).toEqual({ kind: 'toggle' });
  });

  it('copy and select all with Control or Command', () => {
    expect(rowKey(press('c', { ctrlKey: true }), false)).toEqual({ kind: 'copy' });
    expect(rowKey(press('A', { metaKey: true }), false)).toEqual({ kind: 'select-all' });
  });

  it('show the menu', () => {
    expect(rowKey(press('ContextMenu'), false)).toEqual({ kind: 'menu' });
    expect(rowKey(press('F10', { shiftKey: true }), false)).toEqual({ kind: 'menu' });
  });

  it('leave alone what belongs to others', () => {
    expect(rowKey(press('k', { ctrlKey: true }), false)).toBeUndefined();
    expect(rowKey(press('ArrowDown', { altKey: true }), false)).toBeUndefined();
    expect(rowKey(press('F5'), false)).toBeUndefined();
    expect(rowKey(press('Tab'), false)).toBeUndefined();
  });
});
