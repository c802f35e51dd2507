import { describe, expect, it } from 'vitest';
import type { GridState } from '../../../../app/grid/grid-state.ts';
import type { Row } from '../../../../app/query/query.ts';
import { type Arrangement, arrange, groupKey, type RowFilter } from '../../../../renderer/grid/arrange.ts';
import { aRow, aState, column, columns } from './rows.ts';

interface Asked {
  readonly state?: Partial<GridState>;
  readonly filter?: RowFilter;
  readonly folded?: readonly string[];
}

const arranged = (rows: readonly Row[], { state = {}, filter, folded = [] }: Asked = {}) =>
  arrange({
    rows,
    columns,
    state: aState(state),
    filter: filter ?? null,
    foldedInFilter: new Set(folded),
    steady: (siblings) => siblings,
    places: new Map(),
  });

/** One entry a word: dots for its level, its key, `-` where it is folded, `~` where it is muted. */
const drawn = ({ entries }: Arrangement) =>
  entries
    .map(({ level, key, expanded, muted }) => {
      const fold = expanded === false ? '-' : '';
      return `${'.'.repeat(level - 1)}${key}${fold}${muted ? '~' : ''}`;
    })
    .join(' ');
const named = (...names: string[]): RowFilter => ({
  matches: ({ name }) => names.includes(String(name)),
  keepChildren: false,
});

/** init ─ shell ─ (vim, node ─ worker); other */
const family = [
  aRow('init', { cpu: 1 }),
  aRow('shell', { parentKey: 'init', cpu: 2 }),
  aRow('vim', { parentKey: 'shell', cpu: 3 }),
  aRow('node', { parentKey: 'shell', cpu: 4 }),
  aRow('worker', { parentKey: 'node', cpu: 50 }),
  aRow('other', { cpu: 10 }),
];
const byCpu = { tree: true, sort: [{ column: 'cpu', descending: true }] };

describe('a plain list', () => {
  it('is filtered and sorted, and knows its own places', () => {
    const list = arranged(family, { state: { sort: byCpu.sort }, filter: named('vim', 'node') });
    expect(drawn(list)).toBe('node vim');
    expect(list.entries.map(({ position, size }) => [position, size])).toEqual([
      [1, 2],
      [2, 2],
    ]);
    expect(list.levels).toBe(false);
  });

  it('of a search that sorts by what it does not show stands in the order in which it came', () => {
    const sort = [{ column: 'not-shown', descending: true }];
    expect(drawn(arranged(family, { state: { sort } }))).toBe('init shell vim node worker other');
  });
});

describe('a tree', () => {
  it('has children below their parents, sorted among siblings', () => {
    expect(drawn(arranged(family, { state: byCpu }))).toBe('other init .shell ..node ...worker ..vim');
  });

  it('can be sorted by what a parent and all below it come to, and shows that', () => {
    const tree = arranged(family, { state: { ...byCpu, subtotals: true } });
    expect(drawn(tree)).toBe('init .shell ..node ...worker ..vim other');
    expect(tree.entries.map(({ row }) => row['cpu'])).toEqual([60, 59, 54, 50, 3, 10]);
  });

  it('sums up nothing that is unknown everywhere, and not what only names something', () => {
    const rows = [aRow('a', { cpu: null, pid: 1 }), aRow('b', { cpu: null, pid: 2, parentKey: 'a' })];
    const [first] = arranged(rows, { state: { tree: true, subtotals: true } }).entries;
    expect(first?.row).toMatchObject({ cpu: null, pid: 1, memory: 8_388_608 });
  });

  it('tells each row its place among its siblings', () => {
    const { entries } = arranged(family, { state: byCpu });
    expect(entries.map(({ position, size }) => `${position}/${size}`)).toEqual([
      '1/2',
      '2/2',
      '1/1',
      '1/2',
      '1/1',
      '2/2',
    ]);
  });

  it('hides what is below a folded row, and only that', () => {
    const state = { ...byCpu, expanded: { all: true, except: ['node'] } };
    expect(drawn(arranged(family, { state }))).toBe('other init .shell ..node- ..vim');
    const folded = { ...byCpu, expanded: { all: false, except: ['init'] } };
    expect(drawn(arranged(family, { state: folded }))).toBe('other init .shell-');
  });

  it('makes a root of a row whose parent is not there', () => {
    expect(drawn(arranged([aRow('a', { parentKey: 'gone' })], { state: { tree: true } }))).toBe('a');
  });

  it.each([
    ['itself', [aRow('a', { parentKey: 'a' })], 1],
    ['its child', [aRow('a', { parentKey: 'b' }), aRow('b', { parentKey: 'a' })], 2],
    [
      'a row far below it',
      [
        aRow('c', { parentKey: 'b' }),
        aRow('a', { parentKey: 'c' }),
        aRow('b', { parentKey: 'a' }),
        aRow('d', { parentKey: 'b' }),
      ],
      4,
    ],
  ] as const)('draws every row once when one has %s as its parent', (_, rows, count) => {
    const { entries } = arranged(rows, { state: { tree: true } });
    expect(new Set(entries.map(({ key }) => key)).size).toBe(count);
    expect(entries).toHaveLength(count);
  });

  it('takes a chain of parents as long as the list', () => {
    const chain = Array.from({ length: 20_000 }, (_, at) => aRow(`${at}`, at > 0 ? { parentKey: `${at - 1}` } : {}));
    const { entries } = arranged(chain, { state: { tree: true, subtotals: true } });
    expect(entries.at(-1)?.level).toBe(20_000);
    expect(entries[0]?.row['memory']).toBe(20_000 * 4_194_304);
  });
});

