import type { MessageKey } from '../../app/messages/index.ts';
import type { Reach, Step } from './selection.ts';

/** What a key means on the rows of a list. */
export type RowKey =
  | { readonly kind: 'step'; readonly step: Step; readonly reach: Reach | 'focus' }
  | {
      readonly kind:
        | 'toggle'
        | 'open'
        | 'preview'
        | 'delete'
        | 'copy'
        | 'select-all'
        | 'clear'
        | 'menu'
        | 'in'
        | 'out'
        | 'expand-all'
        | 'collapse-all'
        | 'cell-left'
        | 'cell-right';
    }
  | { readonly kind: 'type'; readonly letter: string };

type Meaning = Exclude<RowKey, { readonly kind: 'type' }>;

/** What a key means on the heads of the columns. */
export type HeadKey =
  | 'previous'
  | 'next'
  | 'to-rows'
  | 'sort'
  | 'sort-add'
  | 'narrower'
  | 'wider'
  | 'fit'
  | 'move-left'
  | 'move-right'
  | 'menu';

const step = (name: Step, reach: Reach | 'focus'): Meaning => ({ kind: 'step', step: name, reach });

/** Every key of the rows but letters: one list for the keys themselves and for the sheet of shortcuts. `Mod` is Command on macOS, Control elsewhere. */
const rowPresses: Readonly<Record<string, Meaning>> = {
  ArrowDown: step('next', 'alone'),
  ArrowUp: step('previous', 'alone'),
  PageDown: step('page-down', 'alone'),
  PageUp: step('page-up', 'alone'),
  Home: step('first', 'alone'),
  End: step('last', 'alone'),
  'Shift+ArrowDown': step('next', 'range'),
  'Shift+ArrowUp': step('previous', 'range'),
  'Shift+PageDown': step('page-down', 'range'),
  'Shift+PageUp': step('page-up', 'range'),
  'Shift+Home': step('first', 'range'),
  'Shift+End': step('last', 'range'),
  'Mod+ArrowDown': step('next', 'focus'),
  'Mod+ArrowUp': step('previous', 'focus'),
  'Mod+PageDown': step('page-down', 'focus'),
  'Mod+PageUp': step('page-up', 'focus'),
  'Mod+Home': step('first', 'focus'),
  'Mod+End': step('last', 'focus'),
  'Mod+Space': { kind: 'toggle' },
  'Mod+a': { kind: 'select-all' },
  'Mod+c': { kind: 'copy' },
  Escape: { kind: 'clear' },
  Enter: { kind: 'open' },
  Space: { kind: 'preview' },
  Delete: { kind: 'delete' },
  ContextMenu: { kind: 'menu' },
  'Shift+F10': { kind: 'menu' },
  ArrowRight: { kind: 'in' },
  ArrowLeft: { kind: 'out' },
  '*': { kind: 'expand-all' },
  'Shift+*': { kind: 'expand-all' },
  '/': { kind: 'collapse-all' },
  'Shift+/': { kind: 'collapse-all' },
  'Mod+ArrowRight': { kind: 'cell-right' },
  'Mod+ArrowLeft': { kind: 'cell-left' },
};

const headPresses: Readonly<Record<string, HeadKey>> = {
  ArrowLeft: 'previous',
  ArrowRight: 'next',
  ArrowDown: 'to-rows',
  Enter: 'sort',
  Space: 'sort',
  'Shift+Enter': 'sort-add',
  'Shift+Space': 'sort-add',
  'Shift+ArrowLeft': 'narrower',
  'Shift+ArrowRight': 'wider',
  'Mod+Enter': 'fit',
  'Mod+ArrowLeft': 'move-left',
  'Mod+ArrowRight': 'move-right',
  ContextMenu: 'menu',
  'Shift+F10': 'menu',
};

/** One line of the sheet of shortcuts: keys in the words above, and what they do. */
interface GridKeyHelp {
  readonly keys: readonly string[];
  readonly title: Extract<MessageKey, `grid.key.${string}`>;
}

/** The keys of lists, for the sheet of shortcuts. */
export const gridKeyHelp: readonly GridKeyHelp[] = [
  { keys: ['ArrowUp', 'ArrowDown'], title: 'grid.key.move' },
  { keys: ['Shift+ArrowUp', 'Shift+ArrowDown'], title: 'grid.key.range' },
  { keys: ['Mod+ArrowUp', 'Mod+ArrowDown'], title: 'grid.key.focus' },
  { keys: ['Mod+Space'], title: 'grid.key.toggle' },
  { keys: ['Escape'], title: 'grid.key.clear' },
  { keys: ['Enter'], title: 'grid.key.open' },
  { keys: ['Space'], title: 'grid.key.preview' },
  { keys: ['Delete'], title: 'grid.key.delete' },
  { keys: ['ContextMenu', 'Shift+F10'], title: 'grid.key.menu' },
  { keys: ['ArrowLeft', 'ArrowRight'], title: 'grid.key.fold' },
  { keys: ['*'], title: 'grid.key.expand-all' },
  { keys: ['/'], title: 'grid.key.collapse-all' },
  { keys: ['Mod+ArrowLeft', 'Mod+ArrowRight'], title: 'grid.key.cell' },
];

/** The keys of the heads of columns, for the sheet of shortcuts. */
export const headKeyHelp: readonly GridKeyHelp[] = [
  { keys: ['Enter'], title: 'grid.key.sort' },
  { keys: ['Shift+Enter'], title: 'grid.key.sort-add' },
  { keys: ['Shift+ArrowLeft', 'Shift+ArrowRight'], title: 'grid.key.resize' },
  { keys: ['Mod+Enter'], title: 'grid.key.fit' },
  { keys: ['Mod+ArrowLeft', 'Mod+ArrowRight'], title: 'grid.key.move-column' },
  { keys: ['ContextMenu', 'Shift+F10'], title: 'grid.key.columns' },
];

/** The part of a keyboard event that is looked at; a DOM `KeyboardEvent` fits. */
export interface Press {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/**
 * Reads a key press on a row, or `undefined` for keys that mean nothing there.
 * @param typing a word is being typed, so that the space bar and signs belong to it
 */
export function rowKey(press: Press, typing: boolean): RowKey | undefined {
  if (press.altKey) return undefined;
  const letter = press.key.length === 1 && !press.ctrlKey && !press.metaKey ? press.key : undefined;
  if (typing && letter !== undefined) return { kind: 'type', letter };
  const meaning = rowPresses[pressName(press)];
  if (meaning) return meaning;
  return letter === undefined || letter === ' ' ? undefined : { kind: 'type', letter };
}

/** Reads a key press on the head of a column. */
export function headKey(press: Press): HeadKey | undefined {
  return press.altKey ? undefined : headPresses[pressName(press)];
}

function pressName({ key, ctrlKey, metaKey, shiftKey }: Press): string {
  const mod = ctrlKey || metaKey;
  const name = key === ' ' ? 'Space' : key;
  // With Caps Lock on a shortcut's letter is a capital one.
  const plain = mod && name.length === 1 ? name.toLowerCase() : name;
  return `${mod ? 'Mod+' : ''}${shiftKey ? 'Shift+' : ''}${plain}`;
}
