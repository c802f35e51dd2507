import type { CommandId } from '../../app/commands/catalogue.ts';
import { type Command, commands } from '../../app/commands/catalogue.ts';
import { formatShortcut, type Platform } from '../../app/commands/shortcut.ts';
import type { Hit } from '../../app/finder/asking.ts';
import type { Fact } from '../../app/finder/device.ts';
import { t } from '../../app/messages/index.ts';
import type { Shown } from '../object/shown.ts';
import { hitText } from './hit-text.ts';
import type { Suggestion, SuggestionGroup } from './suggestion.ts';

/** Lines of one group: all groups together fit below the field without scrolling in a window of the usual size. */
const MAX_OF_TYPE = 5;
const MAX_FACTS = 3;
const MAX_COMMANDS = 3;
const MAX_RECENT_SHOWN = 8;

/** What was found for a bare text, of every type: the type of the best hit first, the hits of each best first. */
export function hitGroups(hits: readonly Hit[], shown: Pick<Shown, 'text' | 'name'>): readonly SuggestionGroup[] {
  const types = [...new Set(hits.map(({ type }) => type))];
  return types.map((type) => ({
    id: type,
    title: t(`search.found.${type}`),
    suggestions: hits
      .filter((hit) => hit.type === type)
      .slice(0, MAX_OF_TYPE)
      .map((hit) => ({ id: `${type}-${hit.row.key}`, ...hitText(hit, shown), choice: { kind: 'open', hit } })),
  }));
}

/** Facts about this device whose name or value has the text in it. */
export function factGroups(facts: readonly Fact[], text: string, shown: Shown): readonly SuggestionGroup[] {
  const wanted = text.trim().toLocaleLowerCase();
  const suggestions = facts.flatMap((fact): Suggestion[] => {
    const title = t(`fact.${fact.id}`);
    // A value that is masked must not be guessed letter by letter.
    const masked = shown.context.redact && fact.sensitive;
    const searched = masked ? title : `${title}\n${fact.value ?? ''}`;
    if (fact.value === null || !searched.toLocaleLowerCase().includes(wanted)) return [];
    const first = fact.value.split('\n')[0] ?? '';
    const detail = fact.sensitive ? shown.name(first) : shown.text(first);
    return [{ id: `fact-${fact.id}`, title, detail, choice: { kind: 'fact', text: title } }];
  });
  return group('fact', t('search.found.fact'), suggestions.slice(0, MAX_FACTS));
}

/** Commands of which each typed word begins a word of the title. */
export function commandGroups(
  text: string,
  disabled: ReadonlySet<CommandId>,
  platform: Platform,
): readonly SuggestionGroup[] {
  const words = wordsOf(text);
  if (words.length === 0) return [];
  const fits = ({ id, hiddenInPalette }: Command) => {
    if (hiddenInPalette || disabled.has(id) || id === 'go.search') return false;
    const title = wordsOf(t(`command.${id}`));
    return words.every((word) => title.some((other) => other.startsWith(word)));
  };
  const suggestions = commands.filter(fits).map(
    ({ id, shortcut, menu }): Suggestion => ({
      id: `command-${id}`,
      title: t(`command.${id}`),
      detail: t(`menu.${menu}`),
      shortcut: shortcut && formatShortcut(shortcut, platform),
      choice: { kind: 'command', command: id },
    }),
  );
  return group('command', t('search.found.command'), suggestions.slice(0, MAX_COMMANDS));
}

/** Searches that were made before, the last one first, and the way to forget them. */
export function recentGroups(recent: readonly string[], show: (text: string) => string): readonly SuggestionGroup[] {
  if (recent.length === 0) return [];
  const searches = recent.slice(0, MAX_RECENT_SHOWN).map(
    (text, index): Suggestion => ({
      id: `recent-${index}`,
      title: show(text),
      code: true,
      choice: { kind: 'search', text },
    }),
  );
  const forget: Suggestion = { id: 'forget', title: t('search.clear-recent'), choice: { kind: 'forget' } };
  return group('recent', t('search.recent'), [...searches, forget]);
}

export function group(id: string, title: string, suggestions: readonly Suggestion[]): readonly SuggestionGroup[] {
  return suggestions.length === 0 ? [] : [{ id, title, suggestions }];
}

function wordsOf(text: string): readonly string[] {
  return text
    .toLocaleLowerCase()
    .split(/[\s’'-]+/)
    .filter(Boolean);
}
