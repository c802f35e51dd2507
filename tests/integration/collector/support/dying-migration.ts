/**
 * Opens a store as the storage process does, and kills itself before a statement of the migration, or in its midst.
 *
 *     node dying-migration.ts FOLDER NUMBER before|during    the number from 1
 */
import { ChdbConnection } from '../../../../collector/storage/chdb/chdb-connection.ts';
import { migrate } from '../../../../collector/storage/schema.ts';

const [directory = '', number = '', when = ''] = process.argv.slice(2);
const connection = new ChdbConnection(directory);
let statements = 0;
await migrate({
  list: (sql) => connection.list(sql),
  run: async (sql) => {
    statements++;
    const isLast = statements === Number(number);
    if (isLast && when === 'before') process.kill(process.pid, 'SIGKILL');
    const running = connection.run(sql);
    if (isLast) process.kill(process.pid, 'SIGKILL');
    await running;
  },
});
process.exit(0);
