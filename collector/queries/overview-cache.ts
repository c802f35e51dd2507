import type { Overview } from 'candor-client/core';
import { isSame, type Position } from '../journal/position.ts';

/** Asks the storage once for each state of the tables, however many look at the dashboard. */
export class OverviewCache {
  readonly #query: () => Promise<Overview>;
  #newest: { readonly loaded: Position; readonly overview: Promise<Overview> } | undefined;

  constructor(query: () => Promise<Overview>) {
    this.#query = query;
  }

  /**
   * @param loaded how far the tables have got.
   * @param waiting batches that are received and not in the tables.
   */
  async get(loaded: Position, waiting: number): Promise<Overview> {
    const cached = this.#newest && isSame(this.#newest.loaded, loaded) ? this.#newest : this.#ask(loaded);
    const overview = await cached.overview;
    const { received, lost } = overview.completeness;
    return { ...overview, completeness: { received: received + waiting, waiting, lost } };
  }

  /** The tables have changed in another way than by loading. */
  forget(): void {
    this.#newest = undefined;
  }

  #ask(loaded: Position) {
    const asked = { loaded, overview: this.#query() };
    this.#newest = asked;
    asked.overview.catch(() => {
      if (this.#newest === asked) this.#newest = undefined;
    });
    return asked;
  }
}
