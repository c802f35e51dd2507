import path from 'node:path';
import { swallowed } from '../../core/debug.ts';
import type { ProductId } from '../../core/product/product.ts';
import type { Disk } from './disk.ts';

/** Consent and identity of one product in a profile, which several products may share. */
export const participationFolder = (profile: string, product: ProductId) =>
  path.join(profile, 'participation', product);

/** Everything else that the program keeps for it; it exists only under a Yes. */
export const programFolder = (profile: string, product: ProductId) => path.join(profile, 'program', product);

/** Files of Chromium's own that it waits for without end when a pipe stands in their place: at the start, and at the quit. */
const OPENED_BY_CHROMIUM = ['Local State', 'Cache/Cache_Data/index'];

/**
 * Moves aside what stands in a profile in the place of Chromium's own files and is neither a file nor a folder. To be
 * called before Electron is ready, because Chromium opens the first of them then.
 * @param now UTC milliseconds, for the name under which it goes on standing there.
 */
export function setAsidePipes(disk: Pick<Disk, 'facts' | 'rename'>, profile: string, now: number): void {
  for (const name of OPENED_BY_CHROMIUM) {
    const file = path.join(profile, name);
    try {
      if (disk.facts(file)?.kind === 'other') disk.rename(file, `${file}.set-aside-${now}`);
    } catch (error) {
      swallowed('store', 'set-aside-pipe', error);
    }
  }
}
