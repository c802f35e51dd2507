import path from 'node:path';
import { finder } from '../../app/finder/product.ts';
import { type Disk, systemDisk } from '../../client/main/files/disk.ts';
import type { ProgramOptions } from '../../client/main/program.ts';
import { openClientStores } from '../../client/main/store/client-stores.ts';
import type { Randomness } from '../../client/node/platform.ts';

/** Consent, identity and the program's folder in a profile on the disk, opened as the client opens them. */
export function openProfile(
  profile: string,
  random: Randomness,
  disk: Disk = systemDisk,
): Pick<ProgramOptions, 'consent' | 'identity' | 'directory'> {
  const clock = { now: () => Date.UTC(2026, 2, 9, 12) };
  return {
    directory: path.join(profile, 'program'),
    ...openClientStores({ profile, product: finder.id, disk, clock, random }),
  };
}
