import { readFileSync } from 'node:fs';
import { release, uptime, userInfo, version } from 'node:os';
import { chooseLanguage, setLanguage } from 'candor-client/core';
import type { Clock, Timers } from 'candor-client/node';
import type { DeviceReport } from '../../app/finder/device.ts';
import { DEVICE_DEADLINE_MS, SLOW_DEVICE_DEADLINE_MS } from '../limits.ts';
import { systemFiles } from '../sampler/linux/system-files.ts';
import { createDeviceReporter } from './device-report.ts';
import { createFormat } from './fact-rules.ts';
import { createGatherer, type GatherParts } from './gather.ts';
import { linuxSources, linuxSurroundings } from './linux-sources.ts';
import { nodeSystem } from './node-system.ts';
import { parseSystemVersion, portableSources } from './portable-sources.ts';
import type { OperatingSystem } from './readings.ts';

/**
 * The device report of the platform that runs this.
 * @param onAsked see GatherParts.
 * @param locale BCP 47 tag for words, numbers and dates; the system's when left out
 */
export function platformDevice(
  clock: Clock,
  timers: Timers,
  onAsked: GatherParts['onAsked'],
  locale?: string,
): () => Promise<DeviceReport> {
  if (locale) setLanguage(chooseLanguage([locale]), locale);
  const { platform } = process;
  const linux = platform !== 'darwin' && platform !== 'win32';
  const userId = process.getuid?.() ?? 0;
  const information = async () => (await import('systeminformation')).default;
  const system = nodeSystem;
  const sources = linux
    ? linuxSources({ files: systemFiles, system, clock, userId, information })
    : portableSources({
        platform,
        system,
        information,
        environment: process.env,
        account: () => userInfo().username,
        bootedAt: () => Math.round((clock.now() / 1000 - uptime()) * 1000),
        os: () => (platform === 'darwin' ? macOs() : windows()),
      });
  const deadline = linux ? DEVICE_DEADLINE_MS : SLOW_DEVICE_DEADLINE_MS;
  return createDeviceReporter({
    gather: createGatherer({ sources, clock, timers, deadline, onAsked }),
    format: createFormat(locale),
    clock,
    surroundings: linux
      ? linuxSurroundings(systemFiles, userId)
      : { restricted: false, container: false, virtual: false },
  });
}

function macOs(): OperatingSystem {
  return parseSystemVersion(readFileSync('/System/Library/CoreServices/SystemVersion.plist', 'utf8'));
}

/** `10.0.22631`: the build is the last part. */
function windows(): OperatingSystem {
  return { name: version(), build: release().split('.')[2] ?? '' };
}
