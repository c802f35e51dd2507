import { describe, expect, it } from 'vitest';
import { comparator, type Sort } from '../../../../renderer/processes/sort.ts';
import { aProcess } from './processes.ts';

const order = (sort: Sort, ...processes: ReturnType<typeof aProcess>[]) =>
  processes.sort(comparator(sort)).map(({ pid }) => pid);

describe('the sort', () => {
  it('follows figures up and down', () => {
    const rows = [aProcess({ pid: 1, cpu: 5 }), aProcess({ pid: 2, cpu: 20 }), aProcess({ pid: 3, cpu: 0 })];
    expect(order({ column: 'cpu', descending: true }, ...rows)).toEqual([2, 1, 3]);
    expect(order({ column: 'cpu', descending: false }, ...rows)).toEqual([3, 1, 2]);
  });

  it('puts words in the order of a dictionary, numbers in them by size', () => {
    const names = ['worker10', 'Worker2', 'alpha', 'Zeta'];
    const rows = names.map((name, pid) => aProcess({ pid, name }));
    expect(order({ column: 'name', descending: false }, ...rows)).toEqual([2, 1, 0, 3]);
  });

  it('puts equal figures by name, then by PID, in either direction', () => {
    const rows = [aProcess({ pid: 3, name: 'b' }), aProcess({ pid: 2, name: 'a' }), aProcess({ pid: 1, name: 'b' })];
    expect(order({ column: 'cpu', descending: true }, ...rows)).toEqual([2, 1, 3]);
    expect(order({ column: 'cpu', descending: false }, ...rows)).toEqual([2, 1, 3]);
  });

  it.each([
    ['path', { path: null }],
    ['user', { user: '' }],
    ['started', { started: 0 }],
  ] as const)('puts an unknown %s last in either direction', (column, missing) => {
    const rows = () => [aProcess({ pid: 1, ...missing }), aProcess({ pid: 2 })];
    expect(order({ column, descending: true }, ...rows())).toEqual([2, 1]);
    expect(order({ column, descending: false }, ...rows())).toEqual([2, 1]);
  });
});
