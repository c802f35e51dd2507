import { MAX_COUNT } from '../../core/batch/limits.ts';
import { between, exactly, readJson, recordOf, within } from '../../core/batch/shapes.ts';
import { swallowed } from '../../core/debug.ts';
import type { Dropped } from '../../core/registry/registry.ts';
import { dropReasons } from '../../core/registry/session-groups.ts';
import { attempt, type Disk, readOwn, writeWhole } from '../files/disk.ts';

/** Largest file that is read, in bytes: a count for each of a handful of reasons takes some 200. */
const MAX_LOSSES_BYTES = 16 * 1024;

interface Content {
  /** The run whose session reports them; a file meant for an earlier one was reported already. */
  readonly run: number;
  readonly dropped: Dropped;
}

const isCount = between(0, MAX_COUNT);
const isContent = exactly<Content>({ run: isCount, dropped: recordOf(within(dropReasons), isCount) });

/**
 * Losses that happened when no session was open to count them, such as batches dropped from a full outbox at quit.
 * They are reported by the next session, once.
 */
export class CarriedLosses {
  readonly #disk: Disk;
  readonly #file: string;

  constructor(disk: Disk, file: string) {
    this.#disk = disk;
    this.#file = file;
  }

  /**
   * Adds losses for the session of run `run` to report. A disk that refuses loses the count, never the program; what it
   * does not let us read is not written over.
   */
  add(run: number, losses: Dropped): void {
    const before = this.#read(run);
    if (!before) return;
    const dropped: Record<string, number> = { ...before };
    for (const [reason, more] of Object.entries(losses))
      dropped[reason] = Math.min(MAX_COUNT, (dropped[reason] ?? 0) + more);
    attempt(() => writeWhole(this.#disk, this.#file, Buffer.from(JSON.stringify({ run, dropped }))));
  }

  /** Hands what the session of run `run` has to report to `report`, and forgets it only then. */
  report(run: number, report: (losses: Dropped) => void): void {
    // Nearly always there is none.
    if (!attempt(() => this.#disk.facts(this.#file))) return;
    const losses = this.#read(run);
    if (!losses) return;
    report(losses);
    // A file that stays is not taken for its own by a later session.
    attempt(() => this.#disk.remove(this.#file));
  }

  /** `undefined` when what is there cannot be read now. */
  #read(run: number): Dropped | undefined {
    try {
      if (!this.#disk.facts(this.#file)) return {};
      const bytes = readOwn(this.#disk, this.#file, MAX_LOSSES_BYTES);
      const content = bytes && readJson(bytes.toString('utf8'), isContent);
      return content?.run === run ? content.dropped : {};
    } catch (error) {
      swallowed('store', 'read-losses', error);
      return undefined;
    }
  }
}
