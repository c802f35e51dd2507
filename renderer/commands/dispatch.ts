import type { CommandSource } from 'candor-client/core';
import type { CommandId } from '../../app/commands/catalogue.ts';

/** Runs a command as if it was chosen through `source`; says whether it could be run. */
export type Dispatch = (command: CommandId, source: CommandSource) => boolean;

export interface DispatchPorts {
  isEnabled(command: CommandId): boolean;
  /** Notes the use; does nothing without a Yes. */
  record(command: CommandId, source: CommandSource): void;
  run(command: CommandId): void;
}

/**
 * The one place where commands are dispatched. Menus, buttons, shortcuts and the palette all come through here, so
 * that a use is recorded exactly once, before it takes effect (a command may close the window), and a disabled
 * command neither runs nor counts, whichever way it was asked for.
 */
export function createDispatch(ports: DispatchPorts): Dispatch {
  return (command, source) => {
    if (!ports.isEnabled(command)) return false;
    ports.record(command, source);
    ports.run(command);
    return true;
  };
}
