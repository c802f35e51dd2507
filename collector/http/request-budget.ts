interface Spent {
  requests: number;
  /** When the count begins anew, in milliseconds. */
  until: number;
}

/** How many requests each name may make in a while, or how much else. Kept in memory, for a bounded number of names. */
export class RequestBudget {
  readonly #requests: number;
  readonly #perMs: number;
  readonly #names: number;
  readonly #now: () => number;
  readonly #spent = new Map<string, Spent>();

  /**
   * @param requests how many in `perMs` milliseconds.
   * @param names most names that are remembered; the oldest is forgotten for a new one.
   * @param now milliseconds that only grow.
   */
  constructor(requests: number, perMs: number, names: number, now: () => number) {
    this.#requests = requests;
    this.#perMs = perMs;
    this.#names = names;
    this.#now = now;
  }

  /** Spends a request, or what else is counted; tells the milliseconds to wait when that is too much, else 0. */
  spend(name: string, cost = 1): number {
    const now = this.#now();
    const known = this.#spent.get(name);
    if (known && now < known.until) {
      known.requests += cost;
      return known.requests > this.#requests ? known.until - now : 0;
    }
    this.#spent.delete(name);
    const [oldest] = this.#spent.keys();
    if (this.#spent.size >= this.#names && oldest !== undefined) this.#spent.delete(oldest);
    this.#spent.set(name, { requests: cost, until: now + this.#perMs });
    return 0;
  }
}
