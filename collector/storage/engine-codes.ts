import { RowsRefused } from './storage.ts';

/**
 * Codes by which the engine says what is wrong with the values of an insert: they cannot be read, have no room in the type of
 * their column, or break a constraint of the table. Whatever else it answers (no memory, no disk, no keeper, a table that is
 * being changed, a code that is not known here) says nothing of the rows. That its input has ended too early (32, 33) is the
 * connection's or the disk's.
 */
const OF_ROWS = new Set(
  [
    [6, 26, 27, 38, 41, 53, 69, 70, 72, 117, 128, 131, 190, 248, 321, 349, 376, 407, 441, 467, 469],
    [547, 632, 675, 676, 691],
  ].flat(),
);

/**
 * Codes by which the engine says that it cannot now, whatever it was asked for: no disk, no connection to a shard, no quorum, no keeper, too much to
 * do, being shut down, or no rights.
 */
const UNAVAILABLE = new Set(
  [
    [3, 74, 75, 76, 96, 103, 164, 170, 173, 192, 193, 194, 198, 202, 203, 209, 210, 225, 236, 242, 243, 252],
    [254, 265, 279, 285, 286, 289, 305, 319, 341, 365, 394, 415, 425, 439, 497, 516, 517, 519, 529, 600, 705, 999],
  ].flat(),
);

/** Whether a code of the engine says that it cannot now, whatever it was asked for. */
export function isUnavailable(code: number | string | undefined): boolean {
  return UNAVAILABLE.has(Number(code));
}

/** Whether a code of the engine is about the rows that it was given. */
export function isOfRows(code: number | string | undefined): boolean {
  return OF_ROWS.has(Number(code));
}

/** The code in the text of an exception, "Code: 469. DB::Exception: …"; `undefined` when it has none. */
export function codeOf(text: string): number | undefined {
  const [, code] = /\bCode: (\d+)\./.exec(text) ?? [];
  return code === undefined ? undefined : Number(code);
}

/** Does what is of rows alone, with no disk and no engine. @throws RowsRefused when it fails. */
export async function ofRows<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new RowsRefused(error instanceof Error ? error.message : String(error), { cause: error });
  }
}
