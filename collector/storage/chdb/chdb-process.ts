/**
 * The storage process: chDB on one directory. It is a process of its own because chDB's work would block the
 * collector's event loop, and because a crash in native code must not take the receipts down with it. It gets rows and
 * knows nothing of batches.
 */
import { constants } from 'node:fs';
import { rm } from 'node:fs/promises';
import { openOwnFile } from '../../own-files.ts';
import { columns } from '../columns.ts';
import { codeOf, isOfRows, isUnavailable } from '../engine-codes.ts';
import { migrate } from '../schema.ts';
import { StoreRefused } from '../storage.ts';
import { ChdbConnection } from './chdb-connection.ts';
import type { StorageAnswer, StorageRequest } from './messages.ts';
import { Reader } from './reader.ts';

// Ctrl+C in a terminal reaches every process of the group; the collector decides when the storage ends.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});
// Without a collector there is nobody to work for, and the next one needs the directory's lock at once.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));

const directory = process.argv[2] ?? '';
// A connection each, so that none of loading, statements and questions holds up another, …
const writer = new ChdbConnection(directory);
const changer = new ChdbConnection(directory);
// … and one for what ends questions.
const control = new ChdbConnection(directory);
const readers = {
  figures: new Reader(directory, 'figures', control),
  urgent: new Reader(directory, 'urgent', control),
} as const;

/** Closing a connection under a running operation would abort the engine. */
const underWay = new Set<Promise<unknown>>();

function ask({ id, sql, parameters, limitMs, urgent }: Extract<StorageRequest, { kind: 'query' }>): Promise<string> {
  return readers[urgent ? 'urgent' : 'figures'].ask(id, sql, parameters, limitMs);
}

async function answer(request: Exclude<StorageRequest, { kind: 'cancel' }>): Promise<StorageAnswer> {
  const { id } = request;
  switch (request.kind) {
    case 'insert':
      await insert(request.file);
      return { kind: 'done', id };
    case 'query':
      return { kind: 'rows', id, rows: await ask(request) };
    case 'run':
      await changer.run(request.sql, request.parameters);
      return { kind: 'done', id };
    case 'ping':
      return { kind: 'pong', id };
    case 'close':
      await Promise.allSettled(underWay);
      for (const connection of [...Object.values(readers), control, changer, writer]) connection.close();
      return { kind: 'closed', id };
  }
}

/** All or nothing; the loader bounds what a block unpacks to. Its file has no name any more when the engine begins to read. */
async function insert(file: string): Promise<void> {
  const block = await openOwnFile(file, constants.O_RDONLY, 'refused');
  try {
    await rm(file);
    await writer.insert(columns, block.fd);
  } finally {
    await block.close();
  }
}

function send(message: StorageAnswer): void {
  process.send?.(message);
}

/** What the engine says of a question that it has ended: its time, its memory, or that it was told to. */
const OVERRUN = /\((TIMEOUT_EXCEEDED|MEMORY_LIMIT_EXCEEDED|QUERY_WAS_CANCELLED)\)/;

process.on('message', (request: StorageRequest) => {
  const working = request.kind === 'cancel' ? cancel(request.id) : reply(request);
  if (request.kind === 'close') return;
  underWay.add(working);
  void working.finally(() => underWay.delete(working));
});

async function reply(request: Exclude<StorageRequest, { kind: 'cancel' }>): Promise<void> {
  try {
    send(await answer(request));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const { id, kind } = request;
    // Fewer rows of an insert may have room in the memory, and less time may do for them.
    const isOverrun = (kind === 'query' || kind === 'insert') && OVERRUN.test(message);
    const code = codeOf(message);
    const about = { isOfRows: kind === 'insert' && isOfRows(code), isUnavailable: isUnavailable(code) };
    send({ kind: 'failed', id, message, isOverrun, ...about });
  }
}

/** A question that cannot be cancelled ends by its limit. */
async function cancel(id: number): Promise<void> {
  await Promise.allSettled(Object.values(readers).map((reader) => reader.cancel(id)));
}

send({ kind: 'opened' });
try {
  await migrate(writer);
  send({ kind: 'ready' });
} catch (error) {
  if (!(error instanceof StoreRefused)) throw error;
  send({ kind: 'refused', message: error.message });
}
