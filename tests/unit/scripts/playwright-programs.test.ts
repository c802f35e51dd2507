import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { projectRoot } from '../../../scripts/lib/paths.ts';
import { playwrightPrograms } from '../../../scripts/test/suites.ts';

/** What each Debian has, and Node itself. */
const ofEverySystem = new Set(['sh', 'sleep', 'unshare']);

/** The programs that a file of tests starts by name, those of a shell's command with them. */
function startedIn(source: string): readonly string[] {
  const calls = [...source.matchAll(/\b(?:spawn|exec|execFile)(?:Sync)?\(\s*(['"`])([\w.-]+)\1/g)].map(
    ([, , name]) => name,
  );
  const inShell = [...source.matchAll(/'-c', [`'"]([\w.-]+)/g)].map(([, name]) => name);
  return [...calls, ...inShell].filter((name) => name !== undefined);
}

it('installs each program that the tests in Electron start before they begin, which a fresh system lacks', () => {
  const files = globSync('tests/{e2e,e2e-long}/**/*.ts', { cwd: projectRoot });
  const started = files.flatMap((file) => startedIn(readFileSync(path.join(projectRoot, file), 'utf8')));
  expect(started).toContain('stress-ng');
  expect(started).toContain('python3');
  const unknown = started.filter((name) => !ofEverySystem.has(name) && !playwrightPrograms.has(name));
  expect(unknown).toEqual([]);
});
