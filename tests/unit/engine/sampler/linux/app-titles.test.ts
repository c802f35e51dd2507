import { describe, expect, it } from 'vitest';
import { appGroups, programTitle } from '../../../../../engine/sampler/app-groups.ts';
import { type AppMember, appTitle } from '../../../../../engine/sampler/linux/app-titles.ts';
import { createDesktopEntries, parseEntry } from '../../../../../engine/sampler/linux/desktop-entries.ts';
import { unitOfPath } from '../../../../../engine/sampler/linux/unit-name.ts';
import { FakeTime } from '../../../../support/fakes.ts';
import { fakeFiles } from '../../fake-files.ts';
import { aProcess } from '../a-process.ts';

const entry = (name: string, exec: string, more = '') =>
  `#!/usr/bin/env xdg-open\n[Desktop Entry]\nType=Application\nName=${name}\nName[it]=Altro\nExec=${exec}\n${more}\n[Desktop Action new]\nName=New Window\nExec=other\n`;

const files = fakeFiles({
  '/usr/share/applications/google-chrome.desktop': entry('Google Chrome', '/usr/bin/google-chrome-stable %U'),
  '/usr/share/applications/chrome-real.desktop': entry('Google Chrome', '"/opt/google/chrome/chrome" %U'),
  '/usr/share/applications/org.mozilla.firefox.desktop': entry('Firefox Web Browser', 'firefox %u'),
  '/home/anna/.local/share/applications/org.mozilla.firefox.desktop': entry('My Firefox', 'firefox -P'),
  '/usr/share/applications/vim.desktop': entry('Vim', 'vim %F', 'Terminal=true'),
  '/usr/share/applications/script.desktop': entry('Script', 'python3 /opt/x.py'),
  '/usr/share/applications/readme.txt': entry('No', 'sh'),
});
const entries = createDesktopEntries(files, new FakeTime(), '/home/anna');
const member = (of: Partial<AppMember>): AppMember => ({
  kernel: false,
  name: 'a',
  path: null,
  unitName: null,
  parent: null,
  ...of,
});

describe('the app that a process is part of', () => {
  it('is the one of its control group, by its desktop entry or a readable name', () => {
    const scope = (id: string) =>
      unitOfPath(`/user.slice/user-1000.slice/user@1000.service/app.slice/app-gnome-${id}-1.scope`);
    expect(appTitle(member({ unitName: scope('org.mozilla.firefox') }), entries)).toBe('My Firefox');
    expect(appTitle(member({ unitName: scope('org.gnome.Maps') }), entries)).toBe('Maps');
  });

  it('is the one whose desktop entry starts its program', () => {
    expect(appTitle(member({ path: '/usr/lib/firefox/firefox' }), entries)).toBe('My Firefox');
    expect(appTitle(member({ name: 'google-chrome-stable', path: '/bin/bash' }), entries)).toBe('Google Chrome');
  });

  it("is its parent's when it stands in the app's own folder", () => {
    const parent = { app: 'Google Chrome', path: '/opt/google/chrome/chrome' };
    expect(appTitle(member({ path: '/opt/google/chrome/chrome_crashpad_handler', parent }), entries)).toBe(
      'Google Chrome',
    );
    expect(appTitle(member({ path: '/opt/google/chrome/lib/helper', parent }), entries)).toBe('Google Chrome');
    expect(appTitle(member({ path: '/usr/bin/bash', parent }), entries)).toBe('');
    const shared = { app: 'Terminal', path: '/usr/libexec/gnome-terminal-server' };
    expect(appTitle(member({ path: '/usr/libexec/gcc', parent: shared }), entries)).toBe('');
    expect(appTitle(member({ path: shared.path, parent: shared }), entries)).toBe('Terminal');
  });

  it('is the one of an AppImage', () => {
    expect(appTitle(member({ path: '/tmp/.mount_KritaA1b2/usr/bin/krita' }), entries)).toBe('Krita');
  });

  it('is none for threads of the kernel, containers, services and programs of the terminal', () => {
    expect(appTitle(member({ kernel: true, name: 'firefox' }), entries)).toBe('');
    const unitName = unitOfPath(`/docker/${'a'.repeat(64)}`);
    expect(appTitle(member({ path: '/usr/lib/firefox/firefox', unitName }), entries)).toBe('');
    expect(appTitle(member({ path: '/usr/bin/vim' }), entries)).toBe('');
    expect(appTitle(member({ path: '/usr/bin/python3', name: 'python3' }), entries)).toBe('');
  });
});

describe('a desktop entry', () => {
  it.each([
    ['', undefined],
    ['[Desktop Entry]\nType=Link\nName=A\n', undefined],
    ['[Desktop Entry]\nType=Application\n', undefined],
    [entry('A', 'env VAR=1 a'), { title: 'A', program: null }],
    [entry('A', '"/opt/a b/run" %U'), { title: 'A', program: 'run' }],
    [entry('A', 'a', 'NoDisplay=true'), { title: 'A', program: null }],
    ['[Desktop Entry]\nName=A\nExec=a\n', { title: 'A', program: 'a' }],
  ])('%# is read', (text, expected) => {
    expect(parseEntry(text)).toEqual(expected);
  });
});

describe('processes without a unit', () => {
  const program = (name: string, commandLine: string, path = `/usr/bin/${name}`) =>
    programTitle({ name, path, commandLine });

  it('of an interpreter are named by their script', () => {
    expect(program('node', 'node --inspect /srv/api/server.js --port 1')).toBe('server.js');
    expect(program('python3.11', 'python3.11 -m http.server 3000')).toBe('http.server');
    expect(program('python3', 'python3 -c •••')).toBe('python3');
    expect(program('bash', '-bash')).toBe('bash');
    expect(program('bash', 'bash /dev/fd/3')).toBe('bash');
    expect(program('node', 'node --require /opt/quiet.cjs -r ./b.cjs /srv/api/server.js')).toBe('server.js');
    expect(program('node', 'node --conditions node --import /opt/a.js /srv/api/worker.js')).toBe('worker.js');
    expect(program('run.sh', '/bin/sh ./run.sh', '/bin/sh')).toBe('run.sh');
    expect(program('sshd', 'sshd: anna [priv]')).toBe('sshd');
  });

  it('are summed up by app or program, without threads of the kernel', () => {
    const groups = appGroups([
      aProcess({ pid: 1, app: 'Chrome', cpu: 1.1, memory: 10, read: 5, started: 200, user: 'anna' }),
      aProcess({ pid: 2, app: 'Chrome', cpu: 2.2, memory: 20, read: null, started: 100, user: 'root' }),
      aProcess({ pid: 3, name: 'kthreadd', kernel: true }),
      aProcess({ pid: 4, name: 'cron' }),
    ]);
    const pressures = { cpuPressure: null, memoryPressure: null, ioPressure: null };
    expect(groups).toEqual([
      {
        key: 'app:Chrome',
        name: 'Chrome',
        kind: 'app',
        user: 'root',
        processes: 2,
        cpu: 3.3,
        memory: 30,
        read: 5,
        written: null,
        since: 100,
        ...pressures,
      },
      {
        key: 'app:cron',
        name: 'cron',
        kind: 'other',
        user: 'anna',
        processes: 1,
        cpu: 0,
        memory: 0,
        read: null,
        written: null,
        since: 0,
        ...pressures,
      },
    ]);
  });
});
