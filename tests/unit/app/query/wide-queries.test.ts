import { describe, expect, it } from 'vitest';
import { compileQuery } from '../../../../app/query/compile.ts';
import { MAX_TERMS } from '../../../../app/query/limits.ts';
import { parseQuery } from '../../../../app/query/parse.ts';

const relation = { sql: 'SELECT 1', parameters: [] };
function sqlOf(text: string): { readonly sql: string; readonly parameters: readonly unknown[] } {
  const { query } = parseQuery(text, 'process');
  if (!query) throw new Error('no query');
  return compileQuery(query, relation, { now: 0, limit: 10 });
}
const parameters = (text: string) => sqlOf(text).parameters.length;

/** DuckDB plans each comparison for itself: 1500 numbers in a list took more than 25 s, and nothing could break it off. */
describe('the SQL of a text as long as one may be', () => {
  it('has one list of the numbers and of the texts that a field may have, each once', () => {
    const { sql } = sqlOf(`process pid:${Array.from({ length: 800 }, (_, at) => at).join(',')}`);
    expect(sql).not.toContain(' OR ');
    expect(sql).toContain('IN ($1, $2');
    expect(sqlOf('process name=a,b').sql).toContain('lower("name") IN ($1, $2)');
    expect(parameters(`process pid:${'1,'.repeat(1500)}1`)).toBe(parameters('process pid:1'));
    expect(parameters(`process name:${'a,'.repeat(1500)}a`)).toBe(parameters('process name:a'));
  });

  it('asks once for what stands twice, side by side and in alternatives', () => {
    expect(parameters(`process ${'a '.repeat(MAX_TERMS)}`)).toBe(parameters('process a'));
    expect(parameters(`process a${' OR a'.repeat(MAX_TERMS - 1)} OR b`.slice(0, -5))).toBe(
      parameters('process a OR a'),
    );
  });

  it('looks for many words in all places at once', () => {
    const words = Array.from({ length: MAX_TERMS }, (_, at) => `a${at}`);
    const found = sqlOf(`process ${words.join(' OR ')}`).sql.match(/contains\(/g) ?? [];
    expect(found.length).toBeLessThan(MAX_TERMS + 100);
  });

  it('is none for more than can be planned', () => {
    expect(parseQuery(`process ${'a '.repeat(MAX_TERMS + 1)}`, 'process').query).toBeNull();
  });
});
