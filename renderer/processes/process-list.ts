import type { Process } from '../../app/finder/process.ts';
import { processKey } from '../../app/finder/process-key.ts';
import type { Store } from '../../ui/state/store.ts';
import type { Live } from '../state/live.ts';
import { matches, wordsOf } from './filter.ts';
import { comparator } from './sort.ts';
import { steadyOrder } from './steady-order.ts';
import { sortOf, type TableState } from './table-state.ts';

/** The rows of the table: what is filtered and in which order. */
export interface ProcessRows {
  readonly rows: readonly Process[];
  readonly keys: readonly string[];
  /** All processes, filtered out ones too. */
  readonly total: number;
}

interface Sources {
  readonly live: Store<Live>;
  readonly table: Store<TableState>;
  readonly query: Store<string>;
}

/**
 * The rows of the table, made from the live processes, the sort and the query. It is computed once for each change,
 * outside of React, because the order depends on what stood on the screen before; while nobody looks it rests.
 */
export class ProcessList {
  readonly #sources: Sources;
  readonly #listeners = new Set<() => void>();
  #stop: (() => void) | undefined;
  #used: { processes: readonly Process[]; sorting: unknown; query: string } | undefined;
  #shown: ProcessRows = { rows: [], keys: [], total: 0 };
  /** Asked at each live update: the row to keep in its place, and whether all are to stay. */
  hold: () => { readonly row: string | null; readonly all: boolean } = () => ({ row: null, all: false });

  constructor(sources: Sources) {
    this.#sources = sources;
  }

  readonly get = (): ProcessRows => {
    if (!this.#stop) this.#refresh();
    return this.#shown;
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

  #start(): void {
    this.#refresh();
    const onChange = () => {
      if (this.#refresh()) for (const listener of this.#listeners) listener();
    };
    const { live, table, query } = this.#sources;
    const stops = [live.subscribe(onChange), table.subscribe(onChange), query.subscribe(onChange)];
    this.#stop = () => {
      for (const stop of stops) stop();
    };
  }

  /** Computes the rows if anything that they depend on has changed; says whether it had. */
  #refresh(): boolean {
    const { processes } = this.#sources.live.get();
    const { sorting } = this.#sources.table.get();
    const query = this.#sources.query.get();
    const used = this.#used;
    if (used && used.processes === processes && used.sorting === sorting && used.query === query) return false;
    this.#used = { processes, sorting, query };
    const words = wordsOf(query);
    const sorted = processes
      .filter((process) => matches(process, words))
      .sort(comparator(sortOf(this.#sources.table.get())));
    // Only a live update must not move rows; a new sort or query is what the user asked for.
    const live = used !== undefined && used.sorting === sorting && used.query === query;
    const rows = live ? steadyOrder(sorted, this.#shown.keys, processKey, this.hold()) : sorted;
    this.#shown = { rows, keys: rows.map(processKey), total: processes.length };
    return true;
  }
}
