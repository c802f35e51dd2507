import path from 'node:path';
import { UserFixableError } from '../lib/say.ts';

export interface DistOptions {
  /** Names of electron-builder's targets; those of the platform when none is named. */
  targets: string[];
  /** Stops before the installers are made. */
  unpackedOnly: boolean;
  /** Where a package goes that is made only to be tested. */
  testOnly: string | undefined;
  /** All architectures of electron-builder.yml instead of this computer's. */
  everyArchitecture: boolean;
}

type Platform = 'linux' | 'darwin' | 'win32';

const TARGETS: Record<Platform, string[]> = {
  linux: ['deb', 'rpm', 'AppImage'],
  darwin: ['dmg', 'pkg'],
  win32: ['nsis'],
};

/** Reads the command line of `npm run dist`. Throws a UserFixableError for what it does not know. */
export function readOptions(args: readonly string[], platform: Platform): DistOptions {
  const options: DistOptions = { targets: [], unpackedOnly: false, testOnly: undefined, everyArchitecture: false };
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? '';
    if (arg === '--dir') options.unpackedOnly = true;
    else if (arg === '--every-architecture') options.everyArchitecture = true;
    else if (arg === '--test-only') {
      at += 1;
      options.testOnly = path.resolve(args[at] ?? missingFolder());
    } else if (TARGETS[platform].includes(arg)) options.targets.push(arg);
    else throw new UserFixableError(`npm run dist does not know ${arg}: ${usage(platform)}`);
  }
  if (options.testOnly && options.everyArchitecture) {
    throw new UserFixableError(
      'the runtime of a test-only package is for this computer: leave --every-architecture out.',
    );
  }
  if (options.targets.length === 0) options.targets = TARGETS[platform];
  return options;
}

function missingFolder(): never {
  throw new UserFixableError('--test-only needs a folder to put the package into.');
}

function usage(platform: Platform): string {
  return `[${TARGETS[platform].join('|')}]… [--dir] [--every-architecture] [--test-only FOLDER].`;
}

/**
 * What electron-builder is called with, once for each entry. A deb is made by our own stand-in for fpm, so that the one
 * that is tested is the one that is published; the other installers take electron-builder's tools, which it fetches.
 */
export function packerRuns({ targets, unpackedOnly }: DistOptions): { targets: string[]; standIn: boolean }[] {
  if (unpackedOnly) return [{ targets: ['dir'], standIn: false }];
  const others = targets.filter((target) => target !== 'deb');
  return [
    ...(targets.includes('deb') ? [{ targets: ['deb'], standIn: true }] : []),
    ...(others.length > 0 ? [{ targets: others, standIn: false }] : []),
  ];
}

/** What somebody wants to pack. */
interface PackingRequest {
  /** Only to see how the packages behave: may hold another runtime than a release. */
  testOnly: boolean;
  /** The folder where packages are put. */
  output: string;
  /** The folder of releases. */
  releases: string;
  /** Whether the runtime is Electron as its project publishes it, in the version that package.json names. */
  official: boolean;
}

/** Why it must not be packed, in one sentence; `undefined` when it may. */
export function refusal({ testOnly, output, releases, official }: PackingRequest): string | undefined {
  if (testOnly) {
    if (!isInside(output, releases)) return undefined;
    return `a test-only package is never put into ${releases}, where releases stand: name another folder.`;
  }
  if (official) return undefined;
  return 'a release contains Electron as its project publishes it, and nothing else.';
}

function isInside(file: string, folder: string): boolean {
  const relative = path.relative(folder, file);
  return !(relative === '..' || relative.startsWith(`..${path.sep}`) || path.isAbsolute(relative));
}
