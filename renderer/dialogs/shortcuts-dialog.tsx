import { Search } from 'lucide-react';
import { useState } from 'react';
import { Input, SearchField } from 'react-aria-components';
import { type CommandId, commands, type MenuId, menus } from '../../app/commands/catalogue.ts';
import { formatShortcut, type Platform } from '../../app/commands/shortcut.ts';
import { t } from '../../app/messages/index.ts';
import { DialogFrame } from '../../ui/design/index.ts';

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

interface ShortcutGroup {
  readonly menu: MenuId;
  readonly title: string;
  readonly entries: readonly { readonly command: CommandId; readonly title: string; readonly shortcut: string }[];
}

/** The commands that have a shortcut, by menu, of which the title or the shortcut contains `filter`. */
export function shortcutGroups(platform: Platform, filter: string): ShortcutGroup[] {
  const wanted = filter.trim().toLocaleLowerCase();
  const groups = menus.map((menu) => ({ menu, title: t(`menu.${menu}`), entries: entriesOf(menu, platform) }));
  return groups
    .map((group) => ({
      ...group,
      entries: group.entries.filter(({ title, shortcut }) =>
        [title, shortcut].some((text) => text.toLocaleLowerCase().includes(wanted)),
      ),
    }))
    .filter(({ entries }) => entries.length > 0);
}

function entriesOf(menu: MenuId, platform: Platform) {
  return commands.flatMap((command) =>
    command.menu === menu && command.shortcut
      ? [
          {
            command: command.id,
            title: t(`command.${command.id}`),
            shortcut: formatShortcut(command.shortcut, platform),
          },
        ]
      : [],
  );
}
