import type { Fact } from '../../app/finder/device.ts';
import { t } from '../../app/messages/index.ts';

const order = ['system', 'hardware', 'memory', 'storage', 'network', 'graphics'] as const;

export interface FactGroup {
  readonly id: Fact['group'];
  readonly facts: readonly Fact[];
}

/** The facts by group, in a fixed order; a group without facts is left out. */
export function factGroups(facts: readonly Fact[]): readonly FactGroup[] {
  return order
    .map((id) => ({ id, facts: facts.filter((fact) => fact.group === id) }))
    .filter((group) => group.facts.length > 0);
}

/** The facts in which every word of the query stands, in label, value or group. */
export function filterFacts(facts: readonly Fact[], query: string): readonly Fact[] {
  const words = query.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return facts;
  return facts.filter((fact) => {
    const text = [t(`fact.${fact.id}`), fact.value ?? '', t(`fact-group.${fact.group}`)].join('\n').toLocaleLowerCase();
    return words.every((word) => text.includes(word));
  });
}
