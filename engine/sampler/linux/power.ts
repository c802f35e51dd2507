import { POWER_LEAST_MS, SYSTEM_SOURCE_LIMIT_MS } from '../../limits.ts';
import type { Source } from '../source.ts';
import { namesOrNone, type SystemFiles, textOrNothing } from './system-files.ts';

/** Whether the computer runs on its battery, from /sys/class/power_supply; not where it tells of none. */
export function linuxPower(files: SystemFiles): Source<'power'> {
  return {
    id: 'power',
    topics: [],
    least: POWER_LEAST_MS,
    paired: false,
    limit: SYSTEM_SOURCE_LIMIT_MS,
    read: () => ({ onBattery: isOnBattery(files) }),
  };
}

const FOLDER = '/sys/class/power_supply';

/**
 * An adapter that is on settles it; otherwise a battery of the computer that empties does, and
 * those of mice and keyboards (scope Device) do not count.
 */
export function isOnBattery(files: SystemFiles): boolean {
  let emptying = false;
  for (const name of namesOrNone(files, FOLDER)) {
    const text = (file: string) => textOrNothing(files, `${FOLDER}/${name}/${file}`);
    if (text('scope') === 'Device') continue;
    const type = text('type');
    if (type === 'Battery') emptying ||= text('status') === 'Discharging';
    else if (type === 'Mains' || type === 'USB') {
      if (text('online') !== '' && text('online') !== '0') return false;
    }
  }
  return emptying;
}
