import type { Storage } from '../storage/storage.ts';
import { BATCHES } from '../storage/table.ts';

/** Asks the store something that it can answer at once: how many rows there are, in how many parts. */
export async function lookAt(storage: Pick<Storage, 'query'>): Promise<string> {
  const [found] = await storage.query<{ rows: number; parts: number; unfinished: number }>(
    `SELECT (SELECT count() FROM ${BATCHES}) AS rows,
       (SELECT count() FROM system.parts WHERE active AND concat(database, '.', table) = '${BATCHES}') AS parts,
       (SELECT count() FROM system.mutations WHERE NOT is_done AND concat(database, '.', table) = '${BATCHES}') AS unfinished`,
    {},
    { urgent: true },
  );
  if (!found) throw new Error('it answers with nothing');
  const { rows, parts, unfinished } = found;
  return `${rows} rows in ${parts} parts${unfinished > 0 ? `, ${unfinished} changes under way` : ''}`;
}
