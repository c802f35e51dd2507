import type { CommandId, MenuId } from '../../app/commands/catalogue.ts';
import type { Model } from '../state/model.ts';
import { editHandlers } from './handlers/edit.ts';
import { fileHandlers } from './handlers/file.ts';
import { goHandlers } from './handlers/go.ts';
import { helpHandlers } from './handlers/help.ts';
import { viewHandlers } from './handlers/view.ts';
import { windowHandlers } from './handlers/window.ts';
import { type LocalCommand, localAction, localCommands } from './local-commands.ts';

/** What a handler may use: the whole window, but for what comes of the handlers themselves. */
export type HandlerPorts = Omit<Model, 'dispatch' | 'commandState' | 'commandStateNow'>;

/** What the commands of a menu do, without those that a part of the window does while it is shown. */
export type Handlers<Menu extends MenuId> = Readonly<
  Record<Exclude<Extract<CommandId, `${Menu}.${string}`>, LocalCommand>, () => void>
>;

/** What each command does in this window. A command of the catalogue without a handler does not compile. */
export function createHandlers(ports: HandlerPorts): Readonly<Record<CommandId, () => void>> {
  const local = (command: LocalCommand) => [command, () => localAction(ports.local.get(), command)?.()] as const;
  return {
    ...fileHandlers(ports),
    ...editHandlers(ports),
    ...viewHandlers(ports),
    ...goHandlers(ports),
    ...windowHandlers(ports),
    ...helpHandlers(),
    ...(Object.fromEntries(localCommands.map(local)) as Readonly<Record<LocalCommand, () => void>>),
  };
}
