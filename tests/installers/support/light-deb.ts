/** The Debian package's scripts and files around a small file in the place of the app: it installs in a second. */
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'yaml';
import { projectRoot } from '../../../scripts/lib/paths.ts';
import { INSTALLED, mustRun, PACKAGE } from './machine.ts';

interface DebConfiguration {
  deb: { afterInstall: string; afterRemove: string; fpm: string[] };
}

export interface LightDebs {
  deb: string;
  /** With a higher version, as the next release would be to dpkg. */
  next: string;
}

/** What electron-builder puts in the place of its macros. */
const MACROS = { '${executable}': PACKAGE, '${sanitizedProductName}': path.basename(INSTALLED) };
const PROFILE = `"${INSTALLED}/${PACKAGE}" flags=(unconfined) {\n  userns,\n}\n`;

/** A new folder; apt and dpkg read packages as users of their own. */
export function folderOpenToAll(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'candor-light-'));
  chmodSync(folder, 0o755);
  return folder;
}

/** Makes both packages in a folder, with what electron-builder.yml names for the deb. */
export function buildLightDebs(folder: string): LightDebs {
  const { deb } = parse(readFileSync(path.join(projectRoot, 'electron-builder.yml'), 'utf8')) as DebConfiguration;
  const option = (name: string) => deb.fpm.find((given) => given.startsWith(`--${name}=`))?.split('=')[1] ?? '';
  const content = path.join(folder, 'content');
  const put = (file: string, text: string, mode = 0o644) => {
    const to = path.join(content, file);
    mkdirSync(path.dirname(to), { recursive: true });
    writeFileSync(to, text);
    chmodSync(to, mode);
  };
  const script = (name: string, source: string, mode = 0o755) => put(`DEBIAN/${name}`, expanded(source), mode);
  put(`${INSTALLED}/${PACKAGE}`, '#!/bin/sh\n', 0o755);
  put(`${INSTALLED}/chrome-sandbox`, '', 0o755);
  put(`${INSTALLED}/resources/TEST-ONLY.txt`, '');
  put(`${INSTALLED}/resources/apparmor-profile`, PROFILE);
  put(`/usr/share/applications/${PACKAGE}.desktop`, '');
  for (const [from = '', to = ''] of deb.fpm
    .filter((given) => !given.startsWith('--'))
    .map((file) => file.split('='))) {
    mkdirSync(path.dirname(path.join(content, to)), { recursive: true });
    copyFileSync(path.join(projectRoot, from), path.join(content, to));
  }
  script('postinst', deb.afterInstall);
  script('postrm', deb.afterRemove);
  script('config', option('deb-config'));
  script('templates', option('deb-templates'), 0o644);
  const pack = (version: string) => {
    put('DEBIAN/control', control(version));
    const file = path.join(folder, `${version}.deb`);
    mustRun('dpkg-deb', ['-Znone', '--root-owner-group', '-b', content, file]);
    return file;
  };
  return { deb: pack('1.0.0'), next: pack('1.0.0+next') };
}

function expanded(file: string): string {
  const text = readFileSync(path.join(projectRoot, file), 'utf8');
  return Object.entries(MACROS).reduce((all, [macro, value]) => all.replaceAll(macro, value), text);
}

function control(version: string): string {
  const fields = { Package: PACKAGE, Version: version, Architecture: 'all', Maintainer: 'none <none@example.org>' };
  const lines = Object.entries({ ...fields, Depends: 'debconf', Description: 'stands in for the app' });
  return lines.map(([name, value]) => `${name}: ${value}\n`).join('');
}
