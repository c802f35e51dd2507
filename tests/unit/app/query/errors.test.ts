import { describe, expect, it } from 'vitest';
import { catalogues } from '../../../../app/messages/index.ts';
import { type QueryErrorId, queryErrorIds } from '../../../../app/query/errors.ts';
import { parseQuery } from '../../../../app/query/parse.ts';
import type { ObjectType } from '../../../../app/query/query.ts';
import { errorText } from '../../../../app/query/words.ts';

interface Wrong {
  readonly text: string;
  readonly id: QueryErrorId;
  /** What is underlined. */
  readonly at: string;
  readonly mend?: string;
  readonly type?: ObjectType;
}

/** Texts with one thing wrong in each; what is proposed is right. */
const wrong: readonly Wrong[] = [
  { text: 'name:a\u0007b', id: 'unreadable', at: '\u0007', mend: 'name:ab' },
  { text: 'name:"a b', id: 'quote-missing', at: '"a b', mend: 'name:"a b"' },
  { text: '“a b', id: 'quote-missing', at: '“a b', mend: '“a b"' },
  { text: '(a OR b', id: 'parenthesis-missing', at: '(', mend: '(a OR b)' },
  { text: 'process (a OR b | limit 5', id: 'parenthesis-missing', at: '(', mend: 'process (a OR b) | limit 5' },
  { text: 'a) b', id: 'parenthesis-stray', at: ')', mend: 'a b' },
  { text: `${'a '.repeat(256)}${'b '.repeat(44)}`, id: 'too-many', at: 'b '.repeat(44).trim() },
  { text: `${'('.repeat(40)}a${')'.repeat(40)}`, id: 'too-deep', at: `${'('.repeat(7)}a${')'.repeat(40)}` },
  { text: 'a () b', id: 'group-empty', at: '()', mend: 'a b' },
  { text: 'a "" b', id: 'group-empty', at: '""', mend: 'a b' },
  { text: '(a OR )', id: 'or-empty', at: 'OR', mend: '(a)' },
  { text: 'OR a', id: 'or-empty', at: 'OR', mend: 'a' },
  { text: 'a - b', id: 'minus-alone', at: '-', mend: 'a b' },
  { text: 'a NOT', id: 'minus-alone', at: 'NOT', mend: 'a' },
  { text: 'cpu>0,5', id: 'one-value', at: '0,5', mend: 'cpu>0.5' },
  { text: 'process memory>=1,5GB root', id: 'one-value', at: '1,5GB', mend: 'process memory>=1.5GB root' },
  { text: 'process a || cpu>5', id: 'step-missing', at: '||', mend: 'process a OR cpu>5' },
  { text: 'process | sort -cpu', id: 'step-unclear', at: '-cpu', mend: 'process | sort cpu desc' },
  { text: ':3000', id: 'field-missing', at: ':3000', mend: 'port:3000' },
  { text: 'a >5', id: 'field-missing', at: '>5', mend: 'a ">5"' },
  { text: 'name=="x"', id: 'operator-unknown', at: '==', mend: 'name="x"' },
  { text: 'cpu ≥ 20', id: 'operator-unknown', at: '≥', mend: 'cpu >= 20' },
  { text: 'cpu:>20', id: 'operator-unknown', at: ':>', mend: 'cpu>20' },
  { text: 'name!~x', id: 'operator-unknown', at: '!~', mend: '-name~x' },
  { text: 'name>5', id: 'operator-unfit', at: '>', mend: 'name:5' },
  { text: 'is>new', id: 'operator-unfit', at: '>', mend: 'is:new' },
  { text: 'state~zombie', id: 'operator-unfit', at: '~', mend: 'state:zombie' },
  { text: 'process user:', id: 'value-missing', at: 'user:' },
  { text: 'user: cpu>5', id: 'value-missing', at: 'user:' },
  { text: 'name:a,', id: 'list-empty', at: ',', mend: 'name:a' },
  { text: 'cpu>5,6', id: 'one-value', at: '5,6', mend: 'cpu>5.6' },
  { text: 'changed since boot', id: 'later-release', at: 'changed', mend: 'process is:changed since boot' },
  { text: 'compare', id: 'later-release', at: 'compare', mend: '' },
  { text: 'proccess cpu>20', id: 'type-unknown', at: 'proccess', mend: 'process cpu>20' },
  { text: 'conections | limit 5', id: 'type-unknown', at: 'conections', mend: 'connections | limit 5' },
  { text: 'process nmae:x', id: 'field-unknown', at: 'nmae', mend: 'process name:x' },
  { text: 'process memory_peak>5MB', id: 'field-unknown', at: 'memory_peak', mend: 'process memory-peak>5MB' },
  { text: 'process zzz:x', id: 'field-unknown', at: 'zzz', mend: 'process "zzz:x"' },
  { text: '__proto__:x', id: 'field-unknown', at: '__proto__', mend: '"__proto__:x"' },
  { text: 'process | by constructor', id: 'field-unknown', at: 'constructor' },
  { text: 'process remote:10.', id: 'field-of-other', at: 'remote', mend: 'connection remote:10.' },
  { text: 'is:nwe', id: 'flag-unknown', at: 'nwe', mend: 'is:new' },
  { text: 'process is:listening', id: 'flag-unfit', at: 'listening', mend: 'port is:listening' },
  { text: 'state:runing', id: 'choice-unknown', at: 'runing', mend: 'state:running' },
  { text: 'state:running,zom', id: 'choice-unknown', at: 'zom', mend: 'state:running,zombie' },
  { text: 'port:http', id: 'number-wanted', at: 'http' },
  { text: 'port:3000-3010', id: 'number-wanted', at: '3000-3010', mend: 'port:3000..3010' },
  { text: 'port:٣٠٠٠', id: 'number-wanted', at: '٣٠٠٠', mend: 'port:3000' },
  { text: 'cpu>1e999', id: 'unit-unknown', at: '1e999', mend: 'cpu>1%' },
  { text: 'pid:20%', id: 'number-wanted', at: '20%', mend: 'pid:20' },
  { text: 'threads>1.6', id: 'number-whole', at: '1.6', mend: 'threads>2' },
  { text: `pid:${'9'.repeat(300)}`, id: 'number-large', at: '9'.repeat(300) },
  { text: 'memory>9999999TB', id: 'number-large', at: '9999999TB' },
  { text: 'memory>500s', id: 'unit-unknown', at: '500s', mend: 'memory>500MiB' },
  { text: 'read>2Mbit/s', id: 'unit-unknown', at: '2Mbit/s', mend: 'read>2MiB/s' },
  { text: 'lived>5MB', id: 'unit-unknown', at: '5MB', mend: 'lived>5m' },
  { text: 'memory:2GB..1GB', id: 'range-order', at: '2GB..1GB', mend: 'memory:1GB..2GB' },
  { text: 'port:1024..', id: 'range-open', at: '1024..', mend: 'port>=1024' },
  { text: 'port:..80', id: 'range-open', at: '..80', mend: 'port<=80' },
  { text: 'port>1..5', id: 'range-unfit', at: '1..5' },
  { text: 'started>5m', id: 'moment-wanted', at: '5m', mend: 'started>"5m ago"' },
  { text: 'started>2:30pm', id: 'moment-wanted', at: '2:30pm', mend: 'started>14:30' },
  { text: 'started>28/11/2026', id: 'moment-wanted', at: '28/11/2026', mend: 'started>2026-11-28' },
  { text: 'started>2026-02-30', id: 'moment-wanted', at: '2026-02-30' },
  { text: 'name~(a', id: 'pattern-invalid', at: '(a' },
  { text: 'name~"(?=a)"', id: 'pattern-unsupported', at: '"(?=a)"' },
  { text: 'name~a{500}', id: 'pattern-long', at: 'a{500}' },
  { text: 'process at', id: 'time-missing', at: 'at', mend: 'process "at"' },
  { text: 'since 5m', id: 'time-unknown', at: '5m', mend: 'during 5m' },
  { text: 'at 9.30', id: 'time-unknown', at: '9.30', mend: 'at 09:30' },
  { text: 'during 14:02', id: 'time-unknown', at: '14:02', mend: 'at 14:02' },
  { text: 'at 09:00..10:30', id: 'time-unknown', at: '09:00..10:30', mend: 'during 09:00..10:30' },
  { text: 'during 09:00-10:30', id: 'time-unknown', at: '09:00-10:30', mend: 'during 09:00..10:30' },
  { text: 'look at that', id: 'time-unknown', at: 'that', mend: 'look "at" that' },
  { text: 'at 14:02 since boot', id: 'time-twice', at: 'since boot', mend: 'at 14:02' },
  { text: '(a at 14:02)', id: 'time-inside', at: 'at 14:02', mend: '(a)' },
  { text: 'state:zombie during 5m', id: 'now-only', at: 'state', mend: 'state:zombie' },
  { text: 'process a |', id: 'step-missing', at: '|', mend: 'process a' },
  { text: 'process | lmit 5', id: 'step-unknown', at: 'lmit', mend: 'process | limit 5' },
  { text: 'process | head 5', id: 'step-unknown', at: 'head', mend: 'process | limit 5' },
  { text: 'process | limit 5 | limit 6', id: 'step-twice', at: '| limit 6', mend: 'process | limit 5' },
  { text: 'process | by', id: 'step-empty', at: '| by' },
  { text: 'process | by name desc', id: 'step-unclear', at: 'name desc' },
  {
    text: 'process | by name | show median(cpu)',
    id: 'aggregate-unknown',
    at: 'median(cpu)',
    mend: 'process | by name | show p50(cpu)',
  },
  {
    text: 'process | by name | show sum(user)',
    id: 'aggregate-unfit',
    at: 'sum(user)',
    mend: 'process | by name | show last(user)',
  },
  { text: 'process | by name | show cpu', id: 'aggregate-field', at: 'cpu', mend: 'process | by name | show max(cpu)' },
  {
    text: 'process | by name | sort cpu',
    id: 'sort-unshown',
    at: 'cpu',
    mend: 'process | by name | show count(), max(cpu) | sort cpu',
  },
  {
    text: 'process | by name | show sum(cpu) | sort memory',
    id: 'sort-unshown',
    at: 'memory',
    mend: 'process | by name | show sum(cpu), max(memory) | sort memory',
  },
  { text: 'process | sort max(cpu)', id: 'not-grouped', at: 'max(cpu)', mend: 'process | sort cpu' },
  { text: 'process | limit 200000', id: 'limit-number', at: '200000', mend: 'process | limit 100000' },
  { text: 'process | limit few', id: 'limit-number', at: 'few' },
];

