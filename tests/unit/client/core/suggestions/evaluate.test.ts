import { describe, expect, it } from 'vitest';
import { finder } from '../../../../../app/finder/product.ts';
import { measureWords, OperationTable } from '../../../../../client/core/measures/operation-table.ts';
import { evaluate, type SessionFacts } from '../../../../../client/core/suggestions/evaluate.ts';
import type { Condition, Rule } from '../../../../../client/core/suggestions/rules.ts';
import { someRule, usedOften } from '../../../../support/signed-suggestions.ts';
import { someContext } from '../../../../support/some-context.ts';
import { someFacts } from './some-facts.ts';

const rule = (...when: Condition[]) => someRule({ when }) as unknown as Rule;
const uses = (...commands: string[]) => commands.map((command) => ({ command }));
const isMet = (condition: Condition, facts: Partial<SessionFacts>) =>
  evaluate([rule(condition)], someFacts(facts)).length === 1;

/** Durations in milliseconds. */
function timed(...milliseconds: number[]): SessionFacts['operations'] {
  const table = new OperationTable(measureWords(finder.words));
  for (const duration of milliseconds) table.record('finder.search', 'ok', duration * 1000);
  table.record('view.switch', 'ok', 1);
  return table.snapshot().operations;
}

const error = (more: object = {}, count = 1): SessionFacts['errors'][number] => ({
  report: {
    class: 'TypeError',
    code: 'none',
    process: 'renderer',
    handledBy: 'uncaught',
    reason: 'none',
    frames: [{ file: 'renderer/index', line: 1, column: 7 }],
    foreign: 0,
    ...more,
  },
  count,
});

describe('a condition', () => {
  it.each<[string, Condition, Partial<SessionFacts>, boolean]>([
    ['the system', { field: 'context.os', op: 'is', value: ['linux', 'macos'] }, {}, true],
    ['another system', { field: 'context.os', op: 'is', value: ['windows'] }, {}, false],
    ['not that system', { field: 'context.os', op: 'is-not', value: ['windows'] }, {}, true],
    ['a version below', { field: 'context.version', op: 'below', value: '1.0.1' }, {}, true],
    ['versions are no texts', { field: 'context.version', op: 'below', value: '0.10.0' }, {}, false],
    ['its own version', { field: 'context.version', op: 'at-least', value: '1.0.0' }, {}, true],
    ['a version by fewer numbers', { field: 'context.osVersion', op: 'is', value: ['12.0'] }, {}, true],
    ['less memory', { field: 'context.memory', op: 'below', value: 16 }, {}, false],
    ['enough memory', { field: 'context.memory', op: 'at-least', value: 16 }, {}, true],
    [
      'a field that has expired',
      { field: 'context.os', op: 'is-not', value: ['windows'] },
      { context: { ...someContext, os: undefined } as never },
      false,
    ],
    ['the level', { field: 'envelope.level', op: 'is', value: ['enhanced'] }, {}, false],
    [
      'a changed setting',
      { field: 'configuration', of: 'theme', op: 'is', value: ['dark'] },
      { configuration: { theme: 'dark' } },
      true,
    ],
    [
      'a setting changed otherwise',
      { field: 'configuration', of: 'theme', op: 'is', value: ['dark'] },
      { configuration: { theme: 'light' } },
      false,
    ],
    ['a setting at its default', { field: 'configuration', of: 'theme', op: 'unchanged' }, {}, true],
    [
      'a setting that nobody knows',
      { field: 'configuration', of: 'theme', op: 'unchanged' },
      { configuration: undefined },
      false,
    ],
    ['uses enough', usedOften, { usage: uses('view.refresh', 'go.back', 'view.refresh', 'view.refresh') }, true],
    ['uses too few', usedOften, { usage: uses('view.refresh', 'view.refresh') }, false],
    ['no use at all', { field: 'usage.command', of: 'view.refresh', op: 'below', value: 1 }, {}, true],
    [
      'three in a row',
      { field: 'usage.sequence', of: ['go.back', 'go.search', 'go.back'], op: 'at-least', value: 2 },
      { usage: uses('go.back', 'go.search', 'go.back', 'go.search', 'go.back') },
      true,
    ],
    [
      'three not in a row',
      { field: 'usage.sequence', of: ['go.back', 'go.search', 'go.back'], op: 'at-least', value: 1 },
      { usage: uses('go.back', 'go.search', 'go.search', 'go.back') },
      false,
    ],
    [
      'a slow half',
      { field: 'operations.duration', of: 'finder.search', outcome: 'ok', quantile: 0.5, op: 'at-least', value: 500 },
      { operations: timed(600, 600, 10) },
      true,
    ],
    [
      'a quick half',
      { field: 'operations.duration', of: 'finder.search', outcome: 'ok', quantile: 0.5, op: 'at-least', value: 500 },
      { operations: timed(600, 10, 10) },
      false,
    ],
    [
      'a duration of nothing',
      { field: 'operations.duration', of: 'finder.search', outcome: 'failed', quantile: 0.5, op: 'at-least', value: 1 },
      { operations: timed(600) },
      false,
    ],
    [
      'how often',
      { field: 'operations.count', of: 'finder.search', outcome: 'ok', op: 'at-least', value: 3 },
      { operations: timed(1, 1, 9000) },
      true,
    ],
    [
      'a count',
      { field: 'counts', of: 'cache.misses', op: 'at-least', value: 2 },
      { counts: { 'cache.misses': 2 } },
      true,
    ],
    [
      'errors of a class',
      { field: 'errors.count', of: { class: 'TypeError' }, op: 'at-least', value: 3 },
      { errors: [error({}, 2), error({ code: 'EPERM' })] },
      true,
    ],
    [
      'errors of a class and a code',
      { field: 'errors.count', of: { class: 'TypeError', code: 'EPERM' }, op: 'at-least', value: 2 },
      { errors: [error({}, 2), error({ code: 'EPERM' })] },
      false,
    ],
    [
      'errors in a file',
      { field: 'errors.count', of: { file: 'renderer/index' }, op: 'at-least', value: 1 },
      { errors: [error()] },
      true,
    ],
    [
      'errors in another file',
      { field: 'errors.count', of: { file: 'main/index' }, op: 'at-least', value: 1 },
      { errors: [error()] },
      false,
    ],
  ])('%s', (_, condition, facts, met) => {
    expect(isMet(condition, facts)).toBe(met);
  });

  it('tells what was found', () => {
    const slow: Condition = {
      field: 'operations.duration',
      of: 'finder.search',
      outcome: 'ok',
      quantile: 0.95,
      op: 'at-least',
      value: 400,
    };
    const facts = someFacts({ usage: uses('view.refresh', 'view.refresh', 'view.refresh'), operations: timed(800) });
    const [met] = evaluate([rule(usedOften, slow, { field: 'context.os', op: 'is', value: ['linux'] })], facts);
    expect(met?.found).toEqual([3, expect.closeTo(800, -2), undefined]);
  });
});

