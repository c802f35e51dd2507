import type { Process } from '../../app/finder/process.ts';
import { processKey } from '../../app/finder/sampling.ts';
import type { Store } from '../../ui/state/store.ts';
import type { Live } from '../state/live.ts';
import { comparator, sortOf, type TableState } from './sort.ts';

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

/** The words that a query asks for, in lower case. */
export function wordsOf(query: string): readonly string[] {
  return query.toLocaleLowerCase().split(/\s+/).filter(Boolean);
}

/** Whether every word stands somewhere in the process's name, user, path or PID. */
export function matches(process: Process, words: readonly string[]): boolean {
  if (words.length === 0) return true;
  const text = searchText(process);
  return words.every((word) => text.includes(word));
}

const texts = new WeakMap<Process, string>();

/** Made once for each reading, because a query is tried on every process at every key press. */
function searchText(process: Process): string {
  let text = texts.get(process);
  if (text === undefined) {
    // A line break can stand in no word, so a word never matches across two fields.
    text = [process.name, process.user, process.path ?? '', process.pid].join('\n').toLocaleLowerCase();
    texts.set(process, text);
  }
  return text;
}

/**
 * The order of the rows after a live update. A sort that follows every reading would pull rows away from under the
 * user, so a row that is held keeps its place and the others close around it; while the user is busy with the rows
 * none moves, and only what is new or gone changes the list.
 */
export function steadyOrder<Row>(
  /** Rows as the sort wants them. */
  sorted: readonly Row[],
  /** Keys of the rows as they stand on the screen. */
  shown: readonly string[],
  keyOf: (row: Row) => string,
  hold: { readonly row: string | null; readonly all: boolean },
): readonly Row[] {
  return keepOne(hold.all ? keepAll(sorted, shown, keyOf) : sorted, shown, keyOf, hold.row);
}

function keepOne<Row>(
  sorted: readonly Row[],
  shown: readonly string[],
  keyOf: (row: Row) => string,
  held: string | null,
): readonly Row[] {
  if (held === null) return sorted;
  const index = shown.indexOf(held);
  const now = sorted.findIndex((row) => keyOf(row) === held);
  const row = sorted[now];
  if (index < 0 || row === undefined || index === now) return sorted;
  const others = [...sorted.slice(0, now), ...sorted.slice(now + 1)];
  // Near the end of a list that got shorter the last row is the nearest.
  const at = Math.min(index, others.length);
  return [...others.slice(0, at), row, ...others.slice(at)];
}

function keepAll<Row>(sorted: readonly Row[], shown: readonly string[], keyOf: (row: Row) => string): readonly Row[] {
  const indexes = new Map(shown.map((key, index) => [key, index]));
  const indexOf = (row: Row) => indexes.get(keyOf(row)) ?? Number.POSITIVE_INFINITY;
  // New rows stand after the others, in sorted order, until the user lets go.
  return sorted
    .map((row) => ({ row, index: indexOf(row) }))
    .sort((a, b) => (a.index === b.index ? 0 : a.index - b.index))
    .map(({ row }) => row);
}
