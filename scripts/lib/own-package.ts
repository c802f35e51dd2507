/** Packages of the repository with a lockfile of their own: heavy tools, installed when they are first wanted. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runCommand } from './run-command.ts';
import { say, UserFixableError } from './say.ts';

/**
 * Makes the node_modules of `folder` agree with its package-lock.json, unless they do. No install script is run.
 * @param what named to the person who waits, such as "the packer (90 MB, once)".
 * @throws UserFixableError when npm cannot.
 */
export async function installOwnPackage(folder: string, what: string): Promise<void> {
  const lock = readFileSync(path.join(folder, 'package-lock.json'));
  const wanted = createHash('sha256').update(lock).digest('hex');
  // Beside the packages, so that both go together.
  const stamp = path.join(folder, 'node_modules/.installed');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  say(`installing ${what}`);
  const { code, stderr } = await runCommand('npm', ['ci', '--ignore-scripts', '--loglevel=error'], { cwd: folder });
  if (code !== 0) {
    throw new UserFixableError(
      `npm could not install ${what}: ${stderr.trim().split('\n').at(-1)}; check the network and try again.`,
    );
  }
  writeFileSync(stamp, wanted);
}
