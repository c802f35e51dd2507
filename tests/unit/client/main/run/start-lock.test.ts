import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { lutimesSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { START_LOCK, withStartLock } from '../../../../../client/main/run/start-lock.ts';

let profile: string;
let lock: string;

beforeEach(() => {
  profile = mkdtempSync(path.join(tmpdir(), 'candor-start-'));
  lock = path.join(profile, START_LOCK);
});
afterEach(() => rmSync(profile, { recursive: true, force: true }));

/** As another process than this one, whose id in a lock is that of a start that goes on. */
const start = <T>(work: () => T, folder = profile) =>
  withStartLock({ profile: folder, pid: process.ppid, now: Date.now }, work);

/** Id of a process that has ended. */
async function endedPid(): Promise<number> {
  const child = spawn(process.execPath, ['-e', '']);
  await once(child, 'exit');
  return child.pid ?? 0;
}

it('is held while Electron is asked, and gone after it', async () => {
  const held = await start(() => readdirSync(profile));
  expect(held).toEqual([START_LOCK]);
  expect(readdirSync(profile)).toEqual([]);
});

it('is gone after a failure, too', async () => {
  await expect(
    start(() => {
      throw new Error('no');
    }),
  ).rejects.toThrow('no');
  expect(readdirSync(profile)).toEqual([]);
});

it('is waited for while another start holds it', async () => {
  symlinkSync(`${hostname()}-${process.pid}`, lock);
  let looks = 0;
  const now = () => {
    if (++looks === 5) rmSync(lock);
    return Date.now();
  };
  const asked = withStartLock({ profile, pid: process.ppid, now }, () => looks);
  expect(await asked).toBe(5);
});

it.each([
  ['by a start that was killed', async () => symlinkSync(`${hostname()}-${await endedPid()}`, lock)],
  [
    'before the computer was started, under an id that is another process’s now',
    () => {
      symlinkSync(`${hostname()}-${process.pid}`, lock);
      lutimesSync(lock, 1_000_000_000, 1_000_000_000);
    },
  ],
  ['by what is no start', () => symlinkSync('../elsewhere', lock)],
])('is taken when it was left behind %s', async (_name, plant) => {
  await plant();
  expect(await start(() => readdirSync(profile))).toEqual([START_LOCK]);
  expect(readdirSync(profile)).toEqual([]);
});

it('is not missed where no link can be made', async () => {
  expect(await start(() => 'asked', path.join(profile, 'gone'))).toBe('asked');
});

it('is held by one process at a time, of many that start at once after one that was killed', async () => {
  symlinkSync(`${hostname()}-${await endedPid()}`, lock);
  const script = path.join(import.meta.dirname, '../../../../fixtures/start-in-turn.ts');
  const starts = Array.from({ length: 8 }, () => spawn(process.execPath, [script, profile]));
  const told = await Promise.all(
    starts.map(async (child) => {
      const [out, error] = await Promise.all([text(child.stdout), text(child.stderr)]);
      return out + error;
    }),
  );
  expect(told).toEqual(starts.map(() => 'alone 20 times'));
  expect(readdirSync(profile)).toEqual([]);
});
