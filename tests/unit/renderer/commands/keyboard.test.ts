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

  it('are Ctrl+F for the search and Alt+Left for Back, in a text field too', () => {
    expect(shortcutFor(press('f', { ctrlKey: true }), 'linux', typing)).toBe('go.search');
    const left = press('ArrowLeft', { altKey: true });
    expect(shortcutFor(left, 'linux', typing)).toBe('go.back');
    expect(shortcutFor(left, 'macos', plain)).toBe('go.back');
    // There it moves the caret by a word.
    expect(shortcutFor(left, 'macos', typing)).toBeUndefined();
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
