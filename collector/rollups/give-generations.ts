import { onCluster } from '../storage/layout.ts';
import { isoDay } from '../storage/rows.ts';
import type { Storage } from '../storage/storage.ts';
import { cubeOf, type Making, makeAnew, rowsOf } from './generations.ts';
import { periodOf } from './periods.ts';
import { CUBES, creatingRollups, fittingDays, INSTALLATION_DAYS, type PeriodKind } from './tables.ts';

type Fitted = Pick<Storage, 'layout' | 'query' | 'run'>;

/** What a table is called while its rows are copied to the one that takes its place. */
const formerOf = (table: string) => `${table}_former`;

const EXISTS = `SELECT toUInt32(count()) AS count FROM system.tables WHERE concat(database, '.', name) = {table:String}`;

/**
 * Rows and cubes of stores whose tables had no generations: they are copied as the first one, a partition at a time. Whoever ends
 * it goes on with it at the next start; what is copied already is copied again.
 */
export async function giveGenerations(storage: Fitted): Promise<void> {
  const cluster = onCluster(storage.layout);
  for (const table of [INSTALLATION_DAYS, CUBES]) {
    const without = `${EXISTS} AND position(partition_key, 'generation') = 0`;
    if (await isThere(storage, table, without)) {
      // It is tried again at the next start when nobody knows whether it was done.
      await storage.run(`RENAME TABLE ${table} TO ${formerOf(table)}${cluster}`, {}, { once: true });
    }
  }
  const formerDays = formerOf(INSTALLATION_DAYS);
  const formerCubes = formerOf(CUBES);
  const [hasDays, hasCubes] = [await isThere(storage, formerDays), await isThere(storage, formerCubes)];
  if (!hasDays && !hasCubes) return;
  for (const statement of creatingRollups(storage.layout)) await storage.run(statement);
  if (hasDays) {
    await storage.run(fittingDays(storage.layout, formerDays));
    const days = await storage.query<{ day: number }>(`SELECT DISTINCT toUInt16(day) AS day FROM ${formerDays}`);
    for (const { day } of days) {
      await copy(
        storage,
        rowsOf(day),
        `day, {generation:UInt64}, * EXCEPT (day) FROM ${formerDays} WHERE day = '${isoDay(day)}'`,
      );
    }
  }
  if (hasCubes) {
    const cubes = await storage.query<{ kind: PeriodKind; day: number }>(
      `SELECT DISTINCT toString(period) AS kind, toUInt16(start) AS day FROM ${formerCubes}`,
    );
    for (const { kind, day } of cubes) {
      const where = `period = '${kind}' AND start = '${isoDay(day)}'`;
      await copy(storage, cubeOf(periodOf(kind, day)), `{generation:UInt64}, * FROM ${formerCubes} WHERE ${where}`);
    }
  }
  for (const table of [formerDays, formerCubes, `${INSTALLATION_DAYS}_staging`, `${CUBES}_staging`]) {
    await storage.run(`DROP TABLE IF EXISTS ${table}${cluster}`);
  }
}

async function copy(storage: Fitted, making: Making, selected: string): Promise<void> {
  await makeAnew(storage, making, (generation) =>
    storage.run(`INSERT INTO ${making.table} SELECT ${selected}`, { generation }, { once: true }),
  );
}

async function isThere(storage: Fitted, table: string, asked = EXISTS): Promise<boolean> {
  const [found] = await storage.query<{ count: number }>(asked, { table });
  return found !== undefined && found.count > 0;
}