describe('a rule', () => {
  it('wants all of its conditions', () => {
    const facts = someFacts({ usage: uses('view.refresh', 'view.refresh', 'view.refresh') });
    const onMac: Condition = { field: 'context.os', op: 'is', value: ['macos'] };
    expect(evaluate([rule(usedOften), rule(usedOften, onMac)], facts)).toHaveLength(1);
  });

  const old: Condition = { field: 'context.version', op: 'below', value: '1.1.0' };
  const unused: Condition = { field: 'usage.command', of: 'view.pause-live', op: 'below', value: 1 };
  const before = new Set(['live-instead-of-refresh']);

  it('that was met before stays so, what had happened being over', () => {
    expect(evaluate([rule(usedOften, old)], someFacts())).toEqual([]);
    expect(evaluate([rule(usedOften, old)], someFacts(), before).map(({ found }) => found)).toEqual([
      [undefined, undefined],
    ]);
  });

  it('that was met before is over when the present is another: an update, or the feature was found', () => {
    const updated = someFacts({ context: { ...someContext, version: '1.1.0' } });
    expect(evaluate([rule(usedOften, old)], updated, before)).toEqual([]);
    expect(evaluate([rule(usedOften, unused)], someFacts({ usage: uses('view.pause-live') }), before)).toEqual([]);
  });
});

it('costs one pass over the uses, however many rules there are', () => {
  let reads = 0;
  const usage = Array.from({ length: 2000 }, () => ({
    get command() {
      reads++;
      return 'go.back';
    },
  }));
  const sequence: Condition = {
    field: 'usage.sequence',
    of: ['go.back', 'go.back', 'go.back'],
    op: 'at-least',
    value: 1,
  };
  expect(evaluate(Array(100).fill(rule(sequence, sequence, usedOften)), someFacts({ usage }))).toHaveLength(0);
  expect(reads).toBeLessThanOrEqual(3 * usage.length);
});
