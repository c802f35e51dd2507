/** `candor-collector erase-again`: after the tables were restored or filled by other means than `restore` and `import`. */
import { eraseAgain } from '../erasure/erase-again.ts';
import { allErased } from '../transfer/all-erased.ts';
import type { ClickhouseOption } from './clickhouse-options.ts';
import { asRun } from './command.ts';
import { type Place, working } from './transfer.ts';

export const runEraseAgain = asRun<ClickhouseOption>(({ settings }) => eraseAgainIn(settings));

/** Resolves to what is said of it. @throws Error that says in one sentence why it cannot. */
export function eraseAgainIn(place: Place): Promise<string> {
  return working(place, async ({ storage, knowing }) => {
    const names = await allErased(knowing);
    const rows = await eraseAgain(storage, names);
    return `${names.length} installations are known as erased; ${rows} rows of them had come back and are erased again`;
  });
}
