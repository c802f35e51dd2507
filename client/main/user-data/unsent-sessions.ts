import type { Batch } from '../../core/batch/batch.ts';
import { SHOWN_SESSIONS } from '../../core/ipc/limits.ts';
import type { ShownBatch, UnsentAnswer } from '../../core/ipc/program.ts';
import { attempt } from '../files/disk.ts';
import { MAX_SHOWN_BATCHES } from '../limits.ts';
import type { Outbox, WaitingBatch } from '../outbox/outbox.ts';
import type { Receipts } from '../outbox/receipts.ts';
import type { Collection } from '../recording/collection.ts';
import { type BatchCodec, sha256 } from '../recording/platform-codec.ts';
import { sealSession } from '../recording/sealer.ts';
import { describeBatch, describeUnreadable } from './shown-batch.ts';

interface UnsentSessionsOptions {
  readonly codec: BatchCodec;
  readonly collection: Pick<Collection, 'preview'>;
  readonly outbox: Pick<Outbox, 'list' | 'read'>;
  readonly receipts: Pick<Receipts, 'list'>;
}

/**
 * What is shared, for people: the session under way as it would be sealed now, and what waits, both decoded from the very
 * bytes that are sent.
 */
export class UnsentSessions {
  readonly #options: UnsentSessionsOptions;

  constructor(options: UnsentSessionsOptions) {
    this.#options = options;
  }

  /**
   * The session under way and the newest of those that wait. Reads the files of these alone, and of at most
   * {@link MAX_SHOWN_BATCHES} batches unless the newest session has more.
   * @param sessions how many of those that wait.
   */
  view(sessions = SHOWN_SESSIONS): UnsentAnswer {
    const { outbox, receipts } = this.#options;
    const waiting = byRun(outbox.list());
    const shown: (readonly WaitingBatch[])[] = [];
    let parts = 0;
    for (const session of waiting.slice(0, sessions)) {
      parts += session.length;
      if (shown.length > 0 && parts > MAX_SHOWN_BATCHES) break;
      shown.push(session);
    }
    return {
      batches: [...this.#describeCurrent(), ...shown.flat().map((batch) => this.#describeWaiting(batch))],
      waiting: waiting.length,
      older: waiting.length - shown.length,
      sent: receipts.list(),
    };
  }

  /** Every batch, decoded: those of the session under way, then all that wait, oldest first. Reads one at a time. */
  *batches(): Generator<Batch> {
    for (const { bytes } of this.#current()) yield* this.#decoded(bytes);
    for (const batch of this.#options.outbox.list()) {
      const bytes = attempt(() => this.#options.outbox.read(batch));
      if (bytes) yield* this.#decoded(bytes);
    }
  }

  #current(): { readonly bytes: Uint8Array; readonly run: number }[] {
    const session = this.#options.collection.preview();
    if (!session) return [];
    const batches = sealSession({ ...session, end: 'quit' }, sha256);
    return batches.map((batch) => ({ bytes: this.#options.codec.encode(batch), run: session.header.run }));
  }

  #describeCurrent(): ShownBatch[] {
    return this.#current().flatMap(({ bytes, run }) =>
      this.#decoded(bytes).map((batch) => describeBatch({ ...batch }, 'current', bytes.length, run)),
    );
  }

  #describeWaiting(waiting: WaitingBatch): ShownBatch {
    const { id, run } = waiting;
    const bytes = attempt(() => this.#options.outbox.read(waiting));
    const [batch] = bytes ? this.#decoded(bytes) : [];
    if (!bytes || !batch) return describeUnreadable(id, run, bytes?.length ?? 0);
    return describeBatch({ ...batch }, 'waiting', bytes.length, run);
  }

  /** None for bytes that are no batch. */
  #decoded(bytes: Uint8Array): Batch[] {
    const decoding = this.#options.codec.decode(bytes);
    return decoding.ok ? [decoding.batch] : [];
  }
}

/** The batches of each session, newest session first. */
function byRun(waiting: readonly WaitingBatch[]): (readonly WaitingBatch[])[] {
  const sessions = new Map<number, WaitingBatch[]>();
  for (const batch of waiting) {
    const parts = sessions.get(batch.run);
    if (parts) parts.push(batch);
    else sessions.set(batch.run, [batch]);
  }
  return [...sessions.values()].reverse();
}
