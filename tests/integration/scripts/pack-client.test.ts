import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../../scripts/lib/paths.ts';
import { runCommand } from '../../../scripts/lib/run-command.ts';
import { pack } from '../../../scripts/pack.ts';
import { installExample } from '../../support/outside-product.ts';
import { filesBelow, suiteFolder, temporaryFolder } from '../../support/temporary-folder.ts';

const folder = suiteFolder();
const installed = path.join(folder, 'node_modules/candor-client');
let files: string[] = [];

beforeAll(async () => {
  await installExample(folder);
  files = filesBelow(installed);
}, 180_000);

const read = (name: string) => readFileSync(path.join(installed, name), 'utf8');

/** Runs the compiler over the example as its own tsconfig.json says, and over the types of all packages that it uses. */
const compile = () =>
  runCommand(
    process.execPath,
    [path.join(projectRoot, 'node_modules/typescript/bin/tsc'), '--noEmit', '--skipLibCheck', 'false', '-p', folder],
    { cwd: folder },
  );

describe('the tarball of the client', () => {
  it('holds built modules, types, styles, a README and the licence, and no source, test or map', () => {
    expect(files).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'package.json', 'styles.css']));
    for (const file of files) {
      expect(file).toMatch(
        /^(?:LICENSE|README\.md|package\.json|styles\.css|dist\/[\w/-]+\.js|types\/[\w/-]+\.d\.ts)$/,
      );
      expect(file).not.toMatch(/test/);
    }
  });

  it('names no folder of the computer that it was made on', () => {
    for (const file of files) {
      const text = read(file);
      for (const place of [projectRoot, homedir()]) expect(text).not.toContain(`${place}${path.sep}`);
      expect(text).not.toContain('sourceMappingURL');
    }
  });

  it('exports built files alone, each with its types', () => {
    const { exports } = JSON.parse(read('package.json')) as { exports: Record<string, unknown> };
    expect(Object.keys(exports)).toEqual([
      './core',
      './node',
      './main',
      './preload',
      './page',
      './styles.css',
      './package.json',
    ]);
    const targets = Object.values(exports).flatMap((target) =>
      typeof target === 'string' ? [target] : Object.values(target as Record<string, string>),
    );
    for (const target of targets) expect(existsSync(path.join(installed, target)), target).toBe(true);
  });

  it('depends on exact versions, and leaves Electron and React to the product', () => {
    const manifest = JSON.parse(read('package.json')) as Record<string, Record<string, string>>;
    for (const version of Object.values(manifest['dependencies'] ?? {})) expect(version).toMatch(/^\d+\.\d+\.\d+$/);
    expect(Object.keys(manifest['peerDependencies'] ?? {})).toEqual(['electron', 'react', 'react-dom']);
    expect(manifest).not.toHaveProperty('devDependencies');
    expect(manifest).not.toHaveProperty('private');
  });

  it('is not made when it is over its budget', async () => {
    const elsewhere = temporaryFolder();
    await expect(pack('client', elsewhere, 100_000)).rejects.toThrow(/has \d+ bytes: 100000 at most/);
    expect(filesBelow(elsewhere)).toEqual([]);
  });

  it('has every style that the dialogs are drawn with in one sheet', () => {
    const styles = read('styles.css');
    expect(styles).not.toContain('@import');
    for (const part of ['ui/design/tokens.css', 'ui/design/dialog.css', 'client/page/dialogs/program.css']) {
      expect(styles).toContain(readFileSync(path.join(projectRoot, part), 'utf8').trim());
    }
  });
});

describe('a project that has installed it', () => {
  it('is loaded by plain Node', async () => {
    const program =
      "const { NOTICE_VERSION } = await import('candor-client/core'); const { systemClock } = await import('candor-client/node'); console.log(typeof NOTICE_VERSION, typeof systemClock.now());";
    const { code, stdout, stderr } = await runCommand(process.execPath, ['--input-type=module', '-e', program], {
      cwd: folder,
    });
    expect({ code, stdout: stdout.trim(), stderr }).toEqual({ code: 0, stdout: 'number number', stderr: '' });
  });

  it('compiles strictly, types of packages included', async () => {
    const { code, stdout } = await compile();
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
  });

  it('does not compile with what the client does not have', async () => {
    const wrong = path.join(folder, 'wrong.ts');
    writeFileSync(
      wrong,
      "import { attachTelemetry, bridge } from 'candor-client/page';\nattachTelemetry(bridge()).usage.record('no.such.command', 'button');\nexport { sealed } from 'candor-client/main';\n",
    );
    const { code, stdout } = await compile();
    expect(code).not.toBe(0);
    expect(stdout).toContain('wrong.ts(2,');
    expect(stdout).toContain('wrong.ts(3,');
  });
});
