import { describe, expect, it } from 'vitest';
import { commands } from '../../../../app/commands/catalogue.ts';
import { shortcutGroups } from '../../../../renderer/dialogs/shortcuts-dialog.tsx';

const flat = (groups: ReturnType<typeof shortcutGroups>) => groups.flatMap(({ entries }) => entries);

describe('the sheet of shortcuts', () => {
  it('has every command with a shortcut, in the order of the menus', () => {
    const withShortcut = commands.filter(({ shortcut }) => shortcut).map(({ id }) => id);
    expect(flat(shortcutGroups('linux', '')).map(({ command }) => command)).toEqual(withShortcut);
  });

  it('writes shortcuts as the platform does', () => {
    const find = (platform: 'linux' | 'macos') =>
      flat(shortcutGroups(platform, '')).find(({ command }) => command === 'go.commands')?.shortcut;
    expect(find('linux')).toBe('Ctrl+Shift+P');
    expect(find('macos')).toBe('⇧⌘P');
  });

  it('finds by title or by keys, and leaves out empty menus', () => {
    expect(shortcutGroups('linux', ' refr').map(({ menu }) => menu)).toEqual(['view']);
    expect(flat(shortcutGroups('linux', 'ctrl+shift+p')).map(({ command }) => command)).toEqual(['go.commands']);
    expect(shortcutGroups('linux', 'no such thing')).toEqual([]);
  });
});
