import { describe, expect, it } from 'vitest';
import { parseQuery } from '../../../../app/query/parse.ts';
import { findHits, type Lists } from '../../../../engine/asking/find.ts';

const lists: Lists = {
  processes: [
    {
      key: 'p1',
      name: 'python3',
      pid: 4242,
      user: 'ann',
      path: '/usr/bin/python3.11',
      commandLine: 'python3 -m http.server 3000',
    },
    { key: 'p2', name: 'node', pid: 3000, user: 'ann', path: '/usr/bin/node', commandLine: 'node server.js' },
    { key: 'p3', name: 'xnode', pid: 9, user: 'ann', path: '/opt/xnode', commandLine: 'xnode' },
    { key: 'p4', name: 'node-helper', pid: 10, user: 'ann', path: '/opt/node-helper', commandLine: '' },
  ],
  ports: [{ key: 't1', port: 3000, program: 'python3', user: 'ann', unit: '' }],
  connections: [],
  units: [{ key: 'u1', name: 'node.service', user: 'root' }],
};
const names = (text: string) => findHits(text, lists).map(({ type, row }) => `${type} ${row.key}`);

describe('what a bare text may mean', () => {
  it('finds a listening port before a PID, and a PID before words, for a number', () => {
    expect(names('3000')).toEqual(['port t1', 'process p2', 'process p1']);
    expect(findHits(' 3000 ', lists)[0]).toMatchObject({ by: 'port', query: 'port:3000' });
  });

  it('finds the port that an address of this computer names, and nothing else', () => {
    for (const text of ['localhost:3000', 'http://127.0.0.1:3000/x', ':3000', '3000/tcp', ' [::1]:3000 '])
      expect(names(text)).toEqual(['port t1']);
    expect(names('localhost:3001')).toEqual([]);
  });

  it('gives a search that finds the unit again, whatever its name', () => {
    const units = [{ key: 'app:say "hi"', name: 'say "hi"' }];
    const [hit] = findHits('say', { ...lists, units });
    expect(parseQuery(hit?.query ?? '').query?.terms).toEqual([
      { kind: 'field', field: 'name', operator: '=', operand: { kind: 'one', value: 'say "hi"' } },
    ]);
  });

  it('puts the whole name before its beginning, and the beginning of a word before its middle', () => {
    expect(names('node')).toEqual(['process p2', 'process p4', 'unit u1', 'process p3']);
  });

  it('wants every word to stand somewhere', () => {
    expect(names('python http.server')).toEqual(['process p1']);
    expect(names('python nothing')).toEqual([]);
    expect(names('   ')).toEqual([]);
  });

  it('says by which field it was found', () => {
    expect(findHits('http.server', lists)[0]).toMatchObject({ by: 'command', query: 'process pid:4242' });
  });

  it('tells at most eight of a type', () => {
    const processes = Array.from({ length: 50 }, (_, at) => ({ key: `k${at}`, name: 'same', pid: at }));
    expect(findHits('same', { ...lists, processes })).toHaveLength(8);
  });

  it('is no work that grows with the text: the engine reads nothing meanwhile', () => {
    let reads = 0;
    const row = {
      key: 'p1',
      get name() {
        reads += 1;
        return 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa';
      },
    };
    const different = Array.from({ length: 60 }, (_, at) => 'a'.repeat(at + 1)).join(' ');
    for (const text of ['a '.repeat(2000), different]) {
      reads = 0;
      expect(findHits(text, { ...lists, processes: [row] })[0]?.row.key).toBe('p1');
      expect(reads).toBeLessThan(20);
    }
  });
});
