/**
 * The storage process: chDB on one directory. It is a process of its own because chDB's work would block the
 * collector's event loop, and because a crash in native code must not take the receipts down with it. It gets rows and
 * knows nothing of batches.
 */
import { columns } from '../columns.ts';
import { migrate } from '../schema.ts';
import { StoreRefused } from '../storage.ts';
import { ChdbConnection } from './chdb-connection.ts';
import type { StorageAnswer, StorageRequest } from './messages.ts';

const columnNames = columns.map((column) => column.name);

// Ctrl+C in a terminal reaches every process of the group; the collector decides when the storage ends.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});
// Without a collector there is nobody to work for, and the next one needs the directory's lock at once.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));

const directory = process.argv[2] ?? '';
// Two, so that a long statement does not hold up loading, nor loading a statement.
const writer = new ChdbConnection(directory);
const reader = new ChdbConnection(directory);

/** Closing a connection under a running operation would abort the engine. */
const underWay = new Set<Promise<unknown>>();

async function answer(request: StorageRequest): Promise<StorageAnswer> {
  const { id } = request;
  switch (request.kind) {
    case 'insert':
      // All or nothing; the loader bounds what a block unpacks to.
      await writer.insert(columnNames, request.rows);
      return { kind: 'done', id };
    case 'query':
      return { kind: 'rows', id, rows: await reader.query(request.sql, request.parameters) };
    case 'run':
      await reader.run(request.sql, request.parameters);
      return { kind: 'done', id };
    case 'close':
      await Promise.allSettled(underWay);
      reader.close();
      writer.close();
      return { kind: 'closed', id };
  }
}

function send(message: StorageAnswer): void {
  process.send?.(message);
}

process.on('message', (request: StorageRequest) => {
  const answering = answer(request).then(send, (error: unknown) => {
    send({ kind: 'failed', id: request.id, message: error instanceof Error ? error.message : String(error) });
  });
  if (request.kind === 'close') return;
  underWay.add(answering);
  void answering.finally(() => underWay.delete(answering));
});

send({ kind: 'opened' });
try {
  await migrate(writer);
  send({ kind: 'ready' });
} catch (error) {
  if (!(error instanceof StoreRefused)) throw error;
  send({ kind: 'refused', message: error.message });
}
