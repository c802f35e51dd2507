import { cpus, freemem, homedir, totalmem, uptime, userInfo } from 'node:os';
import type { Clock } from 'candor-client/node';
import { createDesktopEntries } from './linux/desktop-entries.ts';
import { linuxSources } from './linux/linux-sources.ts';
import { systemFiles } from './linux/system-files.ts';
import { portableSources } from './portable/portable-sources.ts';
import type { AnySource } from './source.ts';

/** Milliseconds since the system's start, sleep included, for {@link SamplerParts.uptime}. */
export const systemUptime = (): number => uptime() * 1000;

/** The sources of the platform that runs this. systeminformation is loaded only where it is needed. */
export async function platformSources(clock: Clock): Promise<readonly AnySource[]> {
  const processors = cpus().length;
  const enginePid = process.pid;
  if (process.platform !== 'darwin' && process.platform !== 'win32') {
    return linuxSources({
      files: systemFiles,
      clock,
      processors,
      wordSize: process.arch === 'arm' || process.arch === 'ia32' ? 4 : 8,
      userId: process.getuid?.() ?? 0,
      entries: createDesktopEntries(systemFiles, clock, homedir()),
      enginePid,
    });
  }
  const { default: si } = await import('systeminformation');
  const windows = process.platform === 'win32';
  // On Windows free memory is what programs could get, and asking systeminformation would start a PowerShell.
  const memory = windows ? async () => ({ total: totalmem(), available: freemem() }) : () => si.mem();
  return portableSources({
    information: si,
    memory,
    cpus,
    platform: { name: process.platform, processors, account: userInfo().username },
    bootedAt: Math.round(clock.now() - systemUptime()),
    clock,
    enginePid,
  });
}
