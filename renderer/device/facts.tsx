import { type KeyboardEvent, useState } from 'react';
import { Focusable } from 'react-aria-components';
import type { Fact } from '../../app/finder/device.ts';
import { t } from '../../app/messages/index.ts';
import { Button, Tooltip } from '../../ui/design/controls.tsx';
import { useStore } from '../../ui/state/store.ts';
import { MASK, maskText } from '../redact/redact.ts';
import { useModel } from '../state/model.ts';

/** What is known about the device, in groups; where a fact was read shows on hover and on focus. */
export function Facts({ facts }: { readonly facts: readonly Fact[] }) {
  const { settings, queries } = useModel();
  const redact = useStore(settings, (now) => now.redact);
  const query = useStore(queries['this-device']);
  /** One stop for Tab; from there the arrow keys go from fact to fact. */
  const [current, setCurrent] = useState<string | null>(null);
  const groups = factGroups(filterFacts(facts, query));
  if (groups.length === 0) {
    return (
      <div className="device-empty" role="status">
        <p>{t('device.no-match', { query })}</p>
        <Button onPress={() => queries['this-device'].set('')}>{t('device.clear')}</Button>
      </div>
    );
  }
  const stop = groups.some(({ facts: shown }) => shown.some(({ id }) => id === current))
    ? current
    : groups[0]?.facts[0]?.id;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the facts in it take the focus
    <div className="facts" onKeyDown={moveBetweenFacts}>
      {groups.map((group) => (
        <section key={group.id} className="fact-group" aria-labelledby={`fact-group-${group.id}`}>
          <h2 id={`fact-group-${group.id}`} className="fact-heading">
            {t(`fact-group.${group.id}`)}
          </h2>
          <dl>
            {group.facts.map((fact) => (
              <div key={fact.id} className="fact">
                <dt>{t(`fact.${fact.id}`)}</dt>
                <dd>
                  <Tooltip text={t('device.source', { source: fact.source })}>
                    <Focusable>
                      <span
                        role="note"
                        tabIndex={fact.id === stop ? 0 : -1}
                        className="fact-value"
                        data-missing={fact.value === null}
                        onFocus={() => setCurrent(fact.id)}
                      >
                        {textOf(fact, redact)}
                      </span>
                    </Focusable>
                  </Tooltip>
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </div>
  );
}

function moveBetweenFacts(event: KeyboardEvent<HTMLElement>): void {
  const facts = [...event.currentTarget.querySelectorAll<HTMLElement>('.fact-value')];
  const at = facts.indexOf(event.target as HTMLElement);
  const goals: Readonly<Record<string, number>> = {
    ArrowDown: at + 1,
    ArrowUp: Math.max(0, at - 1),
    Home: 0,
    End: facts.length - 1,
  };
  const goal = goals[event.key];
  if (at < 0 || goal === undefined) return;
  event.preventDefault();
  facts[goal]?.focus();
}

function textOf(fact: Fact, redact: boolean): string {
  if (fact.value === null) {
    return t(`value.${fact.missing ?? 'not-available'}`);
  }
  if (!redact) return fact.value;
  return fact.sensitive ? MASK : maskText(fact.value);
}

const order = ['system', 'hardware', 'memory', 'storage', 'network', 'graphics'] as const;

interface FactGroup {
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
