import type { Process } from '../../app/finder/process.ts';

/**
 * The processes without those that the engine itself started to read the device: they would be found in no other
 * reading and tell only about the Finder. The engine and the rest of the app stay: they are part of the truth. The list
 * itself is given back when there are none, which is nearly always.
 */
export function withoutOwnHelpers(processes: readonly Process[], enginePid: number): readonly Process[] {
  if (!processes.some(({ parentPid }) => parentPid === enginePid)) return processes;
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
