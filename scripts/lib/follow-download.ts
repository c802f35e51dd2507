/**
 * Follows a download from the outside, by how the folders that it writes to grow. So other people's downloaders
 * (npm's, Electron's) can be shown progressing, and given up when nothing arrives, without cutting off a slow one.
 */
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';

const LOOK_INTERVAL_MS = 500;
const LINE_INTERVAL_MS = 10_000;
const MEGABYTE = 1e6;

export interface FollowOptions {
  what: string;
  folders: string[];
  /** The download is ended when the folders have not grown for so many milliseconds. */
  patienceMs: number;
  say(line: string): void;
  /** For tests: the bytes that have arrived so far. */
  measure?: (folders: string[]) => Promise<number>;
}

/** Runs `download`, whose signal is aborted when nothing has arrived for too long. Resolves to its result all the same. */
export async function followDownload<T>(
  options: FollowOptions,
  download: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const { folders, measure = bytesIn } = options;
  const stop = new AbortController();
  const first = await measure(folders);
  let bytes = first;
  let lastGrowth = Date.now();
  let lastLine = Date.now();
  const look = async () => {
    const now = Date.now();
    const found = await measure(folders);
    if (found !== bytes) lastGrowth = now;
    bytes = found;
    if (now - lastGrowth >= options.patienceMs) stop.abort();
    if (now - lastLine < LINE_INTERVAL_MS) return;
    lastLine = now;
    options.say(`  … ${options.what}, ${Math.max(0, (bytes - first) / MEGABYTE).toFixed(0)} MB`);
  };
  const timer = setInterval(() => void look(), Math.min(LOOK_INTERVAL_MS, options.patienceMs));
  try {
    return await download(stop.signal);
  } finally {
    clearInterval(timer);
  }
}

/** The sum of all files' sizes, at any depth. A folder that is not there has none. */
export async function bytesIn(folders: string[]): Promise<number> {
  const sizes = await Promise.all(folders.map(bytesInFolder));
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** Files come and go while a download runs, so whatever cannot be read counts nothing. */
async function bytesInFolder(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
  const sizes = await Promise.all(
    files.map((file) =>
      stat(file).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
