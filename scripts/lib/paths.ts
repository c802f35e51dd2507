/** Where the project is, and where it keeps what does not belong into git. */
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const projectRoot = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

const FOLDER = 'candor-finder';

/** Our folder for what can be fetched again, shared by all clones of one user. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  if (process.platform === 'win32') return path.join(env['LOCALAPPDATA'] ?? home('AppData/Local'), FOLDER, 'cache');
  if (process.platform === 'darwin') return home(`Library/Caches/${FOLDER}`);
  return path.join(env['XDG_CACHE_HOME'] || home('.cache'), FOLDER);
}

/** Our folder for what a person would miss, such as what the local collector has received. */
export function dataFolder(env: NodeJS.ProcessEnv = process.env): string {
  if (process.platform === 'win32') return path.join(env['LOCALAPPDATA'] ?? home('AppData/Local'), FOLDER);
  if (process.platform === 'darwin') return home(`Library/Application Support/${FOLDER}`);
  return path.join(env['XDG_DATA_HOME'] || home('.local/share'), FOLDER);
}

function home(folder: string): string {
  return path.join(os.homedir(), folder);
}
