/** The rules of the house that neither TypeScript's project references nor Biome can say. */
import path from 'node:path';
import { lineAt, readSource, type Source } from './read-source.ts';
import { swallowedExceptions } from './swallowed-exceptions.ts';

export interface Violation {
  file: string;
  line: number;
  rule: string;
}

/** Which rooms exist, and which folders each may import from besides itself. `undefined`: any. */
const MAY_IMPORT: Record<string, string[] | undefined> = {
  app: [],
  preload: ['app'],
  renderer: ['app'],
  main: ['app'],
  'collector/web': ['app', 'renderer/design'],
  collector: ['app'],
  installer: [],
  scripts: ['app', 'collector'],
  tests: undefined,
};
export const rooms = Object.keys(MAY_IMPORT).filter((room) => !room.includes('/'));

/** The product's name and version have their home there, and it is data, not code. */
const MANIFEST = 'package.json';

/** Pure packages, with no input or output of their own. */
const APP_PACKAGES = ['zod'];

/** Past this a file holds more than one idea. */
const MAX_LINES = 400;
/** Longer ones, each with its reason. */
const LONG_FILES: Record<string, string> = {};

/** Where time and chance are handed in, so that every rule there can be tested. */
const INJECTED = ['app/', 'main/telemetry/', 'main/consent/', 'main/client/'];
const RANDOM_NAMES = ['randomBytes', 'randomFill', 'randomFillSync', 'randomInt', 'randomUUID', 'webcrypto'];

/** Serves every product, so nothing of the Finder may get into it. */
const CLIENT = 'main/client/';
const FINDER_ONLY = [
  'app/finder/',
  'main/finder/',
  'main/window/',
  'main/handlers.ts',
  'main/index.ts',
  'main/native-menu.ts',
  'main/settings.ts',
];

const IPC_WRAPPER = 'main/ipc.ts';
const SEND_TO_PAGE =
  /\b(?:\w*[wW]ebContents|\w*[cC]ontents|\w*[sS]ender|\w*[fF]rame)\s*\??\.\s*(?:send|sendToFrame|postMessage)\s*\(/g;
const AMBIENT_DATE = /\bnew\s+Date\s*(?:\(\s*\)|(?![\s\w(.]))|(?<!new\s+)(?<![\w$.])Date\s*\(/g;
const AMBIENT_GLOBAL = /\bglobalThis\s*\.\s*(?:fetch|setTimeout|setInterval|setImmediate|performance|crypto)\b/g;

/** The rules that `text`, as the file at `file` (relative to the project, with slashes), breaks. */
export function checkFile(file: string, text: string): Violation[] {
  const violation = (line: number, rule: string): Violation => ({ file, line, rule });
  const lines = text.split('\n').length - 1;
  const tooLong = lines > MAX_LINES && !LONG_FILES[file];
  const length = tooLong ? [violation(MAX_LINES + 1, `${lines} lines: ${MAX_LINES} at most, split it by ideas`)] : [];
  if (!/\.[cm]?[jt]sx?$/.test(file)) return length;
  const source = readSource(text);
  return [...length, ...checkImports(file, source, violation), ...checkCode(file, source, violation)];
}

type Report = (line: number, rule: string) => Violation;

function checkImports(file: string, { imports }: Source, violation: Report): Violation[] {
  const room = roomOf(file);
  return imports.flatMap(({ specifier, line, names }) => {
    if (specifier.startsWith('.')) {
      const target = path.posix.join(path.posix.dirname(file), specifier);
      if (!mayImport(room, target)) return [violation(line, `${room} may not import ${target}`)];
      const ofFinder = FINDER_ONLY.some((place) => target.startsWith(place));
      return file.startsWith(CLIENT) && ofFinder ? [violation(line, `the client may not import ${target}`)] : [];
    }
    const [scopeOrName = '', name] = specifier.split('/');
    const packageName = scopeOrName.startsWith('@') ? `${scopeOrName}/${name}` : scopeOrName;
    if (room === 'app' && !APP_PACKAGES.includes(packageName)) return [violation(line, `app may not use ${specifier}`)];
    const chance = names.filter((imported) => RANDOM_NAMES.includes(imported));
    if (specifier === 'node:crypto' && isInjected(file) && chance.length > 0) {
      return [violation(line, `${chance.join(', ')}: take randomness as a parameter`)];
    }
    return [];
  });
}

function checkCode(file: string, { code }: Source, violation: Report): Violation[] {
  const find = (pattern: RegExp, rule: string) =>
    [...code.matchAll(pattern)].map((match) => violation(lineAt(code, match.index), rule));
  return [
    ...swallowedExceptions(file, code).map((index) =>
      violation(lineAt(code, index), 'rethrow the exception, or tell it with swallowed() of app/debug.ts'),
    ),
    ...(file.startsWith('main/') && file !== IPC_WRAPPER
      ? find(SEND_TO_PAGE, `pages are sent to in ${IPC_WRAPPER} alone`)
      : []),
    ...(isInjected(file) ? find(AMBIENT_DATE, 'take the clock as a parameter') : []),
    ...(isInjected(file) ? find(AMBIENT_GLOBAL, 'take it as a parameter') : []),
  ];
}

function isInjected(file: string): boolean {
  return INJECTED.some((folder) => file.startsWith(folder));
}

/** Build and test configurations at the top level belong to the scripts. */
function roomOf(file: string): string {
  return Object.keys(MAY_IMPORT).find((room) => file.startsWith(`${room}/`)) ?? 'scripts';
}

function mayImport(room: string, target: string): boolean {
  const others = MAY_IMPORT[room];
  if (others === undefined || target === MANIFEST || roomOf(target) === room) return true;
  return others.some((folder) => target.startsWith(`${folder}/`));
}
