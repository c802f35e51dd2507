import { swallowed } from 'candor-client/core';
import type { Clock } from 'candor-client/node';
import { GROUP_FILES_KEPT_MS } from '../../limits.ts';
import { isWholeDisk, parsePressure } from './system-counters.ts';
import { namesOrNone, readOnce, type SystemFiles, textOrNothing } from './system-files.ts';

/** What a control group has counted, with all that has ended in it; each `null` where the kernel does not tell it. */
export interface UnitCounters {
  /** Microseconds of processor time. */
  readonly used: number | null;
  /** Bytes, without files that are only kept for later. */
  readonly memory: number | null;
  /** Bytes since the group was made. */
  readonly read: number | null;
  readonly written: number | null;
  /** Percent of the last ten seconds. */
  readonly cpuPressure: number | null;
  readonly memoryPressure: number | null;
  readonly ioPressure: number | null;
}

/** Where the hierarchies of control groups are mounted. */
interface Mounts {
  /** Of version 2; `null` when there is none. */
  readonly unified: string | null;
  /** Of version 1, by controller. */
  readonly controllers: ReadonlyMap<string, string>;
}

/**
 * Reads what the control group at a path has counted, with version 2, with 1 where that is all, and with both where
 * systemd uses the one to name groups and the other to count; see cgroups(7) and Documentation/admin-guide/cgroup-v2.rst.
 */
export function createUnitCounters(files: SystemFiles, clock: Clock): (path: string) => UnitCounters {
  let mounts: Mounts = { unified: null, controllers: new Map() };
  let disks: ReadonlySet<string> = new Set();
  /** Files that are not there: which controllers are switched on differs from group to group. */
  let absent = new Set<string>();
  let readAt: number | undefined;

  function refresh(): void {
    const now = clock.monotonic();
    if (readAt !== undefined && now - readAt < GROUP_FILES_KEPT_MS) return;
    readAt = now;
    absent = new Set();
    mounts = parseGroupMounts(textOrNothing(files, '/proc/self/mounts'));
    const names = namesOrNone(files, '/sys/block').filter(isWholeDisk);
    disks = new Set(names.map((name) => textOrNothing(files, `/sys/block/${name}/dev`)));
  }

  function text(folder: string | null | undefined, path: string, file: string): string | null {
    if (folder === null || folder === undefined) return null;
    const whole = `${folder}${path}/${file}`;
    if (absent.has(whole)) return null;
    try {
      return decoder.decode(buffer.subarray(0, readOnce(files, whole, buffer)));
    } catch (error) {
      swallowed('engine', 'read-group', error);
      absent.add(whole);
      return null;
    }
  }

  const buffer = new Uint8Array(GROUP_FILE_BYTES);

  function memory(path: string): number | null {
    const { unified, controllers } = mounts;
    const current = wholeNumber(text(unified, path, 'memory.current'));
    if (current !== null) return withoutCache(current, text(unified, path, 'memory.stat'), 'inactive_file');
    const folder = controllers.get('memory');
    const usage = wholeNumber(text(folder, path, 'memory.usage_in_bytes'));
    return usage === null ? null : withoutCache(usage, text(folder, path, 'memory.stat'), 'total_inactive_file');
  }

  function used(path: string): number | null {
    const { unified, controllers } = mounts;
    const counted = lineNumber(text(unified, path, 'cpu.stat'), 'usage_usec');
    if (counted !== null) return counted;
    const nanoseconds = wholeNumber(text(controllers.get('cpuacct'), path, 'cpuacct.usage'));
    return nanoseconds === null ? null : nanoseconds / 1000;
  }

  function io(path: string): [read: number, written: number] | [null, null] {
    const { unified, controllers } = mounts;
    const counted = text(unified, path, 'io.stat');
    if (counted !== null) return sumIo(counted, disks);
    const folder = controllers.get('blkio');
    const throttled =
      text(folder, path, 'blkio.throttle.io_service_bytes_recursive') ??
      text(folder, path, 'blkio.throttle.io_service_bytes');
    return throttled === null ? [null, null] : sumBlkio(throttled, disks);
  }

  function pressure(path: string, what: 'cpu' | 'memory' | 'io'): number | null {
    const told = text(mounts.unified, path, `${what}.pressure`);
    if (told === null) return null;
    try {
      return parsePressure(told);
    } catch (error) {
      swallowed('engine', 'read-group-pressure', error);
      return null;
    }
  }

  return (path) => {
    refresh();
    const [read, written] = io(path);
    return {
      used: used(path),
      memory: memory(path),
      read,
      written,
      cpuPressure: pressure(path, 'cpu'),
      memoryPressure: pressure(path, 'memory'),
      ioPressure: pressure(path, 'io'),
    };
  };
}

const decoder = new TextDecoder();

/** memory.stat is the longest, at some 1 500 bytes; io.stat has a line of 100 for each disk. */
const GROUP_FILE_BYTES = 16_384;

/** Where control groups are mounted, of /proc/self/mounts; the first mount of several counts. */
export function parseGroupMounts(text: string): Mounts {
  let unified: string | null = null;
  const controllers = new Map<string, string>();
  for (const line of text.split('\n')) {
    const [, folder = '', type = '', options = ''] = line.split(' ');
    if (type === 'cgroup2') unified ??= folder;
    if (type !== 'cgroup') continue;
    for (const option of options.split(',')) if (!controllers.has(option)) controllers.set(option, folder);
  }
  return { unified, controllers };
}

function wholeNumber(text: string | null): number | null {
  return text !== null && /^\d+\s*$/.test(text) ? Number(text) : null;
}

function lineNumber(text: string | null, name: string): number | null {
  const digits = text === null ? undefined : new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1];
  return digits === undefined ? null : Number(digits);
}

/** Files that were read and are not in use can be had back at once: they are no use of memory to people. */
function withoutCache(bytes: number, stat: string | null, name: string): number {
  return Math.max(0, bytes - (lineNumber(stat, name) ?? 0));
}

/** `8:0 rbytes=1 wbytes=2 rios=…`; only whole disks, because what is mapped upon them counts again. */
function sumIo(text: string, disks: ReadonlySet<string>): [number, number] {
  let read = 0;
  let written = 0;
  for (const [, device = '', inward, outward] of text.matchAll(/^(\d+:\d+) rbytes=(\d+) wbytes=(\d+)/gm)) {
    if (disks.size > 0 && !disks.has(device)) continue;
    read += Number(inward);
    written += Number(outward);
  }
  return [read, written];
}

/** `8:0 Read 1`, `8:0 Write 2`. */
function sumBlkio(text: string, disks: ReadonlySet<string>): [number, number] {
  let read = 0;
  let written = 0;
  for (const [, device = '', way, bytes] of text.matchAll(/^(\d+:\d+) (Read|Write) (\d+)$/gm)) {
    if (disks.size > 0 && !disks.has(device)) continue;
    if (way === 'Read') read += Number(bytes);
    else written += Number(bytes);
  }
  return [read, written];
}
