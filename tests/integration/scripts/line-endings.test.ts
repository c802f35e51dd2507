import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { projectRoot } from '../../../scripts/lib/paths.ts';

const BINARY = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x0a]);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'candor-lines-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Git as its installer for Windows sets it up. */
function git(...args: readonly string[]): void {
  const settings = ['core.autocrlf=true', 'core.eol=crlf', 'user.name=a', 'user.email=a@b.example', 'safe.directory=*'];
  execFileSync('git', ['-C', folder, ...settings.flatMap((setting) => ['-c', setting]), ...args], { stdio: 'pipe' });
}

it('a checkout of Git for Windows has the lines that the formatter, the shell and generated files have', () => {
  const texts = ['postinst', 'run.sh', 'index.ts', 'participation.nsh', 'README.md'];
  git('init', '-q');
  copyFileSync(path.join(projectRoot, '.gitattributes'), path.join(folder, '.gitattributes'));
  for (const name of texts) writeFileSync(path.join(folder, name), '#!/bin/sh\none\n');
  writeFileSync(path.join(folder, 'icon.png'), BINARY);
  git('add', '.');
  git('commit', '-q', '-m', 'All');
  for (const name of [...texts, 'icon.png']) rmSync(path.join(folder, name));
  git('checkout', '--', '.');

  for (const name of texts) expect(readFileSync(path.join(folder, name), 'utf8')).toBe('#!/bin/sh\none\n');
  expect(readFileSync(path.join(folder, 'icon.png'))).toEqual(BINARY);
});
