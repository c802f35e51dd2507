import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import os from 'node:os';
import machine from 'node-machine-id';
import { swallowed } from '../../core/debug.ts';
import type { SystemReads } from './read-enhanced.ts';

/** The longest wait for a program, in milliseconds: a directory service that does not answer must not hold us up. */
const RUN_MS = 2000;

/** The longest output, in bytes; a person in a thousand groups has less. */
const MAX_OUTPUT = 256 * 1024;

/** The computer itself. Everything is read when it is asked for, and nothing is kept. */
export function systemReads(): SystemReads {
  return { platform: process.platform, environment: process.env, user: currentUser(), text, run };
}

/** Somebody without any right, where the system does not know the user that we run as. */
const nobody = { name: '', uid: -1, gid: -1 };

function currentUser(): SystemReads['user'] {
  try {
    const { username, uid, gid } = os.userInfo();
    return { name: username, uid, gid };
  } catch (error) {
    swallowed('client', 'read-user', error);
    return nobody;
  }
}

function text(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    swallowed('client', 'read-system-file', error);
    return undefined;
  }
}

function run(program: string, ...parameters: readonly string[]): Promise<string | undefined> {
  const options = {
    timeout: RUN_MS,
    maxBuffer: MAX_OUTPUT,
    windowsHide: true,
    // Some of the programs translate their words.
    env: { ...process.env, LC_ALL: 'C' },
  };
  return new Promise((resolve) => {
    try {
      execFile(program, parameters, options, (error, output) => resolve(error ? undefined : output));
    } catch (error) {
      swallowed('client', 'run-system-program', error);
      resolve(undefined);
    }
  });
}

/**
 * Reads the system's own id of this machine, or `undefined` when there is none to be trusted. Used only after a Yes,
 * only to notice a cloned profile; it is never stored or sent. Takes a few milliseconds (a child process).
 */
export async function readMachineId(): Promise<string | undefined> {
  try {
    return usableMachineId(await machine.machineId(true), os.hostname());
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
