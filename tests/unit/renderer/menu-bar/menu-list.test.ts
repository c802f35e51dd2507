import { describe, expect, it } from 'vitest';
import { itemAtFirst, type MenuListEntry } from '../../../../renderer/menu-bar/menu-list.tsx';

const item = (id: string, enabled: boolean): MenuListEntry => ({ kind: 'item', id, label: id, enabled });
const line: MenuListEntry = { kind: 'separator' };

describe('a menu that opens', () => {
  it('has the focus on the first item that can be used, or the last', () => {
    const entries = [item('look', false), line, item('filter', true), item('copy', true), line, item('end', false)];
    expect(itemAtFirst(entries, 'first')).toBe('filter');
    expect(itemAtFirst(entries, 'last')).toBe('copy');
  });

  it('has it on none where none can be used', () => {
    expect(itemAtFirst([item('look', false), line, item('end', false)], 'first')).toBeUndefined();
    expect(itemAtFirst([], 'last')).toBeUndefined();
  });
});
