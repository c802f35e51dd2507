/** Builds what a package holds, in a folder of its own: a package is never made of what lies about in out/. */
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { UserConfig } from 'vite';
import { projectRoot } from '../lib/paths.ts';
import { UserFixableError } from '../lib/say.ts';
import { bindingLicences, type bundlesFor, stageBindings } from './bindings.ts';

/** As electron-builder.yml names it. */
export const staged = path.join(projectRoot, 'out/packaged');

/** DuckDB's libraries, by system and processor; as electron-builder.yml names it. */
const stagedBindings = path.join(staged, 'bindings');

/** The targets that run on people's computers; the collector's dashboard is not among them. */
const TARGETS = ['main', 'preload', 'renderer'];
const LICENCES = 'licences.json';

/**
 * Builds the app again into out/packaged, and puts its source maps into `maps`: they are not for the package, but to read
 * error reports with. Bundles do not mention their maps, so that they are the same with and without.
 * @param bindings which of DuckDB's libraries go with it.
 * @throws a UserFixableError when a bundle holds a package that is there for development alone.
 */
export async function stage(maps: string, bindings: ReturnType<typeof bundlesFor>): Promise<void> {
  rmSync(staged, { recursive: true, force: true });
  const licences: BundledLicence[] = [];
  for (const target of TARGETS) {
    const folder = path.join(staged, 'app/out', target);
    await buildInto(folder, target);
    licences.push(...takeLicences(folder));
    moveMaps(folder, path.join(maps, target));
  }
  const lock = readProjectFile<Lockfile>('package-lock.json');
  await stageBindings(stagedBindings, bindings, lock);
  licences.push(...bindingLicences(stagedBindings));
  const tools = developmentTools(licences, lock);
  if (tools.length > 0)
    throw new UserFixableError(`the app bundles what is a tool of development: ${tools.join(', ')}.`);
  const manifest = readProjectFile<Record<string, unknown>>('package.json');
  writeFileSync(path.join(staged, 'app/package.json'), `${JSON.stringify(packedManifest(manifest), null, 2)}\n`);
  writeFileSync(path.join(staged, 'THIRD-PARTY-NOTICES.txt'), noticesFile(licences));
}

function readProjectFile<T>(name: string): T {
  return JSON.parse(readFileSync(path.join(projectRoot, name), 'utf8')) as T;
}

async function buildInto(folder: string, target: string): Promise<void> {
  // Vite believes this before anything else, and a build for tests names the files of this computer.
  process.env['NODE_ENV'] = 'production';
  const { build } = await import('vite');
  const file = path.join(projectRoot, `vite.${target}.config.ts`);
  const { default: config } = (await import(pathToFileURL(file).href)) as { default: UserConfig };
  await build({
    ...config,
    configFile: false,
    logLevel: 'warn',
    build: { ...config.build, outDir: folder, sourcemap: 'hidden', license: { fileName: LICENCES } },
  });
}

/** Vite writes them beside the bundle. */
function takeLicences(folder: string): BundledLicence[] {
  const file = path.join(folder, LICENCES);
  const licences = JSON.parse(readFileSync(file, 'utf8')) as BundledLicence[];
  rmSync(file);
  return licences;
}

function moveMaps(from: string, to: string): void {
  rmSync(to, { recursive: true, force: true });
  for (const file of readdirSync(from, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.map'))) {
    mkdirSync(path.dirname(path.join(to, file)), { recursive: true });
    cpSync(path.join(from, file), path.join(to, file));
    rmSync(path.join(from, file));
  }
}

/** What the app and the desktop read of package.json; the rest is about building it. */
const PACKED = [
  'name',
  'productName',
  'version',
  'description',
  'license',
  'author',
  'homepage',
  'desktopName',
  'type',
  'main',
];

/** The package.json inside the package: without dependencies, scripts and tools. */
export function packedManifest(manifest: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(PACKED.map((field) => [field, manifest[field]]));
}

/** A library in our bundles, as Vite lists it. */
interface BundledLicence {
  name: string;
  version: string;
  /** SPDX identifier. */
  identifier: string;
  text?: string;
}

const RULE = '-'.repeat(80);

/** The notices that the licences of bundled libraries ask to go with every copy. */
export function noticesFile(licences: readonly BundledLicence[]): string {
  const each = new Map(licences.map((licence) => [`${licence.name} ${licence.version}`, licence]));
  const sorted = [...each].sort(([a], [b]) => a.localeCompare(b, 'en'));
  const parts = sorted.map(([title, { identifier, text }]) => `${title} (${identifier})\n\n${text?.trim() ?? ''}\n`);
  return ['Candor Finder contains these libraries.\n', ...parts].join(`\n${RULE}\n\n`);
}

/** The bundled packages that package-lock.json knows, in that version, for development alone. */
export function developmentTools(
  bundled: readonly Pick<BundledLicence, 'name' | 'version'>[],
  lock: Lockfile,
): string[] {
  const locked = Object.entries(lock.packages);
  const tools = bundled.filter(({ name, version }) => {
    const same = locked.filter(([place, entry]) => place.endsWith(`node_modules/${name}`) && entry.version === version);
    return same.length > 0 && same.every(([, { dev }]) => dev === true);
  });
  return [...new Set(tools.map(({ name }) => name))].sort();
}

interface Lockfile {
  packages: Record<string, { version?: string; integrity?: string; dev?: boolean }>;
}
