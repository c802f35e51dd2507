import type { Fault } from './messages.ts';

/** The faults of a server, each until it has happened often enough or all are lifted. */
export class Faults {
  #all: { readonly fault: Fault; left: number }[] = [];
  #lift = () => {};
  #lifted: Promise<void> = Promise.resolve();

  constructor() {
    this.#await();
  }

  add(fault: Fault): void {
    this.#all.push({ fault, left: fault.times ?? Number.POSITIVE_INFINITY });
  }

  /** What is to go wrong with a statement. */
  of(sql: string): Fault | undefined {
    const found = this.#all.find(({ fault, left }) => left > 0 && new RegExp(fault.of ?? '', 'i').test(sql));
    if (found) found.left--;
    return found?.fault;
  }

  /** Resolves when the faults that are there now are lifted. */
  lifted(): Promise<void> {
    return this.#lifted;
  }

  lift(): void {
    this.#all = [];
    this.#lift();
    this.#await();
  }

  #await(): void {
    this.#lifted = new Promise((resolve) => {
      this.#lift = resolve;
    });
  }
}
