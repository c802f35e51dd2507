import type { FinderCommand } from './numbered.ts';

/**
 * The command catalogue. ONE list feeds the native menu, the in-window menu bar, the toolbar, the palette, the
 * shortcut sheet and the usage vocabulary, so that a command cannot exist in one of them and be unknown to another.
 *
 * Titles stand in the message catalogue under `command.<id>`. Shortcuts are Electron accelerators; `Mod` is Command
 * on macOS and Control elsewhere.
 */
export const menus = ['file', 'edit', 'view', 'go', 'object', 'window', 'help'] as const;
export type MenuId = (typeof menus)[number];

interface CommandSpec {
  /** The menu the command stands in; commands of one menu stand in the order of this list. */
  readonly menu: MenuId;
  /** A separator precedes the command when its group differs from the one before. */
  readonly group: number;
  readonly shortcut?: string;
  /** Further shortcuts that mean it, bound and not shown. */
  readonly also?: readonly string[];
  /** Shown, not bound: Chromium performs it in text fields, or the rows of a list do. */
  readonly nativeShortcut?: true;
  /** Drawn as a tick (on or off) or as one of several. */
  readonly kind?: 'toggle' | 'choice';
  /** Left out of the palette because it makes no sense there. */
  readonly hiddenInPalette?: true;
}

