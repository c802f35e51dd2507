import { describe, expect, it } from 'vitest';
import { gridStateSchema, lastingState, MAX_COLUMN_WIDTH, MAX_FOLDS } from '../../../../app/grid/grid-state.ts';
import {
  defaultColumns,
  drawnWidths,
  expandAll,
  groupBy,
  moveColumn,
  orderedColumns,
  resize,
  setExpanded,
  toggleColumn,
  toggleSort,
  toggleTree,
  visibleColumns,
  widthOf,
} from '../../../../renderer/grid/state-changes.ts';
import { aState, column, columns } from './rows.ts';

const ids = (list: readonly { readonly id: string }[]) => list.map(({ id }) => id).join(' ');

describe('the columns of a list', () => {
  it('are, while nobody has chosen, the most important ones that there is room for, in their own order', () => {
    const shown = (room: number) => ids(visibleColumns(aState(), columns, room));
    expect(shown(5000)).toBe(ids(columns));
    expect(shown(420)).toBe('name pid cpu memory');
    expect(shown(360)).toBe('name cpu memory');
    expect(shown(199)).toBe('name cpu');
    expect(shown(10)).toBe('name');
  });

  it('that nobody can do without stand beside a name that is cut', () => {
    const widths = (room: number) => [...drawnWidths(aState(), visibleColumns(aState(), columns, room), room)];
    expect(widths(280)).toEqual([
      ['name', 120],
      ['cpu', 80],
      ['memory', 80],
    ]);
    expect(widths(400)).toEqual([
      ['name', 200],
      ['cpu', 80],
      ['memory', 80],
    ]);
    const chosen = aState({ widths: { name: 200 } });
    expect(ids(visibleColumns(chosen, columns, 280))).toBe('name cpu');
  });

  it('leave a tree its names: the parent is said by the tree, and the name keeps its width', () => {
    const told = columns.map((one) => {
      if (one.id === 'user') return { ...one, saidByTree: true as const };
      return one.names ? { ...one, eased: 120 } : one;
    });
    const shown = (of: Parameters<typeof aState>[0]) => ids(visibleColumns(aState(of), told, 470));
    expect(shown({})).toBe('name pid user cpu memory');
    expect(shown({ tree: true })).toBe('name pid cpu memory');
    expect(shown({ tree: true, group: 'user' })).toBe('name pid user cpu memory');
    expect(shown({ tree: true, shown: ['user', 'cpu'] })).toBe('name user cpu');
  });

  it('give way in turn: one that is less important does not slip in for one that is wider', () => {
    const state = aState({ widths: { cpu: 300 } });
    expect(ids(visibleColumns(state, columns, 420))).toBe('name cpu memory');
    expect(ids(visibleColumns(state, columns, 400))).toBe('name cpu');
  });

  it('are all those that were chosen, however narrow the window is', () => {
    const state = aState({ shown: ['path', 'cpu'] });
    expect(ids(visibleColumns(state, columns, 10))).toBe('name cpu path');
  });

  it('stay as they are drawn when one is taken away or added', () => {
    const drawn = visibleColumns(aState(), columns, 420);
    const without = toggleColumn(aState(), column('pid'), drawn);
    expect(ids(visibleColumns(without, columns, 420))).toBe('name cpu memory');
    const added = toggleColumn(without, column('path'), visibleColumns(without, columns, 420));
    expect(ids(visibleColumns(added, columns, 10))).toBe('name cpu memory path');
  });

  it('never lose the one that names the rows', () => {
    const drawn = visibleColumns(aState(), columns, 420);
    expect(toggleColumn(aState(), column('name'), drawn)).toEqual(aState());
  });

  it('can be moved, before others and behind them', () => {
    const toFront = moveColumn(aState(), columns, 'memory', 'name');
    expect(ids(orderedColumns(toFront, columns))).toBe('memory name pid user cpu path started mine');
    const back = moveColumn(toFront, columns, 'memory', 'cpu');
    expect(ids(orderedColumns(back, columns))).toBe('name pid user cpu memory path started mine');
    expect(moveColumn(back, columns, 'nobody', 'cpu')).toBe(back);
  });

  it('follow in their own order when the state is from before they were there, or names others', () => {
    const state = aState({ order: ['colour', 'cpu', 'cpu', 'name'] });
    expect(ids(orderedColumns(state, columns))).toBe('cpu name pid user memory path started mine');
  });

  it('are resized within bounds', () => {
    const width = (to: number) => widthOf(resize(aState(), column('cpu'), to), column('cpu'));
    expect(width(123.4)).toBe(123);
    expect(width(1)).toBe(40);
    expect(width(99_999)).toBe(MAX_COLUMN_WIDTH);
  });

  it('are as at first when asked for, and the sort stays', () => {
    const changed = aState({
      order: ['cpu'],
      shown: ['cpu'],
      widths: { cpu: 50 },
      sort: [{ column: 'cpu', descending: true }],
    });
    expect(defaultColumns(changed)).toEqual(aState({ sort: changed.sort }));
  });
});

