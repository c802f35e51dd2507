import { Copy } from 'lucide-react';
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { Focusable } from 'react-aria-components';
import type { Fact } from '../../app/finder/device.ts';
import { t, tn } from '../../app/messages/index.ts';
import { Button, IconButton, Tooltip } from '../../ui/design/controls.tsx';
import { useNow } from '../../ui/state/clock.ts';
import { useStore } from '../../ui/state/store.ts';
import { useShown } from '../object/shown.ts';
import { useModel } from '../state/model.ts';
import { goToView } from '../state/navigation.ts';
import {
  type FactGroup,
  factGroups,
  factLines,
  factSource,
  factText,
  filterFacts,
  isLive,
  withLive,
} from './fact-groups.ts';

interface FactsProps {
  readonly facts: readonly Fact[];
  /** Words that each fact shown has in it. */
  readonly query: string;
}

/** What is known about the device, in groups; where and when a fact was read shows on hover and on focus. */
export function Facts({ facts, query }: FactsProps) {
  const { live, trail } = useModel();
  const newest = useStore(live, ({ metrics }) => metrics.at(-1));
  const known = useMemo(() => withLive(facts, newest), [facts, newest]);
  /** One stop for Tab; from there the arrow keys go from fact to fact. */
  const [current, setCurrent] = useState<string | null>(null);
  const shown = useMemo(() => filterFacts(known, query), [known, query]);
  const groups = factGroups(shown);
  const element = useRef<HTMLDivElement>(null);
  useFactCopy(element, shown);
  if (groups.length === 0) {
    return (
      <div className="device-empty" role="status">
        <p>{t('device.no-match', { query })}</p>
        <Button onPress={() => trail.update((now) => goToView(now, 'this-device'))}>{t('device.clear')}</Button>
      </div>
    );
  }
  const stop = shown.some(({ id, value }) => id === current && value !== null)
    ? current
    : groups.flatMap((group) => group.facts)[0]?.id;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the facts in it take the focus
    <div ref={element} className="facts" tabIndex={-1} onKeyDown={moveBetweenFacts}>
      {groups.map((group) => (
        <Group key={group.id} group={group}>
          {group.facts.map((fact) => (
            <FactLine
              key={fact.id}
              fact={fact}
              live={isLive(fact, newest)}
              stop={fact.id === stop}
              onFocus={() => setCurrent(fact.id)}
            />
          ))}
        </Group>
      ))}
    </div>
  );
}

function Group({ group, children }: { readonly group: FactGroup; readonly children: React.ReactNode }) {
  const { copy } = useModel();
  const { context } = useShown();
  const title = t(`fact-group.${group.id}`);
  const { facts } = group;
  return (
    <section className="fact-group" aria-labelledby={`fact-group-${group.id}`}>
      <div className="fact-head">
        <h2 id={`fact-group-${group.id}`}>{title}</h2>
        {facts.length > 0 && (
          <IconButton
            icon={Copy}
            label={t('device.copy-group', { group: title })}
            onPress={() =>
              copy(factLines(facts, context.redact, context.names), tn('device.copied-facts', facts.length))
            }
          />
        )}
      </div>
      <dl>{children}</dl>
      {group.missing.map((sentence) => (
        <p key={sentence} className="fact-missing">
          {sentence}
        </p>
      ))}
    </section>
  );
}

interface FactLineProps {
  readonly fact: Fact;
  readonly live: boolean;
  readonly stop: boolean;
  readonly onFocus: () => void;
}

function FactLine({ fact, live, stop, onFocus }: FactLineProps) {
  const { context } = useShown();
  const now = useNow(10_000);
  return (
    <div className="fact" data-fact={fact.id}>
      <dt>{t(`fact.${fact.id}`)}</dt>
      <dd>
        <Tooltip text={factSource(fact, live, now)}>
          <Focusable>
            <span role="note" tabIndex={stop ? 0 : -1} className="fact-value" onFocus={onFocus}>
              {factText(fact, context.redact, context.names)}
            </span>
          </Focusable>
        </Tooltip>
      </dd>
    </div>
  );
}

/**
 * What Copy and Select All mean on the facts: the marked part of one value, or else whole facts with their labels, since
 * a value alone does not say what it is.
 */
function useFactCopy(element: React.RefObject<HTMLDivElement | null>, facts: readonly Fact[]): void {
  const { targets, copy } = useModel();
  const { context } = useShown();
  const latest = useRef({ facts, context });
  useEffect(() => {
    latest.current = { facts, context };
  });
  useEffect(() => {
    const { current } = element;
    if (!current) return;
    const copyFacts = () => {
      const { facts: all, context: how } = latest.current;
      const { ids, part } = markedFacts(current);
      if (part !== '') return copy(part, t('common.copied'));
      const chosen = all.filter(({ id, value }) => value !== null && ids.includes(id));
      const [first] = chosen;
      if (!first) return;
      const done =
        chosen.length === 1
          ? t('device.copied-fact', { fact: t(`fact.${first.id}`) })
          : tn('device.copied-facts', chosen.length);
      copy(factLines(chosen, how.redact, how.names), done);
    };
    return targets.register({
      element: current,
      marks: true,
      copy: copyFacts,
      copyAs: copyFacts,
      selectAll: () => document.getSelection()?.selectAllChildren(current),
    });
  }, [element, targets, copy]);
}

/** The facts that are marked, or the focused one; or what is marked within one value. */
function markedFacts(element: HTMLElement): { readonly ids: readonly string[]; readonly part: string } {
  const selection = document.getSelection();
  const all = [...element.querySelectorAll<HTMLElement>('[data-fact]')];
  const idOf = (fact: HTMLElement) => fact.dataset['fact'] ?? '';
  if (!selection || selection.isCollapsed) {
    const focused = document.activeElement?.closest<HTMLElement>('[data-fact]');
    return { ids: focused ? [idOf(focused)] : [], part: '' };
  }
  const marked = all.filter((fact) => selection.containsNode(fact, true));
  const [only] = marked;
  return { ids: marked.map(idOf), part: marked.length === 1 && only ? selection.toString() : '' };
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
