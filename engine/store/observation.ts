import type { SourceState } from '../../app/finder/live.ts';
import type { Process } from '../../app/finder/process.ts';
import type { Connection, Port } from '../../app/finder/socket.ts';
import type { Unit } from '../../app/finder/unit.ts';

/** Figures of the computer as a whole; `null` for what could not be read. */
export interface SystemFigures {
  /** Percent of the whole processor, 0 to 100. */
  readonly cpu: number | null;
  /** Bytes. */
  readonly memoryUsed: number | null;
  readonly memoryTotal: number | null;
  /** Bytes a second. */
  readonly diskRead: number | null;
  readonly diskWrite: number | null;
  readonly networkReceived: number | null;
  readonly networkSent: number | null;
}

/**
 * What was read at one moment. A list that is missing was not read this time, which says nothing of what it held before;
 * a list of no processes counts as not read, because the reader itself is one.
 */
export interface Observation {
  /** UTC milliseconds. */
  readonly at: number;
  /** Milliseconds that only grow and stand still while the computer sleeps. */
  readonly monotonic: number;
  /** Milliseconds since the start of the system, those asleep too; tells a clock that was set from sleep. */
  readonly sinceBoot?: number | null;
  readonly bootId: string;
  /** Milliseconds until the next reading, as planned. */
  readonly cadence: number;
  readonly processes: readonly Process[] | null;
  readonly metrics: SystemFigures | null;
  readonly ports?: readonly Port[] | null;
  readonly connections?: readonly Connection[] | null;
  readonly units?: readonly Unit[] | null;
  readonly sources?: readonly SourceState[] | null;
}
