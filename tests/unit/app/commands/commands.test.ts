import { afterEach, describe, expect, it } from 'vitest';
import { commands, findCommand, menus } from '../../../../app/commands/catalogue.ts';
import { menuModel } from '../../../../app/commands/menu.ts';
import { commandForKey, formatShortcut, type KeyPress, toAccelerator } from '../../../../app/commands/shortcut.ts';
import { setLanguage } from '../../../../client/core/texts/catalogues.ts';

afterEach(() => setLanguage('en'));

const press = (key: string, code: string, held: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
});

describe('the command catalogue', () => {
  it('gives no shortcut to two commands', () => {
    const shortcuts = commands.flatMap((command) => command.shortcut ?? []);
    expect(new Set(shortcuts).size).toBe(shortcuts.length);
  });

  it('finds commands by id and nothing else', () => {
    expect(findCommand('go.search')?.menu).toBe('go');
    expect(findCommand('toString')).toBeUndefined();
  });

  it('puts each command into one menu, once', () => {
    const model = menuModel({ checked: new Set(), disabled: new Set(), marked: new Set() });
    const listed = model.flatMap((menu) =>
      menu.entries.flatMap((entry) => (entry.kind === 'command' ? entry.command.id : [])),
    );
    expect(model.map((menu) => menu.id)).toEqual([...menus]);
    expect(listed.toSorted()).toEqual(commands.map((command) => command.id).toSorted());
  });

  it('draws ticks only for toggles and choices, and separators only between groups', () => {
    const [, , view] = menuModel({
      checked: new Set(['view.redact']),
      disabled: new Set(['view.refresh']),
      marked: new Set(),
    });
    const entry = (id: string) => view?.entries.find((item) => item.kind === 'command' && item.command.id === id);
    expect(entry('view.redact')).toMatchObject({ checked: true, enabled: true });
    expect(entry('view.toggle-detail')).toMatchObject({ checked: false });
    expect(entry('view.refresh')).toMatchObject({ checked: undefined, enabled: false });
    expect(view?.entries[0]?.kind).toBe('command');
    expect(view?.entries.at(-1)?.kind).toBe('command');
  });
});

describe('shortcuts', () => {
  it('are told by Control on Linux and Windows and by Command on macOS', () => {
    expect(commandForKey(press('k', 'KeyK', { ctrlKey: true }), 'linux')).toBe('go.search');
    expect(commandForKey(press('k', 'KeyK', { metaKey: true }), 'macos')).toBe('go.search');
    expect(commandForKey(press('k', 'KeyK', { ctrlKey: true }), 'macos')).toBeUndefined();
    expect(commandForKey(press('k', 'KeyK', { metaKey: true, ctrlKey: true }), 'linux')).toBeUndefined();
  });

  it('are known by their physical key when Shift or Alt changes the character', () => {
    expect(commandForKey(press('P', 'KeyP', { ctrlKey: true, shiftKey: true }), 'linux')).toBe('go.commands');
    expect(commandForKey(press('ß', 'KeyS', { metaKey: true, altKey: true }), 'macos')).toBe('view.toggle-sidebar');
  });

  it('leave what Chromium does itself in text fields alone', () => {
    expect(commandForKey(press('c', 'KeyC', { ctrlKey: true }), 'linux')).toBeUndefined();
  });

  it('read as each platform writes them', () => {
    expect(formatShortcut('Mod+Shift+P', 'macos')).toBe('⇧⌘P');
    expect(formatShortcut('Mod+Shift+P', 'windows')).toBe('Ctrl+Shift+P');
    setLanguage('it');
    expect(formatShortcut('Mod+Shift+P', 'windows')).toBe('Ctrl+Maiusc+P');
    expect(formatShortcut('Mod+Alt+S', 'linux')).toBe('Ctrl+Alt+S');
    expect(toAccelerator('Mod+=')).toBe('CommandOrControl+Plus');
  });
});
