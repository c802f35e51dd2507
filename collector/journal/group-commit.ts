/** Where a caller's bytes went: some bytes behind the start of its group, of which `group` is what the commit said. */
export interface Committed<Group> {
  readonly group: Group;
  readonly offset: number;
}

interface Waiting<Group> {
  readonly bytes: Buffer;
  readonly resolve: (committed: Committed<Group>) => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * Lets many callers share one trip to the disk. The first caller's bytes go at once; what arrives meanwhile goes
 * together with the next trip. So a caller waits for two trips at most, whatever the load: the one under way and its
 * own.
 */
export class GroupCommit<Group = void> {
  readonly #commit: (bytes: Buffer, count: number) => Promise<Group>;
  #waiting: Waiting<Group>[] = [];
  #isRunning = false;
  #running: Promise<void> = Promise.resolve();
  #pendingBytes = 0;

  /** @param commit puts the bytes of one group on the disk, all or (by throwing) none; never called twice at a time. */
  constructor(commit: (bytes: Buffer, count: number) => Promise<Group>) {
    this.#commit = commit;
  }

  /** Bytes of callers that have no answer yet. */
  get pendingBytes(): number {
    return this.#pendingBytes;
  }

  /** Resolves when the bytes are on the disk. @throws what `commit` threw for the group. */
  add(bytes: Buffer): Promise<Committed<Group>> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ bytes, resolve, reject });
      this.#pendingBytes += bytes.length;
      if (!this.#isRunning) this.#running = this.#run();
    });
  }

  /** Resolves when nothing is under way. */
  async idle(): Promise<void> {
    while (this.#isRunning) await this.#running;
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    while (this.#waiting.length > 0) {
      const group = this.#waiting;
      this.#waiting = [];
      const bytes = Buffer.concat(group.map((waiting) => waiting.bytes));
      try {
        const committed = await this.#commit(bytes, group.length);
        let offset = 0;
        for (const waiting of group) {
          waiting.resolve({ group: committed, offset });
          offset += waiting.bytes.length;
        }
      } catch (error) {
        for (const { reject } of group) reject(error);
      }
      this.#pendingBytes -= bytes.length;
    }
    // In the same step as the last look at the queue: a caller that comes in between would wait for ever.
    this.#isRunning = false;
  }
}