const specs = {
  'file.new-window': { menu: 'file', group: 1, shortcut: 'Mod+N' },
  'file.save-report': { menu: 'file', group: 2, shortcut: 'Mod+S' },
  'file.settings': { menu: 'file', group: 3, shortcut: 'Mod+,' },
  'file.clear-history': { menu: 'file', group: 3 },
  'file.close-window': { menu: 'file', group: 4, shortcut: 'Mod+W' },
  'file.quit': { menu: 'file', group: 5, shortcut: 'Mod+Q' },
  'edit.undo': { menu: 'edit', group: 1, shortcut: 'Mod+Z', nativeShortcut: true, hiddenInPalette: true },
  'edit.redo': { menu: 'edit', group: 1, shortcut: 'Mod+Shift+Z', nativeShortcut: true, hiddenInPalette: true },
  'edit.cut': { menu: 'edit', group: 2, shortcut: 'Mod+X', nativeShortcut: true, hiddenInPalette: true },
  'edit.copy': { menu: 'edit', group: 2, shortcut: 'Mod+C', nativeShortcut: true, hiddenInPalette: true },
  'edit.paste': { menu: 'edit', group: 2, shortcut: 'Mod+V', nativeShortcut: true, hiddenInPalette: true },
  'edit.copy-as-csv': { menu: 'edit', group: 3 },
  'edit.copy-as-json': { menu: 'edit', group: 3 },
  'edit.copy-as-query': { menu: 'edit', group: 3 },
  'edit.select-all': { menu: 'edit', group: 4, shortcut: 'Mod+A', nativeShortcut: true, hiddenInPalette: true },
  'view.toggle-sidebar': { menu: 'view', group: 1, shortcut: 'Mod+Alt+S', kind: 'toggle' },
  'view.toggle-detail': { menu: 'view', group: 1, shortcut: 'Mod+I', kind: 'toggle' },
  'view.toggle-path-bar': { menu: 'view', group: 1, shortcut: 'Mod+Alt+P', kind: 'toggle' },
  'view.scope-all': { menu: 'view', group: 6, kind: 'choice' },
  'view.scope-mine': { menu: 'view', group: 6, kind: 'choice' },
  'view.scope-apps': { menu: 'view', group: 6, kind: 'choice' },
  'view.tree': { menu: 'view', group: 7, shortcut: 'Mod+T', kind: 'toggle' },
  'view.expand-all': { menu: 'view', group: 7 },
  'view.collapse-all': { menu: 'view', group: 7 },
  'view.columns': { menu: 'view', group: 7 },
  'view.density-compact': { menu: 'view', group: 2, kind: 'choice' },
  'view.density-default': { menu: 'view', group: 2, kind: 'choice' },
  'view.density-comfortable': { menu: 'view', group: 2, kind: 'choice' },
  'view.theme-system': { menu: 'view', group: 3, kind: 'choice' },
  'view.theme-light': { menu: 'view', group: 3, kind: 'choice' },
  'view.theme-dark': { menu: 'view', group: 3, kind: 'choice' },
  'view.refresh': { menu: 'view', group: 4, shortcut: 'Mod+R' },
  'view.pause-live': { menu: 'view', group: 4, shortcut: 'Mod+.', kind: 'toggle' },
  'view.redact': { menu: 'view', group: 4, shortcut: 'Mod+Shift+H', kind: 'toggle' },
  'view.zoom-in': { menu: 'view', group: 5, shortcut: 'Mod+=' },
  'view.zoom-out': { menu: 'view', group: 5, shortcut: 'Mod+-' },
  'view.zoom-reset': { menu: 'view', group: 5, shortcut: 'Mod+0' },
  'go.back': { menu: 'go', group: 1, shortcut: 'Mod+[', also: ['Alt+ArrowLeft'] },
  'go.forward': { menu: 'go', group: 1, shortcut: 'Mod+]', also: ['Alt+ArrowRight'] },
  'go.search': { menu: 'go', group: 2, shortcut: 'Mod+K', also: ['Mod+F'] },
  'go.builder': { menu: 'go', group: 2, shortcut: 'Mod+B' },
  'go.commands': { menu: 'go', group: 2, shortcut: 'Mod+Shift+P', hiddenInPalette: true },
  'go.this-device': { menu: 'go', group: 3, shortcut: 'Mod+Shift+D' },
  'go.processes': { menu: 'go', group: 3, shortcut: 'Mod+Shift+E' },
  'go.ports': { menu: 'go', group: 3, shortcut: 'Mod+Shift+L' },
  'go.connections': { menu: 'go', group: 3, shortcut: 'Mod+Shift+C' },
  'go.units': { menu: 'go', group: 3, shortcut: 'Mod+Shift+U' },
  'object.quick-look': { menu: 'object', group: 1, shortcut: 'Space', nativeShortcut: true },
  'object.open-folder': { menu: 'object', group: 1, shortcut: 'Mod+O' },
  'object.investigate': { menu: 'object', group: 2 },
  'object.filter-value': { menu: 'object', group: 2, hiddenInPalette: true },
  'object.exclude-value': { menu: 'object', group: 2, hiddenInPalette: true },
  'object.copy-query': { menu: 'object', group: 2 },
  'object.end': { menu: 'object', group: 3, shortcut: 'Delete', nativeShortcut: true },
  'object.force-end': { menu: 'object', group: 3, shortcut: 'Shift+Delete', nativeShortcut: true },
  'window.minimize': { menu: 'window', group: 1, shortcut: 'Mod+M' },
  'window.zoom': { menu: 'window', group: 1 },
  'window.full-screen': { menu: 'window', group: 1, shortcut: 'F11' },
  'help.shortcuts': { menu: 'help', group: 1, shortcut: 'Mod+/' },
  'help.program': { menu: 'help', group: 2 },
  'help.what-is-shared': { menu: 'help', group: 2 },
  'help.suggestions': { menu: 'help', group: 2 },
  'help.diagnostics': { menu: 'help', group: 3 },
  'help.about': { menu: 'help', group: 3 },
} as const satisfies { readonly [Id in FinderCommand]?: CommandSpec };

export type CommandId = keyof typeof specs;

export interface Command extends CommandSpec {
  readonly id: CommandId;
}

/** Every command, in menu order. */
export const commands: readonly Command[] = (Object.keys(specs) as CommandId[]).map((id) => ({ id, ...specs[id] }));

/** The ids alone: the closed vocabulary of usage events. */
export const commandIds = commands.map((command) => command.id);

const byId = new Map<string, Command>(commands.map((command) => [command.id, command]));

/** The command with this id, or `undefined` for anything that is not in the catalogue. */
export function findCommand(id: string): Command | undefined {
  return byId.get(id);
}
