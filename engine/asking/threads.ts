import type { Detail } from '../../app/finder/asking.ts';
import { namesOrNone, type SystemFiles, textOrNothing } from '../sampler/linux/system-files.ts';

/** Threads that are told; the ones with the most processor time. */
const MAX_THREADS = 50;
/** Threads that are read; a Java server can have thousands, at 10 µs each. */
const MAX_READ = 2000;

/**
 * The threads of a process by the processor time that they have used, most first. Its time is in seconds, as
 * /proc/PID/task/TID/stat counts it in ticks.
 */
export function readThreads(files: SystemFiles, pid: number, ticksPerSecond: number): Detail['threads'] {
  return namesOrNone(files, `/proc/${pid}/task`)
    .slice(0, MAX_READ)
    .flatMap((id) => {
      const text = textOrNothing(files, `/proc/${pid}/task/${id}/stat`);
      const open = text.indexOf('(');
      const close = text.lastIndexOf(')');
      if (open < 0 || close < open) return [];
      // The manual counts from 1 and the state, first after the name, is the third: user and system time are 14 and 15.
      const after = text.slice(close + 2).split(' ');
      const ticks = Number(after[11]) + Number(after[12]);
      if (!Number.isFinite(ticks)) return [];
      return [{ id: Number(id), name: text.slice(open + 1, close), cpu: ticks / ticksPerSecond }];
    })
    .sort((a, b) => b.cpu - a.cpu || a.id - b.id)
    .slice(0, MAX_THREADS);
}
