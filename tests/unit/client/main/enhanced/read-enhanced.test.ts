import { describe, expect, it } from 'vitest';
import { readEnhanced, type SystemReads } from '../../../../../client/main/enhanced/read-enhanced.ts';
import { systemReads } from '../../../../../client/main/enhanced/system-reads.ts';
import {
  boundMac,
  groupFile,
  joinedComputer,
  unjoinedComputer,
  windowsAdministrator,
  windowsUser,
} from './fixtures.ts';

interface Computer {
  readonly platform: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly user?: SystemReads['user'];
  readonly texts?: Readonly<Record<string, string>>;
  /** Outputs by the whole command. */
  readonly programs?: Readonly<Record<string, string>>;
}

function reads({ platform, environment = {}, user, texts = {}, programs = {} }: Computer) {
  const ran: string[] = [];
  const made: SystemReads = {
    platform,
    environment,
    user: user ?? { name: 'jane', uid: 1000, gid: 1000 },
    text: (path) => texts[path],
    async run(...command) {
      ran.push(command.join(' '));
      return programs[command.join(' ')];
    },
  };
  return { made, ran };
}

const whoami = 'C:\\Windows\\System32\\whoami.exe /groups /fo csv /nh';

describe('what the enhanced level adds', () => {
  it.each<[string, Computer, Awaited<ReturnType<typeof readEnhanced>>]>([
    [
      'a Windows computer of a domain',
      {
        platform: 'win32',
        environment: { USERDNSDOMAIN: 'AD.CONTOSO.COM', SystemRoot: 'C:\\Windows' },
        programs: { [whoami]: windowsAdministrator },
      },
      { domain: 'ad.contoso.com', role: 'administrator' },
    ],
    [
      'a Windows computer of nobody',
      { platform: 'win32', programs: { [whoami]: windowsUser } },
      { domain: undefined, role: 'standard' },
    ],
    [
      'a Mac in a directory',
      { platform: 'darwin', programs: { '/usr/sbin/dsconfigad -show': boundMac, '/usr/bin/id -G': '20 80\n' } },
      { domain: 'ad.contoso.com', role: 'administrator' },
    ],
    ['a Mac that says nothing', { platform: 'darwin' }, { domain: undefined, role: 'unknown' }],
    [
      'a Linux computer that joined a domain, in a network of another',
      {
        platform: 'linux',
        texts: { '/etc/resolv.conf': 'search fabrikam.com\n', '/etc/group': groupFile },
        programs: { '/usr/sbin/realm list': joinedComputer },
      },
      { domain: 'ad.contoso.com', role: 'administrator' },
    ],
    [
      'a Linux computer that joined none, in the network of one',
      {
        platform: 'linux',
        user: { name: 'ann', uid: 1001, gid: 1001 },
        texts: { '/etc/resolv.conf': 'search wks.lan contoso.com\n', '/etc/group': groupFile },
        programs: { '/usr/bin/realm list': unjoinedComputer },
      },
      { domain: 'contoso.com', role: 'standard' },
    ],
    [
      'a Linux computer at home',
      { platform: 'linux', texts: { '/etc/resolv.conf': 'search fritz.box\n', '/etc/group': groupFile } },
      { domain: undefined, role: 'administrator' },
    ],
    ['a Linux computer that says nothing', { platform: 'linux' }, { domain: undefined, role: 'unknown' }],
  ])('for %s', async (_, computer, expected) => {
    await expect(readEnhanced(reads(computer).made)).resolves.toEqual(expected);
  });

  it('starts no program on Windows but one, by its full path', async () => {
    const { made, ran } = reads({ platform: 'win32', environment: { SystemRoot: 'D:\\WIN' } });
    await readEnhanced(made);
    expect(ran).toEqual(['D:\\WIN\\System32\\whoami.exe /groups /fo csv /nh']);
  });
});

describe('this computer', () => {
  it('is read without a failure, whatever there is to read', async () => {
    const { role } = await readEnhanced(systemReads());
    expect(['administrator', 'standard', 'unknown']).toContain(role);
  });

  it('gives nothing for a file or a program that is not there, or that fails', async () => {
    const { text, run } = systemReads();
    expect(text('/no/such/file')).toBeUndefined();
    await expect(run('/no/such/program')).resolves.toBeUndefined();
    await expect(run('a\0b')).resolves.toBeUndefined();
    await expect(run(process.execPath, '--eval', 'process.exit(3)')).resolves.toBeUndefined();
    await expect(run(process.execPath, '--eval', 'process.stdout.write("x")')).resolves.toBe('x');
  });
});
