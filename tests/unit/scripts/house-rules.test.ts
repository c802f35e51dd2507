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

/** What is wrong, by the file that it is in. */
type Found = Readonly<Record<string, readonly string[]>>;

function byFile(matches: Iterable<RegExpMatchArray>): Found {
  const found = new Map<string, string[]>();
  for (const [, file = '', what = ''] of matches) found.set(file, [...(found.get(file) ?? []), what]);
  return Object.fromEntries(found);
}

describe('Biome', () => {
  type Case = readonly [file: string, code: string, rule?: string];

  /** Lints all of them together; `*` stands for a name of its own. Returns their files, and the rules that files are against. */
  async function lint(cases: readonly Case[]): Promise<{ files: string[]; found: Found; output: string }> {
    const files = cases.map(([file], index) => file.replace('*', `case-${index}`));
    for (const [index, file] of files.entries()) write(file, cases[index]?.[1] ?? '');
    const options = ['--colors=off', '--error-on-warnings', '--max-diagnostics=none'];
    const { code, stdout, stderr } = await tool('@biomejs/biome/bin/biome', 'lint', ...options, ...files);
    const output = stdout + stderr;
    const found = byFile(output.matchAll(/^(\S+?)(?::\d+:\d+)? lint\/\w+\/(\w+)/gm));
    expect(code === 0).toBe(Object.keys(found).length === 0);
    return { files, found, output };
  }

  test('refuses what a room may not have, and nothing else of it', async () => {
    write('main/b.ts', 'export const b = 1;');
    const refused: readonly Case[] = [
      ['app/*.ts', "export { readFileSync } from 'node:fs';", 'noRestrictedImports'],
      ['app/*.ts', "export { app } from 'electron';", 'noRestrictedImports'],
      ['app/*.ts', "export { useState } from 'react';", 'noRestrictedImports'],
      ['client/core/*.ts', "export { readFileSync } from 'node:fs';", 'noRestrictedImports'],
      ['client/main/*.ts', "export { ipcMain } from 'electron';", 'noRestrictedImports'],
      ['client/page/*.ts', "export type { App } from 'electron';", 'noRestrictedImports'],
      ['ui/*.ts', "export { join } from 'node:path';", 'noRestrictedImports'],
      ['app/*.ts', 'export const now = Date.now;', 'noJsRestrictedProperties'],
      ['client/main/recording/*.ts', 'export const now = performance.now();', 'noJsRestrictedProperties'],
      ['client/main/recording/*.ts', 'export const chance = Math.random();', 'noJsRestrictedProperties'],
      ['client/main/recording/*.ts', 'setTimeout(() => {}, 1);', 'noRestrictedGlobals'],
      ['client/core/consent/*.ts', 'setInterval(() => {}, 1);', 'noRestrictedGlobals'],
      ['client/core/consent/*.ts', "export const answer = fetch('https://example.org');", 'noRestrictedGlobals'],
      ['main/*.ts', "export { ipcMain } from 'electron';", 'noRestrictedImports'],
      ['main/*.ts', "import * as electron from 'electron';\n\nexport { electron };", 'noRestrictedImports'],
      ['main/*.ts', "export { useState } from 'react';", 'noRestrictedImports'],
      ['preload/index.ts', "export { webFrame } from 'electron';", 'noRestrictedImports'],
      ['preload/other.ts', "export { ipcRenderer } from 'electron';", 'noRestrictedImports'],
      ['client/preload/index.ts', "export { ipcRenderer } from 'electron';", 'noRestrictedImports'],
      ['renderer/*.ts', "export { join } from 'node:path';", 'noRestrictedImports'],
      ['renderer/*.ts', "export type { App } from 'electron';", 'noRestrictedImports'],
      ['collector/web/*.ts', "export { join } from 'node:path';", 'noRestrictedImports'],
      ['main/*.ts', "export { b } from './b';", 'useImportExtensions'],
      ['main/*.ts', 'export const a: any = 1;', 'noExplicitAny'],
      ['main/*.ts', 'console.log(1);', 'noConsole'],
      ['main/*.ts', 'const f = async () => 1;\nf();\nexport { f };', 'noFloatingPromises'],
      ['main/badName.ts', 'export {};', 'useFilenamingConvention'],
      ['tests/unit/*.test.ts', "import { test } from 'vitest';\n\ntest.only('x', () => {});", 'noFocusedTests'],
      ['tests/unit/*.test.ts', "import { test } from 'vitest';\n\ntest.skip('x', () => {});", 'noSkippedTests'],
    ];
    const again: readonly Case[] = [['preload/index.ts', "export { join } from 'node:path';", 'noRestrictedImports']];
    for (const together of [refused, again]) {
      const { files, found } = await lint(together);
      expect(Object.keys(found).sort()).toEqual([...files].sort());
      for (const [index, file] of files.entries()) expect(found[file], file).toContain(together[index]?.[2]);
    }
  });

  test('allows what it may', async () => {
    const { output } = await lint([
      ['client/main/pages/ipc.ts', "export { ipcMain } from 'electron';"],
      ['main/*.ts', "export { app } from 'electron';"],
      ['main/*.ts', 'export const now = Date.now();'],
      ['preload/index.ts', "export { contextBridge, ipcRenderer } from 'electron';"],
      ['app/*.ts', 'export const day = (moment: number) => new Date(moment);'],
      ['scripts/*.ts', 'console.log(1);'],
    ]);
    expect(output).not.toContain('━━━');
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

  const compile = () => tool('typescript/bin/tsc', '-b', '--pretty', 'false');

  test('compiles rooms that import what they may', async () => {
    for (const room of ['main', 'renderer', 'engine']) {
      write(`${room}/index.ts`, "export { own } from '../app/own.ts';");
    }
    for (const room of CLIENT.slice(1)) write(`${room}/index.ts`, "export { own } from '../core/own.ts';");
    write('preload/index.ts', "export { own } from '../client/preload/own.ts';");
    expect(await compile()).toMatchObject({ code: 0, stdout: '' });
  });

  /** Codes of the errors by the file that they are in, each file once, after all rooms were compiled together. */
  async function refusals(): Promise<Found> {
    const { code, stdout } = await compile();
    expect(code).not.toBe(0);
    return byFile(stdout.matchAll(/^(\S+)\(\d+,\d+\): error (TS\d+)/gm));
  }

  test('refuses the imports from one room to another that they may not have, and no more than these', async () => {
    const refused = [
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
    ] as const;
    const files = refused.map(([from, to]) => {
      const file = `${from}/to-${to.replace('/', '-')}.ts`;
      write(file, `export { own } from '${path.relative(from, to)}/own.ts';`);
      return file;
    });
    const found = await refusals();
    expect(Object.keys(found).sort()).toEqual(files.sort());
    for (const errors of Object.values(found)) expect(errors).toContainEqual(expect.stringMatching(/^TS6\d{3}$/));
  });

  test('knows of no room what it has not: a document, a process, files', async () => {
    const unknown = [
      ['app', 'document', 'document.title;'],
      ['app', 'process', 'process.exit();'],
      ['app', 'files', "import 'node:fs';"],
      ['client/core', 'document', 'document.title;'],
      ['client/core', 'files', "import 'node:fs';"],
      ['client/main', 'document', 'document.title;'],
      ['renderer', 'process', 'process.exit();'],
      ['main', 'document', 'document.title;'],
    ] as const;
    const files = unknown.map(([room, name, code]) => {
      write(`${room}/${name}.ts`, code, 'export {};');
      return `${room}/${name}.ts`;
    });
    expect(Object.keys(await refusals()).sort()).toEqual(files.sort());
  });
});
