import { useEffect, useMemo, useState } from 'react';
import { t } from '../../app/messages/index.ts';
import { type Completion, complete } from '../../app/query/complete.ts';
import { findField } from '../../app/query/fields.ts';
import { displayText } from '../../app/text/display.ts';
import { useStore } from '../../ui/state/store.ts';
import { type Shown, useShown } from '../object/shown.ts';
import { topicOf } from '../state/lists.ts';
import { useModel } from '../state/model.ts';
import { createKnownValues, type KnownValues, valuesIn, type WantedValues } from './known-values.ts';
import type { Reading } from './reading.ts';
import type { SuggestionGroup } from './suggestion.ts';
import { group } from './suggestions.ts';

/** Lines where something was begun, where a blank waits for anything, and below what a bare text may mean. */
const MAX_BEGUN = 12;
const MAX_OPEN = 8;
const MAX_BESIDE_HITS = 4;

const none: readonly SuggestionGroup[] = [];

/** What the text could go on with at the caret. */
export function useCompletions(reading: Reading, wanted: boolean, caret: number): readonly SuggestionGroup[] {
  const { ask, lists } = useModel();
  const [known] = useState<KnownValues>(() => createKnownValues(ask));
  const remembered = useStore(known);
  const shown = useShown();
  const { text, type, bare, rewritten } = reading;

  // biome-ignore lint/correctness/useExhaustiveDependencies: values that have come since complete it anew
  const { groups, asked } = useMemo(() => {
    if (!wanted || text.trim() === '' || rewritten !== undefined) return { groups: none, asked: null };
    let asked: WantedValues | null = null;
    const values = (of: WantedValues['type'], field: string, prefix: string) => {
      const what = { type: of, field, prefix };
      // Names and addresses that are masked elsewhere are not proposed here.
      if (shown.context.redact && findField(of, field)?.sensitive) return [];
      asked = what;
      const topic = topicOf[of];
      const now = topic ? valuesIn(lists[topic].get().rows, what) : [];
      return proposed([...now, ...known.of(what)], shown);
    };
    const all = complete(text, Math.min(caret, text.length), { defaultType: type, values });
    return { groups: completionGroups(all, text, bare), asked };
  }, [text, type, bare, rewritten, wanted, caret, shown, lists, known, remembered]);

  useEffect(() => {
    if (asked) known.ask(asked);
  }, [known, asked]);
  return groups;
}

/** Values that may be proposed, each once: none in which a name or an address stands that is masked elsewhere. */
export function proposed(values: readonly string[], { text }: Pick<Shown, 'text'>): readonly string[] {
  return [...new Set(values)].filter((value) => text(value) === displayText(value));
}

/** Completions as lines; one that would leave the text as it is is none. */
export function completionGroups(all: readonly Completion[], text: string, bare: boolean): readonly SuggestionGroup[] {
  const changing = all.filter(({ from, to, insert }) => text.slice(from, to) !== insert);
  const begun = changing.some(({ from, to }) => to > from);
  const atMost = begun ? MAX_BEGUN : MAX_OPEN;
  const lines = changing.slice(0, bare ? MAX_BESIDE_HITS : atMost).map(
    ({ kind, from, to, insert, label, title }) =>
      ({
        id: `complete-${kind}-${label}`,
        title: displayText(label),
        // "user User" says one thing twice.
        detail: title.toLocaleLowerCase() === label.toLocaleLowerCase() ? '' : title,
        code: true,
        choice: { kind: 'edit', span: { from, to }, text: insert },
      }) as const,
  );
  return group('complete', t('search.complete'), lines);
}
