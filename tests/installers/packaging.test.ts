import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv } from 'ajv';
import { beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { projectRoot } from '../../scripts/lib/paths.ts';
import { runCommand } from '../../scripts/lib/run-command.ts';
import { drawIcons } from '../../scripts/packaging/icons.ts';
import { findFaults, wantedFuses } from '../../scripts/packaging/packed-app.ts';
import { installPacker, loadAsar } from '../../scripts/packaging/packer.ts';
import { testRuntime } from '../../scripts/packaging/runtime.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const INSTALL_MS = 240_000;

beforeAll(installPacker, INSTALL_MS);

/** `npm run dist` with these arguments and, besides our own, this environment. */
function dist(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const script = path.join(projectRoot, 'scripts/packaging/run.ts');
  return runCommand(process.execPath, [script, ...args], { env: { ...process.env, ...env } });
}

test("electron-builder.yml follows electron-builder's own schema", () => {
  const library = path.join(projectRoot, 'scripts/packaging/packer/node_modules/app-builder-lib');
  const schema = JSON.parse(readFileSync(path.join(library, 'scheme.json'), 'utf8'));
  const validate = new Ajv({ strict: false, allErrors: true }).compile(schema);
  validate(parse(readFileSync(path.join(projectRoot, 'electron-builder.yml'), 'utf8')));
  expect(validate.errors ?? []).toEqual([]);
});

test('the icons are as their drawings say: node scripts/packaging/icons.ts', async () => {
  const icons = await drawIcons();
  expect(icons.size).toBe(10);
  const stale = [...icons].filter(([name, content]) => {
    const file = path.join(projectRoot, 'installer/icons', name);
    return !existsSync(file) || !readFileSync(file).equals(content);
  });
  expect(stale.map(([name]) => name)).toEqual([]);
});

test('a release is not made with another Electron', async () => {
  const { distribution } = await testRuntime();
  const { code, stderr } = await dist(['deb'], { ELECTRON_OVERRIDE_DIST_PATH: distribution });
  expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('official Electron alone') });
});

test('a test-only package is not put among releases', async () => {
  const { code, stderr } = await dist(['deb', '--test-only', path.join(projectRoot, 'dist/try')]);
  expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('never put into') });
});

test('a packed app is looked at: what it holds, what that tells, how its fuses stand', async () => {
  const folder = temporaryFolder();
  const { distribution } = await testRuntime();
  cpSync(path.join(distribution, 'electron'), path.join(folder, 'candor-finder'));
  const app = path.join(folder, 'app');
  mkdirSync(path.join(app, 'out/main'), { recursive: true });
  writeFileSync(path.join(app, 'package.json'), '{}');
  writeFileSync(
    path.join(app, 'out/main/index.js'),
    `at ${projectRoot}/main/index.ts //# sourceMappingURL=index.js.map`,
  );
  writeFileSync(path.join(app, 'out/main/index.js.map'), '{}');
  mkdirSync(path.join(folder, 'resources'));
  await (await loadAsar()).createPackage(app, path.join(folder, 'resources/app.asar'));

  const faults = await findFaults(folder);
  expect(faults).toContain('out/main/index.js.map has no business in the package');
  expect(faults).toContain('out/main/index.js holds a link to a source map');
  expect(faults).toContain(`out/main/index.js holds the path ${projectRoot}`);
  // As Electron is delivered, each of them stands the other way.
  const wrong = Object.keys(wantedFuses).filter((name) => faults.some((fault) => fault.includes(` ${name} `)));
  expect(wrong).toEqual(Object.keys(wantedFuses));
});
