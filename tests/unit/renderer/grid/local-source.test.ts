import { beforeEach, describe, expect, it } from 'vitest';
import type { Row } from '../../../../app/query/query.ts';
import type { RowFilter } from '../../../../renderer/grid/arrange.ts';
import { LocalSource } from '../../../../renderer/grid/local-source.ts';
import { createStore } from '../../../../ui/state/store.ts';
import { aRow, aState, columns } from './rows.ts';

const byCpu = [{ column: 'cpu', descending: true }];
const rows = createStore<readonly Row[]>([]);
const state = createStore(aState());
const filter = createStore<RowFilter | null>(null);
let source: LocalSource;

const read = (...cpu: number[]) => rows.set(cpu.map((value, index) => aRow(`p${index + 1}`, { cpu: value })));
const keys = () => Array.from({ length: source.get().total }, (_, index) => source.get().keyAt(index)).join(' ');
const named = (...names: string[]): RowFilter => ({
  matches: ({ name }) => names.includes(String(name)),
  keepChildren: false,
});
const hold = (...held: string[]) => source.setHold(() => ({ rows: new Set(held), all: false }));

beforeEach(() => {
  rows.set([]);
  state.set(aState({ sort: byCpu }));
  filter.set(null);
  source = new LocalSource({ rows, state, filter, columns });
});

describe('the rows of a list', () => {
  it('are filtered and sorted, and count all that there are', () => {
    read(1, 30, 2);
    expect(keys()).toBe('p2 p3 p1');
    filter.set(named('p3'));
    expect(keys()).toBe('p3');
    expect(source.get()).toMatchObject({ total: 1, matched: 1, all: 3 });
    expect(source.get().hides('p1')).toBe(true);
    expect(source.get().hides('ended')).toBe(false);
  });

  it('tell their watchers of a change, once, and rest when nobody watches', () => {
    let told = 0;
    const stop = source.subscribe(() => {
      told += 1;
    });
    read(1, 2);
    filter.set(named('p1'));
    state.set({ ...state.get(), widths: { cpu: 50 } });
    expect(told).toBe(2);
    stop();
    read(3, 4);
    expect(told).toBe(2);
    expect(keys()).toBe('p1');
  });

  it('tell what the person asked for from what came by itself', () => {
    const stop = source.subscribe(() => {});
    read(1, 2);
    const { asked } = source.get();
    read(2, 1);
    expect(source.get().asked).toBe(asked);
    filter.set(named('p1'));
    expect(source.get().asked).toBe(asked + 1);
    state.set(aState());
    expect(source.get().asked).toBe(asked + 2);
    const { ordered } = source.get();
    state.set(aState({ expanded: { all: false, except: [] } }));
    expect(source.get()).toMatchObject({ asked: asked + 3, ordered });
    stop();
  });

  it('have totals of what fits, when asked for', () => {
    read(1, 30, 2);
    filter.set(named('p2', 'p3'));
    expect(source.get().totals).toBeNull();
    state.set(aState({ totals: true }));
    expect(source.get().totals).toMatchObject({ cpu: 32, memory: 8_388_608 });
    expect(source.get().totals?.['pid']).toBeUndefined();
  });
});

describe('a live update', () => {
  it('leaves a held row in its place, which a new sort or filter does not', () => {
    const stop = source.subscribe(() => {});
    read(3, 2, 1);
    hold('p1');
    read(0, 2, 1);
    expect(keys()).toBe('p1 p2 p3');
    read(0, 1, 2);
    expect(keys()).toBe('p1 p3 p2');
    filter.set({ matches: () => true, keepChildren: false });
    expect(keys()).toBe('p3 p2 p1');
    state.set(aState({ sort: [{ column: 'name', descending: false }] }));
    expect(keys()).toBe('p1 p2 p3');
    stop();
  });

  it('leaves a held row and its parents in their places among their siblings, in a tree', () => {
    const stop = source.subscribe(() => {});
    state.set(aState({ tree: true, sort: byCpu }));
    const tree = (a: number, b: number, a1: number, a2: number) =>
      rows.set([
        aRow('a', { cpu: a }),
        aRow('b', { cpu: b }),
        aRow('a1', { cpu: a1, parentKey: 'a' }),
        aRow('a2', { cpu: a2, parentKey: 'a' }),
      ]);
    tree(9, 1, 5, 4);
    expect(keys()).toBe('a a1 a2 b');
    hold('a1', 'a');
    tree(0, 7, 1, 6);
    expect(keys()).toBe('a a1 a2 b');
    source.setHold(() => ({ rows: new Set(), all: false }));
    tree(0, 8, 1, 6);
    expect(keys()).toBe('b a a2 a1');
    stop();
  });

  it('is not followed when a row is folded: the others stay where they are', () => {
    const stop = source.subscribe(() => {});
    read(3, 2, 1);
    hold('p1');
    read(0, 2, 1);
    state.set({ ...state.get(), expanded: { all: true, except: ['p2'] } });
    expect(keys()).toBe('p1 p2 p3');
    stop();
  });
});

describe('folding while a filter is on', () => {
  const family = [aRow('a'), aRow('b', { parentKey: 'a' }), aRow('c', { parentKey: 'b' })];

  it('is forgotten with the filter, and never reaches the state', () => {
    const stop = source.subscribe(() => {});
    state.set(aState({ tree: true }));
    rows.set(family);
    expect(source.foldInFilter(['b'], false)).toBe(false);
    filter.set(named('c'));
    expect(keys()).toBe('a b c');
    expect(source.foldInFilter(['b'], false)).toBe(true);
    expect(keys()).toBe('a b');
    expect(source.foldInFilter(['b'], true)).toBe(true);
    expect(keys()).toBe('a b c');
    source.foldInFilter(['a'], false);
    filter.set(named('c', 'b'));
    expect(keys()).toBe('a b c');
    expect(state.get().expanded).toEqual({ all: true, except: [] });
    stop();
  });

  it('folds and opens all at once, those that were folded inside of others too', () => {
    const stop = source.subscribe(() => {});
    state.set(aState({ tree: true }));
    rows.set(family);
    filter.set(named('c'));
    source.foldInFilter('all', false);
    expect(keys()).toBe('a');
    source.foldInFilter('all', true);
    expect(keys()).toBe('a b c');
    stop();
  });

  it('leaves parents that only lead to what was found out of what is selected as a whole', () => {
    state.set(aState({ tree: true }));
    rows.set(family);
    filter.set(named('c'));
    expect(source.get().keysIn(0, 2)).toEqual(['c']);
    expect(source.get().keysIn(0, 0)).toEqual(['a']);
  });
});

describe('rows by their keys', () => {
  it('come in the order of the list; those of a group by its head, folded or not', async () => {
    state.set(aState({ group: 'user', sort: byCpu }));
    rows.set([
      aRow('a', { user: 'root', cpu: 1 }),
      aRow('b', { user: 'marta', cpu: 9 }),
      aRow('c', { user: 'root', cpu: 2 }),
    ]);
    const named = async (...wanted: string[]) => (await source.rows(new Set(wanted))).map(({ key }) => key).join(' ');
    const root = source.get().ancestors('a')[0] ?? '';
    expect(await named('a', 'b', 'ended')).toBe('b a');
    expect(await named(root)).toBe('c a');
    state.set(aState({ group: 'user', sort: byCpu, expanded: { all: false, except: [] } }));
    expect((await named(root)).split(' ').sort()).toEqual(['a', 'c']);
  });
});
