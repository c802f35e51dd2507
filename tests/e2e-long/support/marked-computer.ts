import { spawnSync } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { electronPath } from '../../e2e/support/finder-app.ts';
import { MARKER } from '../../support/marker.ts';

/** Variables that tell who somebody is and where, and one that tells nothing. */
export const markedEnvironment: Readonly<Record<string, string>> = Object.fromEntries(
  ['USER', 'LOGNAME', 'USERNAME', 'HOSTNAME', 'COMPUTERNAME', 'USERDNSDOMAIN', 'EMAIL', 'SECRET_TOKEN'].map((name) => [
    name,
    MARKER,
  ]),
);

const trial = 'mount --bind /etc/passwd /etc/passwd && hostname trial';

/** Whether this process may give another one a host name and a list of users of its own. */
export const mayRename = spawnSync('unshare', ['--uts', '--mount', 'sh', '-c', trial]).status === 0;

/**
 * A program that starts Electron on a computer and as a user with the marker for a name: its host name and its list of
 * users are its own, and those of this computer stay as they are.
 */
export function onMarkedComputer(folder: string): string {
  const wrapper = path.join(folder, 'marked.sh');
  const users = path.join(folder, 'users');
  const id = process.getuid?.() ?? 0;
  const others = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .filter((line) => line.split(':')[2] !== String(id));
  const user = `${MARKER}:x:${id}:${process.getgid?.() ?? 0}:${MARKER},,,:/home/${MARKER}:/bin/sh`;
  writeFileSync(users, [user, ...others].join('\n'));
  const rename = `mount --bind '${users}' /etc/passwd && hostname ${MARKER} && exec '${electronPath()}' "$@"`;
  writeFileSync(wrapper, `#!/bin/sh\nexec unshare --uts --mount sh -c '${rename.replaceAll("'", `'\\''`)}' sh "$@"\n`);
  chmodSync(wrapper, 0o755);
  return wrapper;
}
