import { exactly, isNumber, isUuid, listOf, readJson } from '../../core/batch/shapes.ts';
import { swallowed } from '../../core/debug.ts';
import type { Clock } from '../../node/platform.ts';
import type { Identity } from '../consent/identity.ts';
import { attempt, type Disk, readOwn, writeWhole } from '../files/disk.ts';
import { MAX_NOT_BEFORE_BYTES, MAX_PUT_OFF, MAX_RETRY_AFTER_MS } from '../limits.ts';
import { sentVersion } from '../recording/context.ts';
import type { ValueStore } from '../store/open-store.ts';

/** A wait as the file holds it: two readings of a clock that anybody can set, in UTC milliseconds. */
interface Wait {
  readonly saidAt: number;
  readonly until: number;
}

interface Content {
  /** For everything. */
  readonly all: Wait | null;
  /** For single batches, in the order in which they were put off. */
  readonly batches: readonly (Wait & { readonly batch: string })[];
}

const wait = { saidAt: isNumber, until: isNumber };
const isWait = exactly<Wait>(wait);
const isContent = exactly<Content>({
  all: (value): value is Wait | null => value === null || isWait(value),
  batches: listOf(exactly<Wait & { batch: string }>({ ...wait, batch: isUuid }), MAX_PUT_OFF),
});

interface NotBeforeOptions {
  readonly disk: Disk;
  readonly file: string;
  readonly clock: Clock;
}

/**
 * When the collector wants to be asked again: about anything, or about single batches. It outlives a restart, because an
 * app that is opened ten times an hour would not keep to it otherwise. What stands in the file is believed for
 * {@link MAX_RETRY_AFTER_MS} at most, and not at all when the clock says less than when it was written. No method throws:
 * a disk that refuses keeps it for the run.
 */
export class NotBefore {
  readonly #options: NotBeforeOptions;
  /** Monotonic times. */
  #all = 0;
  #batches: Map<string, number> | undefined;
  /** The file is to be written, or removed. */
  #changed = false;
  /** A file that cannot be read now is neither written over nor removed. */
  #readable = true;

  constructor(options: NotBeforeOptions) {
    this.#options = options;
  }

  /** Milliseconds until anything may be sent. */
  get wait(): number {
    this.#read();
    return this.#left(this.#all);
  }

  /** Milliseconds until this batch may be sent; `undefined` when it was never put off. */
  waitOf(batch: string): number | undefined {
    const until = this.#read().get(batch);
    return until === undefined ? undefined : this.#left(until);
  }

  /** Nothing may be sent for so many milliseconds. */
  putOffAll(milliseconds: number): void {
    this.#read();
    this.#all = this.#options.clock.monotonic() + milliseconds;
    this.#changed = true;
  }

  /** This batch may not be sent for so many milliseconds. */
  putOff(batch: string, milliseconds: number): void {
    const batches = this.#read();
    // The one that was put off longest ago comes first.
    batches.delete(batch);
    batches.set(batch, this.#options.clock.monotonic() + milliseconds);
    const [oldest] = batches.keys();
    if (batches.size > MAX_PUT_OFF && oldest !== undefined) batches.delete(oldest);
    this.#changed = true;
  }

  /**
   * Forgets batches that wait no more, and brings the file up to date.
   * @param waiting asked for only when a batch was put off.
   */
  save(waiting: () => ReadonlySet<string>): void {
    const batches = this.#read();
    const left = batches.size > 0 ? waiting() : undefined;
    for (const batch of [...batches.keys()]) {
      if (!left?.has(batch)) this.#changed = batches.delete(batch);
    }
    if (!this.#changed || !this.#readable) return;
    const { disk, file, clock } = this.#options;
    const now = clock.now();
    const written = (until: number): Wait => ({ saidAt: now, until: now + this.#left(until) });
    const content: Content = {
      all: this.wait > 0 ? written(this.#all) : null,
      batches: [...batches].map(([batch, until]) => ({ batch, ...written(until) })),
    };
    this.#changed =
      attempt(() => {
        if (content.all || batches.size > 0) writeWhole(disk, file, Buffer.from(JSON.stringify(content)));
        else disk.remove(file);
        return true;
      }) === undefined;
  }

  /** Forgets everything; the caller deletes the file. */
  forget(): void {
    this.#all = 0;
    this.#batches = new Map();
    this.#changed = false;
    this.#readable = true;
  }

  #left(until: number): number {
    return Math.max(0, until - this.#options.clock.monotonic());
  }

  #read(): Map<string, number> {
    if (this.#batches) return this.#batches;
    const { clock } = this.#options;
    const found = this.#load();
    const content = found === undefined ? undefined : readJson(found, isContent);
    const now = clock.now();
    const until = ({ saidAt, until }: Wait): number => {
      const left = now < saidAt ? 0 : Math.min(until, saidAt + MAX_RETRY_AFTER_MS) - now;
      return clock.monotonic() + Math.max(0, left);
    };
    this.#changed = found !== undefined;
    this.#batches = new Map(content?.batches.map((one) => [one.batch, until(one)]));
    this.#all = content?.all ? until(content.all) : 0;
    return this.#batches;
  }

  /** `undefined` when there is no file, or none that can be read. */
  #load(): string | undefined {
    const { disk, file } = this.#options;
    try {
      return disk.facts(file) && (readOwn(disk, file, MAX_NOT_BEFORE_BYTES)?.toString('utf8') ?? '');
    } catch (error) {
      swallowed('delivery', 'read-not-before', error);
      this.#readable = false;
      return undefined;
    }
  }
}

/**
 * Versions of the product for which the collector has ended the program. The running one is remembered in the identity,
 * by its number: an upgrade is not ended. Others, whose batches still waited, are remembered for the run; a later run
 * asks the collector again.
 */
export class EndedVersions {
  readonly #identity: ValueStore<Identity>;
  readonly #running: string;
  /** For this run, even if the disk refuses to store it. */
  readonly #known = new Set<string>();

  /** @param running version of the product. */
  constructor(identity: ValueStore<Identity>, running: string) {
    this.#identity = identity;
    this.#running = sentVersion(running);
  }

  /** Whether the program has ended for the running version. */
  get hasRunning(): boolean {
    return this.has(this.#running);
  }

  /** @param version as a batch says it. */
  has(version: string): boolean {
    return this.#known.has(version) || this.#identity.get().endedFor === version;
  }

  /** @returns whether it is the running one, for which everything ends. Never throws. */
  add(version: string): boolean {
    this.#known.add(version);
    if (version !== this.#running) return false;
    attempt(() => this.#identity.set({ ...this.#identity.get(), endedFor: version }));
    return true;
  }
}
