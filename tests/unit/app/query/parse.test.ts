import { describe, expect, it } from 'vitest';
import { formatQuery } from '../../../../app/query/format.ts';
import { parseQuery } from '../../../../app/query/parse.ts';
import type { ObjectType } from '../../../../app/query/query.ts';

/** A text and how the app writes what it says. */
const same: readonly (readonly [text: string, written: string, type?: ObjectType])[] = [
  ['', 'process'],
  ['', 'unit', 'unit'],
  ['Processes', 'process'],
  ['process process', 'process process'],
  ['"process"', 'process "process"'],
  ['firefox', 'process firefox'],
  ['port 3000', 'port 3000'],
  ['port:3000', 'port port:3000'],
  ['port:3000 name:x', 'port port:3000 program:x'],
  ['port:22', 'connection port:22', 'connection'],
  ['remote:10.0.', 'connection remote:10.0.'],
  ['is:listening', 'port is:listening'],
  ['kind:app', 'unit kind:app'],
  ['unit -(-(memory>1GB kind:app))', 'unit memory>1GB kind:app'],
  ['received>2MB', 'device received>2MB/s'],
  ['process cpu > 20 %', 'process cpu>20%'],
  ['process cpu>=20.5', 'process cpu>=20.5%'],
  ['process memory > 500 MB firefox', 'process memory>500MB firefox'],
  ['memory>1.5gb', 'process memory>1.5GB'],
  ['memory>2MiB', 'process memory>2MiB'],
  ['memory>1234567', 'process memory>1234567B'],
  ['read>2MB', 'process read>2MB/s'],
  ['read>2MBps', 'process read>2MB/s'],
  ['lived>1h30m', 'process lived>90m'],
  ['lived>48h', 'process lived>2d'],
  ['lived>1d', 'process lived>24h'],
  ['mem>1GB exe:/usr owner:root', 'process memory>1GB path:/usr user:root'],
  ['CPU>20 User:Root', 'process cpu>20% user:Root'],
  ['name: firefox', 'process name:firefox'],
  ['name:a, b,"c d"', 'process name:a,b,"c d"'],
  ['name:"say ""hi"""', 'process name:"say ""hi"""'],
  ['name:“Visual Studio”', 'process name:"Visual Studio"'],
  ['name:”x„', 'process name:x'],
  ['\u00a0process\u00a0cpu>5\u3000', 'process cpu>5%'],
  ['path:"C:\\Program Files\\x"', 'process path:"C:\\Program Files\\x"'],
  ['C:\\x std::vec https://a.b/c', 'process C:\\x std::vec https://a.b/c'],
  ['12:30', 'process 12:30'],
  ['--port 3000', 'process --port 3000'],
  ['-user:root', 'process -user:root'],
  ['NOT user:root', 'process -user:root'],
  ['-(a b)', 'process -(a b)'],
  ['-(-a)', 'process a'],
  ['((a))', 'process a'],
  ['a AND b', 'process a b'],
  ['a OR b', 'process (a OR b)'],
  ['process a OR b c', 'process (a OR b c)'],
  ['(a or b)', 'process (a OR b)'],
  ['a or b', 'process a "or" b'],
  ['(a(b) OR c)', 'process ("a(b)" OR c)'],
  ['is:new,gone', 'process (is:new OR is:gone)'],
  ['is!=kernel', 'process -is:kernel'],
  ['state:Zombie', 'process state:zombie'],
  ['name~^(node|deno)$ | by name', 'process name~"^(node|deno)$" | by name'],
  ['name~a{2,3}', 'process name~"a{2,3}"'],
  ['port:3000..3010', 'port port:3000..3010'],
  ['memory:1..2GB', 'process memory:1GB..2GB'],
  ['exit:-9', 'process exit:-9'],
  ['started>"yesterday 9:05"', 'process started>"yesterday 09:05"'],
  ['started:09:00..10:30', 'process started:09:00..10:30'],
  ['path:/a/../b', 'process path:/a/../b'],
  ['at 9:05', 'process at 09:05'],
  ['at 14:02:30 firefox', 'process firefox at 14:02:30'],
  ['at yesterday 18:00', 'process at "yesterday 18:00"'],
  ['AT 2026-11-28 14:02', 'process at "2026-11-28 14:02"'],
  ['at 2026-11-28T14:02', 'process at "2026-11-28 14:02"'],
  ['at boot', 'process at boot'],
  ['since "5m ago"', 'process since "5m ago"'],
  ['during 24h', 'process during 24h'],
  ['during 09:00..10:30', 'process during 09:00..10:30'],
  ['during "yesterday 22:00"..02:00', 'process during "yesterday 22:00"..02:00'],
  ['during yesterday', 'process at yesterday'],
  ['"at" 14:02', 'process "at" 14:02'],
  ['sort by show', 'process sort by show'],
  ['process | BY Name | SHOW Max(CPU), count', 'process | by name | show max(cpu), count()'],
  ['process|by name,user|limit 5', 'process | by name, user | limit 5'],
  ['process | limit 5 | sort cpu desc, name asc', 'process | sort cpu desc, name | limit 5'],
  ['process | by name | sort count desc', 'process | by name | sort count() desc'],
  ['process | by name | show max(cpu) | sort cpu', 'process | by name | show max(cpu) | sort max(cpu)'],
  ['process | by user, owner', 'process | by user'],
  ['process | show count(), max( memory )', 'process | show count(), max(memory)'],
  ['process | columns pid, cmd', 'process | columns pid, command'],
];

