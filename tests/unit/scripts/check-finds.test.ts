import { describe, expect, it } from 'vitest';
import { checkFinds } from '../../../scripts/found/check-finds.ts';

const FILE = 'tests/unit/some.test.ts';
const source = `
import { it, test } from 'vitest';
it('holds', () => {});
test("it's quoted", () => {});
it.each([{ a: 1 }])('holds for $a', () => {});
// it('was once', () => {});
it.skip('rests', () => {});
call('is no test', () => {});
`;
const read = (file: string) => (file === FILE ? source : undefined);
const check = (rows: unknown) => checkFinds(JSON.stringify(rows), read);
const row = (test: string) => ({ input: 'a byte', right: 'an error', test });

describe('the list of finds', () => {
  it.each(['holds', "it's quoted", 'holds for $a'])('takes a row whose test is there: %s', (title) => {
    expect(check({ 'some-find': row(`${FILE}: ${title}`) })).toEqual([]);
  });

  it.each(['missing', 'was once', 'rests', 'is no test'])('refuses a row whose test does not run: %s', (title) => {
    expect(check({ 'some-find': row(`${FILE}: ${title}`) })).toEqual([`some-find: ${FILE} has no test "${title}"`]);
  });

  it('refuses a file that is not there', () => {
    expect(check({ 'some-find': row('tests/unit/none.test.ts: holds') })).toEqual([
      'some-find: there is no tests/unit/none.test.ts',
    ]);
  });

  it('refuses an empty list and what is no list', () => {
    expect(check({})).toHaveLength(1);
    expect(checkFinds('', read)).toHaveLength(1);
  });

  it('refuses rows that are incomplete, unsorted or badly named', () => {
    expect(check({ 'some-find': { input: 'x', test: `${FILE}: holds` } })).toHaveLength(1);
    expect(check({ 'some-find': row(`${FILE}: holds`), 'a-find': row(`${FILE}: holds`) })).toHaveLength(1);
    expect(check({ Find: row(`${FILE}: holds`) })).toHaveLength(1);
    expect(check({ 'some-find': { ...row(`${FILE}: holds`), right: '' } })).toHaveLength(1);
  });
});
