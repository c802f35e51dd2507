/** `npm run dist`: stages the app, packs it, makes the installers, and checks what came out. */
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { registryOf } from 'candor-client/core';
import { finder } from '../../app/finder/product.ts';
import { ensureSystem, program } from '../electron/system-libraries.ts';
import { projectRoot } from '../lib/paths.ts';
import { runCommand } from '../lib/run-command.ts';
import { fail, say, seconds, UserFixableError } from '../lib/say.ts';
import { bundlesFor } from './bindings.ts';
import { contentsTable, overweightInstaller } from './contents.ts';
import { expiryNews } from './expired-fields.ts';
import { TEST_ONLY } from './hooks.ts';
import { type DistOptions, packerRuns, readOptions, refusal } from './options.ts';
import { findFaults, packedApps, weigh } from './packed-app.ts';
import { electronBuilder, installPacker } from './packer.ts';
import { type PackedRuntime, releaseRuntime, testRuntime } from './runtime.ts';
import { stage } from './stage.ts';

const PLATFORM_SWITCH = { linux: '--linux', darwin: '--mac', win32: '--win' } as const;
const INSTALLER = /\.(?:deb|rpm|AppImage|dmg|pkg|exe)$/;

interface Packing {
  platform: keyof typeof PLATFORM_SWITCH;
  options: DistOptions;
  output: string;
  runtime: PackedRuntime;
}

async function dist(args: string[]): Promise<void> {
  const platform = process.platform as Packing['platform'];
  const options = readOptions(args, platform);
  const releases = path.join(projectRoot, 'dist');
  const output = options.testOnly ?? releases;
  const reason = refusal({ testOnly: options.testOnly !== undefined, output, releases, official: true });
  if (reason) throw new UserFixableError(reason);
  // A package that is only tested can be made in any year.
  if (!options.testOnly) checkExpiry();
  const runtime = await (options.testOnly ? testRuntime() : releaseRuntime());
  await installPacker();
  const started = performance.now();
  const architectures = options.everyArchitecture ? (['x64', 'arm64'] as const) : [process.arch as 'x64' | 'arm64'];
  await stage(path.join(output, 'maps'), bundlesFor(platform, architectures));
  const before = installersIn(output);
  // What an earlier run has left would be looked at as if it were of this one.
  for (const folder of packedApps(output)) rmSync(folder, { recursive: true, force: true });
  for (const { targets, standIn } of packerRuns(options))
    await pack(targets, standIn, { platform, options, output, runtime });
  await report(output, before, options);
  say(`packed in ${seconds(performance.now() - started)}`);
}

/** Throws a UserFixableError when a field of the Finder's is past its last day; warns of one that soon will be. */
function checkExpiry(): void {
  const { refusal, warning } = expiryNews(registryOf(finder), Date.now());
  if (refusal) throw new UserFixableError(refusal);
  if (warning) say(warning);
}

/** Runs electron-builder. Throws a UserFixableError when it fails. */
async function pack(
  targets: string[],
  standIn: boolean,
  { platform, options, output, runtime }: Packing,
): Promise<void> {
  if (standIn) await ensureSystem([program('dpkg-deb', 'dpkg')]);
  const scratch = mkdtempSync(path.join(tmpdir(), 'candor-dist-'));
  // For other architectures electron-builder fetches Electron itself.
  const here = [`--${process.arch}`, `-c.electronDist=${runtime.distribution}`];
  const args = [
    PLATFORM_SWITCH[platform],
    ...targets,
    ...(options.everyArchitecture ? [] : here),
    `-c.electronVersion=${runtime.version}`,
    `-c.directories.output=${output}`,
    '--publish=never',
    // Nobody waits for a test-only package to be small.
    ...(options.testOnly && standIn ? ['-c.deb.compression=gz'] : []),
  ];
  const env = {
    ...process.env,
    ...(options.testOnly ? { [TEST_ONLY]: '1' } : {}),
    ...(standIn ? { CUSTOM_FPM_PATH: writeStandIn(scratch) } : {}),
  };
  try {
    const command = [electronBuilder(), ...args];
    const { code } = await runCommand(process.execPath, command, { cwd: projectRoot, env, show: true });
    if (code !== 0) throw new UserFixableError('electron-builder could not make the packages: see its messages above.');
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** electron-builder starts fpm by the path of one file. */
function writeStandIn(folder: string): string {
  const file = path.join(folder, 'fpm');
  const script = path.join(projectRoot, 'scripts/packaging/deb/build-deb.ts');
  writeFileSync(file, `#!/bin/sh\nexec '${process.execPath}' '${script}' "$@"\n`);
  chmodSync(file, 0o755);
  return file;
}

/** Prints what was made. Throws when something of it is not as it should be. */
async function report(output: string, before: Map<string, number>, { testOnly }: DistOptions): Promise<void> {
  const faults: string[] = [];
  for (const folder of packedApps(output)) {
    say(`\n${path.basename(folder)}`);
    for (const line of contentsTable(await weigh(folder))) say(line);
    faults.push(...(await findFaults(folder)));
  }
  const made = [...installersIn(output)].filter(([file, time]) => before.get(file) !== time);
  for (const [file] of made) {
    const { size } = statSync(path.join(output, file));
    say(`${path.join(output, file)}  ${(size / 1e6).toFixed(1)} MB`);
    // One that is only tested is compressed quickly rather than well.
    if (!testOnly) faults.push(...overweightInstaller(file, size));
  }
  if (faults.length > 0)
    throw new UserFixableError(`not to be released:\n${faults.map((fault) => `- ${fault}`).join('\n')}`);
}

/** Installers by their names, with the times at which they were written. */
function installersIn(output: string): Map<string, number> {
  const files = readdirSync(output).filter((file) => INSTALLER.test(file));
  return new Map(files.map((file) => [file, statSync(path.join(output, file)).mtimeMs]));
}

await dist(process.argv.slice(2)).catch(fail);
