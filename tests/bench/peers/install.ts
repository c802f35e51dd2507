import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runCommand } from '../../../scripts/lib/run-command.ts';
import { say, UserFixableError } from '../../../scripts/lib/say.ts';

const folder = import.meta.dirname;

/** Beside the packages, so that both go together. */
const stamp = path.join(folder, 'node_modules/.installed');

/** Installs the peers at their exact versions, unless they are there. @throws UserFixableError when npm cannot. */
export async function installPeers(): Promise<void> {
  const wanted = createHash('sha256')
    .update(readFileSync(path.join(folder, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  say('installing the clients to compare with (about 130 MB, only for this benchmark)');
  const { code, stderr } = await runCommand('npm', ['ci', '--ignore-scripts', '--loglevel=error'], { cwd: folder });
  if (code !== 0) {
    throw new UserFixableError(
      `npm could not install the peers (${stderr.trim().split('\n').at(-1)}): or run with --no-peers.`,
    );
  }
  writeFileSync(stamp, wanted);
}
