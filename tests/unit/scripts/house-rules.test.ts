import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { projectRoot } from '../../../scripts/lib/paths.ts';
import { runCommand } from '../../../scripts/lib/run-command.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/** A small project under the real rules: the repository's own configurations, with other files. */
let project: string;

beforeEach(() => {
  project = temporaryFolder();
  for (const file of ['biome.json', 'package.json', 'tsconfig.base.json'])
    cpSync(path.join(projectRoot, file), path.join(project, file));
  symlinkSync(path.join(projectRoot, 'node_modules'), path.join(project, 'node_modules'));
});

function write(file: string, ...lines: string[]) {
  mkdirSync(path.join(project, path.dirname(file)), { recursive: true });
  writeFileSync(path.join(project, file), `${lines.join('\n')}\n`);
}

function tool(script: string, ...args: string[]) {
  return runCommand(process.execPath, [path.join(projectRoot, 'node_modules', script), ...args], { cwd: project });
}

describe('Biome', () => {
  async function lint(file: string, ...lines: string[]) {
    write(file, ...lines);
    const { code, stdout, stderr } = await tool(
      '@biomejs/biome/bin/biome',
      'lint',
      '--colors=off',
      '--error-on-warnings',
      file,
    );
    return { ok: code === 0, output: stdout + stderr };
  }

  test.each([
    ['app/a.ts', "export { readFileSync } from 'node:fs';", 'noRestrictedImports'],
    ['app/a.ts', "export { app } from 'electron';", 'noRestrictedImports'],
    ['app/a.ts', "export { useState } from 'react';", 'noRestrictedImports'],
    ['client/core/a.ts', "export { readFileSync } from 'node:fs';", 'noRestrictedImports'],
    ['client/main/a.ts', "export { ipcMain } from 'electron';", 'noRestrictedImports'],
    ['client/page/a.ts', "export type { App } from 'electron';", 'noRestrictedImports'],
    ['ui/a.ts', "export { join } from 'node:path';", 'noRestrictedImports'],
    ['app/a.ts', 'export const now = Date.now;', 'noJsRestrictedProperties'],
    ['client/main/recording/a.ts', 'export const now = performance.now();', 'noJsRestrictedProperties'],
    ['client/main/recording/a.ts', 'export const chance = Math.random();', 'noJsRestrictedProperties'],
    ['client/main/recording/a.ts', 'setTimeout(() => {}, 1);', 'noRestrictedGlobals'],
    ['client/core/consent/a.ts', 'setInterval(() => {}, 1);', 'noRestrictedGlobals'],
    ['client/core/consent/a.ts', "export const answer = fetch('https://example.org');", 'noRestrictedGlobals'],
    ['main/a.ts', "export { ipcMain } from 'electron';", 'noRestrictedImports'],
    ['main/a.ts', "import * as electron from 'electron';\n\nexport { electron };", 'noRestrictedImports'],
    ['main/a.ts', "export { useState } from 'react';", 'noRestrictedImports'],
    ['preload/index.ts', "export { webFrame } from 'electron';", 'noRestrictedImports'],
    ['preload/index.ts', "export { join } from 'node:path';", 'noRestrictedImports'],
    ['preload/other.ts', "export { ipcRenderer } from 'electron';", 'noRestrictedImports'],
    ['client/preload/index.ts', "export { ipcRenderer } from 'electron';", 'noRestrictedImports'],
    ['renderer/a.ts', "export { join } from 'node:path';", 'noRestrictedImports'],
    ['renderer/a.ts', "export type { App } from 'electron';", 'noRestrictedImports'],
    ['collector/web/a.ts', "export { join } from 'node:path';", 'noRestrictedImports'],
    ['main/a.ts', "export { b } from './b';", 'useImportExtensions'],
    ['main/a.ts', 'export const a: any = 1;', 'noExplicitAny'],
    ['main/a.ts', 'console.log(1);', 'noConsole'],
    ['main/a.ts', 'const f = async () => 1;\nf();\nexport { f };', 'noFloatingPromises'],
    ['main/badName.ts', 'export {};', 'useFilenamingConvention'],
    ['tests/unit/a.test.ts', "import { test } from 'vitest';\n\ntest.only('x', () => {});", 'noFocusedTests'],
    ['tests/unit/a.test.ts', "import { test } from 'vitest';\n\ntest.skip('x', () => {});", 'noSkippedTests'],
  ])('in %s refuses %s', async (file, code, rule) => {
    write('main/b.ts', 'export const b = 1;');
    const { ok, output } = await lint(file, code);
    expect(output).toContain(rule);
    expect(ok).toBe(false);
  });

  test.each([
    ['client/main/pages/ipc.ts', "export { ipcMain } from 'electron';"],
    ['main/a.ts', "export { app } from 'electron';"],
    ['main/a.ts', 'export const now = Date.now();'],
    ['preload/index.ts', "export { contextBridge, ipcRenderer } from 'electron';"],
    ['app/a.ts', 'export const day = (moment: number) => new Date(moment);'],
    ['scripts/a.ts', 'console.log(1);'],
  ])('in %s allows %s', async (file, code) => {
    const { ok, output } = await lint(file, code);
    expect(output).not.toContain('━━━');
    expect(ok).toBe(true);
  });
});

