import { createReadStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { createZstdDecompress } from 'node:zlib';
import { syncDirectory } from '../own-files.ts';
import type { ClickhouseConnection } from '../storage/clickhouse/connection.ts';
import { quoted } from '../storage/quoted.ts';
import type { Storage } from '../storage/storage.ts';
import { BATCHES } from '../storage/table.ts';

/** Rows between a store and files: ClickHouse's Native, packed with Zstandard, the same whichever store they are of. */
export interface RowFiles {
  /** Writes what a query gives. The file takes its place as a whole. */
  write(sql: string, file: string): Promise<void>;
  /** Inserts the rows of a file, which may be repeated. @param columns names and types, in the order of the file. */
  insert(file: string, columns: readonly (readonly [name: string, type: string])[]): Promise<void>;
}

const namesOf = (columns: readonly (readonly [string, string])[]) => columns.map(([name]) => `\`${name}\``).join(', ');

/** Of the embedded engine, which reads and writes files itself. */
export function embeddedRowFiles(storage: Pick<Storage, 'run'>): RowFiles {
  const table = (file: string, structure: string) =>
    `file(${quoted(path.resolve(file))}, 'Native', ${quoted(structure)}, 'zstd')`;
  return {
    write: (sql, file) =>
      replacing(file, async (temporary) => {
        await rm(temporary, { force: true });
        await storage.run(`INSERT INTO FUNCTION ${table(temporary, 'auto')} ${sql}`);
      }),
    insert: (file, columns) => {
      const structure = columns.map(([name, type]) => `\`${name}\` ${type}`).join(', ');
      return storage.run(`INSERT INTO ${BATCHES} (${namesOf(columns)}) SELECT * FROM ${table(file, structure)}`);
    },
  };
}

/** Of a server, whose rows come and go with requests. */
export function serverRowFiles(connection: ClickhouseConnection): RowFiles {
  return {
    write: (sql, file) => replacing(file, (temporary) => connection.writeFile(`${sql} FORMAT Native`, temporary)),
    insert: (file, columns) =>
      connection.insert(`INSERT INTO ${BATCHES} (${namesOf(columns)}) FORMAT Native`, () =>
        createReadStream(file).pipe(createZstdDecompress()),
      ),
  };
}

async function replacing(file: string, write: (temporary: string) => Promise<void>): Promise<void> {
  const temporary = `${file}.tmp`;
  await write(temporary);
  const handle = await open(temporary, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(temporary, file);
  await syncDirectory(path.dirname(file));
}
