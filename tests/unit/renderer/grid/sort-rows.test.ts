import { describe, expect, it } from 'vitest';
import type { Row } from '../../../../app/query/query.ts';
import { sortRows, sortRules, TextPlaces } from '../../../../renderer/grid/sort-rows.ts';
import { aRow, columns } from './rows.ts';

const keys = (rows: readonly Row[]) => rows.map(({ key }) => key).join(' ');
const sorted = (rows: readonly Row[], ...sort: [column: string, descending: boolean][]) =>
  keys(
    sortRows(
      rows,
      sortRules(
        sort.map(([column, descending]) => ({ column, descending })),
        columns,
      ),
      columns,
    ),
  );

describe('the sort', () => {
  it('follows figures up and down', () => {
    const rows = [aRow('a', { cpu: 5 }), aRow('b', { cpu: 20 }), aRow('c', { cpu: 0 })];
    expect(sorted(rows, ['cpu', true])).toBe('b a c');
    expect(sorted(rows, ['cpu', false])).toBe('c a b');
  });

  it('puts words in the order of a dictionary, numbers in them by size', () => {
    const rows = ['worker10', 'Worker2', 'alpha', 'Zeta'].map((key) => aRow(key));
    expect(sorted(rows, ['name', false])).toBe('alpha Worker2 worker10 Zeta');
  });

  it('goes by further columns where the first ones are equal', () => {
    const rows = [
      aRow('a', { user: 'root', cpu: 1 }),
      aRow('b', { user: 'marta', cpu: 1 }),
      aRow('c', { user: 'root', cpu: 9 }),
    ];
    expect(sorted(rows, ['user', false], ['cpu', true])).toBe('b c a');
    expect(sorted(rows, ['user', true], ['cpu', false])).toBe('a c b');
  });

  it('puts equal figures by name, then as they came, in either direction', () => {
    const rows = [aRow('3', { name: 'b' }), aRow('2', { name: 'a' }), aRow('1', { name: 'B' })];
    expect(sorted(rows, ['cpu', true])).toBe('2 3 1');
    expect(sorted(rows, ['cpu', false])).toBe('2 3 1');
  });

  it.each([
    ['path', null],
    ['user', ''],
    ['started', 0],
    ['cpu', null],
  ] as const)('puts an unknown %s last in either direction', (column, missing) => {
    const rows = [aRow('unknown', { [column]: missing }), aRow('known', { [column]: column === 'cpu' ? -1 : 7 })];
    expect(sorted(rows, [column, true])).toBe('known unknown');
    expect(sorted(rows, [column, false])).toBe('known unknown');
  });

  it('passes over columns that the list does not have', () => {
    expect(sorted([aRow('b'), aRow('a')], ['colour', true])).toBe('a b');
  });

  it('follows a choice as people read it', () => {
    const words: Record<string, string> = { a: 'Zombie', z: 'Attivo' };
    const state = {
      ...columns[0],
      id: 'state',
      property: 'state',
      kind: 'choice',
      names: undefined,
      format: (value: unknown) => ({ value: words[String(value)] ?? '', unit: '' }),
    } as never;
    const rows = [aRow('1', { state: 'a' }), aRow('2', { state: 'z' })];
    expect(keys(sortRows(rows, [{ column: state, descending: false }], columns))).toBe('2 1');
  });
});

describe('places of texts', () => {
  it('stay as they are while no new text comes, and are right when one does', () => {
    const places = new TextPlaces();
    const first = places.of(new Set(['b', 'd', 'B']));
    expect(first.get('b')).toBe(first.get('B'));
    expect(places.of(new Set(['d']))).toBe(first);
    const next = places.of(new Set(['d', 'c', 'b']));
    expect(['b', 'c', 'd'].map((text) => next.get(text))).toEqual([0, 1, 2]);
  });
});
