/** A folder that is one process's for as long as it lives, where no engine locks it. */
import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import path from 'node:path';
import { alone } from './folder-lock.ts';

export interface FolderOwner {
  release(): Promise<void>;
}

/** Longest name of a socket that every system takes, in bytes. */
const MOST_BYTES = 100;

/**
 * Makes a folder this process's own. It listens on a socket in it: the system closes that when the process ends, however it
 * ends, and what is left of it can be told from one that somebody listens on.
 * @throws Error when another process has it.
 */
export async function ownFolder(directory: string): Promise<FolderOwner> {
  const socket = socketOf(directory);
  const server = await alone(directory, async () => {
    if (await isTaken(socket)) throw new Error(`another collector uses ${directory}`);
    if (process.platform !== 'win32') await rm(socket, { force: true });
    return listening(socket);
  });
  return {
    release: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function socketOf(directory: string): string {
  const own = path.resolve(directory, 'owner');
  if (process.platform === 'win32') return `\\\\.\\pipe\\candor-${createHash('sha256').update(own).digest('hex')}`;
  const [shortest = own] = [own, path.relative(process.cwd(), own)].sort((one, other) => one.length - other.length);
  if (Buffer.byteLength(shortest) > MOST_BYTES) throw new Error(`${directory} has too long a name for a data folder`);
  return shortest;
}

function isTaken(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const connection = connect(socket);
    connection.once('connect', () => {
      connection.destroy();
      resolve(true);
    });
    connection.once('error', () => resolve(false));
  });
}

function listening(socket: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer((connection) => connection.destroy());
    server.once('error', reject);
    server.listen(socket, () => resolve(server.unref()));
  });
}
