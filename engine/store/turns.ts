/** Lets one thing happen after the other, in the order in which they were asked for. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();

  /** Does something when everything before it is done, however that ended. */
  take<T>(action: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(action);
    // How it ended is told to whoever asked for it; the next one has its turn either way.
    this.#last = Promise.allSettled([turn]);
    return turn;
  }
}
