/** What is built, from what. Each target has a Vite configuration of its own at the top level, `vite.NAME.config.ts`. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export interface BuildTarget {
  name: string;
  /** Files and folders, relative to the project, that decide what comes out. */
  inputs: string[];
  /** A file that is there when the target has been built. */
  entry: string;
}

function target(name: string, rooms: string[], entry: string): BuildTarget {
  return { name, entry, inputs: [...rooms, `vite.${name}.config.ts`, 'package-lock.json'] };
}

/** Rooms of the client's package. */
const client = (...rooms: string[]) => ['client/package.json', ...rooms.map((room) => `client/${room}`)];

/** Takes the product's name and version out of package.json, whose version package-lock.json repeats. */
const MANIFEST = 'scripts/build/own-manifest.ts';

export const buildTargets: BuildTarget[] = [
  target('main', ['main', 'engine', 'app', ...client('core', 'node', 'main'), MANIFEST], 'out/main/index.js'),
  target('preload', ['preload', 'app', ...client('core', 'preload')], 'out/preload/index.cjs'),
  target('renderer', ['renderer', 'ui', 'app', ...client('core', 'page'), MANIFEST], 'out/renderer/index.html'),
  target('collector-web', ['collector/web', 'ui', ...client('core')], 'out/collector-web/index.html'),
];

// Tells whether a target was built from what its inputs are now: a fingerprint of them is kept beside what was built.

const stampFile = (root: string, { name }: BuildTarget) => path.join(root, 'out/.built', name);

/** A hash of the names and contents of all inputs; contents, because a checkout changes times and not what is built. */
export function fingerprint(root: string, target: BuildTarget): string {
  const hash = createHash('sha256');
  for (const file of target.inputs.flatMap((input) => filesIn(root, input)).sort()) {
    const content = readFileSync(path.join(root, file));
    hash.update(`${file}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

export function isFresh(root: string, target: BuildTarget): boolean {
  const stamp = stampFile(root, target);
  if (!existsSync(stamp) || !existsSync(path.join(root, target.entry))) return false;
  return readFileSync(stamp, 'utf8') === fingerprint(root, target);
}

/** To be called before a build, which may fail and leave half of the output behind. */
export function markStale(root: string, target: BuildTarget): void {
  rmSync(stampFile(root, target), { force: true });
}

/** `builtFrom` is the fingerprint from before the build, so that a change made meanwhile is built next time. */
export function markFresh(root: string, target: BuildTarget, builtFrom: string): void {
  mkdirSync(path.dirname(stampFile(root, target)), { recursive: true });
  writeFileSync(stampFile(root, target), builtFrom);
}

function filesIn(root: string, input: string): string[] {
  const full = path.join(root, input);
  if (!existsSync(full)) return [];
  if (statSync(full).isFile()) return [input];
  return readdirSync(full, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)));
}
