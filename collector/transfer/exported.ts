/** What an export says of itself: `export.json` in its folder, written last of all. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { writeAtomically } from '../own-files.ts';

const day = z.object({
  /** UTC day of receipt, "2026-03-09". */
  day: z.iso.date(),
  rows: z.int().positive(),
  /** Sum of the rows' hashes, in decimal digits: the same rows have the same one, in whatever order. */
  check: z.string().regex(/^\d{1,20}$/),
  /** Names of the files that have them. */
  files: z.array(z.string().regex(/^\d{4}-\d\d-\d\d-\d{1,5}\.native\.zst$/)),
});

const exported = z.object({
  format: z.literal(1),
  /** Columns of the rows, in the order of the files, each with its type. */
  columns: z.array(z.tuple([z.string(), z.string()])),
  days: z.array(day),
});

export type ExportedDay = z.infer<typeof day>;
export type Exported = z.infer<typeof exported>;

const FILE = 'export.json';

export async function writeExported(directory: string, value: Exported): Promise<void> {
  await writeAtomically(path.join(directory, FILE), `${JSON.stringify(value, undefined, 2)}\n`);
}

/** @throws Error that says in one sentence that there is no whole export in the folder. */
export async function readExported(directory: string): Promise<Exported> {
  const text = await readFile(path.join(directory, FILE), 'utf8').catch((error: Error) => {
    throw new Error(`${directory} holds no export that was finished: ${error.message}`, { cause: error });
  });
  const read = exported.safeParse(JSON.parse(text));
  if (!read.success) throw new Error(`${path.join(directory, FILE)} is not as an export has it`);
  return read.data;
}
