import path from 'node:path';
import type { DeletionAnswer, DeletionRequest } from '../../core/ipc/program.ts';
import type { Identity } from '../consent/identity.ts';
import { attempt, type Disk, withEach } from '../files/disk.ts';
import type { Collection } from '../recording/collection.ts';
import type { ValueStore } from '../store/open-store.ts';
import type { Delivery } from '../upload/delivery.ts';

interface UnsentDeletionOptions {
  readonly disk: Disk;
  /** Folders of the outbox, of the session logs and of what was set aside. */
  readonly folders: readonly string[];
  readonly identity: ValueStore<Identity>;
  readonly collection: Pick<Collection, 'level' | 'abandon'>;
  readonly delivery: Pick<Delivery, 'stop'>;
  /** Begins a session and goes on sending, if participation allows. */
  readonly resume: () => void;
}

/** Which sessions go, by their runs. */
type Choice = (run: number) => boolean;

/**
 * Deletes what was collected and is not sent, for the user's click. Participation stays what it is, nothing is sent
 * because of it and nothing tells of it later: it is no loss, and counts as none.
 */
export class UnsentDeletion {
  readonly #options: UnsentDeletionOptions;
  /** What is being deleted, while requests are brought to their end. */
  readonly #choices = new Set<Choice>();
  #interrupted = false;

  constructor(options: UnsentDeletionOptions) {
    this.#options = options;
  }

  /** An upload of this run has come to its end. */
  answered(run: number): void {
    if ([...this.#choices].some((includes) => includes(run))) this.#interrupted = true;
  }

  /**
   * Resolves when the deletion would survive a power cut.
   * @throws when the disk refuses; some of it may then be deleted.
   */
  async delete(request: DeletionRequest): Promise<DeletionAnswer> {
    const present = this.#options.collection.level === undefined ? undefined : this.#options.identity.get().runs;
    if (request.what === 'current') return { deleted: this.#deleteCurrent(present), mayHaveArrived: false };
    return await this.#deleteWaiting((run) => run !== present && (request.what === 'waiting' || run === request.run));
  }

  /** The session that begins now takes the number of the one that is gone, so that its number is not missed. */
  #deleteCurrent(run: number | undefined): boolean {
    if (run === undefined) return false;
    const { identity, collection, resume } = this.#options;
    collection.abandon();
    try {
      this.#remove((one) => one === run);
      const { sessions, ...rest } = identity.get();
      attempt(() => identity.set({ ...rest, sessions: Math.max(0, sessions - 1) }));
    } finally {
      // What the disk refused to delete is then a session that waits.
      resume();
    }
    return true;
  }

  /** Deletes at once, so that no further request takes any of it, and again when the one under way has ended. */
  async #deleteWaiting(includes: Choice): Promise<DeletionAnswer> {
    const { delivery, resume } = this.#options;
    this.#choices.add(includes);
    this.#interrupted = false;
    try {
      const stopped = delivery.stop();
      let deleted = false;
      try {
        deleted = this.#remove(includes);
      } finally {
        await stopped;
      }
      // A batch that was too large may have left its parts.
      deleted = this.#remove(includes) || deleted;
      return { deleted, mayHaveArrived: this.#interrupted };
    } finally {
      this.#choices.delete(includes);
      resume();
    }
  }

  /** @returns whether anything was there. @throws when the disk refuses; what it does not refuse is gone all the same. */
  #remove(includes: Choice): boolean {
    const { disk, folders } = this.#options;
    let removed = false;
    withEach(folders, (folder) => {
      const names = disk.names(folder).filter((name) => isOf(name, includes));
      withEach(names, (name) => disk.remove(path.join(folder, name)));
      if (names.length === 0) return;
      disk.syncFolder(folder);
      removed = true;
    });
    return removed;
  }
}

/** The names of session logs and of batches, finished or not, begin with the run. */
function isOf(name: string, includes: Choice): boolean {
  const run = /^(\d{10})[.-]/.exec(name)?.[1];
  return run !== undefined && includes(Number(run));
}
