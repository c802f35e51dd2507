import { swallowed } from 'candor-client/core';
import { PAGE_ROWS } from '../../app/finder/history.ts';
import type { Row } from '../../app/query/query.ts';
import type { RowEntry, RowSource, RowView } from './row-source.ts';

/** Pages whose rows are kept: 40 000 rows, more than anybody scrolls through, and some ten megabytes. */
const KEPT_PAGES = 200;

interface PagedParts {
  /** Rows in all, as far as they are counted: see {@link PagedSource.grow}. */
  readonly total: number;
  /** The first rows, which came with the answer: the first page or its beginning. */
  readonly first: readonly Row[];
  /** Asks for rows from an index on; fewer than {@link PAGE_ROWS} only at the end. */
  readonly fetch: (from: number) => Promise<readonly Row[]>;
  /** A page could not be had; what is missing is asked for again when it comes in sight once more. */
  readonly onFailure: (error: unknown) => void;
}

/** The rows of a long answer, of which pages are asked for as they come in sight. It is sorted where it was found. */
export class PagedSource implements RowSource {
  readonly #parts: PagedParts;
  readonly #listeners = new Set<() => void>();
  /** By number of the page; the page used last stands last. */
  readonly #pages = new Map<number, readonly Row[]>();
  readonly #asked = new Map<number, Promise<void>>();
  /** Keys stay when their page goes: what was selected stays selected. */
  readonly #keys: (string | undefined)[] = [];
  readonly #indexes = new Map<string, number>();
  #view: RowView;
  #total: number;

  constructor(parts: PagedParts) {
    this.#parts = parts;
    this.#total = parts.total;
    this.#view = this.#makeView();
    if (parts.first.length > 0) this.#take(0, parts.first);
  }

  /** There are so many rows; never fewer than before. */
  grow(total: number): void {
    if (total <= this.#total) return;
    this.#total = total;
    this.#tell();
  }

  readonly get = (): RowView => this.#view;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  wanted(from: number, to: number): void {
    for (const page of this.#pagesOf(from, to)) {
      const rows = this.#pages.get(page);
      const last = Math.min(to, (page + 1) * PAGE_ROWS - 1, this.#total - 1);
      if (rows && last - page * PAGE_ROWS < rows.length) {
        this.#pages.delete(page);
        this.#pages.set(page, rows);
      } else {
        // Whoever waits for it is told; here it is only in sight.
        this.#ask(page).catch((error: unknown) => {
          swallowed('ipc', 'fetch-rows', error);
          this.#parts.onFailure(error);
        });
      }
    }
  }

  async load(from: number, to: number): Promise<void> {
    // One after the other: a hundred pages at once would hold up what the person sees meanwhile.
    for (const page of this.#pagesOf(from, to)) {
      if (!this.#knowsKeys(page)) await this.#ask(page);
    }
  }

  async rows(keys: ReadonlySet<string>): Promise<readonly Row[]> {
    const rows: Row[] = [];
    for (const index of this.#indexesOf(keys)) {
      const page = Math.floor(index / PAGE_ROWS);
      if (this.#row(index) === undefined) await this.#ask(page);
      const row = this.#row(index);
      if (row) rows.push(row);
    }
    return rows;
  }

  /** A page that has come is not moved by anything. */
  setHold(): void {}

  foldInFilter(): boolean {
    return false;
  }

  #pagesOf(from: number, to: number): readonly number[] {
    const first = Math.floor(Math.max(0, from) / PAGE_ROWS);
    const last = Math.floor(Math.min(to, this.#total - 1) / PAGE_ROWS);
    return Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => first + at);
  }

  #knowsKeys(page: number): boolean {
    const end = Math.min((page + 1) * PAGE_ROWS, this.#total);
    for (let index = page * PAGE_ROWS; index < end; index += 1) if (this.#keys[index] === undefined) return false;
    return true;
  }

  #ask(page: number): Promise<void> {
    const asked = this.#asked.get(page);
    if (asked) return asked;
    const asking = this.#parts
      .fetch(page * PAGE_ROWS)
      .then((rows) => this.#take(page, rows))
      .finally(() => this.#asked.delete(page));
    this.#asked.set(page, asking);
    return asking;
  }

  #take(page: number, rows: readonly Row[]): void {
    this.#pages.set(page, rows);
    for (const [at, { key }] of rows.entries()) {
      this.#keys[page * PAGE_ROWS + at] = key;
      this.#indexes.set(key, page * PAGE_ROWS + at);
    }
    const [oldest] = this.#pages.keys();
    if (this.#pages.size > KEPT_PAGES && oldest !== undefined) this.#pages.delete(oldest);
    this.#tell();
  }

  #tell(): void {
    this.#view = this.#makeView();
    for (const listener of this.#listeners) listener();
  }

  #indexesOf(keys: ReadonlySet<string>): readonly number[] {
    return [...keys].flatMap((key) => this.#indexes.get(key) ?? []).sort((a, b) => a - b);
  }

  #row(index: number): Row | undefined {
    return this.#pages.get(Math.floor(index / PAGE_ROWS))?.[index % PAGE_ROWS];
  }

  #makeView(): RowView {
    const total = this.#total;
    return {
      total,
      matched: total,
      all: total,
      levels: false,
      asked: 0,
      ordered: 0,
      totals: null,
      entry: (index) => {
        const row = this.#row(index);
        return row && flatEntry(row, index, total);
      },
      keyAt: (index) => this.#keys[index],
      indexOf: (key) => this.#indexes.get(key) ?? -1,
      keysIn: (from, to) => {
        const keys = Array.from({ length: Math.max(0, to - from + 1) }, (_, at) => this.#keys[from + at]);
        const known = keys.filter((key) => key !== undefined);
        return known.length === keys.length ? known : undefined;
      },
      hides: () => false,
      ancestors: () => [],
      rowsOf: (keys) => this.#indexesOf(keys).flatMap((index) => this.#row(index) ?? []),
    };
  }
}

function flatEntry(row: Row, index: number, total: number): RowEntry {
  return { kind: 'row', key: row.key, row, level: 1, expanded: null, position: index + 1, size: total, muted: false };
}
