import path from 'node:path';
import { debug, swallowed } from '../../core/debug.ts';
import type { Disk } from './disk.ts';

/** Consent and identity of one product in a profile, which several products may share. */
export const participationFolder = (profile: string, product: string) => path.join(profile, 'participation', product);

/** Everything else that the program keeps for it; it exists only under a Yes. */
export const programFolder = (profile: string, product: string) => path.join(profile, 'program', product);

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

/**
 * The disk as far as it lies below a folder, through no link: what stands behind a link, or behind anything else in a
 * folder's place, is somebody else's and counts as not there, so that nothing of it is read, written or deleted. Whatever
 * stands in the way of a folder that has to be made is renamed to `NAME.damaged-TIME`; a folder that has to go takes a
 * link in its place, or on the way to it, along, and never what it leads to.
 *
 * The folder itself may be a link: people keep their profiles where they like. It guards against what lies there when it
 * is looked at, not against somebody who changes it in between; they have the user's own rights anyway.
 * @param root the profile. Every path that is asked for lies below it.
 * @param now UTC milliseconds, for the name of what is set aside.
 */
export function diskWithin(root: string, disk: Disk, now: () => number): Disk {
  /** The first thing from the root to `place`, `place` included, that is there and is no folder. */
  const barrier = (place: string): string | undefined => {
    for (const folder of foldersTo(root, place)) {
      const facts = disk.facts(folder);
      if (!facts) return undefined;
      if (facts.kind !== 'folder') return folder;
    }
    return undefined;
  };
  const isHidden = (file: string) => barrier(path.dirname(file)) !== undefined;
  const mustBeSeen = (file: string) => {
    if (isHidden(file)) throw Object.assign(new Error('it lies behind what is no folder'), { code: 'ENOENT' });
  };
  return {
    ...disk,
    makeFolder(folder) {
      const obstacle = barrier(folder);
      if (obstacle !== undefined) {
        debug('store', 'set-aside-obstacle');
        disk.rename(obstacle, `${obstacle}.damaged-${now()}`);
      }
      disk.makeFolder(folder);
    },
    names: (folder) => (barrier(folder) === undefined ? disk.names(folder) : []),
    facts: (file) => (isHidden(file) ? undefined : disk.facts(file)),
    read(file, maxBytes) {
      mustBeSeen(file);
      return disk.read(file, maxBytes);
    },
    open(file, how) {
      mustBeSeen(file);
      return disk.open(file, how);
    },
    setTimes(file, times) {
      if (typeof file === 'string') mustBeSeen(file);
      disk.setTimes(file, times);
    },
    syncFolder(folder) {
      if (barrier(folder) === undefined) disk.syncFolder(folder);
    },
    rename(from, to) {
      mustBeSeen(from);
      mustBeSeen(to);
      disk.rename(from, to);
    },
    remove(file) {
      if (!isHidden(file)) disk.remove(file);
    },
    removeFolder: (folder) => disk.removeFolder(barrier(folder) ?? folder),
  };
}

/** The folders on the way from `root`, which is not among them, to `place`, which is. */
function foldersTo(root: string, place: string): string[] {
  const steps = path.relative(root, place).split(path.sep);
  if (steps[0] === '..' || path.isAbsolute(steps[0] ?? '')) throw new Error('a path outside of the profile');
  return steps.filter((step) => step !== '').map((_, index) => path.join(root, ...steps.slice(0, index + 1)));
}
