import { describe, expect, it } from 'vitest';
import { RequestBudget } from '../../../collector/http/request-budget.ts';

describe('a request budget', () => {
  it('is spent by each name alone and is whole again after its time', () => {
    let now = 0;
    const budget = new RequestBudget(2, 1000, 10, () => now);
    expect([budget.spend('a'), budget.spend('a'), budget.spend('b')]).toEqual([0, 0, 0]);
    now = 400;
    expect(budget.spend('a')).toBe(600);
    now = 1000;
    expect(budget.spend('a')).toBe(0);
  });

  it('remembers so many names, and forgets the oldest for a new one', () => {
    const budget = new RequestBudget(1, 1000, 2, () => 0);
    for (const name of ['a', 'b', 'c']) budget.spend(name);
    expect([budget.spend('c'), budget.spend('b'), budget.spend('a')]).toEqual([1000, 1000, 0]);
  });
});
