import type { CommandSource } from 'candor-client/core';
import { Menu, type MenuItemConstructorOptions } from 'electron';
import type { CommandId } from '../app/commands/catalogue.ts';
import { type CommandState, type MenuEntry, menuModel } from '../app/commands/menu.ts';
import { toAccelerator } from '../app/commands/shortcut.ts';
import { finder } from '../app/finder/product.ts';
import { t } from '../app/messages/index.ts';

/** A command chosen in the menu, by pointer or by the shortcut that the menu owns. */
type Choose = (command: CommandId, source: Extract<CommandSource, 'menu' | 'shortcut'>) => void;

/** Editing in a text field is the system's: a role does it everywhere, in its own dialogs as well. */
const roles: Partial<Record<CommandId, NonNullable<MenuItemConstructorOptions['role']>>> = {
  'edit.undo': 'undo',
  'edit.redo': 'redo',
  'edit.cut': 'cut',
  'edit.paste': 'paste',
};

/** The menu bar of macOS, drawn from the same model as the one in the window elsewhere. */
export function nativeMenuTemplate(state: CommandState, choose: Choose): MenuItemConstructorOptions[] {
  return menuModel(state).map((menu) => ({
    label: t(`menu.${menu.id}`),
    submenu: menu.entries.map((entry) => menuItem(entry, choose)),
  }));
}

function menuItem(entry: MenuEntry, choose: Choose): MenuItemConstructorOptions {
  if (entry.kind === 'separator') return { type: 'separator' };
  const { command, enabled, checked, marked } = entry;
  const title = t(`command.${command.id}`);
  const label = marked ? `${title} ●` : title;
  const role = roles[command.id];
  if (role) return { role, label };
  return {
    label,
    enabled,
    ...(command.kind ? { type: command.kind === 'choice' ? ('radio' as const) : ('checkbox' as const) } : {}),
    ...(checked === undefined ? {} : { checked }),
    ...(command.shortcut ? { accelerator: toAccelerator(command.shortcut) } : {}),
    click: (_item, _window, event) => choose(command.id, event.triggeredByAccelerator ? 'shortcut' : 'menu'),
  };
}

/** The menu that macOS names after the app. Electron's own labels are English whatever the language. */
export function applicationMenu(): MenuItemConstructorOptions {
  const product = finder.name;
  return {
    label: product,
    submenu: [
      { role: 'about', label: t('command.help.about') },
      { type: 'separator' },
      { role: 'services', label: t('app-menu.services') },
      { type: 'separator' },
      { role: 'hide', label: t('app-menu.hide', { product }) },
      { role: 'hideOthers', label: t('app-menu.hide-others') },
      { role: 'unhide', label: t('app-menu.show-all') },
      { type: 'separator' },
      { role: 'quit', label: t('app-menu.quit', { product }) },
    ],
  };
}

/** Shows the native menu bar on macOS; elsewhere the window draws its own and Electron's default one is removed. */
export function showNativeMenu(state: CommandState, choose: Choose): void {
  if (process.platform !== 'darwin') {
    Menu.setApplicationMenu(null);
    return;
  }
  Menu.setApplicationMenu(Menu.buildFromTemplate([applicationMenu(), ...nativeMenuTemplate(state, choose)]));
}
