import { describe, expect, it } from 'vitest';
import { finder } from '../../../../../app/finder/product.ts';
import { policyEditor } from '../../../../../client/main/policy/policy-command.ts';
import { isTrusted } from '../../../../../client/main/policy/policy-file.ts';
import { policyPlace } from '../../../../../client/main/policy/policy-place.ts';
import { policyKey } from '../../../../../client/main/policy/registry.ts';
import type { WriteFiles } from '../../../../../client/main/policy/run-process.ts';
import { example } from '../../../../fixtures/second-product/product.ts';

const POLICY_KEY = policyKey(finder.registryKey);

describe('where the policy stands', () => {
  const computer = {
    product: finder,
    platform: 'linux',
    packaged: true,
    environment: {},
    userId: 1000,
    userName: (): string => {
      throw new Error('not needed');
    },
  };

  it('is of one product', () => {
    const second = { ...computer, product: example, userName: () => 'ada' };
    expect(policyPlace(second)).toMatchObject({ file: '/etc/candor-example/policy.json' });
    expect(policyPlace({ ...second, platform: 'win32' })).toMatchObject({ key: ['Candor', 'Example'] });
    expect(policyPlace({ ...second, platform: 'darwin' })).toMatchObject({
      files: [
        '/Library/Managed Preferences/io.candor.example.plist',
        '/Library/Managed Preferences/ada/io.candor.example.plist',
      ],
    });
  });

  it('is a file of root on Linux', () => {
    expect(policyPlace(computer)).toEqual({ kind: 'file', file: '/etc/candor-finder/policy.json', owner: 0 });
  });

  it('is the registry on Windows, read by the system’s own program', () => {
    const windows = { ...computer, platform: 'win32' };
    expect(policyPlace(windows)).toEqual({
      kind: 'registry',
      system: 'C:\\Windows\\System32',
      key: ['Candor', 'Finder'],
    });
    expect(policyPlace({ ...windows, environment: { SystemRoot: 'D:\\Win' } })).toMatchObject({
      system: 'D:\\Win\\System32',
    });
  });

  it('is the computer’s and the user’s managed preferences on macOS', () => {
    expect(policyPlace({ ...computer, platform: 'darwin', userName: () => 'ada' })).toEqual({
      kind: 'managed-preferences',
      files: [
        '/Library/Managed Preferences/io.candor.finder.plist',
        '/Library/Managed Preferences/ada/io.candor.finder.plist',
      ],
    });
  });

  it('is replaced by the environment only in a build that is not packaged', () => {
    const environment = { CANDOR_POLICY_FILE: '/tmp/policy.json' };
    expect(policyPlace({ ...computer, environment })).toMatchObject({ file: '/etc/candor-finder/policy.json' });
    for (const platform of ['linux', 'win32', 'darwin']) {
      expect(policyPlace({ ...computer, environment, platform, packaged: false })).toEqual({
        kind: 'file',
        file: '/tmp/policy.json',
        owner: 1000,
      });
    }
    expect(policyPlace({ ...computer, environment: { CANDOR_POLICY_FILE: '' }, packaged: false })).toMatchObject({
      owner: 0,
    });
  });
});

describe('whom a policy file is from', () => {
  const root = { uid: 0, mode: 0o100644 };
  const folder = { uid: 0, mode: 0o040755 };

  it.each([
    ['root’s file in root’s folder', root, folder, true],
    ['one that root alone reads', { uid: 0, mode: 0o100600 }, folder, true],
    ['a user’s file', { uid: 1000, mode: 0o100644 }, folder, false],
    ['a file that a group may write', { uid: 0, mode: 0o100664 }, folder, false],
    ['a file that everybody may write', { uid: 0, mode: 0o100646 }, folder, false],
    ['a folder of a user', root, { uid: 1000, mode: 0o040755 }, false],
    ['a folder in which a group may swap it', root, { uid: 0, mode: 0o040775 }, false],
    ['a folder in which everybody may swap it', root, { uid: 0, mode: 0o041777 }, false],
  ])('%s', (_name, file, inFolder, trusted) => {
    expect(isTrusted(file, inFolder, 0)).toBe(trusted);
  });
});

describe('setting a policy in the registry', () => {
  const editorThat = (exitCode: number | undefined) => {
    const commands: string[] = [];
    const run = (program: string, args: readonly string[]) => {
      commands.push([program, ...args].join(' '));
      return Promise.resolve({ exitCode, output: '' });
    };
    const editor = policyEditor(
      { kind: 'registry', system: 'C:\\W\\System32', key: finder.registryKey },
      {} as WriteFiles,
      run,
    );
    return { commands, editor };
  };

  it('adds or deletes the one value, and leaves the others', async () => {
    const { editor, commands } = editorThat(0);
    expect(await editor?.write({ participation: 'off', customerId: 'ACME' })).toBe('done');
    expect(await editor?.write(undefined)).toBe('done');
    expect(commands).toEqual([
      `C:\\W\\System32\\reg.exe add ${POLICY_KEY} /v Participation /t REG_SZ /d off /f`,
      `C:\\W\\System32\\reg.exe delete ${POLICY_KEY} /v Participation /f`,
    ]);
  });

  it('tells a refusal from a program that does not run', async () => {
    expect(await editorThat(1).editor?.write({ participation: 'off' })).toBe('not-permitted');
    expect(await editorThat(undefined).editor?.write({ participation: 'off' })).toBe('failed');
  });

  it('is for the device management on macOS', () => {
    const place = { kind: 'managed-preferences', files: [] } as const;
    expect(policyEditor(place, {} as WriteFiles, () => Promise.reject(new Error('no')))).toBeUndefined();
  });
});
