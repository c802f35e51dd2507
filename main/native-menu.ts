import { Menu, type MenuItemConstructorOptions } from 'electron';
import type { CommandId } from '../app/commands/catalogue.ts';
import { type CommandState, type MenuEntry, menuModel } from '../app/commands/menu.ts';
import { toAccelerator } from '../app/commands/shortcut.ts';
import { t } from '../app/messages/index.ts';

/** The menu bar of macOS, drawn from the same model as the one in the window elsewhere. */
export function nativeMenuTemplate(
  state: CommandState,
  choose: (command: CommandId) => void,
): MenuItemConstructorOptions[] {
  return menuModel(state).map((menu) => ({
    label: t(`menu.${menu.id}`),
    submenu: menu.entries.map((entry) => menuItem(entry, choose)),
  }));
}

function menuItem(entry: MenuEntry, choose: (command: CommandId) => void): MenuItemConstructorOptions {
  if (entry.kind === 'separator') return { type: 'separator' };
  const { command, enabled, checked } = entry;
  return {
    label: t(`command.${command.id}`),
    enabled,
    ...(command.kind ? { type: command.kind === 'choice' ? ('radio' as const) : ('checkbox' as const) } : {}),
    ...(checked === undefined ? {} : { checked }),
    ...(command.shortcut ? { accelerator: toAccelerator(command.shortcut) } : {}),
    // Shortcuts are dispatched by the window, so that they are told apart from the menu.
    registerAccelerator: false,
    click: () => choose(command.id),
  };
}

/** Shows the native menu bar on macOS; elsewhere the window draws its own and Electron's default one is removed. */
export function showNativeMenu(state: CommandState, choose: (command: CommandId) => void): void {
  if (process.platform !== 'darwin') {
    Menu.setApplicationMenu(null);
    return;
  }
  const application: MenuItemConstructorOptions = { role: 'appMenu' };
  Menu.setApplicationMenu(Menu.buildFromTemplate([application, ...nativeMenuTemplate(state, choose)]));
}