describe('an error in a query', () => {
  it.each(wrong)('$id is told of $text where it is, with the mend $mend', ({ text, id, at, mend, type }) => {
    const { query, errors } = parseQuery(text, type);
    expect(query).toBeNull();
    expect(errors.map(({ message }) => message.key)).toEqual([`query-error.${id}`]);
    expect(errors.map(({ from, to }) => text.slice(from, to))).toEqual([at]);
    expect(errors[0]?.mend).toBe(mend);
    if (mend !== undefined) expect(parseQuery(mend, type).errors).toEqual([]);
  });

  it('of every kind is among those shown here, but for a text that is too long', () => {
    const shown = new Set<string>(wrong.map(({ id }) => id));
    expect(queryErrorIds.filter((id) => !shown.has(id))).toEqual(['too-long']);
  });

  it.each(wrong)('$id has all that its text names', ({ text, type }) => {
    for (const { message } of parseQuery(text, type).errors) {
      expect(errorText(message)).not.toMatch(/[{}]/);
      const named = [...catalogues.en[message.key].matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      expect(Object.keys(message.values)).toEqual(expect.arrayContaining(named));
    }
  });

  it('is told for each of several, in the order of the text', () => {
    const { errors } = parseQuery('nmae:x cpu>5MB state:runing | lmit 5');
    expect(errors.map(({ message }) => message.key.slice(12))).toEqual([
      'field-unknown',
      'unit-unknown',
      'choice-unknown',
      'step-unknown',
    ]);
  });

  it('is drawn in the token in which it is', () => {
    const { tokens } = parseQuery('process nmae:x cpu>5% state:runing at 99:99 | lmit 5');
    expect(tokens.map(({ kind }) => kind)).toEqual(['type', 'error', 'field', 'error', 'error', 'error']);
  });
});
