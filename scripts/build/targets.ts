/** What is built, from what. Each target has a Vite configuration of its own at the top level, `vite.NAME.config.ts`. */

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
  target('preload', ['preload', 'app', ...client('core')], 'out/preload/index.cjs'),
  target('renderer', ['renderer', 'ui', 'app', ...client('core', 'page'), MANIFEST], 'out/renderer/index.html'),
  target('collector-web', ['collector/web', 'ui', 'app', ...client('core')], 'out/collector-web/index.html'),
];
