import { swallowed } from 'candor-client/core';
import { emptyStat, parseProcessStat } from './process-stat.ts';
import { parseBootTime } from './system-counters.ts';
import type { SystemFiles } from './system-files.ts';

/** A difference between what the two files tell that is only rounding, and one that is not worth moving every start. */
const ROUNDING_MS = 1500;

/**
 * The moment from which start times count, UTC milliseconds, for showing them: no part of who a process is. Two files
 * tell it, and either may be wrong: in a container both may be its own while starts count from the machine's; after the
 * clock was set, `btime` is of the clock as it is now. One that puts the newest process into the future is not believed.
 * @param newestStart milliseconds after the system's start at which the newest process began
 * @param now UTC milliseconds
 */
export function bootMoment(files: SystemFiles, newestStart: number, now: number): number {
  const told = toldBoot(files);
  const counted = countedBoot(files, now);
  const believable = (boot: number | null): boot is number =>
    boot !== null && boot > 0 && boot + newestStart <= now + ROUNDING_MS;
  if (believable(counted) && (!believable(told) || Math.abs(told - counted) <= ROUNDING_MS)) return counted;
  // The newest process began just now: it cannot have begun later.
  return believable(told) ? told : now - newestStart;
}

/** The same for the system as a whole, as far as this process, which has begun, can tell that it is right. */
export function systemBoot(files: SystemFiles, now: number): number {
  const own = emptyStat();
  try {
    const bytes = files.bytes('/proc/self/stat');
    if (!parseProcessStat(bytes, bytes.length, own)) own.startTicks = 0;
  } catch (error) {
    swallowed('engine', 'read-own-stat', error);
  }
  return bootMoment(files, own.startTicks * USUAL_MS_PER_TICK, now);
}

/** As nearly every kernel counts; this only has to tell a wrong moment from a right one. */
const USUAL_MS_PER_TICK = 10;

/** Keeps the moment of before where the new one differs by no more than rounding, so that starts stay as they are. */
export function steadyMoment(before: number | undefined, boot: number): number {
  return before !== undefined && Math.abs(boot - before) <= ROUNDING_MS ? before : boot;
}

/** As the kernel reckons it, in whole seconds. */
function toldBoot(files: SystemFiles): number | null {
  try {
    return parseBootTime(files.text('/proc/stat')) || null;
  } catch (error) {
    swallowed('engine', 'read-boot-time', error);
    return null;
  }
}

/** Back from now by the time that the system has been up, to a hundredth of a second. */
function countedBoot(files: SystemFiles, now: number): number | null {
  try {
    const seconds = Number.parseFloat(files.text('/proc/uptime'));
    return Number.isFinite(seconds) && seconds > 0 ? Math.round(now - seconds * 1000) : null;
  } catch (error) {
    swallowed('engine', 'read-uptime', error);
    return null;
  }
}

/** The first 8 characters of the id that the kernel gave to this start of the system; zeros where it tells none. */
export function bootId(files: SystemFiles): string {
  try {
    const id = files.text('/proc/sys/kernel/random/boot_id').slice(0, 8);
    if (/^[0-9a-f]{8}$/.test(id)) return id;
  } catch (error) {
    swallowed('engine', 'read-boot-id', error);
  }
  return '00000000';
}
