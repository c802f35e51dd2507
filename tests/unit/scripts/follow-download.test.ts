import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { bytesIn, followDownload } from '../../../scripts/lib/follow-download.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const SECOND_MS = 1000;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Follows a download that lasts until it is given up, or else a minute, and of which so many bytes are there after so many seconds. */
async function follow(bytesAfter: (seconds: number) => number) {
  const started = Date.now();
  const said: string[] = [];
  const options = {
    what: 'the thing',
    folders: [],
    patienceMs: 25 * SECOND_MS,
    say: (line: string) => said.push(line),
    measure: async () => bytesAfter((Date.now() - started) / SECOND_MS),
  };
  const download = (signal: AbortSignal) =>
    new Promise<number>((resolve) => {
      setTimeout(() => resolve(Number.POSITIVE_INFINITY), 60 * SECOND_MS);
      signal.addEventListener('abort', () => resolve((Date.now() - started) / SECOND_MS));
    });
  const end = followDownload(options, download);
  await vi.advanceTimersByTimeAsync(60 * SECOND_MS);
  return { givenUpAfter: await end, said };
}

test('a download of which nothing arrives is given up within 30 seconds', async () => {
  const { givenUpAfter } = await follow(() => 0);
  expect(givenUpAfter).toBeGreaterThanOrEqual(25);
  expect(givenUpAfter).toBeLessThan(30);
});

test('a download that stops arriving is given up', async () => {
  const { givenUpAfter } = await follow((seconds) => Math.min(seconds, 10));
  expect(givenUpAfter).toBeGreaterThanOrEqual(35);
  expect(givenUpAfter).toBeLessThan(40);
});

test('a download that keeps arriving is not cut off, however slow, and is told about', async () => {
  const { givenUpAfter, said } = await follow((seconds) => Math.floor(seconds / 20) * 1e6);
  expect(givenUpAfter).toBe(Number.POSITIVE_INFINITY);
  expect(said.length).toBeGreaterThanOrEqual(5);
  expect(said.at(-1)).toContain('the thing, 2 MB');
});

test('what has arrived is the sum of all files below the folders', async () => {
  vi.useRealTimers();
  const folder = temporaryFolder();
  mkdirSync(path.join(folder, 'deep/er'), { recursive: true });
  writeFileSync(path.join(folder, 'a'), 'abc');
  writeFileSync(path.join(folder, 'deep/er/b'), 'de');
  expect(await bytesIn([folder, path.join(folder, 'not-there')])).toBe(5);
});
