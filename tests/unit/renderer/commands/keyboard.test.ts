import { describe, expect, it } from 'vitest';
import type { KeyPress } from '../../../../app/commands/shortcut.ts';
import { shortcutFor } from '../../../../renderer/commands/keyboard.ts';

const press = (key: string, held: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code: /^[a-z]$/i.test(key) ? `Key${key.toUpperCase()}` : key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
});
const plain = { inTextField: false, altGraph: false, composing: false };
const typing = { ...plain, inTextField: true };

describe('shortcuts', () => {
  it('are Control on Linux and Windows and Command on macOS', () => {
    expect(shortcutFor(press('k', { ctrlKey: true }), 'linux', plain)).toBe('go.search');
    expect(shortcutFor(press('k', { metaKey: true }), 'macos', plain)).toBe('go.search');
    expect(shortcutFor(press('k', { ctrlKey: true }), 'macos', plain)).toBeUndefined();
  });

  it('work in a text field when they cannot be typed', () => {
    expect(shortcutFor(press('P', { ctrlKey: true, shiftKey: true }), 'linux', typing)).toBe('go.commands');
    expect(shortcutFor(press('F11'), 'linux', typing)).toBe('window.full-screen');
  });

  it('leave what Chromium does itself in text fields alone', () => {
    for (const key of ['c', 'v', 'x', 'z', 'a']) {
      expect(shortcutFor(press(key, { ctrlKey: true }), 'linux', typing)).toBeUndefined();
    }
  });

  it('are not what AltGr writes, nor what an input method composes', () => {
    const altGr = press('ś', { code: 'KeyS', ctrlKey: true, altKey: true });
    expect(shortcutFor(altGr, 'windows', { ...typing, altGraph: true })).toBeUndefined();
    expect(shortcutFor(altGr, 'windows', plain)).toBe('view.toggle-sidebar');
    expect(shortcutFor(press('k', { ctrlKey: true }), 'linux', { ...typing, composing: true })).toBeUndefined();
  });
});
