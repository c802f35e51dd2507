/** Lets one thing happen after the other, in the order in which they were asked for. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();

  /** Does something when everything before it is done, however that ended. */
  take<T>(action: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(action);
    // It fails for whoever asked for it, and for nobody after it.
    this.#last = Promise.allSettled([turn]);
    return turn;
  }
}
