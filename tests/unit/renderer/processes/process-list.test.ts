import { beforeEach, describe, expect, it } from 'vitest';
import type { Process } from '../../../../app/finder/process.ts';
import { ProcessList } from '../../../../renderer/processes/process-list.ts';
import { defaultTableState } from '../../../../renderer/processes/sort.ts';
import { addProcesses, nothingSeen } from '../../../../renderer/state/live.ts';
import { createStore } from '../../../../ui/state/store.ts';
import { aProcess } from './processes.ts';

const live = createStore(nothingSeen);
const table = createStore(defaultTableState);
const query = createStore('');
let list: ProcessList;

const sample = (...cpu: number[]) => {
  const processes: Process[] = cpu.map((value, index) =>
    aProcess({ pid: index + 1, cpu: value, name: `p${index + 1}` }),
  );
  live.update((now) => addProcesses(now, { at: 0, processes }));
};
const pids = () => list.get().rows.map(({ pid }) => pid);

beforeEach(() => {
  live.set(nothingSeen);
  table.set(defaultTableState);
  query.set('');
  list = new ProcessList({ live, table, query });
});

describe('the rows of the table', () => {
  it('are filtered and sorted, and count all that there are', () => {
    sample(1, 30, 2);
    expect(pids()).toEqual([2, 3, 1]);
    query.set('p3');
    expect(pids()).toEqual([3]);
    expect(list.get().total).toBe(3);
  });

  it('tell their watchers of a change, once, and rest when nobody watches', () => {
    let told = 0;
    const stop = list.subscribe(() => {
      told += 1;
    });
    sample(1, 2);
    query.set('p1');
    expect(told).toBe(2);
    stop();
    sample(3, 4);
    expect(told).toBe(2);
    expect(pids()).toEqual([1]);
  });

  it('hold a row in its place through live updates, but not through a new sort or query', () => {
    const stop = list.subscribe(() => {});
    sample(3, 2, 1);
    expect(pids()).toEqual([1, 2, 3]);
    list.hold = () => ({ row: '1.1700000000000', all: false });
    sample(0, 2, 1);
    expect(pids()).toEqual([1, 2, 3]);
    sample(0, 1, 2);
    expect(pids()).toEqual([1, 3, 2]);
    query.set('p');
    expect(pids()).toEqual([3, 2, 1]);
    table.update((now) => ({ ...now, sorting: [{ id: 'pid', desc: false }] }));
    expect(pids()).toEqual([1, 2, 3]);
    stop();
  });
});
