import { expect, it } from 'vitest';
import type { Level } from '../../../../../client/core/consent/levels.ts';
import { capChanges } from '../../../../../client/main/policy/managed-policy.ts';

it('tells each cap that is another than the one before', () => {
  const policy: { isKnown: boolean; allowed: Level | undefined } = { isKnown: true, allowed: undefined };
  const change = capChanges(policy);
  expect(change()).toBeUndefined();
  policy.allowed = 'standard';
  expect(change()).toBe('standard');
  expect(change()).toBeUndefined();
  policy.allowed = undefined;
  expect(change()).toBe('none');
});

it('does not take the first cap that becomes known for a change', () => {
  const policy: { isKnown: boolean; allowed: Level | undefined } = { isKnown: false, allowed: 'off' };
  const change = capChanges(policy);
  policy.isKnown = true;
  policy.allowed = 'enhanced';
  expect(change()).toBeUndefined();
  policy.allowed = 'off';
  expect(change()).toBe('off');
});
