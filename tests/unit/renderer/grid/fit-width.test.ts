import { describe, expect, it } from 'vitest';
import { fitWidth } from '../../../../renderer/grid/fit-width.ts';
import { LocalSource } from '../../../../renderer/grid/local-source.ts';
import { createStore } from '../../../../ui/state/store.ts';
import { aRow, aState, column, columns, plain } from './rows.ts';

/** Ten pixels a letter in rows, five in heads. */
const measure = (text: string, place: 'row' | 'head') => text.length * (place === 'row' ? 10 : 5);
const space = { padding: 16, twisty: 16, mark: 20 };
const viewOf = (tree: boolean) =>
  new LocalSource({
    rows: createStore([
      aRow('init'),
      aRow('shell', { parentKey: 'init' }),
      aRow('vim', { parentKey: 'shell', cpu: 100 }),
    ]),
    state: createStore(aState({ tree })),
    filter: createStore(null),
    columns,
  }).get();
const width = (id: string, tree = false, from = 0) =>
  fitWidth(column(id), columns, viewOf(tree), from, plain, measure, space);

describe('a width that fits', () => {
  it('is as wide as the longest text, or the head with its mark', () => {
    expect(width('name')).toBe(50 + 16);
    expect(width('cpu')).toBe(60 + 16);
    expect(width('started')).toBeGreaterThan(35 + 20 + 16);
    expect(width('mine')).toBe(20 + 20 + 16);
  });

  it('has room for the levels of a tree', () => {
    expect(width('name', true)).toBe(Math.max(50 + 2 * 16, 30 + 3 * 16) + 16);
    expect(width('cpu', true)).toBe(60 + 16);
  });
});
