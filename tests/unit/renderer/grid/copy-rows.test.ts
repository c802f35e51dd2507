import { describe, expect, it } from 'vitest';
import { parseQuery } from '../../../../app/query/parse.ts';
import { copyAs, queryBy } from '../../../../renderer/grid/copy-rows.ts';
import { aRow, column, columns, plain, redacted } from './rows.ts';

const some = ['name', 'pid', 'user', 'memory', 'path'].map(column);
const row = aRow('bash');

describe('rows copied as text', () => {
  it('are separated by tabs, with a head, as they stand on the screen', () => {
    expect(copyAs('text', [row], some, plain)).toBe(
      'NAME\tPID\tUSER\tMEMORY\tPATH\nbash\t100\tmarta\t4.00 MiB\t/usr/bin/bash',
    );
  });

  it('hold no tab or line break from a name', () => {
    const text = copyAs('text', [aRow('x', { name: 'a\tb\nc' })], some, plain);
    expect(text.split('\n').map((line) => line.split('\t').length)).toEqual([5, 5]);
  });

  it('leave unknown values empty', () => {
    expect(copyAs('text', [aRow('x', { path: null })], some, plain)).toMatch(/\t$/);
  });
});

describe('rows copied as CSV', () => {
  const cells = (value: string) =>
    copyAs('csv', [aRow('x', { name: value })], [column('name')], plain).split('\r\n')[1];

  it('have a head with units, plain figures, and moments in UTC', () => {
    const shown = ['name', 'cpu', 'memory', 'started', 'mine'].map(column);
    expect(copyAs('csv', [aRow('bash', { cpu: 12.345 })], shown, plain)).toBe(
      'NAME,CPU (%),MEMORY (B),STARTED,MINE\r\nbash,12.345,4194304,2023-11-14T22:13:20.000Z,true\r\n',
    );
  });

  it('quote what CSV would read as its own', () => {
    expect(cells('a,b')).toBe('"a,b"');
    expect(cells('say "no"')).toBe('"say ""no"""');
    expect(cells(' padded ')).toBe('" padded "');
    expect(copyAs('csv', [aRow('x', { name: 'a\r\nb' })], [column('name')], plain)).toBe('NAME\r\na\\r\\nb\r\n');
  });

  it.each(['=HYPERLINK("http://x")', '+1', '-1', '@SUM(A1)'])(
    'make a text of %j, which a spreadsheet would take for a formula',
    (name) => {
      expect(copyAs('csv', [aRow('x', { name })], [column('name')], plain)).toMatch(/\n"?'/);
    },
  );

  it.each(['\tx', '\rx'])('show %j as it is, which is no formula then', (name) => {
    expect(copyAs('csv', [aRow('x', { name })], [column('name')], plain)).toMatch(/\n\\[tr]x\r\n$/);
  });

  it('leave a figure below zero a figure', () => {
    expect(copyAs('csv', [aRow('x', { cpu: -3 })], [column('cpu')], plain)).toContain('\n-3\r');
  });

  it('leave unknown values empty', () => {
    const shown = ['path', 'started', 'cpu'].map(column);
    const text = copyAs('csv', [aRow('x', { path: null, started: 0, cpu: null })], shown, plain);
    expect(text.split('\r\n')[1]).toBe(',,');
  });
});

describe('rows copied as JSON', () => {
  it('have the words of queries as names, and null for what is not known', () => {
    const shown = ['name', 'cpu', 'path', 'started'].map(column);
    expect(JSON.parse(copyAs('json', [aRow('bash', { path: '' })], shown, plain))).toEqual([
      { name: 'bash', cpu: 0, path: null, started: '2023-11-14T22:13:20.000Z' },
    ]);
  });
});

describe('what cannot be seen, in rows that are copied,', () => {
  const BEL_AND_ESC = '\u0007\u001b[2J';
  const TURNED = 'photo\u202Egpj.exe';
  const hidden = aRow('x', { name: `a${BEL_AND_ESC}b`, path: `/tmp/${TURNED}\u2066\u200b\u0085` });
  const unseen = /[\p{Cc}\p{Cf}]/u;

  it.each(['text', 'csv', 'json'] as const)('is shown by signs as %s', (format) => {
    const text = copyAs(format, [hidden], ['name', 'path'].map(column), plain);
    expect(text.replaceAll(/[\t\r\n]/g, '')).not.toMatch(unseen);
    const signs = format === 'json' ? text.replaceAll('\\\\', '\\') : text;
    expect(signs).toContain(String.raw`a\x07\x1B[2Jb`);
    expect(signs).toContain(String.raw`/tmp/photo\u202Egpj.exe`);
  });

  it('is not in a query, which finds the row all the same', () => {
    const query = { type: 'process', column: column('path') } as const;
    const text = copyAs('query', [hidden], some, { ...plain, query });
    expect(text).not.toMatch(unseen);
  });
});

describe('rows copied as a query', () => {
  const query = { type: 'process', column: column('pid') } as const;
  it('are found again by what tells them apart, each once', () => {
    const rows = [aRow('a', { pid: 1 }), aRow('b', { pid: 12345 }), aRow('c', { pid: 1 })];
    expect(copyAs('query', rows, some, { ...plain, query })).toBe('process pid:1,12345');
  });

  it('have texts in quotes where they need them, and are read again as what they were', () => {
    const byName = { type: 'unit', column: column('name') } as const;
    const names = ['ssh.service', 'Web Content', 'a,b', 'say "no"'];
    const text = copyAs(
      'query',
      names.map((name) => aRow(name)),
      some,
      { ...plain, query: byName },
    );
    expect(text).toMatch(/^unit name:ssh\.service,"Web Content","a,b",/);
    expect(parseQuery(text, 'process')).toMatchObject({
      query: { type: 'unit', terms: [{ field: 'name', operand: { kind: 'any', values: names } }] },
    });
  });

  it('go by what tells the objects of their type apart', () => {
    expect(queryBy('process', columns)?.column.id).toBe('pid');
    expect(queryBy('port', columns)).toBeUndefined();
  });

  it('are nothing where no query finds them', () => {
    expect(copyAs('query', [row], some, plain)).toBe('');
    const many = Array.from({ length: 2000 }, (_, pid) => aRow(`${pid}`, { pid }));
    expect(copyAs('query', many, some, { ...plain, query })).toBe('');
    expect(copyAs('query', [aRow('x', { pid: null })], some, { ...plain, query })).toBe('');
  });
});

describe('copying while names are masked', () => {
  const secret = aRow('tool --host vm', { user: 'marta', path: '/home/marta/bin/tool' });
  it.each(['text', 'csv', 'json'] as const)('masks them as %s too', (format) => {
    const text = copyAs(format, [secret], columns, redacted);
    expect(text).not.toMatch(/marta|vm/);
    expect(text).toContain('bin/tool');
  });

  it('masks them in a query', () => {
    const query = { type: 'process', column: column('user') } as const;
    expect(copyAs('query', [secret], columns, { ...redacted, query })).not.toContain('marta');
  });
});
