import { mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { fingerprint, isFresh, markFresh, markStale } from '../../../scripts/build/targets.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const target = { name: 'page', inputs: ['page', 'shared', 'lock.json'], entry: 'out/page/index.html' };
let root: string;

beforeEach(() => {
  root = temporaryFolder();
  write('page/deep/a.ts', 'a');
  write('shared/b.ts', 'b');
  write('lock.json', '{}');
  build();
});

function write(file: string, text: string) {
  mkdirSync(path.join(root, path.dirname(file)), { recursive: true });
  writeFileSync(path.join(root, file), text);
}

function build() {
  write(target.entry, 'built');
  markFresh(root, target, fingerprint(root, target));
}

test('what was just built is fresh', () => {
  expect(isFresh(root, target)).toBe(true);
});

test.each([
  ['a changed file', () => write('page/deep/a.ts', 'A')],
  ['a changed file of a shared room', () => write('shared/b.ts', 'B')],
  ['a changed lockfile', () => write('lock.json', '{ }')],
  ['a new file', () => write('page/new.ts', '')],
  ['a removed file', () => rmSync(path.join(root, 'shared/b.ts'))],
  ['a missing entry', () => rmSync(path.join(root, target.entry))],
  ['a build that has begun and not ended', () => markStale(root, target)],
])('%s makes it stale', (_what, change) => {
  change();
  expect(isFresh(root, target)).toBe(false);
});

test('a renamed file makes it stale', () => {
  rmSync(path.join(root, 'page/deep/a.ts'));
  write('page/deep/c.ts', 'a');
  expect(isFresh(root, target)).toBe(false);
});

test('a file of another room, or a touched one, does not', () => {
  write('elsewhere/c.ts', 'c');
  utimesSync(path.join(root, 'page/deep/a.ts'), 1, 1);
  expect(isFresh(root, target)).toBe(true);
});

test('a change made during a build is built next time', () => {
  const builtFrom = fingerprint(root, target);
  write('page/deep/a.ts', 'changed meanwhile');
  markFresh(root, target, builtFrom);
  expect(isFresh(root, target)).toBe(false);
});
