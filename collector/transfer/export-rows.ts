import { readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { EXPORT_ROWS } from '../limits.ts';
import { writeAtomically } from '../own-files.ts';
import { columns } from '../storage/columns.ts';
import type { Storage } from '../storage/storage.ts';
import { BATCHES } from '../storage/table.ts';
import { columnList, type DayRows, queryDays } from './day-rows.ts';
import { type Exported, writeExported } from './exported.ts';
import type { RowFiles } from './row-files.ts';

/** What an export that was begun is of: files of days that have changed since are written anew. */
const BEGUN = 'begun.json';

/**
 * Writes every batch that a store holds, each once, as files of a folder. An export that was ended goes on where it was.
 * @returns how many there are.
 * @throws Error when what is stored changes meanwhile: it goes on with what has changed when it is called again.
 */
export async function exportRows(
  storage: Pick<Storage, 'query'>,
  rowFiles: RowFiles,
  directory: string,
): Promise<number> {
  const days = await queryDays(storage);
  await forgetChanged(directory, days);
  await writeAtomically(path.join(directory, BEGUN), JSON.stringify(days));
  const there = new Set(await readdir(directory));
  const exported: Exported['days'] = [];
  for (const { day, rows, check } of days) {
    const count = Math.ceil(rows / EXPORT_ROWS);
    const files = Array.from({ length: count }, (_, at) => `${day}-${at}.native.zst`);
    for (const [at, file] of files.entries()) {
      if (there.has(file)) continue;
      await rowFiles.write(
        `SELECT ${columnList} FROM ${BATCHES} FINAL
         WHERE received = '${day}' AND cityHash64(batch) % ${count} = ${at}`,
        path.join(directory, file),
      );
    }
    exported.push({ day, rows, check, files });
  }
  if (JSON.stringify(await queryDays(storage)) !== JSON.stringify(days)) {
    throw new Error('batches were loaded or erased meanwhile: call it again, for what has changed');
  }
  await writeExported(directory, { format: 1, columns: columns.map(({ name, type }) => [name, type]), days: exported });
  await rm(path.join(directory, BEGUN), { force: true });
  return days.reduce((sum, { rows }) => sum + rows, 0);
}

async function forgetChanged(directory: string, days: readonly DayRows[]): Promise<void> {
  const text = await readFile(path.join(directory, BEGUN), 'utf8').catch(() => '[]');
  const begun = new Set((JSON.parse(text) as readonly DayRows[]).map((day) => JSON.stringify(day)));
  const same = new Set(days.filter((day) => begun.has(JSON.stringify(day))).map(({ day }) => day));
  await rm(path.join(directory, 'export.json'), { force: true });
  for (const name of await readdir(directory)) {
    const [, day] = /^(\d{4}-\d\d-\d\d)-\d+\.native\.zst(?:\.tmp)?$/.exec(name) ?? [];
    if (day !== undefined && (!same.has(day) || name.endsWith('.tmp'))) await rm(path.join(directory, name));
  }
}
