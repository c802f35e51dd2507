import { t } from '../../app/messages/index.ts';
import { examples } from '../../app/query/help.ts';
import type { Suggestion, SuggestionGroup } from './suggestion.ts';
import { group } from './suggestions.ts';

/** Examples below an empty field: one of each kind of question, so that they are read. */
const shown: ReadonlySet<string> = new Set(['help.port', 'help.busy', 'help.at', 'help.gone', 'help.count']);

/** What can be asked, for whoever asks for the first time. */
export function exampleGroups(): readonly SuggestionGroup[] {
  const suggestions = examples
    .filter(({ title }) => shown.has(title))
    .map(
      ({ title, query }): Suggestion => ({
        id: title,
        title: query,
        detail: t(title),
        code: true,
        choice: { kind: 'search', text: query },
      }),
    );
  return group('examples', t('search.examples'), suggestions);
}
