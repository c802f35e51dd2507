import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../../scripts/lib/paths.ts';
import { runCommand } from '../../scripts/lib/run-command.ts';
import type { PackageName } from '../../scripts/pack.ts';

/** The example of docs/using-the-client.md. */
export const exampleFolder = path.join(projectRoot, 'tests/fixtures/second-product');

/**
 * The example as somebody has it who has our tarball and nothing else of ours: in a folder outside of the tree, with the
 * client installed by npm.
 * @param folder empty, outside of the tree.
 */
export async function installExample(folder: string): Promise<void> {
  await packed('client', folder);
  cpSync(exampleFolder, folder, { recursive: true });
  await install(folder);
}

/** Builds what {@link installExample} installed, as its own package.json says. */
export async function buildExample(folder: string): Promise<void> {
  await npm(folder, ['run', 'build']);
}

/** What `npx` prints of a package that is installed in `folder`. */
export async function npx(folder: string, args: readonly string[]): Promise<string> {
  return await npm(folder, ['exec', '--offline', '--', ...args]);
}

/**
 * `npm install` of the package in `folder`. The versions of this project's packages are those of its lockfile, so that npm
 * finds them in its cache and asks nobody.
 */
async function install(folder: string): Promise<void> {
  const own = readJson(path.join(folder, 'package.json'));
  const { packages } = readJson(path.join(projectRoot, 'package-lock.json')) as {
    packages: Record<string, { link?: true }>;
  };
  const registered = Object.entries(packages).filter(([where, { link }]) => where.startsWith('node_modules/') && !link);
  writeFileSync(
    path.join(folder, 'package-lock.json'),
    JSON.stringify({
      name: own['name'],
      version: own['version'],
      lockfileVersion: 3,
      requires: true,
      packages: { '': own, ...Object.fromEntries(registered) },
    }),
  );
  // Without scripts: Electron's would download its binary, which the tests have.
  await npm(folder, ['install', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund']);
}

/** The collector's tarball installed in `folder`, which is empty and outside of the tree: nothing of ours but that. */
export async function installCollector(folder: string): Promise<void> {
  // As docs/operating-the-collector.md says.
  const { code, stderr } = await runCommand('npm', ['pack', '-w', 'collector', '--pack-destination', folder], {
    cwd: projectRoot,
    env: inThisNode(),
  });
  if (code !== 0) throw new Error(`the collector could not be packed: ${stderr}`);
  const { version } = readJson(path.join(projectRoot, 'collector/package.json'));
  const dependencies = { 'candor-collector': `file:candor-collector-${version}.tgz` };
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ name: 'server', private: true, dependencies }));
  await install(folder);
}

/** Makes a tarball as `npm run pack` does, in a process of its own. */
async function packed(name: PackageName, folder: string): Promise<void> {
  const { code, stderr } = await runCommand(process.execPath, ['scripts/pack.ts', name, folder], { cwd: projectRoot });
  if (code !== 0) throw new Error(`the ${name} could not be packed: ${stderr}`);
}

/** @throws with what npm wrote, when it fails. */
async function npm(folder: string, args: string[]): Promise<string> {
  const { code, stdout, stderr } = await runCommand('npm', args, { cwd: folder, env: inThisNode() });
  if (code !== 0) throw new Error(`npm ${args.join(' ')} ended with ${code}:\n${stdout}\n${stderr}`);
  return stdout;
}

/** npm's scripts run in this Node, not in whichever else is there. */
function inThisNode(): NodeJS.ProcessEnv {
  return { ...process.env, PATH: [path.dirname(process.execPath), process.env['PATH']].join(path.delimiter) };
}

function readJson(file: string): Record<string, unknown> {
  return JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
}
