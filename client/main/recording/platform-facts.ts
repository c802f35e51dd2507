import { readFileSync } from 'node:fs';
import os from 'node:os';
import { app, screen } from 'electron';
import { swallowed } from '../../core/debug.ts';
import { currentLanguage } from '../../core/texts/catalogues.ts';
import type { PlatformFacts } from './context.ts';

/** Reads what the platform says of itself; takes under a millisecond, starts no process. */
export function readPlatformFacts(): PlatformFacts {
  const processors = os.cpus();
  return {
    platform: process.platform,
    release: process.getSystemVersion(),
    arch: process.arch,
    electron: process.versions.electron,
    cpuModel: processors[0]?.model ?? '',
    cores: processors.length,
    memory: os.totalmem(),
    osRelease: process.platform === 'linux' ? readOsRelease() : undefined,
    screens: screen
      .getAllDisplays()
      .map(({ size, scaleFactor }) => Math.round(Math.max(size.width, size.height) * scaleFactor)),
    region: app.getLocaleCountryCode(),
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    language: currentLanguage(),
  };
}

function readOsRelease(): string | undefined {
  try {
    return readFileSync('/etc/os-release', 'utf8');
  } catch (error) {
    swallowed('client', 'read-os-release', error);
    return undefined;
  }
}