describe('sorting by the heads', () => {
  const by = (state = aState()) => state.sort.map((sort) => `${sort.column}${sort.descending ? '↓' : '↑'}`).join(' ');

  it('begins with the largest figure and with A, and turns around', () => {
    const figures = toggleSort(aState(), column('cpu'), 'alone');
    expect(by(figures)).toBe('cpu↓');
    expect(by(toggleSort(figures, column('cpu'), 'alone'))).toBe('cpu↑');
    expect(by(toggleSort(figures, column('name'), 'alone'))).toBe('name↑');
    expect(by(toggleSort(aState(), column('pid'), 'alone'))).toBe('pid↑');
  });

  it('adds a column with Shift, turns it around, and takes it away', () => {
    const one = toggleSort(aState(), column('cpu'), 'alone');
    const two = toggleSort(one, column('name'), 'add');
    expect(by(two)).toBe('cpu↓ name↑');
    const turned = toggleSort(two, column('name'), 'add');
    expect(by(turned)).toBe('cpu↓ name↓');
    expect(by(toggleSort(turned, column('name'), 'add'))).toBe('cpu↓');
  });

  it('is by one column alone again after a plain click', () => {
    const two = toggleSort(toggleSort(aState(), column('cpu'), 'alone'), column('name'), 'add');
    expect(by(toggleSort(two, column('cpu'), 'alone'))).toBe('cpu↓');
  });
});

describe('folding', () => {
  it('opens and folds single rows, whatever the others do', () => {
    const folded = setExpanded(aState(), ['a', 'b'], false);
    expect(folded.expanded).toEqual({ all: true, except: ['a', 'b'] });
    expect(setExpanded(folded, ['a'], true).expanded.except).toEqual(['b']);
    const allFolded = expandAll(folded, false);
    expect(allFolded.expanded).toEqual({ all: false, except: [] });
    expect(setExpanded(allFolded, ['a'], true).expanded.except).toEqual(['a']);
  });

  it('forgets the oldest where it would grow without end', () => {
    const many = Array.from({ length: MAX_FOLDS + 1 }, (_, at) => `${at}`);
    const { except } = setExpanded(aState(), many, false).expanded;
    expect(except).toHaveLength(MAX_FOLDS);
    expect(except.at(-1)).toBe(`${MAX_FOLDS}`);
  });

  it('begins anew with another grouping', () => {
    const folded = setExpanded(aState(), ['a'], false);
    expect(groupBy(folded, 'user')).toMatchObject({ group: 'user', expanded: { except: [] } });
  });
});

describe('tree and groups', () => {
  it('exclude each other: the tree comes back when it is asked for on a grouped list', () => {
    const grouped = groupBy(toggleTree(aState()), 'user');
    expect(toggleTree(grouped)).toMatchObject({ tree: true, group: null });
    expect(toggleTree(toggleTree(grouped))).toMatchObject({ tree: false, group: null });
  });
});

describe('the state as it is kept', () => {
  it('is data that comes back as it was', () => {
    const state = setExpanded(
      groupBy(resize(toggleSort(aState(), column('cpu'), 'add'), column('cpu'), 90), 'user'),
      ['x'],
      false,
    );
    expect(gridStateSchema.parse(JSON.parse(JSON.stringify(state)))).toEqual(state);
  });

  it('leaves out which rows were open', () => {
    expect(lastingState(setExpanded(aState(), ['a'], false))).toEqual(aState());
  });

  it.each([
    ['a width of nothing', { widths: { cpu: 0 } }],
    ['too many columns', { order: Array.from({ length: 65 }, (_, at) => `${at}`) }],
    ['what is not known', { colour: 'red' }],
    ['a sort of another shape', { sort: ['cpu'] }],
  ])('is refused with %s', (_, wrong) => {
    expect(gridStateSchema.safeParse({ ...aState(), ...wrong }).success).toBe(false);
  });
});
