/** Remembers for a day that Electron's download host could not be reached, so that not every start waits for it. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

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

export function wasUnreachable(where: Where): boolean {
  const file = stampFile(where);
  if (!existsSync(file)) return false;
  const [when, which] = readFileSync(file, 'utf8').trimEnd().split(' ');
  const age = where.now - Date.parse(when ?? '');
  return which === host(where) && age >= 0 && age < MEMORY_MS;
}

/** Returns the file to delete for an earlier new try. */
export function rememberUnreachable(where: Where): string {
  mkdirSync(where.cache, { recursive: true });
  writeFileSync(stampFile(where), `${new Date(where.now).toISOString()} ${host(where)}\n`);
  return stampFile(where);
}

export function forgetUnreachable(where: Where): void {
  rmSync(stampFile(where), { force: true });
}
