import type { CommandId } from '../../app/commands/catalogue.ts';
import { editHandlers } from './handlers/edit.ts';
import { fileHandlers } from './handlers/file.ts';
import { goHandlers } from './handlers/go.ts';
import { helpHandlers } from './handlers/help.ts';
import type { HandlerPorts } from './handlers/ports.ts';
import { viewHandlers } from './handlers/view.ts';
import { windowHandlers } from './handlers/window.ts';
import { type LocalCommand, localAction, localCommands } from './local-commands.ts';

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
