import type { Row, Value } from '../../app/query/query.ts';
import { type GridColumn, isSummed } from './grid-column.ts';

/** Property of the rows in which the key of the parent stands. */
const PARENT = 'parentKey';

/** Who stands below whom, by key. */
export interface Tree {
  readonly roots: readonly Row[];
  /** Children in the order of the rows. */
  readonly childrenOf: ReadonlyMap<string, readonly Row[]>;
  /** Only parents that are among the rows. */
  readonly parentOf: ReadonlyMap<string, string>;
}

/**
 * The tree of rows. A parent that is not among them makes a root of its child, and so does a circle, which a system that
 * gives its numbers anew can seem to have.
 */
export function growTree(rows: readonly Row[]): Tree {
  const keys = new Set(rows.map(({ key }) => key));
  const parentOf = new Map<string, string>();
  for (const row of rows) {
    const parent = row[PARENT];
    if (typeof parent === 'string' && parent !== row.key && keys.has(parent)) parentOf.set(row.key, parent);
  }
  cutCircles(rows, parentOf);
  return treeOf(rows, parentOf);
}

/** The tree of rows whose parents are known and among them, in the order of the rows. */
export function treeOf(rows: readonly Row[], parentOf: ReadonlyMap<string, string>): Tree {
  const childrenOf = new Map<string, Row[]>();
  const roots: Row[] = [];
  for (const row of rows) {
    const parent = parentOf.get(row.key);
    if (parent === undefined) {
      roots.push(row);
      continue;
    }
    const siblings = childrenOf.get(parent);
    if (siblings) siblings.push(row);
    else childrenOf.set(parent, [row]);
  }
  return { roots, childrenOf, parentOf };
}

/** Takes its parent from one row of each circle. */
function cutCircles(rows: readonly Row[], parentOf: Map<string, string>): void {
  const done = new Set<string>();
  for (const { key } of rows) {
    const path = new Set<string>();
    let at: string | undefined = key;
    while (at !== undefined && !done.has(at)) {
      if (path.has(at)) {
        parentOf.delete(at);
        break;
      }
      path.add(at);
      at = parentOf.get(at);
    }
    for (const passed of path) done.add(passed);
  }
}

/** Keys of the parents of a row, the nearest first. */
export function ancestorsIn(parentOf: ReadonlyMap<string, string>, key: string): readonly string[] {
  const ancestors: string[] = [];
  for (let at = parentOf.get(key); at !== undefined; at = parentOf.get(at)) ancestors.push(at);
  return ancestors;
}

/** Each row that has children, with the sums of itself and all below it in place of its own figures. */
export function subtreeTotals(tree: Tree, columns: readonly GridColumn[]): ReadonlyMap<string, Row> {
  const properties = columns.filter(isSummed).map(({ property }) => property);
  const totals = new Map<string, Record<string, Value> & Row>();
  for (const row of fromLeaves(tree)) {
    const children = tree.childrenOf.get(row.key);
    if (!children) continue;
    const sums: Record<string, Value> = {};
    for (const property of properties) {
      sums[property] = [row, ...children.map((child) => totals.get(child.key) ?? child)].reduce<number | null>(
        (sum, { [property]: value }) => (typeof value === 'number' ? (sum ?? 0) + value : sum),
        null,
      );
    }
    totals.set(row.key, { ...row, ...sums });
  }
  return totals;
}

/** Every row of the tree, children before their parents. */
function fromLeaves({ roots, childrenOf }: Tree): readonly Row[] {
  const all = [...roots];
  for (let i = 0; i < all.length; i += 1) {
    const row = all[i];
    for (const child of (row && childrenOf.get(row.key)) ?? []) all.push(child);
  }
  return all.reverse();
}
