import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { systemDisk } from '../../client/main/files/disk.ts';
import { readSessionLog } from '../../client/main/recording/session-log.ts';
import { answering, FaultyServer } from '../support/faulty-server.ts';
import { finderFormat } from '../support/finder-format.ts';
import { holdsMarker, layers, MARKER } from '../support/marker.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { bundle } from './support/bundle.ts';

/** Runs the program where the host, the user and the folders have the marker for a name. */
function startMarked(script: string, profile: string, collector: string): ChildProcess {
  const names = ['USER', 'LOGNAME', 'USERNAME', 'HOSTNAME', 'COMPUTERNAME', 'USERDNSDOMAIN', 'EMAIL', 'HOME'];
  const environment = Object.fromEntries(names.map((name) => [name, MARKER]));
  const command = [process.execPath, script, profile, collector, MARKER];
  const named = process.platform === 'linux' && process.getuid?.() === 0;
  const [program = '', ...given] = named
    ? ['unshare', '--uts', 'sh', '-c', `hostname ${MARKER}; exec "$0" "$@"`, ...command]
    : command;
  return spawn(program, given, {
    cwd: path.dirname(profile),
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
}

it('names of files, host, user, environment, searches and errors stand in no byte of log, outbox or request', async () => {
  const script = await bundle('marked-process', temporaryFolder());
  const profile = path.join(temporaryFolder(), MARKER, 'profile');
  mkdirSync(profile, { recursive: true });
  const requests: Buffer[] = [];
  const server = await FaultyServer.start();
  const looked: Buffer[] = [];
  const look = (folder: string) => {
    const full = path.join(profile, 'program', folder);
    const files = readdirSync(full).map((name) => path.join(full, name));
    for (const file of files.filter((name) => statSync(name).isFile())) {
      looked.push(Buffer.from(path.basename(file)), ...layers(readFileSync(file)));
      const session = file.endsWith('.log') ? readSessionLog(systemDisk, file, finderFormat) : undefined;
      if (session) looked.push(Buffer.from(JSON.stringify(session)));
    }
    return files.length;
  };

  for (const up of [false, false, true]) {
    server.treat = (request, response, body) => {
      requests.push(Buffer.from([request.method, request.url, ...request.rawHeaders].join('\n')), body);
      (up ? server.accept : answering(503))(request, response, body);
    };
    const child = startMarked(script, profile, server.url);
    const gone = once(child, 'exit');
    const [told] = (await once(child, 'message')) as [{ hostname: string; environment: string }];
    // The control: the process has the marker before its eyes.
    expect(told.environment).toContain(MARKER);
    expect(look('sessions')).toBe(1);
    child.send('quit');
    expect(await gone).toEqual([0, null]);
    look('outbox');
  }
  expect(looked.length).toBeGreaterThan(10);
  expect(requests.length).toBeGreaterThan(0);
  for (const bytes of [...looked, ...requests.flatMap(layers)]) {
    expect(holdsMarker(bytes), bytes.toString('latin1').slice(0, 400)).toBe(false);
  }
  // The look itself finds what is there.
  expect(layers(Buffer.from(`GET /${MARKER}`)).some(holdsMarker)).toBe(true);
});