describe('a filter on a tree', () => {
  it('comes to the same sums however often the filter changes', () => {
    const state = { ...byCpu, subtotals: true };
    const sums = (filter: RowFilter) => arranged(family, { state, filter }).entries.map(({ row }) => row['cpu']);
    const before = sums(named('worker', 'node'));
    for (const filter of [named('worker'), named('w'), named(), named('worker', 'node')]) sums(filter);
    expect(sums(named('worker', 'node'))).toEqual(before);
    expect(family.map(({ cpu }) => cpu)).toEqual([1, 2, 3, 4, 50, 10]);
  });

  it('offers nothing to open where all children are filtered away', () => {
    const { entries } = arranged(family, { state: byCpu, filter: named('shell', 'node') });
    expect(entries.map(({ key, expanded }) => [key, expanded ?? null])).toEqual([
      ['init', true],
      ['shell', true],
      ['node', null],
    ]);
  });

  it('keeps the parents, muted', () => {
    const list = arranged(family, { state: byCpu, filter: named('node') });
    expect(drawn(list)).toBe('init~ .shell~ ..node');
    expect(list.matched.map(({ key }) => key)).toEqual(['node']);
  });

  it('keeps what is below, if asked to', () => {
    const filter = { ...named('node'), keepChildren: true };
    expect(drawn(arranged(family, { state: byCpu, filter }))).toBe('init~ .shell~ ..node ...worker');
  });

  it('shows what it found even below rows that were folded before, but not below those folded since', () => {
    const state = { ...byCpu, expanded: { all: false, except: [] } };
    expect(drawn(arranged(family, { state, filter: named('worker') }))).toBe('init~ .shell~ ..node~ ...worker');
    expect(drawn(arranged(family, { state, filter: named('worker'), folded: ['shell'] }))).toBe('init~ .shell-~');
  });
});

describe('a grouped list', () => {
  const rows = [
    aRow('a', { user: 'root', cpu: 1 }),
    aRow('b', { user: 'marta', cpu: 5 }),
    aRow('c', { user: 'root', cpu: 9 }),
    aRow('d', { user: '', cpu: 2 }),
  ];
  const [root, marta, nobody] = ['root', 'marta', ''].map((user) => groupKey(column('user'), user));

  it('has a head for each value, with how many there are and their sums, the largest sum first', () => {
    const list = arranged(rows, { state: { group: 'user', sort: byCpu.sort } });
    expect(drawn(list)).toBe(`${root} .c .a ${marta} .b ${nobody} .d`);
    const heads = list.entries.filter(({ kind }) => kind === 'group');
    expect(heads).toMatchObject([{ count: 2, row: { cpu: 10 } }, { count: 1, row: { cpu: 5 } }, { count: 1 }]);
    expect(list.parentOf.get('a')).toBe(root);
  });

  it('has its heads by name where it is sorted by what they have no sum of, the unknown last', () => {
    const state = { group: 'user', sort: [{ column: 'name', descending: true }] };
    expect(drawn(arranged(rows, { state }))).toBe(`${marta} .b ${root} .c .a ${nobody} .d`);
  });

  it('has its heads in the order that was asked for, when it is sorted by what groups it', () => {
    const state = { group: 'user', sort: [{ column: 'user', descending: true }] };
    expect(drawn(arranged(rows, { state }))).toBe(`${root} .a .c ${marta} .b ${nobody} .d`);
  });

  it('can be folded', () => {
    const state = { group: 'user', sort: byCpu.sort, expanded: { all: true, except: [root ?? ''] } };
    expect(drawn(arranged(rows, { state }))).toBe(`${root}- ${marta} .b ${nobody} .d`);
  });

  it('counts only what the filter lets through', () => {
    const list = arranged(rows, { state: { group: 'user' }, filter: named('a') });
    expect(drawn(list)).toBe(`${root} .a`);
  });

  it('tells the number 1 from the word', () => {
    const mixed = [aRow('a', { user: 1 }), aRow('b', { user: '1' })];
    expect(arranged(mixed, { state: { group: 'user' } }).entries).toHaveLength(4);
  });
});
