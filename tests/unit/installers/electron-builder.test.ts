import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { projectRoot } from '../../../scripts/lib/paths.ts';
import { afterPack, artifactBuildStarted } from '../../../scripts/packaging/hooks.ts';
import { readOptions } from '../../../scripts/packaging/options.ts';
import { wantedFuses } from '../../../scripts/packaging/packed-app.ts';
import { staged } from '../../../scripts/packaging/stage.ts';

const config = parse(readFileSync(path.join(projectRoot, 'electron-builder.yml'), 'utf8'));
const manifest = JSON.parse(readFileSync(path.join(projectRoot, 'package.json'), 'utf8'));

interface Target {
  target: string;
  arch: string[];
}

const targetsOf = (platform: string) =>
  (config[platform].target as Target[]).map(({ target, arch }) => [target, ...arch]);

test('each platform gets its installers, for both architectures', () => {
  expect(targetsOf('linux')).toEqual([
    ['deb', 'x64', 'arm64'],
    ['rpm', 'x64', 'arm64'],
    ['AppImage', 'x64', 'arm64'],
  ]);
  expect(targetsOf('win')).toEqual([['nsis', 'x64', 'arm64']]);
  expect(targetsOf('mac')).toEqual([
    ['dmg', 'universal'],
    ['pkg', 'universal'],
  ]);
});

test.each([
  ['linux', 'linux'],
  ['darwin', 'mac'],
  ['win32', 'win'],
] as const)('npm run dist makes what is named for %s', (platform, section) => {
  expect(readOptions([], platform).targets).toEqual(targetsOf(section).map(([name]) => name));
});

test('it packs what was staged for it, and nothing else', () => {
  expect(path.join(projectRoot, config.directories.app)).toBe(path.join(staged, 'app'));
  expect(config.files).toEqual([
    'out/main/**',
    'out/preload/**',
    'out/renderer/**',
    'package.json',
    '!**/node_modules/**',
    '!**/*.map',
  ]);
  expect(config.asar).toBe(true);
  expect(config.npmRebuild).toBe(false);
});

test('there is no updater, and nothing is published by itself', () => {
  expect(config.publish).toBe(null);
  expect(Object.keys({ ...manifest.dependencies, ...manifest.devDependencies })).not.toContain('electron-updater');
});

test('the fuses are those that packed apps are checked against', () => {
  expect(config.electronFuses).toEqual(wantedFuses);
});

test('the hooks that check what is packed are there, by the names that electron-builder calls', () => {
  const hooks = { afterPack, artifactBuildStarted };
  for (const [name, hook] of Object.entries(hooks)) {
    expect(path.resolve(projectRoot, config[name])).toBe(path.join(projectRoot, 'scripts/packaging/hooks.ts'));
    expect(hook.name).toBe(name);
  }
});

test('the licences go with every copy, and the libraries of its system', () => {
  expect(config.extraResources.map(({ to }: { to: string }) => to)).toEqual([
    'LICENSE.txt',
    'THIRD-PARTY-NOTICES.txt',
    'node_modules',
  ]);
  expect(config.deb.depends).toContain('libstdc++6 (>= 6)');
});

test('every file that it names is there', () => {
  const named = [
    config.win.icon,
    config.mac.icon,
    `${config.linux.icon}/512x512.png`,
    config.deb.afterInstall,
    config.deb.afterRemove,
    ...config.deb.fpm.map((word: string) => word.replace(/^--[\w-]+=/, '').replace(/=.*$/, '')),
  ];
  expect(named.filter((file) => !existsSync(path.join(projectRoot, file)))).toEqual([]);
});

test('the deb asks by debconf, and depends on it', () => {
  expect(config.deb.fpm).toContain('--deb-config=installer/deb/config');
  expect(config.deb.fpm).toContain('--deb-templates=installer/deb/templates');
  expect(config.deb.depends).toContain('debconf (>= 0.5) | debconf-2.0');
});

test('windows find their desktop entry, and with it their icon', () => {
  expect(config.linux.syncDesktopName).toBe(true);
  expect(manifest.desktopName).toBe(`${config.linux.executableName}.desktop`);
});
