import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { createRpm } from '../../../engine/asking/rpm.ts';
import { FakeTime } from '../../support/fakes.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/** A program that does what rpm would not; it counts how often it was asked. */
function standIn(folder: string, does: string): string {
  const program = path.join(folder, 'rpm');
  writeFileSync(program, `#!/bin/sh\necho asked >> ${folder}/asked\n${does}\n`);
  chmodSync(program, 0o755);
  return program;
}

const timesAsked = (folder: string) => readFileSync(`${folder}/asked`, 'utf8').split('\n').length - 1;

function hasRpm(): boolean {
  try {
    execFileSync('rpmbuild', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describe('the package of a file, as rpm tells it', () => {
  let folder: string;
  let time: FakeTime;

  beforeEach(() => {
    folder = temporaryFolder();
    time = new FakeTime();
  });

  const rpm = (program: string) => createRpm({ clock: time, program, environment: process.env });

  it.runIf(hasRpm())('is that of a package that is installed, and none for another file', async () => {
    const file = path.join(folder, 'opt/a program');
    const home = path.join(folder, 'home');
    mkdirSync(path.dirname(file), { recursive: true });
    mkdirSync(home);
    writeFileSync(file, '');
    writeFileSync(path.join(folder, 'other'), '');
    writeFileSync(path.join(home, '.rpmmacros'), `%_topdir ${folder}/build\n%_dbpath ${folder}/db\n`);
    const specification = `Name: it-works
Version: 1
Release: 1
Summary: x
License: MIT
BuildArch: noarch
%description
x
%install
mkdir -p "%{buildroot}${path.dirname(file)}"
touch "%{buildroot}${file}"
%files
"${file}"
`;
    writeFileSync(path.join(folder, 'it-works.spec'), specification);
    const environment = { ...process.env, HOME: home };
    const run = (program: string, ...given: string[]) =>
      execFileSync(program, given, { env: environment, cwd: folder, stdio: 'pipe' });
    run('rpmbuild', '-bb', '--quiet', 'it-works.spec');
    run('rpm', '-i', '--justdb', '--nodeps', `${folder}/build/RPMS/noarch/it-works-1-1.noarch.rpm`);
    const ask = createRpm({ clock: time, program: '/usr/bin/rpm', environment });
    expect(await ask(file, 1)).toBe('it-works');
    expect(await ask(path.join(folder, 'other'), 1)).toBeNull();
    expect(await ask(path.join(folder, 'not-there'), 1)).toBeNull();
  });

  it('is asked for once, until packages have changed', async () => {
    const ask = rpm(standIn(folder, 'printf "bash\\nbash-static\\n"'));
    expect(await ask('/usr/bin/bash', 1)).toBe('bash');
    expect(await ask('/usr/bin/bash', 1)).toBe('bash');
    expect(timesAsked(folder)).toBe(1);
    await ask('/usr/bin/bash', 2);
    expect(timesAsked(folder)).toBe(2);
  });

  it.each([
    ['says that it is in none', 'echo "file $4 is not owned by any package"; exit 1'],
    ['tells what is no name', 'printf "a\\033[2Jb \\n"'],
    ['fails', 'echo bash; exit 254'],
    ['tells without end', 'exec yes bash-bash-bash-bash'],
  ])('is unknown where rpm %s', async (_, does) => {
    expect(await rpm(standIn(folder, does))('/usr/bin/bash', 1)).toBeNull();
  });

  it('is unknown where rpm is not there', async () => {
    expect(await rpm(path.join(folder, 'none'))('/usr/bin/bash', 1)).toBeNull();
  });

  it('is waited for a second, and then not asked for a minute', async () => {
    const ask = rpm(standIn(folder, 'exec sleep 30'));
    const began = performance.now();
    expect(await ask('/usr/bin/bash', 1)).toBeNull();
    expect(performance.now() - began).toBeLessThan(5000);
    expect(await ask('/usr/bin/bash', 1)).toBeNull();
    expect(await ask('/usr/bin/ls', 1)).toBeNull();
    expect(timesAsked(folder)).toBe(1);
    time.advance(60_000);
    await ask('/usr/bin/bash', 1);
    expect(timesAsked(folder)).toBe(2);
  });
});
