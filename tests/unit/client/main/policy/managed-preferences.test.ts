import type fs from 'node:fs';
import { describe, expect, it } from 'vitest';
import { MAX_POLICY_BYTES, type PolicyReading } from '../../../../../client/main/policy/policy-document.ts';
import { parsePlutil, readManagedPreferences, strictest } from '../../../../../client/main/policy/policy-source.ts';

const read = (fields: unknown, trusted = true): PolicyReading => ({ status: 'read', fields, trusted });

describe('what plutil prints', () => {
  it.each([
    ['a policy', { exitCode: 0, output: '{"participation":"off","PayloadUUID":"A1"}' }, { status: 'read' }],
    ['a policy with a line feed', { exitCode: 0, output: '{"participation":"off"}\n' }, { status: 'read' }],
    ['nothing', { exitCode: 0, output: '' }, { status: 'damaged' }],
    ['a part', { exitCode: 0, output: '{"participation":' }, { status: 'damaged' }],
    ['a refusal', { exitCode: 1, output: 'x: invalid object in plist for destination format' }, { status: 'damaged' }],
    ['no answer in time', { exitCode: undefined, output: '{"participation":"off"}' }, { status: 'damaged' }],
  ])('%s', (_name, result, expected) => {
    expect(parsePlutil(result, true)).toMatchObject(expected);
  });
});

describe('policies for the computer and its user', () => {
  const none: PolicyReading = { status: 'none' };
  const off = read({ participation: 'off' });
  const standard = read({ participation: 'standard' });
  const enhanced = read({ participation: 'enhanced' });
  const damaged: PolicyReading = { status: 'damaged', problem: 'it cannot be read' };

  it.each([
    ['neither', [none, none], none],
    ['the computer’s alone', [standard, none], standard],
    ['the user’s alone', [none, enhanced], enhanced],
    ['the one that allows less', [enhanced, standard], standard],
    ['the computer’s when it allows less', [off, enhanced], off],
    ['the damaged one', [standard, damaged], damaged],
    [
      'the first of equals',
      [read({ participation: 'off', licenceId: 'L-1' }), off],
      read({ participation: 'off', licenceId: 'L-1' }),
    ],
  ])('%s', (_name, readings, expected) => {
    expect(strictest(readings)).toEqual(expected);
  });
});

describe('managed preferences', () => {
  /** Files by path; the sizes are theirs, everything belongs to `uid`. */
  const disk = (files: Readonly<Record<string, number>>, uid = 0) => ({
    statSync: ((place: string) => {
      const size = place === '/managed' ? 0 : files[place];
      return size === undefined ? undefined : { uid, mode: 0o100644, size, isFile: () => true };
    }) as unknown as typeof fs.statSync,
  });
  const never = () => Promise.reject(new Error('no process is needed'));
  const both = ['/managed/computer.plist', '/managed/user.plist'];

  it('starts no process where no profile set anything', async () => {
    expect(await readManagedPreferences(disk({}), never, both)).toEqual({ status: 'none' });
  });

  it('converts what is there, and follows the stricter', async () => {
    const commands: string[] = [];
    const run = (program: string, args: readonly string[]) => {
      commands.push([program, ...args].join(' '));
      const participation = args.at(-1)?.includes('user') ? 'off' : 'standard';
      return Promise.resolve({ exitCode: 0, output: JSON.stringify({ participation }) });
    };
    const files = { '/managed/computer.plist': 100, '/managed/user.plist': 100 };
    expect(await readManagedPreferences(disk(files), run, both)).toEqual(read({ participation: 'off' }));
    expect(commands[0]).toBe('/usr/bin/plutil -convert json -o - /managed/computer.plist');
    expect(await readManagedPreferences(disk(files, 501), run, both)).toMatchObject({ trusted: false });
  });

  it('is damaged when too large or out of reach', async () => {
    const large = disk({ '/managed/user.plist': MAX_POLICY_BYTES + 1 });
    expect(await readManagedPreferences(large, never, both)).toMatchObject({ status: 'damaged' });
    const refusing = {
      statSync: (() => {
        throw Object.assign(new Error('no'), { code: 'EACCES' });
      }) as unknown as typeof fs.statSync,
    };
    expect(await readManagedPreferences(refusing, never, both)).toMatchObject({ status: 'damaged' });
  });
});
