import type { Metrics } from '../../app/finder/device.ts';
import type { Process } from '../../app/finder/process.ts';

/** Reads this computer; each platform has one. */
export interface Reader {
  /** The running programs with CPU shares since the call before. @throws when they cannot be listed. */
  processes(): Promise<Process[]>;
  /** The figures since the call before; `undefined` at the first call, when rates are not known yet. */
  metrics(): Promise<Metrics | undefined>;
  /** Sampling begins: get ready what makes it quick. */
  begin?(): void;
  /** Sampling rests: let go of it. */
  rest?(): void;
}

/**
 * The processes without those that the engine itself started to read the device: they would be found in no other
 * sample and tell only about the Finder. The engine and the rest of the app stay: they are part of the truth.
 */
export function withoutOwnHelpers(processes: readonly Process[], enginePid: number): Process[] {
  const helpers = new Set<number>();
  const parents = new Map(processes.map((process) => [process.pid, process.parentPid]));
  for (const { pid } of processes) {
    if (descends(pid, enginePid, parents)) helpers.add(pid);
  }
  return processes.filter(({ pid }) => !helpers.has(pid));
}

function descends(pid: number, ancestor: number, parents: ReadonlyMap<number, number>): boolean {
  const seen = new Set<number>([pid]);
  let parent = parents.get(pid);
  while (parent !== undefined && !seen.has(parent)) {
    if (parent === ancestor) return true;
    seen.add(parent);
    parent = parents.get(parent);
  }
  return false;
}
