/** electron-builder calls these by their names, in its own process: a package that must not be is never finished. */
import path from 'node:path';
import { projectRoot } from '../lib/paths.ts';
import { refusal } from './options.ts';
import { findFaults, isTestOnly, markTestOnly } from './packed-app.ts';
import { officialDistribution } from './runtime.ts';

/** Set by `npm run dist -- --test-only`. */
export const TEST_ONLY = 'CANDOR_TEST_ONLY_PACKAGE';

/** What is used of electron-builder's context. */
interface PackContext {
  /** Index of the architecture. */
  arch: number;
  appOutDir: string;
  outDir: string;
  packager: { config: { electronDist?: string | null } };
}

/** The unpacked app of each architecture. Another one's may still be growing when an installer begins. */
const packed = new Map<number, string>();

/** After the app has been put together, before fuses, signatures and installers. */
export function afterPack({ arch, appOutDir, outDir, packager }: PackContext): void {
  const testOnly = process.env[TEST_ONLY] === '1';
  const { electronDist } = packager.config;
  const reason = refusal({
    testOnly,
    output: outDir,
    releases: path.join(projectRoot, 'dist'),
    // Without a folder of its own, electron-builder fetches Electron from its project, and checks it.
    official: !electronDist || path.resolve(electronDist) === officialDistribution,
  });
  if (reason) throw new Error(reason);
  if (testOnly) markTestOnly(appOutDir);
  packed.set(arch, appOutDir);
}

interface Artifact {
  /** None for an installer that holds several. */
  arch: number | null;
}

/** Before each installer. A mark in what is not test-only would mean that folders were mixed up. */
export async function artifactBuildStarted({ arch }: Artifact): Promise<void> {
  const folders = arch === null ? [...packed.values()] : [packed.get(arch)].filter((folder) => folder !== undefined);
  if (folders.length === 0) throw new Error('an installer was begun before its app was packed.');
  for (const folder of folders) {
    const faults = await findFaults(folder);
    if (isTestOnly(folder) && process.env[TEST_ONLY] !== '1') faults.push('it is marked as test-only');
    if (faults.length > 0) throw new Error(`${folder} must not be packed: ${faults.join('; ')}`);
  }
}
