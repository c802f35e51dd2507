import { describe, expect, it } from 'vitest';
import { findField } from '../../../../app/query/fields.ts';
import { formatQuery, formatTerm } from '../../../../app/query/format.ts';
import { parseQuery } from '../../../../app/query/parse.ts';
import type { ObjectType, Row } from '../../../../app/query/query.ts';
import {
  investigationsOf,
  isGrouped,
  queryOf,
  queryOfGroup,
  termOf,
  withTerm,
} from '../../../../renderer/object/object-queries.ts';
import { queryOfRows, searchWith } from '../../../../renderer/object/use-object-commands.ts';
import { aProcess } from './processes.ts';

const server = aProcess({
  pid: 4242,
  name: 'http.server',
  unit: '/user.slice/app.scope',
  started: new Date(2026, 10, 28, 14, 2, 30).getTime(),
});
const port: Row = { key: 'tcp 3000', port: 3000, protocol: 'tcp', address: '*', pid: 4242, unit: '', since: 0 };
const connection: Row = {
  key: 'c',
  port: 51_000,
  remoteAddress: 'fe80::1',
  remotePort: 443,
  pid: null,
  unit: '',
  since: server.started,
};
const unit: Row = { key: '/system.slice/ssh.service', name: 'ssh.service', user: 'root', since: 0 };
const minute: Row = { key: 'm', time: new Date(2026, 10, 28, 14, 2).getTime() };

const textOf = (type: ObjectType, row: Row) => {
  const query = queryOf(type, row);
  return query && formatQuery(query);
};
const ways = (type: ObjectType, row: Row) =>
  Object.fromEntries(investigationsOf(type, row).map(({ id, query }) => [id, formatQuery(query)]));

describe('the search that finds an object again', () => {
  it.each([
    ['process', server, 'process pid:4242 name:http.server'],
    ['port', port, 'port port:3000 protocol:tcp address=*'],
    ['connection', connection, 'connection port:51000 remote=fe80::1 remote-port:443'],
    ['unit', unit, 'unit name=ssh.service'],
    ['device', minute, 'device at "2026-11-28 14:02"'],
  ] as const)('of a %s', (type, row, text) => {
    expect(textOf(type, row)).toBe(text);
  });

  it('finds several processes by their PIDs', () => {
    const query = queryOfRows('process', [server, aProcess({ pid: 7 })]);
    expect(query && formatQuery(query)).toBe('process pid:4242,7');
  });

  it('finds several ports as alternatives', () => {
    const query = queryOfRows('port', [port, { ...port, port: 8080 }]);
    expect(query && formatQuery(query)).toBe(
      'port (port:3000 protocol:tcp address=* OR port:8080 protocol:tcp address=*)',
    );
  });
});

describe('where to look next', () => {
  it('from a process: its children, what ran around its start, its unit, its name, its sockets and its user', () => {
    expect(ways('process', server)).toEqual({
      children: 'process ppid:4242',
      around: 'process during "2026-11-28 14:01".."2026-11-28 14:04"',
      unit: 'process unit=/user.slice/app.scope',
      'same-name': 'process name=http.server during 24h | sort started desc',
      ports: 'port pid:4242',
      connections: 'connection pid:4242',
      user: 'process user=marta',
    });
  });

  it('leaves out what is not known: of a socket whose process needs permission, the process', () => {
    expect(ways('connection', connection)).toEqual({
      'same-remote': 'connection remote=fe80::1',
      'around-since': 'process during "2026-11-28 14:01".."2026-11-28 14:04"',
    });
  });

  it('from a unit: its processes, of an app without a group of its own as well', () => {
    expect(ways('unit', unit)['members']).toBe('process unit=/system.slice/ssh.service');
    expect(ways('unit', { ...unit, key: 'app:Firefox', name: 'Firefox' })['members']).toBe('process unit=app:Firefox');
  });

  it('is a search that can be read, whatever the names are', () => {
    const odd = aProcess({ name: 'a "b" | by x (OR', app: 'Tom’s, Ltd', unit: '/a b/c\\x2dd', user: 'DOM\\anna' });
    for (const { query } of investigationsOf('process', odd)) {
      const text = formatQuery(query);
      expect(parseQuery(text)).toMatchObject({ errors: [], query });
    }
  });
});

describe('a row of a grouped answer', () => {
  it('leads to the objects that it stands for, in the same time', () => {
    const { query } = parseQuery('process cpu>20% during 24h | by name, user | show max(cpu)');
    if (!query) throw new Error('unreadable');
    const columns = [
      { property: 'name', field: 'name', aggregate: null },
      { property: 'user', field: 'user', aggregate: null },
      { property: 'max_cpu', field: 'cpu', aggregate: 'max' },
    ] as const;
    const row = { key: 'g', name: 'node', user: 'marta', max_cpu: 99 };
    expect(isGrouped(query)).toBe(true);
    expect(formatQuery(queryOfGroup(query, columns, row))).toBe('process cpu>20% name=node user=marta during 24h');
    expect(formatQuery(queryOfGroup(query, columns, { ...row, user: '' }))).toBe(
      'process cpu>20% name=node during 24h',
    );
    // Threads of the kernel were not counted in it.
    const { query: all } = parseQuery('process | by user');
    if (!all) throw new Error('unreadable');
    const of = [{ property: 'user', field: 'user', aggregate: null }] as const;
    expect(formatQuery(queryOfGroup(all, of, row))).toBe('process -is:kernel user=marta');
  });
});

describe('a filter made of a cell', () => {
  const name = findField('process', 'name');
  const started = findField('process', 'started');
  const term = name && termOf(name, 'node');

  it('is none for a value that is not known, nor for a moment', () => {
    expect(name && [termOf(name, null), termOf(name, '')]).toEqual([null, null]);
    expect(started && termOf(started, 1)).toBeNull();
  });

  it('asks for an amount and more, rounded down: the next reading is another', () => {
    const textOfCell = (type: ObjectType, id: string, value: number) => {
      const field = findField(type, id);
      const made = field && termOf(field, value);
      return made && formatTerm(type, made);
    };
    expect(textOfCell('process', 'cpu', 25.6)).toBe('cpu>=25%');
    expect(textOfCell('process', 'cpu', 0.37)).toBe('cpu>=0.3%');
    expect(textOfCell('process', 'memory', 219.4 * 1024 ** 2)).toBe('memory>=219MiB');
    expect(textOfCell('process', 'read', 3 * 1024 + 5)).toBe('read>=3KiB/s');
    expect(textOfCell('process', 'threads', 4)).toBe('threads=4');
  });

  it('is added once, and takes its opposite out', () => {
    const { query } = parseQuery('process user:marta');
    if (!query || !term) throw new Error('unreadable');
    const narrowed = withTerm(query, term);
    expect(formatQuery(narrowed)).toBe('process user:marta name=node');
    expect(withTerm(narrowed, term)).toBe(narrowed);
    expect(formatQuery(withTerm(narrowed, { kind: 'not', term }))).toBe('process user:marta -name=node');
  });

  it('is put at the end of a text that cannot be read', () => {
    const { query, errors } = parseQuery('process cpu>', 'process');
    if (!term) throw new Error('no term');
    const shown = {
      text: 'process cpu>',
      query: query ?? { type: 'process', terms: [], time: null, steps: [] },
      errors,
      type: 'process',
    } as const;
    expect(searchWith(shown, term)).toBe('process cpu> name=node');
  });
});