describe('a query', () => {
  it.each(same.map(([text, written, type]) => ({ text, written, type })))(
    '$text says $written',
    ({ text, written, type }) => {
      const { query, errors } = parseQuery(text, type);
      expect(errors).toEqual([]);
      expect(query === null ? null : formatQuery(query)).toBe(written);
    },
  );

  it('is data: type, terms, time and steps', () => {
    expect(parseQuery('process cpu>20% -user:root "a b" during 24h | by name | show max(cpu)').query).toEqual({
      type: 'process',
      terms: [
        { kind: 'field', field: 'cpu', operator: '>', operand: { kind: 'one', value: 20 } },
        {
          kind: 'not',
          term: { kind: 'field', field: 'user', operator: ':', operand: { kind: 'one', value: 'root' } },
        },
        { kind: 'word', text: 'a b', phrase: true },
      ],
      time: { kind: 'during', last: 86_400_000 },
      steps: [
        { kind: 'by', fields: ['name'] },
        { kind: 'show', shown: [{ aggregate: 'max', field: 'cpu' }] },
      ],
    });
  });

  it('has sizes in bytes, times in milliseconds, rates in bytes a second', () => {
    const values = (text: string) =>
      parseQuery(text).query?.terms.map((term) => (term.kind === 'field' ? term.operand : null));
    expect(values('process memory>2kB memory>2KiB lived>1.5s written>3MB/s cpu>12.5%')).toEqual(
      [2000, 2048, 1500, 3_000_000, 12.5].map((value) => ({ kind: 'one', value })),
    );
  });
});

describe('tokens', () => {
  it('say where type, field, operator and values stand', () => {
    const text = 'ports port:80,"443" -(is:new OR curl) at "yesterday 18:00" | by program | show count()';
    const { tokens } = parseQuery(text);
    expect(tokens.map(({ kind, text: written }) => [kind, written])).toEqual([
      ['type', 'ports'],
      ['field', 'port:80,"443"'],
      ['not', '-'],
      ['open', '('],
      ['is', 'is:new'],
      ['or', 'OR'],
      ['word', 'curl'],
      ['close', ')'],
      ['time', 'at "yesterday 18:00"'],
      ['step', '| by program'],
      ['step', '| show count()'],
    ]);
    const parts = tokens.map((token) => token.parts.map(({ kind, from, to }) => [kind, text.slice(from, to)]));
    expect(parts[1]).toEqual([
      ['field', 'port'],
      ['operator', ':'],
      ['value', '80'],
      ['value', '"443"'],
    ]);
    expect(parts[4]).toEqual([
      ['field', 'is'],
      ['operator', ':'],
      ['flag', 'new'],
    ]);
    expect(parts[8]).toEqual([
      ['keyword', 'at'],
      ['value', '"yesterday 18:00"'],
    ]);
    expect(parts[9]).toEqual([
      ['pipe', '|'],
      ['keyword', 'by'],
      ['field', 'program'],
    ]);
  });
});
