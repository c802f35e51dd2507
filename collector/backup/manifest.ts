import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { copyFile, open, readdir } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { makeDirectory, readOwnFile, syncDirectory, writeAtomically } from '../own-files.ts';

/** What a backup consists of; written last, so that one without it is none. */
const manifest = z.object({
  format: z.literal(1),
  /** When it was begun: "2026-03-09T14:02:31Z". */
  begun: z.string(),
  /** File beside the backup that has the erasures since. */
  log: z.string().regex(/^erasures-[0-9a-f-]{36}\.log$/),
  /** By their paths within it, with slashes. */
  files: z.record(z.string(), z.object({ bytes: z.number(), sha256: z.string() })),
});

export type Manifest = z.infer<typeof manifest>;

const FILE = 'backup.json';

export async function writeManifest(folder: string, value: Manifest): Promise<void> {
  await writeAtomically(path.join(folder, FILE), `${JSON.stringify(value, undefined, 2)}\n`);
}

/** @throws Error that says why the folder is no whole backup of which this version knows. */
export async function readManifest(folder: string): Promise<Manifest> {
  let text: string;
  try {
    text = (await readOwnFile(path.join(folder, FILE))).toString('utf8');
  } catch (cause) {
    throw new Error(`${folder} is no backup, or one that was not finished`, { cause });
  }
  try {
    return manifest.parse(JSON.parse(text));
  } catch (cause) {
    throw new Error(`${path.join(folder, FILE)} is damaged, or of a newer version`, { cause });
  }
}

/**
 * Size and digest of every file below a folder, each forced to the disk. In the order of their paths.
 * @param isRead the files are to be checked only.
 */
export async function digestsOf(folder: string, isRead = false): Promise<Manifest['files']> {
  const found: [string, Manifest['files'][string]][] = [];
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    const place = path.join(entry.parentPath, entry.name);
    const name = path.relative(folder, place).split(path.sep).join('/');
    if (entry.isDirectory() && !isRead) await syncDirectory(place);
    if (!entry.isFile() || name === FILE) continue;
    const hash = createHash('sha256');
    let bytes = 0;
    await pipeline(createReadStream(place), async (chunks: AsyncIterable<Buffer>) => {
      for await (const chunk of chunks) {
        hash.update(chunk);
        bytes += chunk.length;
      }
    });
    if (!isRead) await syncFile(place);
    found.push([name, { bytes, sha256: hash.digest('hex') }]);
  }
  return Object.fromEntries(found.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * Copies the files below a folder. What goes while it is copied is left out: it was not needed any more.
 * @param isWanted by the path within the folder, with slashes; of a folder it decides about all that is in it.
 */
export async function copyTree(
  from: string,
  to: string,
  isWanted: (name: string) => boolean,
  below = '',
): Promise<void> {
  await makeDirectory(to);
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const name = below + entry.name;
    const [source, target] = [path.join(from, entry.name), path.join(to, entry.name)];
    if (!isWanted(name)) continue;
    if (entry.isDirectory()) await copyTree(source, target, isWanted, `${name}/`);
    // Sockets and pipes hold nothing; a link to a secret is followed.
    else if (entry.isFile() || entry.isSymbolicLink()) await copyOne(source, target);
  }
}

async function copyOne(source: string, target: string): Promise<void> {
  try {
    await copyFile(source, target);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

async function syncFile(file: string): Promise<void> {
  const handle = await open(file, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
