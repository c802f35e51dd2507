import { describe, expect, it } from 'vitest';
import { formatQuery } from '../../../../app/query/format.ts';
import { parseQuery } from '../../../../app/query/parse.ts';

const read: readonly (readonly [string, string])[] = [
  ['fire*', 'name~"(?i)^fire"'],
  ['*fox', 'name~"(?i)fox$"'],
  ['*fire*', 'fire'],
  ['f*x', 'name~"(?i)^f.*x$"'],
  ['process fire* cpu>5', 'process name~"(?i)^fire" cpu>5'],
  ['process -fire*', 'process -name~"(?i)^fire"'],
  ['port py*', 'port name~"(?i)^py"'],
  ['name:fire*', 'name~"(?i)^fire"'],
  ['process name=fire*,chrom*', 'process name~"(?i)(^fire|^chrom)"'],
  ['process name=fire*,x', 'process name~"(?i)(^fire|^x$)"'],
  ['process name:fire*,x', 'process name~"(?i)(^fire|x)"'],
  ['process user!=*oot', 'process (-user~"(?i)oot$")'],
  ['path:*.log', 'path~"(?i)\\.log$"'],
  ['/usr/*', 'path~"(?i)^/usr/"'],
  ['(fire* OR *c++)', '(name~"(?i)^fire" OR name~"(?i)c\\+\\+$")'],
  ['192.168.*', '192.168.'],
  ['*process*', 'name~"(?i)process"'],
];

describe('a wildcard', () => {
  it.each(read)('%j is read as %j', (text, ours) => {
    const parsed = parseQuery(text);
    expect(parsed.rewritten).toBe(ours);
    expect(parsed.errors).toEqual([]);
    expect(parseQuery(ours).rewritten).toBeUndefined();
  });

  it.each([
    '"fire*"',
    'process name:"fire*"',
    'name~^fi*',
    '*',
    '* * *',
    '*:3000',
    '0.0.0.0:*',
    'device fire*',
    'pid:12*',
  ])('%j is left as it is', (text) => {
    expect(parseQuery(text).rewritten).toBeUndefined();
  });

  it('stays a star where the text of a query had one between quotes', () => {
    for (const text of ['process "*.log"', 'process name:"fire*"', 'process name="a*","b"']) {
      const { query } = parseQuery(text);
      expect(query && parseQuery(formatQuery(query)).query).toEqual(query);
    }
  });
});
