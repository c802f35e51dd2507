import path from 'node:path';
import { consentRecordSchema } from '../core/consent/record-schema.ts';
import { swallowed } from '../core/debug.ts';
import { identitySchema } from './consent/identity.ts';
import { attempt, type Disk } from './files/disk.ts';
import { decodePlainText, isForeign } from './files/regular-file.ts';
import { MAX_STORE_BYTES } from './store/open-store.ts';

/** Files that an earlier build kept in the profile itself, and what makes one of two outrank the other. */
const ranks = {
  /** When the decision was made: the last one holds. */
  consent: (value: unknown) => Date.parse(consentRecordSchema.parse(value).decision?.at ?? '1970-01-01'),
  /** How much was collected under it. */
  identity: (value: unknown) => identitySchema.parse(value).sessions,
} as const;
export type ClientStoreName = keyof typeof ranks;

interface TakeOver {
  readonly disk: Disk;
  /** Where an earlier build kept the file. */
  readonly former: string;
  /** Where it belongs. */
  readonly folder: string;
  /** UTC milliseconds, for the name of a file that is set aside. */
  readonly now: () => number;
}

/**
 * Moves a file of an earlier build to where it belongs; to be called before anything is made there. One rename does it,
 * so that a computer that fails at any moment has the file in the one place or the other, whole. A damaged file is moved
 * as it is, for its store to set aside.
 *
 * Both places have one only when an earlier build was started once more: then the one that outranks the other holds, and
 * the other is set aside beside it.
 * @returns the folder in which the file is to be opened: the former one when the disk refuses to give it up, because a No
 * in it holds all the same. Of two of which one cannot be read, that one, so that nothing is decided without it.
 */
export function takeOver(name: ClientStoreName, { disk, former, folder, now }: TakeOver): string {
  const [from, to] = [former, folder].map((place) => path.join(place, `${name}.json`)) as [string, string];
  const move = (source: string, target: string) => {
    disk.rename(source, target);
    attempt(() => disk.syncFolder(path.dirname(target)));
  };
  const setAside = (file: string) => move(file, file.replace(/json$/, `former-${now()}.json`));
  let holds = former;
  try {
    if (disk.facts(from) === undefined) return folder;
    holds = folder;
    const kept = disk.facts(to) !== undefined;
    if (kept) {
      const [found, present] = [rank(name, disk, from), rank(name, disk, to)];
      if (present === 'unreadable') return folder;
      if (found === 'unreadable') return former;
      if (found <= present) {
        setAside(from);
        return folder;
      }
    }
    holds = former;
    if (kept) setAside(to);
    disk.makeFolder(folder);
    move(from, to);
    attempt(() => disk.syncFolder(former));
    return folder;
  } catch (error) {
    swallowed('store', 'take-over', error);
    return holds;
  }
}

/** Damaged files, and what is no file, rank below all others. */
function rank(name: ClientStoreName, disk: Disk, file: string): number | 'unreadable' {
  let bytes: Buffer;
  try {
    bytes = disk.read(file, MAX_STORE_BYTES);
  } catch (error) {
    swallowed('store', 'rank', error);
    return isForeign(error) ? DAMAGED : 'unreadable';
  }
  const parse = () => ranks[name]((JSON.parse(decodePlainText(bytes)) as { value: unknown }).value);
  return attempt(parse) ?? DAMAGED;
}

/** Below the rank of every file that can be read. */
const DAMAGED = -1;
