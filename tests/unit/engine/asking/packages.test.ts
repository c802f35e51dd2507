import { describe, expect, it } from 'vitest';
import { createPackages } from '../../../../engine/asking/packages.ts';
import { readThreads } from '../../../../engine/asking/threads.ts';
import { fakeFiles } from '../fake-files.ts';

describe('the package of a file', () => {
  const files = fakeFiles({
    '/var/lib/dpkg/info/coreutils.list': '/.\n/bin\n/bin/ls\n/usr/share/doc/coreutils/README',
    '/var/lib/dpkg/info/libc6:amd64.list': '/usr/lib/x86_64-linux-gnu/libc.so.6\n',
    '/var/lib/dpkg/info/coreutils.md5sums': 'x  usr/bin/other\n',
  });
  let changed = 1;
  const nobody = async () => null;
  const packageOf = createPackages(files, () => changed, nobody);

  it('is the one whose list has it, also where /bin was merged into /usr', async () => {
    expect(await packageOf('/usr/bin/ls')).toBe('coreutils');
    expect(await packageOf('/bin/ls')).toBe('coreutils');
    expect(await packageOf('/lib/x86_64-linux-gnu/libc.so.6')).toBe('libc6');
    expect(await packageOf('/usr/bin/other')).toBeNull();
    expect(await packageOf('/home/ann/x')).toBeNull();
  });

  it('is read anew only when packages have changed', async () => {
    const reads = files.reads.length;
    await packageOf('/usr/bin/ls');
    expect(files.reads).toHaveLength(reads);
    files.texts.set('/var/lib/dpkg/info/new.list', '/usr/bin/other\n');
    changed = 2;
    expect(await packageOf('/usr/bin/other')).toBe('new');
  });

  it('is the image for what runs out of a snap or a flatpak', async () => {
    expect(await packageOf('/snap/firefox/4173/usr/lib/firefox/firefox')).toBe('firefox');
    expect(await packageOf('/var/lib/flatpak/app/org.gimp.GIMP/x86_64/stable/abc/files/bin/gimp')).toBe(
      'org.gimp.GIMP',
    );
  });

  it('is what rpm answers where there is a database of it, and no list has the file', async () => {
    const asked: unknown[] = [];
    const askRpm = async (...of: unknown[]) => {
      asked.push(of);
      return 'bash';
    };
    const both = createPackages(files, () => 7, askRpm);
    expect(await both('/usr/bin/bash')).toBeNull();
    files.texts.set('/usr/lib/sysimage/rpm/rpmdb.sqlite', '');
    expect(await both('/usr/bin/ls')).toBe('coreutils');
    expect(await both('/usr/bin/bash')).toBe('bash');
    expect(asked).toEqual([['/usr/bin/bash', 7]]);
  });

  it('is unknown where no lists can be read', async () => {
    expect(await createPackages(fakeFiles(), () => 0, nobody)('/usr/bin/ls')).toBeNull();
  });
});

describe('the threads of a process', () => {
  const stat = (name: string, user: number, system: number) =>
    `7 (${name}) S 1 1 1 0 -1 4194560 100 0 0 0 ${user} ${system} 0 0 20 0 3 0 100 0 0`;

  it('stand by the time that they used, in seconds', () => {
    const files = fakeFiles({
      '/proc/7/task/7/stat': stat('main', 100, 50),
      '/proc/7/task/8/stat': stat('a) (b', 900, 0),
      '/proc/7/task/9/stat': 'nonsense',
    });
    expect(readThreads(files, 7, 100)).toEqual([
      { id: 8, name: 'a) (b', cpu: 9 },
      { id: 7, name: 'main', cpu: 1.5 },
    ]);
    expect(readThreads(files, 6, 100)).toEqual([]);
  });
});
