import { Search } from 'lucide-react';
import { useState } from 'react';
import { Input, SearchField } from 'react-aria-components';
import type { Platform } from '../../app/commands/shortcut.ts';
import { t } from '../../app/messages/index.ts';
import { DialogFrame } from '../../ui/design/index.ts';
import { shortcutGroups } from './shortcut-groups.ts';

interface ShortcutsDialogProps {
  readonly platform: Platform;
  readonly onClose: () => void;
}

/** Every shortcut of the catalogue on one sheet. */
export function ShortcutsDialog({ platform, onClose }: ShortcutsDialogProps) {
  const [filter, setFilter] = useState('');
  const groups = shortcutGroups(platform, filter);
  return (
    <DialogFrame
      title={t('shortcuts.title')}
      onClose={onClose}
      tools={
        <SearchField className="ui-search" aria-label={t('shortcuts.filter')} value={filter} onChange={setFilter}>
          <Search className="ui-icon" aria-hidden />
          <Input placeholder={t('shortcuts.filter')} />
        </SearchField>
      }
    >
      {groups.length === 0 && <p className="program-aside">{t('shortcuts.empty', { filter })}</p>}
      <div className="program-shortcuts">
        {groups.map(({ menu, title, entries }) => (
          <section key={menu}>
            <h3>{title}</h3>
            <dl>
              {entries.map((entry) => (
                <div key={entry.command}>
                  <dt>{entry.title}</dt>
                  <dd>
                    <kbd>{entry.shortcut}</kbd>
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </DialogFrame>
  );
}
