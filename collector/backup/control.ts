import { once } from 'node:events';
import { constants } from 'node:fs';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { createConnection, createServer, type Socket } from 'node:net';
import path from 'node:path';
import { z } from 'zod';
import { CONTROL_CHARACTERS } from '../limits.ts';
import { messageOf } from '../message-of.ts';

/**
 * How the command line asks a collector that runs on a data folder: over a socket in the folder, which is its owner's alone. One
 * process alone can have the store, so the collector itself has to make the backup. One line of JSON each way.
 */
const request = z.discriminatedUnion('ask', [
  z.object({ ask: z.literal('backup'), folder: z.string() }),
  z.object({ ask: z.literal('forget'), folder: z.string() }),
  /** How the store is. */
  z.object({ ask: z.literal('look') }),
  /** A question about closed days (answers/answering.ts). */
  z.object({ ask: z.literal('answer'), asked: z.unknown() }),
]);
const answer = z.discriminatedUnion('is', [
  z.object({ is: z.literal('done'), said: z.string() }),
  z.object({ is: z.literal('failed'), why: z.string() }),
]);

export type ControlRequest = z.infer<typeof request>;

const SOCKET = 'control.sock';

/** Paths of sockets are at most this long, in bytes; longer ones go by the folder's descriptor, where there is such a way. */
const MOST_BYTES = 100;

export interface Control {
  close(): Promise<void>;
}

/**
 * Answers requests, one after the other. The caller has the folder for itself: a socket that is there was left.
 * @param work resolves to what is said of it. @throws Error that says why it cannot be done.
 */
export async function listenForControl(
  dataDir: string,
  work: (request: ControlRequest) => Promise<string>,
): Promise<Control> {
  await rm(path.join(dataDir, SOCKET), { force: true });
  let working: Promise<unknown> = Promise.resolve();
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    void readLine(socket, CONTROL_CHARACTERS.request).then(
      (line) => {
        const answering = working.then(() => reply(line, work));
        working = answering;
        void answering.then((text) => socket.end(`${text}\n`));
      },
      () => socket.destroy(),
    );
  });
  await withSocketPath(dataDir, async (place) => {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(place, resolve);
    });
  });
  return {
    close: async () => {
      server.close();
      await working;
      await rm(path.join(dataDir, SOCKET), { force: true });
    },
  };
}

async function reply(line: string, work: (request: ControlRequest) => Promise<string>): Promise<string> {
  try {
    return JSON.stringify({ is: 'done', said: await work(request.parse(JSON.parse(line))) });
  } catch (error) {
    return JSON.stringify({ is: 'failed', why: messageOf(error) });
  }
}

/**
 * Asks the collector that runs on a folder; `undefined` when none does.
 * @returns what it says of it. @throws Error that says why it cannot be done.
 */
export async function askCollector(dataDir: string, asked: ControlRequest): Promise<string | undefined> {
  const line = await withSocketPath(dataDir, (place) => askOver(createConnection(place), asked)).catch((error) => {
    if (['ENOENT', 'ECONNREFUSED'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  });
  if (line === undefined) return undefined;
  const said = answer.parse(JSON.parse(line));
  if (said.is === 'failed') throw new Error(said.why);
  return said.said;
}

/** Whether a collector is at work on the folder. */
export async function isListening(dataDir: string): Promise<boolean> {
  return await withSocketPath(dataDir, async (place) => {
    const socket = createConnection(place);
    try {
      await once(socket, 'connect');
      return true;
    } catch {
      return false;
    } finally {
      socket.destroy();
    }
  });
}

async function askOver(socket: Socket, asked: ControlRequest): Promise<string> {
  try {
    const line = readLine(socket, CONTROL_CHARACTERS.answer);
    socket.write(`${JSON.stringify(asked)}\n`);
    return await line;
  } finally {
    socket.destroy();
  }
}

function readLine(socket: Socket, most: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const parts: string[] = [];
    let length = 0;
    socket.setEncoding('utf8').on('data', (more: string) => {
      const end = more.indexOf('\n');
      parts.push(end < 0 ? more : more.slice(0, end));
      length += more.length;
      if (length > most) reject(new Error('a line that is too long'));
      else if (end >= 0) resolve(parts.join(''));
    });
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('the collector ended before it was done')));
  });
}

async function withSocketPath<T>(dataDir: string, use: (place: string) => Promise<T>): Promise<T> {
  const place = path.join(dataDir, SOCKET);
  if (Buffer.byteLength(place) <= MOST_BYTES) return use(place);
  const folder: FileHandle = await open(dataDir, constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    return await use(`/proc/self/fd/${folder.fd}/${SOCKET}`);
  } finally {
    await folder.close();
  }
}
