import { BackupPlaces, logFile } from '../backup/places.ts';
import { readErased } from '../erasure/erasures.ts';
import { messageOf } from '../message-of.ts';
import { erasedOf, type KnowingPlace } from './known-files.ts';

/**
 * Fingerprints of whoever is known as erased: in the folder, in what collectors share, and in the logs of erasures, which remember for
 * as long as rows are kept. @throws Error when one of the logs cannot be read: somebody would be missing.
 */
export async function allErased(place: KnowingPlace): Promise<readonly string[]> {
  const names = new Set((await erasedOf(place)).keys());
  const places = await BackupPlaces.open(place.dataDir, () => place.today);
  for (const one of places.all) {
    const logged = await readErased(logFile(one)).catch((cause: unknown) => {
      throw new Error(`${logFile(one)} cannot be read, which says who was erased: ${messageOf(cause)}`, { cause });
    });
    for (const name of logged) names.add(name);
  }
  return [...names];
}
