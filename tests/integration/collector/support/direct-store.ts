import type { Batch } from '../../../../client/core/batch/batch.ts';
import type { BatchCodec } from '../../../../client/main/recording/platform-codec.ts';
import { ChdbConnection } from '../../../../collector/storage/chdb/chdb-connection.ts';
import type { Column } from '../../../../collector/storage/columns.ts';
import { isoDay } from '../../../../collector/storage/rows.ts';
import { migrate } from '../../../../collector/storage/schema.ts';
import type { Storage } from '../../../../collector/storage/storage.ts';
import { tableOf } from '../../../../collector/storage/table.ts';
import { finderCodec } from '../../../support/finder-format.ts';

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
      query: async <Row>(sql: string, parameters = {}) => JSON.parse(await connection.query(sql, parameters)) as Row[],
      run: (sql, parameters) => connection.run(sql, parameters),
      insert: () => Promise.reject(new Error('the store itself has it')),
      isReady: () => isOpen,
      isWritable: async () => isOpen,
      close: async () => close(),
    },
    insert: (day, ...batches) => {
      const rows = batches.map((batch) => rowOf(codec, batch, day, columns));
      return connection.insert(
        columns.map(({ name }) => name),
        Buffer.from(rows.join('')),
      );
    },
    close,
  };
}

function rowOf(codec: BatchCodec, batch: Batch, day: number, columns: readonly Column[]): string {
  const decoding = codec.decodeColumns(codec.encode(batch));
  if (!decoding.ok) throw new Error(decoding.problem.expected);
  return `${columns.map((column) => column.text(decoding.batch, isoDay(day))).join('\t')}\n`;
}
