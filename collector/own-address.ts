/** Where the collector of a data folder is reached while it runs, for the command line beside it. */
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { readOwnFile, writeAtomically } from './own-files.ts';

const fileOf = (dataDir: string) => path.join(dataDir, 'address');

/** @param url "http://127.0.0.1:7391". */
export async function writeAddress(dataDir: string, url: string): Promise<void> {
  await writeAtomically(fileOf(dataDir), `${url}\n`);
}

export async function removeAddress(dataDir: string): Promise<void> {
  await rm(fileOf(dataDir), { force: true });
}

/** `undefined` when no collector runs; one that was killed may still be named. */
export async function readAddress(dataDir: string): Promise<string | undefined> {
  const text = await readOwnFile(fileOf(dataDir)).then(
    (bytes) => bytes.toString('utf8').trim(),
    () => '',
  );
  return URL.canParse(text) ? text : undefined;
}
