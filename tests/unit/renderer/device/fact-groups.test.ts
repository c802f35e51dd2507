import { describe, expect, it } from 'vitest';
import type { Fact } from '../../../../app/finder/device.ts';
import { factGroups, filterFacts } from '../../../../renderer/device/facts.tsx';

const fact = (id: Fact['id'], group: Fact['group'], value: string | null = 'x'): Fact => ({
  id,
  group,
  value,
  source: 'test',
  sensitive: false,
});

describe('facts', () => {
  it('stand in groups of a fixed order, without empty ones', () => {
    const groups = factGroups([fact('graphics', 'graphics'), fact('os', 'system'), fact('kernel', 'system')]);
    expect(groups.map(({ id, facts }) => [id, facts.length])).toEqual([
      ['system', 2],
      ['graphics', 1],
    ]);
  });

  it('are found by label, value and group', () => {
    const facts = [fact('kernel', 'system', '6.1.0'), fact('model', 'hardware', 'ThinkPad')];
    expect(filterFacts(facts, 'kern').map(({ id }) => id)).toEqual(['kernel']);
    expect(filterFacts(facts, 'think').map(({ id }) => id)).toEqual(['model']);
    expect(filterFacts(facts, 'system 6.1').map(({ id }) => id)).toEqual(['kernel']);
    expect(filterFacts(facts, '')).toBe(facts);
  });
});
