import path from 'node:path';
import { finder } from '../../app/finder/product.ts';
import { openClientStores } from '../../main/client/client-stores.ts';
import { type Disk, systemDisk } from '../../main/disk.ts';
import type { Randomness } from '../../main/platform.ts';
import type { ProgramOptions } from '../../main/telemetry/program.ts';

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
