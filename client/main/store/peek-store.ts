import path from 'node:path';
import type { z } from 'zod/mini';
import { swallowed } from '../../core/debug.ts';
import type { DiagnosisFacts } from '../../core/diagnosis/facts.ts';
import type { Disk } from '../files/disk.ts';
import { decodePlainText } from '../files/plain-text.ts';
import { isForeign } from '../files/regular-file.ts';
import { MAX_STORE_BYTES } from './open-store.ts';

export type StoreFile = DiagnosisFacts['stores'][number];

/** What a look at a store found; `value` when it can be read and is valid. */
interface Peek<T> extends StoreFile {
  readonly value?: T;
}

/** Looks at the file of a store without opening it: nothing is made, moved or mended. */
export function peekStore<T>(
  disk: Pick<Disk, 'facts' | 'read'>,
  file: string,
  { format, schema }: { readonly format: number; readonly schema: z.ZodMiniType<T> },
): Peek<T> {
  let bytes: Buffer;
  try {
    if (!disk.facts(file)) return { file, state: 'none' };
    bytes = disk.read(file, MAX_STORE_BYTES);
  } catch (error) {
    swallowed('store', 'peek', error);
    return { file, state: isForeign(error) ? 'damaged' : 'unreadable' };
  }
  try {
    const content = JSON.parse(decodePlainText(bytes)) as { format?: unknown; value?: unknown };
    if (content.format === format) return { file, state: 'read', value: schema.parse(content.value) };
  } catch (error) {
    swallowed('store', 'peek', error);
  }
  return { file, state: 'damaged' };
}

/** Files of a folder that were damaged, or outranked by another, and are kept under a name of their own. */
export function filesSetAside(disk: Pick<Disk, 'names'>, folder: string): StoreFile[] {
  return disk
    .names(folder)
    .filter((name) => /\.(?:damaged|former)-\d+\.json$/.test(name))
    .sort()
    .map((name) => ({ file: path.join(folder, name), state: 'set-aside' }));
}
