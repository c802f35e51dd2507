import { CornerDownLeft } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { t } from '../../app/messages/index.ts';
import type { Suggestion, SuggestionGroup } from './suggestion.ts';

interface SuggestionListProps {
  /** Of the list; its lines are known by `<id>-<line>`. */
  readonly id: string;
  readonly groups: readonly SuggestionGroup[];
  /** Line that the arrows have chosen. */
  readonly active: string | null;
  /** Line that Enter opens while none is chosen. */
  readonly first: string | null;
  readonly onHover: (id: string) => void;
  readonly onChoose: (suggestion: Suggestion) => void;
}

export const lineId = (list: string, line: string) => `${list}-${line}`;

/** What the search field suggests, in groups. The focus stays in the field, which tells of the chosen line. */
export function SuggestionList({ id, groups, active, first, onHover, onChoose }: SuggestionListProps) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (active) list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  return (
    <div ref={list} id={id} role="listbox" aria-label={t('search.suggestions')} className="search-list">
      {groups.map((group) => (
        // biome-ignore lint/a11y/useSemanticElements: a group of options, which a fieldset is not
        <div key={group.id} role="group" aria-labelledby={`${id}-group-${group.id}`}>
          <div id={`${id}-group-${group.id}`} role="presentation" className="search-group">
            {group.title}
          </div>
          {group.suggestions.map((suggestion) => (
            // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus and names the chosen line
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the field
            <div
              key={suggestion.id}
              id={lineId(id, suggestion.id)}
              role="option"
              aria-selected={suggestion.id === active}
              className="search-line"
              onPointerMove={() => onHover(suggestion.id)}
              // The field would lose the focus, and with it the list.
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => onChoose(suggestion)}
            >
              <span className={suggestion.code ? 'search-line-title ui-mono' : 'search-line-title'}>
                {suggestion.title}
              </span>
              <span className="search-line-detail" title={suggestion.detail}>
                {suggestion.detail}
              </span>
              {suggestion.shortcut && (
                <kbd className="search-line-key" aria-hidden>
                  {suggestion.shortcut}
                </kbd>
              )}
              {suggestion.id === first && (
                <CornerDownLeft className="ui-icon search-line-key" role="img" aria-label={t('search.opens')} />
              )}
            </div>
          ))}
        </div>
      ))}
    </div>
  );
}
