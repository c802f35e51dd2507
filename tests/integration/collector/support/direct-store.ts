import { closeSync, openSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Batch } from '../../../../client/core/batch/batch.ts';
import type { BatchCodec } from '../../../../client/main/recording/platform-codec.ts';
import { nativeBlock } from '../../../../collector/storage/block/native-block.ts';
import { ChdbConnection } from '../../../../collector/storage/chdb/chdb-connection.ts';
import type { Column } from '../../../../collector/storage/columns.ts';
import { embedded } from '../../../../collector/storage/layout.ts';
import { batchRow } from '../../../../collector/storage/rows.ts';
import { migrate } from '../../../../collector/storage/schema.ts';
import type { Storage } from '../../../../collector/storage/storage.ts';
import { tableOf } from '../../../../collector/storage/table.ts';
import { finderCodec } from '../../../support/finder-format.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

export interface DirectStore {
  /** What queries of the collector take. */
  readonly storage: Storage;
  /** Stores batches as they would be if they had been received on a day, in days since 1970-01-01. */
  insert(day: number, ...batches: readonly Batch[]): Promise<void>;
  close(): void;
}

/**
 * Opens a store in this process, as a collector would whose registry gave it these columns: the real process knows one
 * registry alone. One store can be open at a time; whoever opens it closes it.
 */
export async function openDirectly(
  directory: string,
  columns: readonly Column[],
  codec: BatchCodec = finderCodec,
): Promise<DirectStore> {
  const connection = new ChdbConnection(directory);
  let isOpen = true;
  const close = () => {
    if (isOpen) connection.close();
    isOpen = false;
  };
  try {
    await migrate(connection, tableOf(columns));
  } catch (error) {
    close();
    throw error;
  }
  return {
    storage: {
      layout: embedded,
      query: async <Row>(sql: string, parameters = {}) => JSON.parse(await connection.query(sql, parameters)) as Row[],
      run: (sql, parameters) => connection.run(sql, parameters),
      insert: () => Promise.reject(new Error('the store itself has it')),
      bytes: (sql) => connection.bytes(sql, 'RowBinary').then(Buffer.from),
      isReady: () => isOpen,
      isWritable: async () => isOpen,
      close: async () => close(),
    },
    insert: async (day, ...batches) => {
      const rows = batches.map((batch) => rowOf(codec, batch, day, columns));
      const file = path.join(temporaryFolder(), 'block');
      writeFileSync(file, await nativeBlock(rows, columns));
      const block = openSync(file, 'r');
      await connection.insert(columns, block);
      closeSync(block);
    },
    close,
  };
}

function rowOf(codec: BatchCodec, batch: Batch, day: number, columns: readonly Column[]): Uint8Array {
  const decoding = codec.decodeColumns(codec.encode(batch));
  if (!decoding.ok) throw new Error(decoding.problem.expected);
  return batchRow(decoding.batch, day, columns);
}
