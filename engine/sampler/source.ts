import type { Metrics } from '../../app/finder/device.ts';
import type { SourceFailure, SourceId, Topic } from '../../app/finder/live.ts';
import type { Process } from '../../app/finder/process.ts';
import type { Connection, Port } from '../../app/finder/socket.ts';
import type { Unit } from '../../app/finder/unit.ts';

/** Bytes a second in each direction. */
export interface Rates {
  readonly inward: number;
  readonly outward: number;
}

/** What each source gives. `null` stands for rates that need a reading before, which there is none of. */
export interface SourceValues {
  readonly processes: readonly Process[];
  /** Whole processor, 0 to 100 percent. */
  readonly cpu: number | null;
  /** Bytes. */
  readonly memory: { readonly used: number; readonly total: number };
  readonly disks: Rates | null;
  readonly network: Rates | null;
  readonly pressure: NonNullable<Metrics['pressure']>;
  readonly sockets: { readonly ports: readonly Port[]; readonly connections: readonly Connection[] };
  readonly units: readonly Unit[];
  readonly power: { readonly onBattery: boolean };
}

/** The sources that are read again and again. */
export type SampledId = Extract<SourceId, keyof SourceValues>;

/** When a source is read. */
export interface Moment {
  /** UTC milliseconds since 1970. */
  readonly at: number;
  readonly monotonic: number;
  /**
   * Whether what was counted since the reading before can be told as a rate of the present: not after a sleep of the
   * computer, nor when the reading before is long ago or there is none.
   */
  readonly continuous: boolean;
}

/** Reads one thing of this computer. What it throws costs itself alone, see {@link sourceFailure}. */
export interface Source<Id extends SampledId = SampledId> {
  readonly id: Id;
  /** What needs it; none: it is read whenever anything is. */
  readonly topics: readonly Topic[];
  /** Shortest time between two readings in milliseconds, where that is longer than the cadence. */
  readonly least: number;
  /** So many times longer between readings while nobody sees what it tells: for the history and hidden windows. */
  readonly unseen?: number;
  /** Its figures are differences of two readings, so that a first one is soon followed by another. */
  readonly paired: boolean;
  /** Milliseconds in which it must answer. One that does not is told as such, and not asked again until it does. */
  readonly limit: number;
  read(moment: Moment): SourceValues[Id] | Promise<SourceValues[Id]>;
  /** Reading begins: get ready what makes it quick. */
  begin?(): void;
  /** Nothing is read any more: let go of it. */
  rest?(): void;
}

/** A source of any kind. */
export type AnySource = { [Id in SampledId]: Source<Id> }[SampledId];

/** What a source told is not what it can be. */
export function malformed(source: string): SyntaxError {
  return new SyntaxError(`${source} is not as it should be`);
}

const troubles: Readonly<Record<string, SourceFailure>> = {
  EACCES: 'denied',
  EPERM: 'denied',
  ENOENT: 'missing',
  ENOTDIR: 'missing',
  EOPNOTSUPP: 'missing',
  ETIMEDOUT: 'timeout',
};

/** Why a source could not be read, from what was thrown: the system's code, never its text, which names files. */
export function sourceFailure(thrown: unknown): SourceFailure {
  if (thrown instanceof SyntaxError) return 'malformed';
  const code: unknown = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
  return (typeof code === 'string' && Object.hasOwn(troubles, code) && troubles[code]) || 'other';
}
