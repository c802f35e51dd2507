import type { GridState } from '../../app/grid/grid-state.ts';
import type { Row } from '../../app/query/query.ts';
import type { Readable } from '../../ui/state/store.ts';
import { type Arrangement, arrange, type RowFilter } from './arrange.ts';
import type { GridColumn } from './grid-column.ts';
import type { RowSource, RowView } from './row-source.ts';
import type { TextPlaces } from './sort-rows.ts';
import { type Hold, holdNothing, steadyOrder } from './steady-order.ts';
import { totalsOf } from './totals.ts';
import { ancestorsIn } from './tree.ts';

interface LocalParts {
  /** The rows as they were read last. A row that did not change is the same object as before. */
  readonly rows: Readable<readonly Row[]>;
  readonly state: Readable<GridState>;
  /** `null`: all rows are shown. */
  readonly filter: Readable<RowFilter | null>;
  readonly columns: readonly GridColumn[];
}

interface Used {
  readonly rows: readonly Row[];
  readonly state: GridState;
  readonly filter: RowFilter | null;
  readonly folded: ReadonlySet<string>;
}

/**
 * The rows of a list that the window has as a whole, such as those that are read live. They are arranged once for each
 * change, outside of React, because the order depends on what stood on the screen before; while nobody looks it rests.
 */
export class LocalSource implements RowSource {
  readonly #parts: LocalParts;
  readonly #listeners = new Set<() => void>();
  readonly #places = new Map<string, TextPlaces>();
  #stop: (() => void) | undefined;
  #used: Used | undefined;
  #siblings: ReadonlyMap<string, readonly string[]> = new Map();
  #folded: ReadonlySet<string> = new Set();
  #view: RowView = viewOf([], { entries: [], siblings: new Map(), parentOf: new Map(), matched: [], levels: false });
  #hold: () => Hold = () => holdNothing;

  constructor(parts: LocalParts) {
    this.#parts = parts;
  }

  readonly get = (): RowView => {
    if (!this.#stop) this.#refresh();
    return this.#view;
  };

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    if (this.#listeners.size === 1) this.#start();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      this.#stop?.();
      this.#stop = undefined;
    };
  };

  /** Everything is there. */
  wanted(): void {}

  async load(): Promise<void> {}

  async rows(keys: ReadonlySet<string>): Promise<readonly Row[]> {
    return this.get().rowsOf(keys);
  }

  setHold(hold: () => Hold): void {
    this.#hold = hold;
  }

  foldInFilter(keys: readonly string[] | 'all', open: boolean): boolean {
    if (!this.#parts.filter.get()) return false;
    const all = keys === 'all';
    const folded = new Set(all && open ? [] : this.#folded);
    for (const key of all ? this.#siblings.keys() : keys) {
      if (open) folded.delete(key);
      else folded.add(key);
    }
    this.#folded = folded;
    this.#changed();
    return true;
  }

  #start(): void {
    this.#refresh();
    const { rows, state, filter } = this.#parts;
    const stops = [rows, state, filter].map((part) => part.subscribe(() => this.#changed()));
    this.#stop = () => {
      for (const stop of stops) stop();
    };
  }

  #changed(): void {
    if (!this.#refresh()) return;
    for (const listener of this.#listeners) listener();
  }

  /** Arranges the rows if anything that they depend on has changed; says whether it had. */
  #refresh(): boolean {
    const { columns } = this.#parts;
    const before = this.#used;
    const [rows, state, filter] = [this.#parts.rows.get(), this.#parts.state.get(), this.#parts.filter.get()];
    if (before && before.filter !== filter) this.#folded = new Set();
    const folded = this.#folded;
    const asked =
      before !== undefined && !(before.filter === filter && before.folded === folded && sameAsk(before.state, state));
    if (before && before.rows === rows && !asked) return false;
    this.#used = { rows, state, filter, folded };
    // Only a live update must not move rows; a new sort or filter is what the person asked for.
    const ordered = before !== undefined && !sameOrder(before, { state, filter });
    const hold = before && !ordered ? this.#hold() : undefined;
    const arranged = arrange({
      rows,
      columns,
      state,
      filter,
      foldedInFilter: folded,
      places: this.#places,
      steady: (siblings, parent) => {
        const shown = hold && this.#siblings.get(parent);
        return shown ? steadyOrder(siblings, shown, hold) : siblings;
      },
    });
    this.#siblings = arranged.siblings;
    const totals = state.totals ? totalsOf('', arranged.matched, columns) : null;
    this.#view = {
      ...viewOf(rows, arranged),
      totals,
      asked: this.#view.asked + Number(asked),
      ordered: this.#view.ordered + Number(ordered),
    };
    return true;
  }
}

/** Whether nothing of the state has changed that moves, shows or hides rows. */
function sameAsk(a: GridState, b: GridState): boolean {
  return a === b || (a.expanded === b.expanded && a.totals === b.totals && sameArrangement(a, b));
}

const sameArrangement = (a: GridState, b: GridState) =>
  a.sort === b.sort && a.group === b.group && a.tree === b.tree && a.subtotals === b.subtotals;

/** Folding a row or showing the totals is no reason to sort anew. */
function sameOrder(a: Pick<Used, 'state' | 'filter'>, b: Pick<Used, 'state' | 'filter'>): boolean {
  return a.filter === b.filter && sameArrangement(a.state, b.state);
}

function viewOf(rows: readonly Row[], { entries, parentOf, matched, levels }: Arrangement): RowView {
  const indexes = new Map(entries.map(({ key }, index) => [key, index]));
  let keys: ReadonlySet<string> | undefined;
  return {
    total: entries.length,
    matched: matched.length,
    all: rows.length,
    levels,
    asked: 0,
    ordered: 0,
    totals: null,
    entry: (index) => entries[index],
    keyAt: (index) => entries[index]?.key,
    indexOf: (key) => indexes.get(key) ?? -1,
    keysIn: (from, to) =>
      entries
        .slice(from, to + 1)
        .flatMap(({ kind, key, muted }) => (kind === 'row' && (!muted || from === to) ? key : [])),
    hides: (key) => {
      if (indexes.has(key)) return false;
      keys ??= new Set(rows.map((row) => row.key));
      return keys.has(key);
    },
    ancestors: (key) => ancestorsIn(parentOf, key),
    rowsOf: (wanted) => rowsOf(entries, matched, parentOf, wanted),
  };
}

/** Rows in the order of the list, and after them those of folded groups. */
function rowsOf(
  entries: Arrangement['entries'],
  matched: readonly Row[],
  parentOf: ReadonlyMap<string, string>,
  wanted: ReadonlySet<string>,
): readonly Row[] {
  const drawn = new Set<string>();
  const rows: Row[] = [];
  for (const entry of entries) {
    if (entry.kind !== 'row') continue;
    const parent = parentOf.get(entry.key) ?? '';
    if (!wanted.has(entry.key) && !(parent.startsWith('group:') && wanted.has(parent))) continue;
    drawn.add(entry.key);
    rows.push(entry.row);
  }
  const folded = matched.filter(({ key }) => {
    const group = parentOf.get(key);
    return !drawn.has(key) && group?.startsWith('group:') && wanted.has(group);
  });
  return [...rows, ...folded];
}
