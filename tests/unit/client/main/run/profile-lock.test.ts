import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { lockProfile } from '../../../../../client/main/run/profile-lock.ts';

const PID = 4711;
let profile: string;

beforeEach(() => {
  profile = mkdtempSync(path.join(tmpdir(), 'candor-lock-'));
});
afterEach(() => rmSync(profile, { recursive: true, force: true }));

/** Asks for the lock of the profile; the system answers each request in turn. */
const lock = (answers: readonly boolean[], folder = profile, platform = 'linux') => {
  const left = [...answers];
  return lockProfile({ profile: folder, request: () => left.shift() ?? false, platform, pid: PID, now: () => 5 });
};
const linkTo = (target: string) => symlinkSync(target, path.join(profile, 'SingletonLock'));

it('is this process’s when the system gives it', async () => {
  expect(await lock([true])).toBe('ours');
});

it('is another process’s when its link names another one', async () => {
  linkTo('computer-815');
  expect(await lock([false])).toBe('others');
});

it('is asked for again when nobody has it, because whoever had it may have ended meanwhile', async () => {
  expect(await lock([false, true])).toBe('ours');
});

it.each([
  ['there is no link, as on a disk that knows none', () => {}],
  ['a link of this process is left over, as when there is no folder for the socket', () => linkTo(`computer-${PID}`)],
])('is refused when nobody has it and %s', async (_name, plant) => {
  plant();
  expect(await lock([false, false])).toBe('refused');
});

it('is not needed where nothing can be written', async () => {
  expect(await lock([false, false], path.join(profile, 'gone'))).toBe('none');
});

it('is not kept from being made by files and folders in the place of its links, which are set aside', async () => {
  writeFileSync(path.join(profile, 'SingletonLock'), 'of a copied profile');
  mkdirSync(path.join(profile, 'SingletonCookie'));
  symlinkSync('/tmp/scoped/SingletonSocket', path.join(profile, 'SingletonSocket'));
  expect(await lock([true])).toBe('ours');
  expect(readdirSync(profile).sort()).toEqual([
    'SingletonCookie.damaged-5',
    'SingletonLock.damaged-5',
    'SingletonSocket',
  ]);
  expect(readFileSync(path.join(profile, 'SingletonLock.damaged-5'), 'utf8')).toBe('of a copied profile');
});

it('is Windows’ own matter there', async () => {
  writeFileSync(path.join(profile, 'SingletonLock'), '');
  expect(await lock([false], profile, 'win32')).toBe('others');
  expect(existsSync(path.join(profile, 'SingletonLock'))).toBe(true);
});
