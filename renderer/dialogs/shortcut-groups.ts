import { type CommandId, commands, type MenuId, menus } from '../../app/commands/catalogue.ts';
import { formatShortcut, type Platform } from '../../app/commands/shortcut.ts';
import { t } from '../../app/messages/index.ts';

export interface ShortcutGroup {
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
