/** `products.json`: what the operator has decided of products, apart from their words. */
import path from 'node:path';
import { PRODUCT_DECISIONS_BYTES } from '../limits.ts';
import { writeAtomically } from '../own-files.ts';
import { DamagedFile, type FolderOptions, type Reading, reading, readText } from './manifest-files.ts';

export interface ProductDecisions {
  /** Products whose batches are not taken. */
  readonly removed: readonly string[];
  /** Versions for which the program has ended. */
  readonly ended: readonly EndedVersion[];
}

export interface EndedVersion {
  readonly product: string;
  /** "1.2.3": this one. "1.2": every version of the release line. "all". */
  readonly version: string;
}

export const isVersions = (text: string): boolean => /^(?:all|\d{1,5}\.\d{1,5}(?:\.\d{1,5})?)$/.test(text);

/** Whether a version is one of `versions`, "1.2.3", or of their release lines, "1.2", or they are "all". */
export function covers(versions: readonly string[], version: string): boolean {
  const line = version.split('.').slice(0, 2).join('.');
  return versions.some((one) => one === 'all' || one === version || one === line);
}

/** What is so where nothing was decided, or where the file of it is damaged. */
export const undecided: ProductDecisions = { removed: [], ended: [] };

export function readDecisions(directory: string, options: FolderOptions): Promise<Reading<ProductDecisions>> {
  const file = decisionsFile(directory);
  return reading(file, options, async () => {
    const value = parsed(await readText(file, PRODUCT_DECISIONS_BYTES));
    if (!isDecisions(value))
      throw new DamagedFile('it does not say which products are removed and which versions ended');
    return value;
  });
}

/** Resolves when the decisions are on the disk. @throws RangeError for more of them than could be read back. */
export async function writeDecisions(directory: string, decisions: ProductDecisions): Promise<void> {
  const text = `${JSON.stringify(decisions, undefined, 2)}\n`;
  if (text.length > PRODUCT_DECISIONS_BYTES)
    throw new RangeError(`all that was decided would have more than ${PRODUCT_DECISIONS_BYTES} bytes`);
  await writeAtomically(decisionsFile(directory), text);
}

export function decisionsFile(directory: string): string {
  return path.join(directory, 'products.json');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new DamagedFile('it is no JSON', { cause: error });
  }
}

function isDecisions(value: unknown): value is ProductDecisions {
  if (typeof value !== 'object' || value === null) return false;
  const { removed, ended } = value as Partial<Record<keyof ProductDecisions, unknown>>;
  return Array.isArray(removed) && removed.every(isText) && Array.isArray(ended) && ended.every(isEnded);
}

function isEnded(value: unknown): value is EndedVersion {
  if (typeof value !== 'object' || value === null) return false;
  const { product, version } = value as Partial<EndedVersion>;
  return isText(product) && isText(version) && isVersions(version);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
