import type { Batch } from '../../core/batch/batch.ts';
import type { DiagnosisFacts } from '../../core/diagnosis/facts.ts';
import type { DeletionAnswer, DeletionRequest, UnsentAnswer } from '../../core/ipc/program.ts';
import type { SentBatch } from '../../core/ipc/sent-batch.ts';
import type { Clock } from '../../node/platform.ts';
import type { Identity } from '../consent/identity.ts';
import type { Disk } from '../files/disk.ts';
import type { Outbox, WaitingBatch } from '../outbox/outbox.ts';
import { Receipts } from '../outbox/receipts.ts';
import type { Collection } from '../recording/collection.ts';
import type { BatchCodec } from '../recording/platform-codec.ts';
import type { ValueStore } from '../store/open-store.ts';
import type { Upload } from '../upload/upload.ts';
import { UnsentDeletion } from './unsent-deletion.ts';
import { UnsentSessions } from './unsent-sessions.ts';

interface UnsentOptions {
  readonly codec: BatchCodec;
  readonly disk: Disk;
  readonly clock: Clock;
  readonly identity: ValueStore<Identity>;
  readonly collection: Collection;
  readonly outbox: Outbox;
  /** Folders of the outbox, of the session logs and of what was set aside. */
  readonly folders: readonly [outbox: string, sessions: string, aside: string];
  /** The file that remembers what was sent. */
  readonly receipts: string;
  /** What sending does now. */
  readonly sending: () => NonNullable<DiagnosisFacts['delivery']>;
  /** Ends sending, and waits until it has ended. */
  readonly stop: () => Promise<void>;
  /** Begins a session and goes on sending, if participation allows. */
  readonly resume: () => void;
  /** Called after a deletion. */
  readonly onChange: () => void;
  /** Called after every answer to an upload, or the lack of one. */
  readonly onAnswered?: (() => void) | undefined;
}

/** What is not sent yet, and what came of what was, as the user sees, saves and deletes it. */
export class Unsent {
  readonly receipts: Receipts;
  readonly #options: UnsentOptions;
  readonly #data: UnsentSessions;
  readonly #deletion: UnsentDeletion;

  constructor(options: UnsentOptions) {
    const { disk, codec, clock, identity, collection, outbox, folders, stop, resume } = options;
    this.#options = options;
    this.receipts = new Receipts({ disk, file: options.receipts, aside: folders[2], clock });
    this.#data = new UnsentSessions({ codec, collection, outbox, receipts: this.receipts });
    this.#deletion = new UnsentDeletion({ disk, folders, identity, collection, delivery: { stop }, resume });
  }

  /** What background sending does now, for a diagnosis. */
  get sending(): NonNullable<DiagnosisFacts['delivery']> {
    return this.#options.sending();
  }

  /**
   * The session under way, the newest of those that wait, and what was sent.
   * @param sessions how many of those that wait.
   */
  view(sessions?: number): UnsentAnswer {
    return this.#data.view(sessions);
  }

  /** Every batch that is not sent yet, decoded from its bytes; reads one at a time. */
  batches(): Iterable<Batch> {
    return this.#data.batches();
  }

  /**
   * Deletes what is not sent yet, for the user's click. Participation stays what it is.
   * @throws when the disk refuses; some of it may then be deleted.
   */
  async delete(request: DeletionRequest): Promise<DeletionAnswer> {
    try {
      return await this.#deletion.delete(request);
    } finally {
      this.#options.onChange();
    }
  }

  /** An upload has come to its end. */
  readonly answered = (batch: WaitingBatch, upload: Upload, answer: SentBatch['answer']): void => {
    this.receipts.note(upload, answer);
    this.#deletion.answered(batch.run);
    this.#options.onAnswered?.();
  };
}
