/** What an export and an import do about closed days (docs/answers-and-privacy.md). */
import {
  CLOSINGS,
  CORRECTIONS,
  CUBES,
  creatingRollups,
  FLOW_COUNTS,
  GENERATIONS,
  INSTALLATION_DAYS,
  NUMBERS,
  SECRET,
} from '../rollups/tables.ts';
import type { Storage } from '../storage/storage.ts';
import type { Secret } from './known-files.ts';

/**
 * Has every day close anew at the next start when rows join days that are closed: what was made of them is of fewer rows. Whoever
 * is ended here begins anew, because no day is closed from the first statement on. Installations get other numbers, in the order in which
 * the days close this time.
 */
export async function reopenDays(storage: Pick<Storage, 'query' | 'run'>, days: readonly string[]): Promise<void> {
  const [closed] = await storage.query<{ count: number }>(
    `SELECT toUInt32(count()) AS count FROM ${CLOSINGS} WHERE day >= {first:Date}`,
    { first: [...days].sort()[0] ?? '' },
  );
  if (!closed || closed.count === 0) return;
  for (const table of [CLOSINGS, CORRECTIONS, CUBES, FLOW_COUNTS, GENERATIONS, INSTALLATION_DAYS, NUMBERS]) {
    await storage.run(`TRUNCATE TABLE IF EXISTS ${table}`);
  }
}

/** Of a store. With the same secret days close to the same answers, digit for digit: nobody averages two of them. */
export async function storedSecret(storage: Pick<Storage, 'query'>): Promise<Secret | undefined> {
  const [there] = await storage.query<{ made: number }>(
    `SELECT toUInt32(count()) AS made FROM system.tables WHERE concat(database, '.', name) = '${SECRET}'`,
  );
  if (!there || there.made === 0) return undefined;
  const [row] = await storage.query<{ first: string; second: string }>(
    `SELECT toString(first) AS first, toString(second) AS second FROM ${SECRET} LIMIT 1`,
  );
  return row && [row.first, row.second];
}

export async function keepSecret(storage: Pick<Storage, 'layout' | 'run'>, [first, second]: Secret): Promise<void> {
  for (const statement of creatingRollups(storage.layout)) await storage.run(statement);
  await storage.run(`INSERT INTO ${SECRET} SELECT {first:UInt64}, {second:UInt64}`, { first, second });
}
