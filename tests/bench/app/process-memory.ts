import { readdirSync, readFileSync, statSync } from 'node:fs';

/**
 * Memory of a process and all its descendants, in megabytes: the sum of their proportional set sizes, in which a page
 * that several processes share is counted once. Linux only.
 */
export function proportionalSetSize(root: number): { megabytes: number; processes: number } {
  const family = descendantsOf(root);
  const kilobytes = family.map(readPss);
  return { megabytes: kilobytes.reduce((sum, size) => sum + size, 0) / 1000, processes: family.length };
}

/** A process of this computer and everything below it, now. */
export function descendantsOf(root: number): number[] {
  return descendants(root, parentsOf());
}

/** How many processes of this computer run a program, by the file that it is. */
export function othersWith(executable: string): number {
  const wanted = statSync(executable).ino;
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name) && inodeOf(`/proc/${name}/exe`) === wanted).length;
}

/** `undefined` for a process that has just ended or is somebody else's. */
function inodeOf(link: string): number | undefined {
  try {
    return statSync(link).ino;
  } catch {
    return undefined;
  }
}

/** The process itself and everything below it. */
export function descendants(root: number, parents: ReadonlyMap<number, number>): number[] {
  const children = [...parents].filter(([, parent]) => parent === root).map(([child]) => child);
  return [root, ...children.flatMap((child) => descendants(child, parents))];
}

function parentsOf(): Map<number, number> {
  const ids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return new Map(
    ids.flatMap((id) => {
      const parent = parentIn(read(`/proc/${id}/stat`));
      return parent === undefined ? [] : [[Number(id), parent]];
    }),
  );
}

/** The fourth field of proc(5)'s `stat`; the second is a name in brackets that may hold anything. */
export function parentIn(stat: string): number | undefined {
  const [, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return parent ? Number(parent) : undefined;
}

function readPss(id: number): number {
  return Number(/^Pss:\s+(\d+) kB$/m.exec(read(`/proc/${id}/smaps_rollup`))?.[1] ?? 0) * 1.024;
}

/** Empty for a process that has just ended. */
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
