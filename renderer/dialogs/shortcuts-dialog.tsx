import { Search } from 'lucide-react';
import { Fragment, useState } from 'react';
import { Input, SearchField } from 'react-aria-components';
import { commands, type MenuId, menus } from '../../app/commands/catalogue.ts';
import { formatShortcut, type Platform } from '../../app/commands/shortcut.ts';
import { type MessageKey, t } from '../../app/messages/index.ts';
import { DialogFrame } from '../../ui/design/index.ts';
import { gridKeyHelp, headKeyHelp } from '../grid/grid-keys.ts';

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
        {groups.map(({ id, title, entries }) => (
          <section key={id}>
            <h3>{title}</h3>
            <dl>
              {entries.map((entry) => (
                <div key={entry.id}>
                  <dt>{entry.title}</dt>
                  <dd>
                    {entry.shortcuts.map((shortcut, index) => (
                      <Fragment key={shortcut}>
                        {index > 0 && ` ${t('shortcuts.or')} `}
                        <kbd>{shortcut}</kbd>
                      </Fragment>
                    ))}
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

interface ShortcutEntry {
  readonly id: string;
  readonly title: string;
  /** As people of the platform read them. */
  readonly shortcuts: readonly string[];
}

interface ShortcutGroup {
  readonly id: MenuId | 'search' | 'lists' | 'heads';
  readonly title: string;
  readonly entries: readonly ShortcutEntry[];
}

/** Keys of a part of the window, and what they do there. */
interface KeyHelp {
  readonly keys: readonly string[];
  readonly title: Extract<MessageKey, `search.key.${string}` | `grid.key.${string}`>;
}

/** Keys of the search field, beside those of any text field. */
const searchKeys = [
  { keys: ['ArrowDown'], title: 'search.key.down' },
  { keys: ['Enter'], title: 'search.key.enter' },
  { keys: ['Escape'], title: 'search.key.escape' },
  { keys: ['Backspace'], title: 'search.key.backspace' },
  { keys: ['F2'], title: 'search.key.edit' },
] as const satisfies readonly KeyHelp[];

/**
 * Every key that means something: the commands that have one, by menu, and those of the parts of the window. Of them
 * those of which the title or the keys contain `filter`.
 */
export function shortcutGroups(platform: Platform, filter: string): readonly ShortcutGroup[] {
  const wanted = filter.trim().toLocaleLowerCase();
  const groups: readonly ShortcutGroup[] = [
    ...menus.map((menu) => ({ id: menu, title: t(`menu.${menu}`), entries: entriesOf(menu, platform) })),
    { id: 'search', title: t('shortcuts.search'), entries: keyEntries(searchKeys, platform) },
    { id: 'lists', title: t('shortcuts.lists'), entries: keyEntries(gridKeyHelp, platform) },
    { id: 'heads', title: t('shortcuts.heads'), entries: keyEntries(headKeyHelp, platform) },
  ];
  return groups
    .map((group) => ({
      ...group,
      entries: group.entries.filter(({ title, shortcuts }) =>
        [title, ...shortcuts].some((text) => text.toLocaleLowerCase().includes(wanted)),
      ),
    }))
    .filter(({ entries }) => entries.length > 0);
}

function entriesOf(menu: MenuId, platform: Platform): readonly ShortcutEntry[] {
  return commands.flatMap(({ id, menu: own, shortcut, also = [] }) =>
    own === menu && shortcut
      ? [
          {
            id,
            title: t(`command.${id}`),
            shortcuts: [shortcut, ...also].map((keys) => formatShortcut(withSigns(keys), platform)),
          },
        ]
      : [],
  );
}

function keyEntries(list: readonly KeyHelp[], platform: Platform): readonly ShortcutEntry[] {
  return list.map(({ keys, title }) => ({
    id: title,
    title: t(title),
    shortcuts: keys.map((key) => formatShortcut(withSigns(key), platform)),
  }));
}

const signs: Readonly<Record<string, string>> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
};

/** Keys of the keyboard as they are printed on it. */
function withSigns(shortcut: string): string {
  return shortcut
    .split('+')
    .map((key) => signs[key] ?? key)
    .join('+');
}
