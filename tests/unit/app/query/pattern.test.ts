import { describe, expect, it } from 'vitest';
import { compilePattern } from '../../../../app/query/pattern.ts';
import { processorTime } from '../../../support/query-checks.ts';

function matches(expression: string, text: string): boolean {
  const pattern = compilePattern(expression);
  if (!pattern.ok) throw new Error(pattern.fault);
  return pattern.matches(text);
}

describe('a regular expression', () => {
  it.each([
    ['^fire', 'firefox', true],
    ['fox$', 'firefox', true],
    ['^fox', 'firefox', false],
    ['Fire', 'firefox', false],
    ['(?i)FIRE', 'firefox', true],
    ['^(node|python3?)$', 'python', true],
    ['^(node|python3?)$', 'python33', false],
    ['a{2,3}b', 'xaab', true],
    ['^a{2}$', 'aaa', false],
    ['[^/]+\\.sh$', '/a/b.sh', true],
    ['\\bserver\\b', 'http.server 3000', true],
    ['\\bserver\\b', 'servers', false],
    ['^$', '', true],
    ['^.$', '🦊', true],
    ['\\x{1F98A}', '🦊', true],
    ['É', 'é', false],
    ['(?i)É', 'é', true],
    ['.', '\n', false],
    ['(?s).', '\n', true],
  ])('%s on %j: %s', (expression, text, wanted) => {
    expect(matches(expression, text)).toBe(wanted);
  });

  it('takes no longer however it is made', () => {
    const text = 'a'.repeat(20_000);
    const start = processorTime();
    for (const expression of ['(a+)+$b', '(a|a)*b$', '(.*)*x', '(a?){50}a{50}$x', '((((a*)*)*)*)*b']) {
      expect(matches(expression, text)).toBe(false);
    }
    // Backtracking would take longer than the sun will last; this takes some 100 ms.
    expect(processorTime() - start).toBeLessThan(3000);
  });

  it('is refused when it is none, is too large, or says what is not known here', () => {
    const fault = (expression: string) => {
      const pattern = compilePattern(expression);
      return pattern.ok ? null : pattern.fault;
    };
    expect(['(', ')', '[a', '*', 'a**', 'a{3,1}', '[b-a]', '\\'].map(fault)).toEqual(Array(8).fill('pattern-invalid'));
    expect(['(?=a)', '(?<!a)', '\\1', '\\pL', '[[:alpha:]]', '(?P<n>a)'].map(fault)).toEqual(
      Array(6).fill('pattern-unsupported'),
    );
    expect(['a{101}', '((a{90}){90}){90}', 'a'.repeat(513)].map(fault)).toEqual(Array(3).fill('pattern-long'));
  });
});
