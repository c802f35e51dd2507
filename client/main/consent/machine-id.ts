import { hostname } from 'node:os';
import machine from 'node-machine-id';
import { swallowed } from '../../core/debug.ts';

/**
 * Reads the system's own id of this machine, or `undefined` when there is none to be trusted. Used only after a Yes,
 * only to notice a cloned profile; it is never stored or sent. Takes a few milliseconds (a child process).
 */
export async function readMachineId(): Promise<string | undefined> {
  try {
    return usableMachineId(await machine.machineId(true), hostname());
  } catch (error) {
    swallowed('client', 'read-machine-id', error);
    return undefined;
  }
}

/** On Linux the library falls back to the host name, which a renamed computer would change: that is no id. */
export function usableMachineId(id: string, host: string): string | undefined {
  const trimmed = id.trim().toLowerCase();
  if (trimmed === host.toLowerCase()) return undefined;
  return /^[0-9a-f]{32}$|^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(trimmed) ? trimmed : undefined;
}
