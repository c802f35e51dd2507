import type { Reach, Step } from './selection.ts';

/** The part of a keyboard event that the rows look at; a DOM `KeyboardEvent` fits. */
interface Press {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/** What a key means on the rows of a table. */
export type RowKey =
  | { readonly kind: 'step'; readonly step: Step; readonly reach: Reach | 'focus' }
  | { readonly kind: 'toggle' | 'open' | 'copy' | 'select-all' | 'clear' | 'menu' }
  | { readonly kind: 'type'; readonly letter: string };

const steps: Readonly<Record<string, Step>> = {
  ArrowDown: 'next',
  ArrowUp: 'previous',
  PageDown: 'page-down',
  PageUp: 'page-up',
  Home: 'first',
  End: 'last',
};

/**
 * Reads a key press on a row, or `undefined` for keys that mean nothing there.
 * @param typing a word is being typed, so that the space bar belongs to it
 */
export function rowKey(press: Press, typing: boolean): RowKey | undefined {
  const mod = press.ctrlKey || press.metaKey;
  if (press.altKey) return undefined;
  const step = steps[press.key];
  if (step) return { kind: 'step', step, reach: reachOf(press.shiftKey, mod) };
  if (mod) return withMod(press.key);
  if (press.key === 'Enter' || (press.key === ' ' && !typing)) return { kind: 'open' };
  if (press.key === 'Escape') return { kind: 'clear' };
  if (press.key === 'ContextMenu' || (press.key === 'F10' && press.shiftKey)) return { kind: 'menu' };
  return press.key.length === 1 ? { kind: 'type', letter: press.key } : undefined;
}

function reachOf(shift: boolean, mod: boolean): Reach | 'focus' {
  if (shift) return 'range';
  return mod ? 'focus' : 'alone';
}

function withMod(key: string): RowKey | undefined {
  const kinds: Readonly<Record<string, 'toggle' | 'copy' | 'select-all'>> = {
    ' ': 'toggle',
    c: 'copy',
    a: 'select-all',
  };
  const kind = kinds[key.toLowerCase()];
  return kind && { kind };
}
