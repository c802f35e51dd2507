import type { Fact, Metrics } from '../../app/finder/device.ts';
import { missingReasons } from '../../app/finder/facts.ts';
import { t } from '../../app/messages/index.ts';
import { displayText } from '../../app/text/display.ts';
import { age, bytes, inLocale, measureText } from '../../ui/format/format.ts';
import { MASK, maskText } from '../redact/redact.ts';

const order = ['system', 'hardware', 'memory', 'storage', 'network', 'graphics'] as const;

export interface FactGroup {
  readonly id: Fact['group'];
  /** Those with a value. */
  readonly facts: readonly Fact[];
  /** Why the others have none, one sentence for each reason. */
  readonly missing: readonly string[];
}

/** The facts by group, in a fixed order; a group without facts is left out. */
export function factGroups(facts: readonly Fact[]): readonly FactGroup[] {
  return order
    .map((id) => {
      const ofGroup = facts.filter((fact) => fact.group === id);
      return { id, facts: ofGroup.filter(({ value }) => value !== null), missing: missingSentences(ofGroup) };
    })
    .filter(({ facts: known, missing }) => known.length + missing.length > 0);
}

const listed = inLocale((locale) => new Intl.ListFormat(locale, { type: 'conjunction' }));

/** What has no value, by reason: said once, and not beside each of ten facts. */
function missingSentences(facts: readonly Fact[]): string[] {
  return missingReasons.flatMap((reason) => {
    const without = facts.filter(({ value, missing }) => value === null && (missing ?? 'not-available') === reason);
    if (without.length === 0) return [];
    const names = listed().format(without.map(({ id }) => t(`fact.${id}`)));
    return [t(`device.missing.${reason}`, { facts: names })];
  });
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

/** Facts that change while one looks are told by the newest reading: a report of an hour ago would be wrong. */
export function withLive(facts: readonly Fact[], metrics: Metrics | undefined): Fact[] {
  const { memoryUsed: used, memoryTotal: total } = metrics ?? { memoryUsed: null, memoryTotal: null };
  if (used === null || total === null) return [...facts];
  const available = measureText(bytes(Math.max(0, total - used)));
  return facts.map((fact) => (fact.id === 'memory-available' ? { ...fact, value: available } : fact));
}

/** Facts told by the newest reading. */
export function isLive({ id }: Fact, metrics: Metrics | undefined): boolean {
  return id === 'memory-available' && metrics?.memoryUsed != null && metrics.memoryTotal !== null;
}

/** Where a fact was read, and how long ago. @param now UTC milliseconds */
export function factSource({ source, at }: Fact, live: boolean, now: number): string {
  return live ? t('device.source.live', { source }) : t('device.source', { source, age: age(now - at) });
}

/** A fact's value as it may be shown. @param names to mask wherever they stand */
export function factText({ value, sensitive }: Fact, redact: boolean, names: readonly string[] = []): string {
  if (value === null) return '';
  if (redact && sensitive) return MASK;
  // Several values of a fact stand on lines of their own, which are no control characters of anybody's.
  const shown = value.split('\n').map(displayText).join('\n');
  return redact ? maskText(shown, names) : shown;
}

/** Facts as lines of label and value, several values of one fact below each other. */
export function factLines(facts: readonly Fact[], redact: boolean, names: readonly string[] = []): string {
  return facts
    .flatMap((fact) =>
      factText(fact, redact, names)
        .split('\n')
        .map((line, index) => `${index === 0 ? t(`fact.${fact.id}`) : ''}\t${line}`),
    )
    .join('\n');
}
