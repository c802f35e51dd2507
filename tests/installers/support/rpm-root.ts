/** A computer of the test's own for rpm packages: a folder with a shell in it, into which rpm changes its root. */
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { ensureSystem, program } from '../../../scripts/electron/system-libraries.ts';
import { projectRoot } from '../../../scripts/lib/paths.ts';
import { type CommandResult, runCommand } from '../../../scripts/lib/run-command.ts';

export const PACKAGE = 'candor-finder';

/** What the scriptlets call; a real system has them from coreutils, sed and so on. */
const PROGRAMS = 'chmod dirname head ls mkdir mktemp mv rm rmdir sed sh tail tr'.split(' ');

/** Nothing that these tests run takes a tenth of it. */
const PROGRAM_ENDS_WITHIN_MS = 120_000;

interface RpmConfiguration {
  afterInstall: string;
  afterRemove: string;
  /** Arguments for fpm, among them `--config-files=PATH` and `SOURCE=PATH` of what else is packed. */
  fpm: string[];
}

/** Installs rpm and a shell that needs no libraries, when they are not there. */
export async function ensureRpm(): Promise<void> {
  await ensureSystem([
    program('rpm', 'rpm'),
    program('rpmbuild', 'rpm'),
    {
      packages: ['busybox-static'],
      // The other busybox needs libraries, and they are not in the root.
      missing: async () =>
        (await runCommand('busybox', ['true'])).code === 0 && (await runCommand('ldd', [await busybox()])).code !== 0
          ? []
          : ['busybox-static'],
    },
  ]);
}

const busybox = async () => (await runCommand('sh', ['-c', 'readlink -f "$(command -v busybox)"'])).stdout.trim();

/** rpm changes its root, which only root may: who is not becomes it in a namespace. */
function asRoot(command: string, args: string[]): Promise<CommandResult> {
  const signal = AbortSignal.timeout(PROGRAM_ENDS_WITHIN_MS);
  // Messages are compared, so they are to be in English.
  const env = { ...process.env, LC_ALL: 'C.UTF-8' };
  if (process.getuid?.() === 0) return runCommand(command, args, { signal, env });
  return runCommand('unshare', ['--map-root-user', command, ...args], { signal, env });
}

/**
 * Builds a package of `version` with the scriptlets and the files that electron-builder.yml names for the rpm, and a
 * small file in the place of the app.
 * @returns the path of the package.
 */
export async function buildRpm(folder: string, version: string): Promise<string> {
  const { rpm } = parse(readFileSync(path.join(projectRoot, 'electron-builder.yml'), 'utf8')) as {
    rpm: RpmConfiguration;
  };
  const fromProject = (file: string) => readFileSync(path.join(projectRoot, file), 'utf8');
  const mode = (file: string) => (statSync(path.join(projectRoot, file)).mode & 0o777).toString(8);
  const files = rpm.fpm.filter((argument) => !argument.startsWith('--')).map((argument) => argument.split('='));
  const configured = rpm.fpm.flatMap((argument) => argument.match(/^--config-files=(.*)$/)?.slice(1) ?? []);
  const listed = files.map(([, to = '']) => (configured.includes(to) ? `%config(noreplace) ${to}` : to));
  const spec = path.join(folder, `${PACKAGE}-${version}.spec`);
  // As in fpm's template: a script is put in with its percent signs doubled, and the shell is rpm's default.
  const scriptlet = (file: string) => fromProject(file).replaceAll('%', '%%');
  writeFileSync(
    spec,
    [
      ...[`Name: ${PACKAGE}`, `Version: ${version}`, 'Release: 1', 'Summary: stands in for the app', 'License: none'],
      ...['BuildArch: noarch', 'AutoReqProv: no', '%description', 'Stands in for the app.'],
      '%install',
      ...['mkdir -p "%{buildroot}/opt/Candor Finder"', `echo ${version} >"%{buildroot}/opt/Candor Finder/version"`],
      ...files.map(
        ([from = '', to]) => `install -D -m ${mode(from)} '${path.join(projectRoot, from)}' %{buildroot}${to}`,
      ),
      ...['%post', scriptlet(rpm.afterInstall), '%postun', scriptlet(rpm.afterRemove)],
      ...['%files', '%defattr(-,root,root,-)', '"/opt/Candor Finder"', ...listed, ''],
    ].join('\n'),
  );
  const result = await runCommand('rpmbuild', ['-bb', '--define', `_topdir ${folder}`, spec], {
    signal: AbortSignal.timeout(PROGRAM_ENDS_WITHIN_MS),
  });
  if (result.code !== 0) throw new Error(`rpmbuild: ${result.stderr}`);
  return path.join(folder, 'RPMS/noarch', `${PACKAGE}-${version}-1.noarch.rpm`);
}

export interface RpmRoot {
  /** Where a path of the root is on the host. */
  host(file: string): string;
  /** What a path of the host is called in the root. */
  inside(file: string): string;
  /** Installs, updates, reinstalls or erases: `rpm` with these arguments. */
  rpm(...args: string[]): Promise<CommandResult>;
}

/** A fresh root, removed when the test ends. */
export async function rpmRoot(): Promise<RpmRoot> {
  const folder = mkdtempSync(path.join(tmpdir(), 'candor-rpm-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  // As on a computer, its users may look into it.
  chmodSync(folder, 0o755);
  for (const name of ['bin', 'dev', 'tmp', 'etc/sysconfig', 'var/lib/rpm', 'var/tmp']) {
    mkdirSync(path.join(folder, name), { recursive: true });
  }
  copyFileSync(await busybox(), path.join(folder, 'bin/busybox'));
  for (const name of PROGRAMS) symlinkSync('busybox', path.join(folder, 'bin', name));
  writeFileSync(path.join(folder, 'dev/null'), '');
  return {
    host: (file) => path.join(folder, file),
    inside: (file) => `/${path.relative(folder, file)}`,
    // The shell in the root is a file that no package has brought.
    rpm: (...args) => asRoot('rpm', ['--root', folder, '--dbpath', '/var/lib/rpm', '--nodeps', ...args]),
  };
}
