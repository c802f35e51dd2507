import { useEffect, useMemo } from 'react';
import { useStore } from '../../ui/state/store.ts';
import { useShown } from '../object/shown.ts';
import { shownQuery } from '../object/shown-query.ts';
import { useModel } from '../state/model.ts';
import { useCompletions } from './completions.ts';
import { exampleGroups } from './examples.ts';
import type { Reading } from './reading.ts';
import type { SuggestionGroup } from './suggestion.ts';
import { commandGroups, factGroups, hitGroups, recentGroups } from './suggestions.ts';

const none: readonly SuggestionGroup[] = [];

/** What stands below the field for its text; nothing is looked up while nobody is in it. */
export function useSuggestions(reading: Reading, wanted: boolean, caret: number): readonly SuggestionGroup[] {
  const { find, settings, device, commandState, platform } = useModel();
  const found = useStore(find.found);
  const recent = useStore(settings, (now) => now.recentSearches);
  const shown = useShown();
  const facts = useStore(device, ({ report }) => report?.facts);
  const disabled = useStore(commandState, (state) => state.disabled);
  const completions = useCompletions(reading, wanted, caret);
  const { text, bare } = reading;

  useEffect(() => find.look(wanted && bare ? text.trim() : ''), [find, wanted, bare, text]);

  return useMemo(() => {
    if (!wanted) return none;
    if (text.trim() === '') {
      const show = (search: string) => shownQuery(search, undefined, shown);
      return [...recentGroups(recent, show), ...exampleGroups()];
    }
    if (!bare) return completions;
    return [
      ...hitGroups(found.hits, shown),
      ...completions,
      ...factGroups(facts ?? [], text, shown),
      ...commandGroups(text, disabled, platform),
    ];
  }, [wanted, text, bare, found, recent, shown, facts, disabled, platform, completions]);
}
