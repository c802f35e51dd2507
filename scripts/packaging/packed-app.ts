/** Looks at an app that has been packed: that it holds what it should, and nothing else. */
import { existsSync, lstatSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { projectRoot } from '../lib/paths.ts';
import { UserFixableError } from '../lib/say.ts';
import { bindingFaults } from './bindings.ts';
import { forbiddenContent, overweight, unexpectedFiles, type Weights } from './contents.ts';
import { type Fuses, loadAsar, loadFuses } from './packer.ts';

/** Says of a package that it is none to give away. */
const MARK = 'TEST-ONLY.txt';
const MARK_TEXT =
  'Made to test how this package behaves. Its runtime is not that of a release: do not give it to anybody.\n';

/** Places inside an unpacked app, which differ on macOS. */
interface Layout {
  /** Carries the fuses. */
  executable: string;
  resources: string;
}

function layoutOf(folder: string): Layout {
  const app = readdirSync(folder).find((name) => name.endsWith('.app'));
  if (app) {
    const bundle = path.join(folder, app);
    return { executable: bundle, resources: path.join(bundle, 'Contents/Resources') };
  }
  const executable = ['candor-finder', 'Candor Finder.exe'].find((name) => existsSync(path.join(folder, name)));
  if (!executable) throw new UserFixableError(`${folder} holds no packed app.`);
  return { executable: path.join(folder, executable), resources: path.join(folder, 'resources') };
}

/** The unpacked apps that electron-builder has left in its output folder. */
export function packedApps(output: string): string[] {
  return readdirSync(output, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && /-unpacked$|^mac(?:-|$)/.test(entry.name))
    .map((entry) => path.join(output, entry.name));
}

/**
 * Marks an unpacked app as one that is never released, and takes away what the npm-hosted runtime brings beside Electron:
 * the loader that runs an app from a folder, and a manifest.
 */
export function markTestOnly(folder: string): void {
  const { resources } = layoutOf(folder);
  rmSync(path.join(resources, 'app'), { recursive: true, force: true });
  rmSync(path.join(folder, 'package.json'), { force: true });
  writeFileSync(path.join(resources, MARK), MARK_TEXT);
}

export function isTestOnly(folder: string): boolean {
  return existsSync(path.join(layoutOf(folder).resources, MARK));
}

/** What an unpacked app weighs, file by file for our own part. */
export async function weigh(folder: string): Promise<Weights> {
  const asar = await loadAsar();
  const archive = archiveIn(folder);
  const app = asar
    .listPackage(archive, { isPack: false })
    .map((entry) => entry.slice(1))
    .filter((file) => asar.statFile(archive, file).files === undefined)
    .map((file) => ({ file: file.split(path.sep).join('/'), bytes: asar.statFile(archive, file).size ?? 0 }));
  return { app, installed: bytesBelow(folder) };
}

/** Everything that is wrong with an unpacked app, one sentence each. */
export async function findFaults(folder: string): Promise<string[]> {
  const asar = await loadAsar();
  const weights = await weigh(folder);
  const told = weights.app.flatMap(({ file }) =>
    forbiddenContent(asar.extractFile(archiveIn(folder), file).toString('utf8'), [projectRoot, `${homedir()}/`]).map(
      (what) => `${file} holds ${what}`,
    ),
  );
  const wrong = wrongFuses(await readFuses(await loadFuses(), layoutOf(folder).executable));
  return [
    ...unexpectedFiles(weights.app).map((file) => `${file} has no business in the package`),
    ...bindingFaults(filesBelow(path.join(layoutOf(folder).resources, 'node_modules'))),
    ...told,
    ...wrong.map((fuse) => `the fuse ${fuse} is not as it should be`),
    ...overweight(weights),
  ];
}

/** The archive with the app. @throws a UserFixableError when a folder stands beside it, which could be run in its place. */
function archiveIn(folder: string): string {
  const { resources } = layoutOf(folder);
  if (existsSync(path.join(resources, 'app')))
    throw new UserFixableError(`${resources} holds an app outside of the archive.`);
  return path.join(resources, 'app.asar');
}

/** Files below a folder, with slashes; none when there is no such folder. */
function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => !lstatSync(path.join(folder, file)).isDirectory())
    .map((file) => file.split(path.sep).join('/'));
}

function bytesBelow(folder: string): number {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => lstatSync(path.join(folder, file)))
    .reduce((sum, stat) => sum + (stat.isFile() ? stat.size : 0), 0);
}

// Electron's fuses: switches in its executable that turn off, for good, ways of making the app run something else.

/** electron-builder's words for a fuse, and those of `@electron/fuses`. */
const NAMES = {
  runAsNode: 'RunAsNode',
  enableCookieEncryption: 'EnableCookieEncryption',
  enableNodeOptionsEnvironmentVariable: 'EnableNodeOptionsEnvironmentVariable',
  enableNodeCliInspectArguments: 'EnableNodeCliInspectArguments',
  enableEmbeddedAsarIntegrityValidation: 'EnableEmbeddedAsarIntegrityValidation',
  onlyLoadAppFromAsar: 'OnlyLoadAppFromAsar',
  grantFileProtocolExtraPrivileges: 'GrantFileProtocolExtraPrivileges',
} as const;

type FuseName = keyof typeof NAMES;
type FuseStates = Record<FuseName, boolean>;

/** How each has to stand. electron-builder.yml says the same, and is what turns them; this is what they are checked against. */
export const wantedFuses: FuseStates = {
  runAsNode: false,
  enableCookieEncryption: true,
  enableNodeOptionsEnvironmentVariable: false,
  enableNodeCliInspectArguments: false,
  enableEmbeddedAsarIntegrityValidation: true,
  onlyLoadAppFromAsar: true,
  grantFileProtocolExtraPrivileges: false,
};

/** Reads them from an executable, or from an .app of macOS. One that the runtime does not know counts as not set. */
export async function readFuses(fuses: Fuses, executable: string): Promise<Partial<FuseStates>> {
  const wire = await fuses.getCurrentFuseWire(executable);
  const states: [FuseName, boolean][] = [];
  for (const [name, option] of Object.entries(NAMES) as [FuseName, string][]) {
    const state = wire[String(fuses.FuseV1Options[option])];
    if (state === fuses.FuseState['ENABLE']) states.push([name, true]);
    if (state === fuses.FuseState['DISABLE']) states.push([name, false]);
  }
  return Object.fromEntries(states);
}

/** The fuses that stand otherwise than they have to. */
function wrongFuses(found: Partial<FuseStates>): FuseName[] {
  return (Object.keys(wantedFuses) as FuseName[]).filter((name) => found[name] !== wantedFuses[name]);
}
