import path from 'node:path';
import { columns } from '../storage/columns.ts';
import type { Storage } from '../storage/storage.ts';
import { type DayRows, isKept, queryDays } from './day-rows.ts';
import { type Exported, type ExportedDay, readExported } from './exported.ts';
import type { RowFiles } from './row-files.ts';

/** What an import is done with. */
export interface RowTarget {
  readonly storage: Pick<Storage, 'query'>;
  readonly rowFiles: RowFiles;
  /** UTC day, "2026-03-09": what is past its retention on it is not imported. */
  readonly today: string;
  /** Called before rows are added to days, first of all. */
  readonly beforeInsert: (days: readonly string[]) => Promise<void>;
}

/**
 * Puts the batches of an export into a store. Days that are there as a whole are passed over, so one that was ended goes on
 * where it was; a file that is read twice changes nothing.
 * @returns how many the export has.
 * @throws Error when the export is of another version, or rows of it are not in the store in the end.
 */
export async function importRows(
  { storage, rowFiles, today, beforeInsert }: RowTarget,
  directory: string,
): Promise<number> {
  const exported = await readExported(directory);
  refuseOtherColumns(exported);
  const before = byDay(await queryDays(storage));
  const days = exported.days.filter(({ day }) => isKept(day, today));
  const missing = days.filter((day) => !isSame(day, before.get(day.day)));
  if (missing.length > 0) await beforeInsert(missing.map(({ day }) => day));
  for (const { files } of missing) {
    for (const file of files) await rowFiles.insert(path.join(directory, file), exported.columns);
  }
  const after = byDay(await queryDays(storage));
  const wrong = days.find((day) => !holds(after.get(day.day), day, before.get(day.day)));
  if (wrong) throw new Error(`the batches of ${wrong.day} are not in the store as they were exported`);
  return days.reduce((sum, { rows }) => sum + rows, 0);
}

const byDay = (days: readonly DayRows[]) => new Map(days.map((day) => [day.day, day]));

const isSame = (one: ExportedDay, other: DayRows | undefined) => one.rows === other?.rows && one.check === other.check;

/** A day that had batches of its own has them besides; what it is to be then is not known beforehand. */
function holds(after: DayRows | undefined, exported: ExportedDay, before: DayRows | undefined): boolean {
  return before === undefined ? isSame(exported, after) : (after?.rows ?? 0) >= exported.rows;
}

function refuseOtherColumns({ columns: its }: Exported): void {
  const own = columns.map(({ name, type }) => `${name} ${type}`).join('\n');
  if (its.map(([name, type]) => `${name} ${type}`).join('\n') === own) return;
  throw new Error('the export is of another version of the collector: import it with that one, and upgrade then');
}
