/** Where the development build and all that belongs to it is: in `.cache/dev`, apart from `out/` and from the user's own profile. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../lib/paths.ts';

const FOLDER = path.join(projectRoot, '.cache/dev');

export const places = {
  /** What Electron is started on. */
  app: path.join(FOLDER, 'app'),
  /** Settings, consent and the like of the app under development; kept from run to run. */
  profile: path.join(FOLDER, 'profile'),
  /** What the collector beside it has received; kept from run to run. */
  collector: path.join(FOLDER, 'collector'),
  /** Packages that Vite has prepared for the window. */
  vite: path.join(FOLDER, 'vite'),
} as const;

/** Starts over: no decision, no settings, nothing received. */
export function forgetEarlierRuns(): void {
  for (const folder of [places.profile, places.collector]) rmSync(folder, { recursive: true, force: true });
}

/**
 * Makes the folder of the app, empty but for its manifest. Electron takes name and version from it, so it is made of the
 * project's own.
 */
export function makeAppFolder(manifest: { name: string; productName: string; version: string }): void {
  rmSync(places.app, { recursive: true, force: true });
  mkdirSync(places.app, { recursive: true });
  const { name, productName, version } = manifest;
  const own = { name, productName, version, type: 'module', main: 'main/index.js' };
  writeFileSync(path.join(places.app, 'package.json'), JSON.stringify(own, null, 2));
}