describe('TypeScript', () => {
  const CLIENT = ['client/core', 'client/node', 'client/main', 'client/preload', 'client/page'];
  const ROOMS = ['app', 'preload', 'main', 'renderer', 'engine', 'ui', ...CLIENT];

  beforeEach(() => {
    for (const room of ROOMS) {
      mkdirSync(path.join(project, room), { recursive: true });
      cpSync(path.join(projectRoot, room, 'tsconfig.json'), path.join(project, room, 'tsconfig.json'));
      write(`${room}/own.ts`, `export const own = '${room}';`);
    }
    write('tsconfig.json', JSON.stringify({ files: [], references: ROOMS.map((room) => ({ path: room })) }));
  });

  const compile = () => tool('typescript/bin/tsc', '-b');

  test('compiles rooms that import what they may', async () => {
    for (const room of ['main', 'renderer', 'engine']) {
      write(`${room}/index.ts`, "export { own } from '../app/own.ts';");
    }
    for (const room of CLIENT.slice(1)) write(`${room}/index.ts`, "export { own } from '../core/own.ts';");
    write('preload/index.ts', "export { own } from '../client/preload/own.ts';");
    expect(await compile()).toMatchObject({ code: 0, stdout: '' });
  });

  test.each([
    ['preload', 'main'],
    ['preload', 'app'],
    ['client/preload', 'client/page'],
    ['renderer', 'main'],
    ['main', 'renderer'],
    ['app', 'main'],
    ['app', 'client/main'],
    ['engine', 'main'],
    ['client/core', 'app'],
    ['client/main', 'app'],
    ['client/main', 'client/page'],
    ['client/page', 'client/main'],
    ['ui', 'client/page'],
  ])('refuses an import from %s to %s', async (from, to) => {
    write(`${from}/index.ts`, `export { own } from '${path.relative(from, to)}/own.ts';`);
    const { code, stdout } = await compile();
    expect(stdout).toContain(`${to}/own.ts`);
    expect(stdout).toMatch(/error TS6\d{3}/);
    expect(code).not.toBe(0);
  });

  test.each([
    ['app', 'document.title;'],
    ['app', 'process.exit();'],
    ['app', "import 'node:fs';"],
    ['client/core', 'document.title;'],
    ['client/core', "import 'node:fs';"],
    ['client/main', 'document.title;'],
    ['renderer', 'process.exit();'],
    ['main', 'document.title;'],
  ])('knows that %s has no %s', async (room, code) => {
    write(`${room}/index.ts`, code, 'export {};');
    const { code: exitCode, stdout } = await compile();
    expect(stdout).toContain(`${room}/index.ts(1,`);
    expect(exitCode).not.toBe(0);
  });
});
