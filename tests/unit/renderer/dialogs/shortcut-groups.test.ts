import { describe, expect, it } from 'vitest';
import { commands, menus } from '../../../../app/commands/catalogue.ts';
import { shortcutGroups } from '../../../../renderer/dialogs/shortcuts-dialog.tsx';
import { gridKeyHelp, headKeyHelp } from '../../../../renderer/grid/grid-keys.ts';

const flat = (groups: ReturnType<typeof shortcutGroups>) => groups.flatMap(({ entries }) => entries);

describe('the sheet of shortcuts', () => {
  it('has every command with a shortcut, in the order of the menus', () => {
    const withShortcut = commands.filter(({ shortcut }) => shortcut).map(({ id }) => id);
    const shown = shortcutGroups('linux', '').filter(({ id }) => menus.some((menu) => menu === id));
    expect(flat(shown).map(({ id }) => id)).toEqual(withShortcut);
  });

  it('writes shortcuts as the platform does', () => {
    const find = (platform: 'linux' | 'macos') =>
      flat(shortcutGroups(platform, '')).find(({ id }) => id === 'go.commands')?.shortcuts;
    expect(find('linux')).toEqual(['Ctrl+Shift+P']);
    expect(find('macos')).toEqual(['⇧⌘P']);
  });

  it('has the further keys of a command, and those of the search field', () => {
    const keysOf = (id: string) => flat(shortcutGroups('linux', '')).find((entry) => entry.id === id)?.shortcuts;
    expect(keysOf('go.back')).toEqual(['Ctrl+[', 'Alt+←']);
    expect(keysOf('go.search')).toEqual(['Ctrl+K', 'Ctrl+F']);
    expect(keysOf('search.key.down')).toEqual(['↓']);
  });

  it('has the keys of lists and of their heads', () => {
    const groups = shortcutGroups('linux', '');
    const entries = (group: string) => groups.find(({ id }) => id === group)?.entries ?? [];
    expect(entries('lists').map(({ id }) => id)).toEqual(gridKeyHelp.map(({ title }) => title));
    expect(entries('heads').map(({ id }) => id)).toEqual(headKeyHelp.map(({ title }) => title));
    expect(entries('lists')[0]?.shortcuts).toEqual(['↑', '↓']);
  });

  it('finds by title or by keys, and leaves out empty menus', () => {
    expect(shortcutGroups('linux', ' refr').map(({ id }) => id)).toEqual(['view']);
    expect(flat(shortcutGroups('linux', 'ctrl+shift+p')).map(({ id }) => id)).toEqual(['go.commands']);
    expect(shortcutGroups('linux', 'no such thing')).toEqual([]);
  });
});
