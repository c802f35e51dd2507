import type { Row } from '../query/query.ts';

export const unitKinds = ['service', 'app', 'session', 'container', 'group', 'other'] as const;

/** A service or an app with all its processes, those that have ended too, as its control group counts them. */
export interface Unit extends Row {
  /** Path of its control group, or `app:<title>` where there is none of its own. */
  readonly key: string;
  /** As people know it: "Firefox", "ssh.service". */
  readonly name: string;
  readonly kind: (typeof unitKinds)[number];
  readonly user: string;
  /** Processes that run now. */
  readonly processes: number;
  /** Percent of one core since the reading before. */
  readonly cpu: number | null;
  /** Bytes. */
  readonly memory: number | null;
  /** Bytes a second. */
  readonly read: number | null;
  readonly written: number | null;
  /** Share of the last ten seconds in which something of it waited for the processor, memory or a disk, in percent. */
  readonly cpuPressure: number | null;
  readonly memoryPressure: number | null;
  readonly ioPressure: number | null;
  /** When its oldest process began, UTC milliseconds; 0 when not known. */
  readonly since: number;
}
