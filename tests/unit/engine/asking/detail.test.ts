import { describe, expect, it } from 'vitest';
import type { ObjectType, Row } from '../../../../app/query/query.ts';
import { detailOf } from '../../../../engine/asking/detail.ts';
import type { Lists } from '../../../../engine/asking/find.ts';

const process = (key: string, parentKey: string | null, more: Record<string, string | number> = {}): Row => ({
  key,
  pid: Number(key.slice(1)),
  parentKey,
  path: `/usr/bin/${key}`,
  unit: '',
  app: '',
  ...more,
});
const lists: Lists = {
  processes: [
    process('p1', null),
    process('p2', 'p1'),
    process('p3', 'p2', { unit: '/a' }),
    process('p4', 'p2', { app: 'X' }),
  ],
  ports: [{ key: 't1', process: 'p3', port: 80 }],
  connections: [
    { key: 'c1', process: 'p3' },
    { key: 'c2', process: null },
  ],
  units: [
    { key: '/a', name: 'a.service' },
    { key: 'app:X', name: 'X' },
  ],
};

const ask = (type: ObjectType, key: string, remembered: readonly Row[] = [], held = lists) =>
  detailOf(type, key, {
    lists: () => held,
    remembered: async () => remembered,
    threads: (pid) => [{ id: pid, name: 'main', cpu: 1 }],
    packageOf: async (path) => (path === '/usr/bin/p3' ? 'three' : null),
  });
const keys = (rows: readonly Row[] | undefined) => rows?.map(({ key }) => key);

describe('what is known of one object', () => {
  it('is of a process its parents up to the first, its children, sockets, threads and package', async () => {
    const detail = await ask('process', 'p3');
    expect(detail).toMatchObject({ running: true, package: 'three', threads: [{ id: 3 }] });
    expect(keys(detail?.chain)).toEqual(['p2', 'p1']);
    expect(keys(detail?.ports)).toEqual(['t1']);
    expect(keys(detail?.connections)).toEqual(['c1']);
    expect(keys((await ask('process', 'p2'))?.children)).toEqual(['p3', 'p4']);
  });

  it('is of one that is gone what the history knows', async () => {
    const past = process('p9', 'p8');
    expect(await ask('process', 'p9', [past, process('p8', null)])).toMatchObject({
      running: false,
      row: { key: 'p9' },
      chain: [{ key: 'p8' }],
      threads: [],
    });
    expect(await ask('process', 'p9')).toBeNull();
    expect(await ask('port', 'none')).toBeNull();
  });

  it('is of a port the process that has it and where that came from', async () => {
    expect(keys((await ask('port', 't1'))?.chain)).toEqual(['p3', 'p2', 'p1']);
    expect((await ask('connection', 'c2'))?.chain).toEqual([]);
  });

  it('is of a unit its processes, whether it has a control group or not', async () => {
    expect(keys((await ask('unit', '/a'))?.members)).toEqual(['p3']);
    expect(keys((await ask('unit', 'app:X'))?.members)).toEqual(['p4']);
  });

  it('ends where parents form a circle', async () => {
    const circle = { ...lists, processes: [process('p1', 'p2'), process('p2', 'p1')] };
    expect(keys((await ask('process', 'p1', [], circle))?.chain)).toEqual(['p2']);
  });
});
