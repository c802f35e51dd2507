import { namesOrNone, type SystemFiles, textOrNothing } from '../sampler/linux/system-files.ts';
import { type AskRpm, RPM_DATABASES, RPM_FOLDERS } from './rpm.ts';

const DPKG_LISTS = '/var/lib/dpkg/info';

/** Folders that systems have merged into /usr, so that a package lists one path and the kernel tells the other. */
const merged = /^\/(bin|sbin|lib|lib32|lib64|libx32)\//;

/** Tells to which package a file belongs; `null` when it is in none, or the system keeps no lists that can be read. */
export type PackageOf = (path: string) => Promise<string | null>;

/**
 * Packages by the files that can be run, from the folders of snaps and flatpaks, the lists of dpkg(1), or from what rpm(8) answers. The
 * lists are read at the first question (47 ms for 734 packages) and kept for as long as their folder does not change.
 */
export function createPackages(files: SystemFiles, changedAt: (path: string) => number, askRpm: AskRpm): PackageOf {
  let index: ReadonlyMap<string, string> | undefined;
  let readAt = Number.NaN;
  function rpmDatabase(): string | undefined {
    const databases = RPM_FOLDERS.flatMap((folder) => RPM_DATABASES.map((name) => `${folder}/${name}`));
    return databases.find(files.exists);
  }

  return async (path) => {
    const image = imagePackage(path);
    if (image) return image;
    const changed = changedAt(DPKG_LISTS);
    if (!index || changed !== readAt) {
      index = readLists(files);
      readAt = changed;
    }
    const listed = index.get(unmerged(path));
    if (listed !== undefined) return listed;
    const database = rpmDatabase();
    return database === undefined ? null : await askRpm(path, changedAt(database));
  };
}

/** `/snap/<name>/…` and the like are folders of one package each. */
function imagePackage(path: string): string | undefined {
  return /^\/(?:var\/lib\/snapd\/)?snap\/([^/]+)\//.exec(path)?.[1] ?? /\/flatpak\/app\/([^/]+)\//.exec(path)?.[1];
}

function readLists(files: SystemFiles): Map<string, string> {
  const index = new Map<string, string>();
  for (const name of namesOrNone(files, DPKG_LISTS)) {
    if (!name.endsWith('.list')) continue;
    // `libc6:amd64.list`: the architecture is no part of the name that people know.
    const owner = name.slice(0, -'.list'.length).split(':')[0] ?? '';
    for (const path of textOrNothing(files, `${DPKG_LISTS}/${name}`).split('\n')) {
      if (mayRun(path)) index.set(unmerged(path), owner);
    }
  }
  return index;
}

/** Documentation and the like are most of the files, and none of them runs. */
function mayRun(path: string): boolean {
  return (
    !path.startsWith('/usr/share/doc/') && !path.startsWith('/usr/share/man/') && !path.startsWith('/usr/share/locale/')
  );
}

function unmerged(path: string): string {
  return merged.test(path) ? `/usr${path}` : path;
}
