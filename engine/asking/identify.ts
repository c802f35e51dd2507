import { swallowed } from 'candor-client/core';
import { emptyStat, parseProcessStat } from '../sampler/linux/process-stat.ts';
import type { SystemFiles } from '../sampler/linux/system-files.ts';

/** Key of the process that has a PID at this moment, from /proc; `null` when none has. */
export function createIdentify(files: Pick<SystemFiles, 'bytes'>, bootId: string): (pid: number) => string | null {
  return (pid) => {
    try {
      const bytes = files.bytes(`/proc/${pid}/stat`);
      const stat = emptyStat();
      return parseProcessStat(bytes, bytes.length, stat) ? `${bootId}.${pid}.${stat.startTicks}` : null;
    } catch (error) {
      swallowed('engine', 'identify-process', error);
      return null;
    }
  };
}
