import { describe, expect, it } from 'vitest';
import { select } from '../../../scripts/test/select.ts';
import type { Suite } from '../../../scripts/test/suites.ts';

const suite = (name: string, more: Partial<Suite> = {}): Suite => ({
  name,
  does: name,
  run: async () => ({ passed: 0, failed: 0, skipped: 0 }),
  ...more,
});
const known = [
  suite('unit'),
  suite('build'),
  suite('e2e', { needs: ['build'] }),
  suite('long', { onDemand: 'all' }),
  suite('rare', { onDemand: 'named' }),
];

const asked = (...args: string[]) => {
  const { suites, rest } = select(args, known);
  return { suites: suites.map(({ name }) => name), rest };
};

describe('the command line of npm test', () => {
  it('runs, without a name, all that is not on demand', () => {
    expect(asked()).toEqual({ suites: ['unit', 'build', 'e2e'], rest: [] });
  });

  it('runs what it names, after what that needs', () => {
    expect(asked('e2e')).toEqual({ suites: ['build', 'e2e'], rest: [] });
    expect(asked('long', 'unit').suites).toEqual(['unit', 'long']);
    expect(asked('rare').suites).toEqual(['rare']);
    expect(asked('all').suites).toEqual(['unit', 'build', 'e2e', 'long']);
  });

  it('hands the rest to the test runner', () => {
    expect(asked('unit', 'a.test.ts', '-t', 'one').rest).toEqual(['a.test.ts', '-t', 'one']);
  });

  it('does not hand on the two dashes before the rest, after which a runner takes no file name', () => {
    expect(asked('unit', '--', 'a.test.ts').rest).toEqual(['a.test.ts']);
  });

  it('refuses to begin with something else', () => {
    expect(() => asked('a.test.ts')).toThrow('npm test does not know a.test.ts: name suites first');
  });
});
