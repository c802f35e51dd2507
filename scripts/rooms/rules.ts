/** The rules of the project that neither TypeScript's project references nor Biome can say. */
import path from 'node:path';
import { lineAt, readSource, type Source } from './read-source.ts';
import { swallowedExceptions } from './swallowed-exceptions.ts';

export interface Violation {
  file: string;
  line: number;
  rule: string;
}

/** Which rooms exist, and which others each may import from. `undefined`: any. */
const MAY_IMPORT: Record<string, string[] | undefined> = {
  'client/core': [],
  'client/node': ['client/core'],
  'client/main': ['client/core', 'client/node'],
  'client/preload': ['client/core'],
  'client/page': ['client/core', 'ui'],
  ui: ['client/core'],
  app: ['client/core'],
  engine: ['client/core', 'client/node', 'app'],
  preload: ['client/preload'],
  renderer: ['client/core', 'client/page', 'ui', 'app'],
  main: ['client/core', 'client/node', 'client/main', 'app'],
  'collector/web': ['client/core', 'ui'],
  collector: ['client/core'],
  installer: [],
  scripts: ['client/core', 'app', 'collector'],
  tests: undefined,
};
export const rooms = [...new Set(Object.keys(MAY_IMPORT).map((room) => room.split('/')[0] ?? room))];

/** The package that the folder `client` is: from outside it is used through its exports alone. */
export const CLIENT_PACKAGE = 'candor-client';

/** The product's name and version have their home there, and it is data, not code. */
const MANIFEST = 'package.json';

/** Rooms without input or output of their own, each with the packages that it may use: they have none either. */
const PURE_ROOMS: Record<string, string[]> = { app: ['zod', CLIENT_PACKAGE], 'client/core': [] };

/** Past this a file holds more than one idea. */
const MAX_LINES = 400;
/** Longer ones, each with its reason. */
const LONG_FILES: Record<string, string> = {};

/** Where time and chance are handed in, so that every rule there can be tested. */
const INJECTED = ['app/', 'client/core/', 'client/main/'];
const RANDOM_NAMES = ['randomBytes', 'randomFill', 'randomFillSync', 'randomInt', 'randomUUID', 'webcrypto'];

/** The one place that has anything opened outside of the app, such as a page in the person's browser. */
const OPENS_OUTSIDE = 'client/main/pages/results.ts';
const OPENING = /\b(?:openExternal|openPath)\b/g;

const IPC_WRAPPER = 'client/main/pages/ipc.ts';
/** Rooms that have Electron's windows in hand. */
const SENDS_TO_PAGES = ['main/', 'client/main/'];
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
      const isInside = room.startsWith('client/') || MAY_IMPORT[room] === undefined || !target.startsWith('client/');
      return isInside ? [] : [violation(line, `${target} is reached as ${CLIENT_PACKAGE} alone`)];
    }
    const [scopeOrName = '', name] = specifier.split('/');
    if (scopeOrName === CLIENT_PACKAGE && !mayImport(room, `client/${name}/`)) {
      return [violation(line, `${room} may not import ${specifier}`)];
    }
    const packageName = scopeOrName.startsWith('@') ? `${scopeOrName}/${name}` : scopeOrName;
    if (PURE_ROOMS[room]?.includes(packageName) === false) {
      return [violation(line, `${room} may not use ${specifier}`)];
    }
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
      violation(lineAt(code, index), 'rethrow the exception, or tell it with swallowed() of candor-client/core'),
    ),
    ...(SENDS_TO_PAGES.some((folder) => file.startsWith(folder)) && file !== IPC_WRAPPER
      ? find(SEND_TO_PAGE, `pages are sent to in ${IPC_WRAPPER} alone`)
      : []),
    ...(SENDS_TO_PAGES.some((folder) => file.startsWith(folder)) && file !== OPENS_OUTSIDE
      ? find(OPENING, `what is outside of the app is opened in ${OPENS_OUTSIDE} alone`)
      : []),
    ...(isInjected(file) ? find(AMBIENT_DATE, 'take the clock as a parameter') : []),
    ...(isInjected(file) ? find(AMBIENT_GLOBAL, 'take it as a parameter') : []),
  ];
}

function isInjected(file: string): boolean {
  return INJECTED.some((folder) => file.startsWith(folder));
}

/** Build and test configurations at the top level belong to the scripts. */
export function roomOf(file: string): string {
  return Object.keys(MAY_IMPORT).find((room) => file.startsWith(`${room}/`)) ?? 'scripts';
}

function mayImport(room: string, target: string): boolean {
  const others = MAY_IMPORT[room];
  if (others === undefined || target === MANIFEST || roomOf(target) === room) return true;
  return others.some((folder) => target.startsWith(`${folder}/`));
}
