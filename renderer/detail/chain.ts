import type { Row } from '../../app/query/query.ts';

/** A step on the way from a process up to the first one. */
export type ChainStep =
  | { readonly kind: 'known'; readonly row: Row; readonly running: boolean }
  /** Nothing is known of it but its PID, and its name if its child has kept that. */
  | { readonly kind: 'unknown'; readonly pid: number; readonly name: string };

interface Known {
  /** Processes that run, by key. */
  readonly running: ReadonlyMap<string, Row>;
  /** Ones that are gone or run, as the history and this window remember them. */
  readonly remembered: readonly Row[];
}

/**
 * What started a process, from its parent up to the first process. It ends with an unknown step where the parent was
 * gone before anybody looked: by its PID alone another process could be taken for it.
 */
export function chainOf(process: Row, { running, remembered }: Known): readonly ChainStep[] {
  const before = new Map(remembered.map((row) => [row.key, row]));
  const steps: ChainStep[] = [];
  const seen = new Set([process.key]);
  let child = process;
  for (;;) {
    const { parentKey, parentPid, parentName } = child;
    const parent = typeof parentKey === 'string' ? (running.get(parentKey) ?? before.get(parentKey)) : undefined;
    if (!parent) {
      if (typeof parentPid === 'number' && parentPid > 0) {
        steps.push({ kind: 'unknown', pid: parentPid, name: typeof parentName === 'string' ? parentName : '' });
      }
      return steps;
    }
    // Rows that contradict each other must not lead round and round.
    if (seen.has(parent.key)) return steps;
    seen.add(parent.key);
    steps.push({ kind: 'known', row: parent, running: running.has(parent.key) });
    child = parent;
  }
}

/** The processes that one has started and that still run, the busiest first. */
export function childrenOf(key: string, rows: readonly Row[]): readonly Row[] {
  return rows.filter(({ parentKey }) => parentKey === key).toSorted(byCpu);
}

/** The processes of a unit: those that are summed up in it, and in control groups below it. */
export function membersOf({ key }: Row, rows: readonly Row[]): readonly Row[] {
  const isMember = ({ unit }: Row) => unit === key || (typeof unit === 'string' && unit.startsWith(`${key}/`));
  return rows.filter(isMember).toSorted(byCpu);
}

function byCpu(a: Row, b: Row): number {
  return Number(b['cpu'] ?? 0) - Number(a['cpu'] ?? 0) || Number(a['pid'] ?? 0) - Number(b['pid'] ?? 0);
}
