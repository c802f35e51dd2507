import type { CommandId } from '../../app/commands/catalogue.ts';
import { commandForKey, type KeyPress, type Platform } from '../../app/commands/shortcut.ts';

/** Where and how a key was pressed, beyond the key itself. */
export interface KeyContext {
  /** In a field that takes text. */
  readonly inTextField: boolean;
  /** AltGr writes a character, but reads as Control+Alt on Windows. */
  readonly altGraph: boolean;
  /** An input method is composing a character. */
  readonly composing: boolean;
}

/** The command that a key press means here; typing is never taken away from a text field. */
export function shortcutFor(press: KeyPress, platform: Platform, context: KeyContext): CommandId | undefined {
  if (context.altGraph || context.composing) return undefined;
  const command = commandForKey(press, platform);
  if (!command || !context.inTextField) return command;
  // On macOS Option with an arrow moves the caret by words.
  const leads = platform !== 'macos' && press.altKey && press.key.startsWith('Arrow');
  return press.ctrlKey || press.metaKey || leads || /^F\d+$/.test(press.key) ? command : undefined;
}

const notText = new Set(['button', 'checkbox', 'color', 'file', 'image', 'radio', 'range', 'reset', 'submit']);

/** Whether typing into this element writes text. */
export function isTextField(element: unknown): element is HTMLElement {
  if (element instanceof HTMLInputElement) return !notText.has(element.type);
  return element instanceof HTMLTextAreaElement || (element instanceof HTMLElement && element.isContentEditable);
}

/** Listens for shortcuts in the whole window, before any control sees the key; returns the function that stops it. */
export function listenForShortcuts(platform: Platform, onCommand: (command: CommandId) => void): () => void {
  const onKeyDown = (event: KeyboardEvent) => {
    const command = shortcutFor(event, platform, {
      inTextField: isTextField(event.target),
      altGraph: event.getModifierState('AltGraph'),
      composing: event.isComposing,
    });
    if (!command) return;
    event.preventDefault();
    event.stopPropagation();
    // Held keys would open a window or step through the trail many times a second.
    if (!event.repeat || command.startsWith('view.zoom-')) onCommand(command);
  };
  window.addEventListener('keydown', onKeyDown, { capture: true });
  return () => window.removeEventListener('keydown', onKeyDown, { capture: true });
}

/**
 * Listens for Copy and Select All outside of text fields, as Chromium hears them, after every control that has keys of
 * its own. Left to Chromium they would take texts as they are drawn, values without their labels, and say nothing.
 * `onCommand` says whether it took the command. Returns the function that stops it.
 */
export function listenForCopy(onCommand: (command: CommandId) => boolean): () => void {
  const take = (event: Event, command: CommandId) => {
    if (event.defaultPrevented || isTextField(document.activeElement) || !onCommand(command)) return;
    event.preventDefault();
  };
  const onCopy = (event: ClipboardEvent) => take(event, 'edit.copy');
  const onKeyDown = (event: KeyboardEvent) => {
    const { ctrlKey, metaKey, altKey, shiftKey } = event;
    const plain = ctrlKey && !metaKey && !altKey && !shiftKey;
    if (plain && event.key.toLowerCase() === 'a') take(event, 'edit.select-all');
  };
  document.addEventListener('copy', onCopy);
  document.addEventListener('keydown', onKeyDown);
  return () => {
    document.removeEventListener('copy', onCopy);
    document.removeEventListener('keydown', onKeyDown);
  };
}
