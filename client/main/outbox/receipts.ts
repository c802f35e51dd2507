import { MAX_BATCH_BYTES, MAX_COUNT } from '../../core/batch/limits.ts';
import { between, exactly, isMoment, isUuid, listOf, readJson, within } from '../../core/batch/shapes.ts';
import { swallowed } from '../../core/debug.ts';
import { type SentBatch, sentAnswers } from '../../core/ipc/sent-batch.ts';
import type { Clock } from '../../node/platform.ts';
import { attempt, type Disk, moveTo, readOwn, writeWhole } from '../files/disk.ts';
import { MAX_RECEIPTS, RECEIPTS_WRITE_MS } from '../limits.ts';
import type { Upload } from '../upload/upload.ts';

interface Content {
  /** Oldest first. */
  readonly sent: SentBatch[];
}

const isContent = exactly<Content>({
  sent: listOf(
    exactly<SentBatch>({
      at: isMoment,
      batch: isUuid,
      session: between(0, MAX_COUNT),
      bytes: between(0, MAX_BATCH_BYTES),
      answer: within(sentAnswers),
      times: between(1, MAX_COUNT),
    }),
    MAX_RECEIPTS,
  ),
});

/** Largest file that is read, in bytes: {@link MAX_RECEIPTS} answers of some 170 letters, and room for twice as many. */
const MAX_RECEIPTS_BYTES = 64 * 1024;

interface ReceiptsOptions {
  readonly disk: Disk;
  readonly file: string;
  /** Where a file goes that is damaged. */
  readonly aside: string;
  readonly clock: Clock;
}

/** What stands in the file, newest first; `undefined` when it cannot be read or is damaged. Changes nothing. */
export function readReceipts(disk: Pick<Disk, 'facts' | 'read'>, file: string): SentBatch[] | undefined {
  return attempt(() =>
    disk.facts(file) ? readJson(disk.read(file, MAX_RECEIPTS_BYTES).toString('utf8'), isContent)?.sent : [],
  )?.toReversed();
}

/**
 * What became of the newest uploads, for the user to look up. It stands in a file of its own in the program's folder, so
 * that a withdrawal deletes it. Nothing depends on it: no method throws, a disk that refuses keeps it in memory, and it is
 * not forced to the disk, so that a power cut can take the last seconds of it.
 */
export class Receipts {
  readonly #options: ReceiptsOptions;
  #sent: SentBatch[] | undefined;
  #unwritten = false;
  /** A file that cannot be read now is not written over. */
  #readable = true;
  /** Monotonic time of the last writing. */
  #written = Number.NEGATIVE_INFINITY;

  constructor(options: ReceiptsOptions) {
    this.#options = options;
  }

  /** Newest first. */
  list(): SentBatch[] {
    return this.#read().toReversed();
  }

  /**
   * Notes an answer. The file is written at once, in a burst at most every {@link RECEIPTS_WRITE_MS}; the rest follows
   * with {@link save}.
   */
  note({ id: batch, session, bytes }: Pick<Upload, 'id' | 'session' | 'bytes'>, answer: SentBatch['answer']): void {
    const { clock } = this.#options;
    const sent = this.#read();
    const last = sent.at(-1);
    const times = last?.batch === batch && last.answer === answer ? last.times + 1 : 1;
    if (times > 1) sent.pop();
    sent.push({ at: new Date(clock.now()).toISOString(), batch, session, bytes: bytes.length, answer, times });
    sent.splice(0, sent.length - MAX_RECEIPTS);
    this.#unwritten = true;
    if (clock.monotonic() - this.#written >= RECEIPTS_WRITE_MS) this.save();
  }

  /** Writes what is not written yet. */
  save(): void {
    if (!this.#unwritten || !this.#readable) return;
    this.#written = this.#options.clock.monotonic();
    this.#unwritten = attempt(() => this.#write()) === undefined;
  }

  /** Forgets everything; the caller deletes the file. */
  forget(): void {
    this.#sent = [];
    this.#unwritten = false;
    this.#readable = true;
  }

  /** @throws when the disk refuses; the file is then as it was. */
  #write(): true {
    const { disk, file } = this.#options;
    writeWhole(disk, file, Buffer.from(JSON.stringify({ sent: this.#sent })), { lasting: false });
    return true;
  }

  #read(): SentBatch[] {
    this.#sent ??= this.#load();
    return this.#sent;
  }

  #load(): SentBatch[] {
    const { disk, file, aside } = this.#options;
    try {
      if (!disk.facts(file)) return [];
      const bytes = readOwn(disk, file, MAX_RECEIPTS_BYTES);
      const read = bytes && readJson(bytes.toString('utf8'), isContent);
      if (read) return read.sent;
      moveTo(disk, file, aside);
    } catch (error) {
      swallowed('store', 'read-receipts', error);
      this.#readable = false;
    }
    return [];
  }
}
