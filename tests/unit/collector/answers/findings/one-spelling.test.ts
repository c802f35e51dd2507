import { describe, expect, it } from 'vitest';
import { bucketOf } from '../../../../../client/core/measures/histogram.ts';
import type { Condition } from '../../../../../client/core/suggestions/rules.ts';
import { oneSpelling } from '../../../../../collector/answers/findings/one-spelling.ts';
import { Random } from '../../../../integration/collector/support/random.ts';
import { someCondition } from '../../../../integration/collector/support/sessions.ts';

const spelt = (condition: object) => JSON.stringify(oneSpelling(condition as Condition));

const version = (value: unknown) => ({ field: 'context.osVersion', op: 'is', value });
const duration = (value: number) => ({
  field: 'operations.duration',
  of: 'finder.search',
  outcome: 'ok',
  quantile: 0.5,
  op: 'at-least',
  value,
});
const errors = (of: object) => ({ field: 'errors.count', of, op: 'at-least', value: 1 });
const sequence = (of: readonly string[]) => ({ field: 'usage.sequence', of, op: 'at-least', value: 1 });

describe('the one spelling of a condition', () => {
  it.each<[string, object, object]>([
    ['parts in another order', duration(5), Object.fromEntries(Object.entries(duration(5)).reverse())],
    ['values in another order', version(['11', '10.2']), version(['10.2', '11'])],
    ['a value said twice', version(['11', '10']), version(['11', '10', '11'])],
    ['a version with zeros', version(['11', '0']), version(['0', '011.0.0', '00.0', '11.00'])],
    ['a version to compare with', { ...version('11.0'), op: 'below' }, { ...version('011'), op: 'below' }],
    ['a filter in another order', errors({ class: 'Error', code: 'none' }), errors({ code: 'none', class: 'Error' })],
    ['a duration of the same bucket', duration(101), duration(100)],
  ])('is that of %s', (_, one, other) => {
    expect(spelt(other)).toBe(spelt(one));
  });

  it.each<[string, object, object]>([
    ['steps that follow each other otherwise', sequence(['a', 'b', 'c']), sequence(['a', 'c', 'b'])],
    ['another version', version(['11.1']), version(['11.10'])],
    ['another part of a version', version(['1.0.1']), version(['1.1'])],
    ['is not', version(['11']), { ...version(['11']), op: 'is-not' }],
    ['a duration of the next bucket', duration(100), duration(110)],
  ])('is another one for %s', (_, one, other) => {
    expect(spelt(other)).not.toBe(spelt(one));
  });

  it('of a duration is in its bucket, and of what is spelt so is itself', () => {
    for (let milliseconds = 1; milliseconds < 86_400_000; milliseconds = Math.ceil(milliseconds * 1.03)) {
      const { value } = oneSpelling(duration(milliseconds) as Condition) as { value: number };
      expect(bucketOf(value * 1000)).toBe(bucketOf(milliseconds * 1000));
      expect(value).toBeLessThanOrEqual(milliseconds);
    }
    const random = new Random(3);
    for (let time = 0; time < 300; time++) {
      const condition = oneSpelling(someCondition(random));
      expect(spelt(condition)).toBe(JSON.stringify(condition));
    }
  });
});
