import { describe, expect, it } from 'vitest';
import { evaluate } from '../../../../app/query/evaluate.ts';
import { formatQuery } from '../../../../app/query/format.ts';
import { parseQuery } from '../../../../app/query/parse.ts';
import type { Query, Row } from '../../../../app/query/query.ts';
import { findHits } from '../../../../engine/asking/find.ts';

/** Inputs on which other programs of this kind failed, as their users reported; tests/found.json says where. */

const rows: readonly Row[] = [
  { key: 'a', name: 'java', pid: 10, user: 'sia', path: '/usr/lib/jvm/bin/java', commandLine: 'java -jar one.jar' },
  { key: 'b', name: 'java', pid: 11, user: 'root', path: '/usr/lib/jvm/bin/java', commandLine: 'java -jar two.jar' },
  { key: 'c', name: 'bash', pid: 12, user: 'sia', path: '/bin/bash', commandLine: '-bash' },
];
const lists = { processes: rows, ports: [], connections: [], units: [] };

function found(text: string): readonly string[] {
  const { query, errors } = parseQuery(text, 'process');
  if (query === null) throw new Error(JSON.stringify(errors));
  return evaluate(query, rows, { now: 0 }).rows.map(({ key }) => key);
}

describe('a value that a filter takes from a cell', () => {
  it.each([
    'quoted "value"',
    'Health check "LF" completed',
    'C:\\',
    'C:\\Program Files\\x.exe',
    'foo: bar',
    'https://example.com/',
    'wrong|index',
    "drop 'wrong-index'",
    'coupling: Yukawa',
    '*: No such file*',
    'CN=Doe\\,John',
    'a,b',
    '5..6',
    '(x) OR -y',
    'user:root',
    '-rf',
    '%python%',
    '“x”',
  ])('is found again as it is: %s', (value) => {
    const terms = [{ kind: 'field', field: 'command', operator: '=', operand: { kind: 'one', value } }] as const;
    const query: Query = { type: 'process', terms, time: null, steps: [] };
    const { query: read, errors } = parseQuery(formatQuery(query));
    expect(errors).toEqual([]);
    expect(read).toEqual(query);
    const row: Row = { key: 'k', name: 'x', commandLine: value };
    expect(evaluate(query, [row, ...rows], { now: 0 }).rows.map(({ key }) => key)).toEqual(['k']);
  });
});

describe('words that are looked for', () => {
  it('find no fewer for the last letter of a name', () => {
    expect(found('jav')).toEqual(['a', 'b']);
    expect(found('java')).toEqual(['a', 'b']);
  });

  it('stand in the user, the path and the command line as well', () => {
    expect(found('sia')).toEqual(['a', 'c']);
    expect(found('jvm')).toEqual(['a', 'b']);
    expect(found('two.jar')).toEqual(['b']);
  });

  it('leave nothing, and are no error, when nothing has them', () => {
    expect(found('art')).toEqual([]);
    expect(evaluate(parseQuery('process x | by name | show max(cpu)').query as Query, [], { now: 0 }).rows).toEqual([]);
    expect(findHits('99999', lists)).toEqual([]);
  });
});
