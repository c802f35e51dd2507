import { type Command, type CommandId, commands, type MenuId, menus } from './catalogue.ts';

/** What the window tells about its commands: ticked ones and ones that cannot be used now. */
export interface CommandState {
  readonly checked: ReadonlySet<CommandId>;
  readonly disabled: ReadonlySet<CommandId>;
  /** Commands behind which there is something new. */
  readonly marked: ReadonlySet<CommandId>;
}

export type MenuEntry =
  | { readonly kind: 'separator' }
  | {
      readonly kind: 'command';
      readonly command: Command;
      readonly enabled: boolean;
      /** `undefined` for commands that are neither toggles nor choices. */
      readonly checked: boolean | undefined;
      /** Something new is behind it. */
      readonly marked: boolean;
    };

export interface MenuModel {
  readonly id: MenuId;
  readonly entries: readonly MenuEntry[];
}

/** The menu bar as a pure function of state: the native menu and the in-window one are both drawn from it. */
export function menuModel(state: CommandState): readonly MenuModel[] {
  return menus.map((id) => ({ id, entries: entriesOf(id, state) }));
}

function entriesOf(menu: MenuId, state: CommandState): MenuEntry[] {
  const entries: MenuEntry[] = [];
  let group: number | undefined;
  for (const command of commands) {
    if (command.menu !== menu) continue;
    if (group !== undefined && group !== command.group) entries.push({ kind: 'separator' });
    group = command.group;
    entries.push({
      kind: 'command',
      command,
      enabled: !state.disabled.has(command.id),
      checked: command.kind ? state.checked.has(command.id) : undefined,
      marked: state.marked.has(command.id),
    });
  }
  return entries;
}
