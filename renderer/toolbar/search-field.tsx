import { Search, X } from 'lucide-react';
import { useCallback } from 'react';
import { SearchField as AriaSearchField, Button, Input } from 'react-aria-components';
import { findCommand } from '../../app/commands/catalogue.ts';
import { formatShortcut } from '../../app/commands/shortcut.ts';
import { t } from '../../app/messages/index.ts';
import { useStore } from '../../ui/state/store.ts';
import { useModel } from '../state/model.ts';

const labels = { 'this-device': 'toolbar.search-device', processes: 'toolbar.search-processes' } as const;

/** Filters what the view shows. Each view keeps its own query. */
export function SearchField() {
  const { trail, queries, search, platform } = useModel();
  const view = useStore(trail, (now) => now.here.view);
  const query = useStore(queries[view]);
  const shortcut = findCommand('go.search')?.shortcut;
  const label = t(labels[view]);
  const keepField = useCallback(
    (field: HTMLInputElement | null) => {
      search.field = field;
    },
    [search],
  );

  return (
    <AriaSearchField
      className="search-field"
      aria-label={label}
      value={query}
      onChange={queries[view].set}
      onKeyDown={(event) => {
        // Down leads from the filter to what it has found.
        if (event.key === 'ArrowDown') document.querySelector<HTMLElement>('[data-search-target]')?.focus();
        else event.continuePropagation();
      }}
    >
      <Search className="ui-icon" aria-hidden />
      <Input ref={keepField} placeholder={label} className="search-input" />
      {query === '' && shortcut && (
        <kbd className="search-shortcut" aria-hidden>
          {formatShortcut(shortcut, platform)}
        </kbd>
      )}
      <Button className="search-clear" aria-label={t('toolbar.clear-search')}>
        <X className="ui-icon" aria-hidden />
      </Button>
    </AriaSearchField>
  );
}
