import { debug } from '../../core/debug.ts';
import type { Timers } from '../../node/platform.ts';
import type { Identity } from '../consent/identity.ts';
import { attempt } from '../files/disk.ts';
import { CALLED_OFF_MS } from '../limits.ts';
import type { Collection } from '../recording/collection.ts';
import type { ValueStore } from '../store/open-store.ts';

interface AnnouncedEndOptions {
  readonly timers: Timers;
  readonly collection: Pick<Collection, 'level' | 'log'>;
  /** Ends and seals the session; synchronous. */
  readonly seal: () => void;
  /** Begins a session, if none is collected and participation allows. */
  readonly goOn: () => void;
}

/**
 * The end of the system's session, which is announced, and then comes or is called off; nobody tells of the latter. So
 * all that was collected is sealed at once. What is used from then on is in the log of another session, which the next
 * start seals if the end comes; after {@link CALLED_OFF_MS} one begins in any case.
 */
export class AnnouncedEnd {
  readonly #options: AnnouncedEndOptions;
  #cancel: (() => void) | undefined;

  constructor(options: AnnouncedEndOptions) {
    this.#options = options;
  }

  /** It was announced a moment ago, and was not called off since then as far as anybody knows. */
  get isDue(): boolean {
    return this.#cancel !== undefined;
  }

  /** The system has announced it. Everything is sealed when this returns. */
  announce(): void {
    const { timers, collection, seal, goOn } = this.#options;
    const wasDue = this.isDue;
    this.forget();
    collection.log('app.session-ended');
    debug('client', 'system-ends', { collecting: collection.level !== undefined });
    if (collection.level || wasDue) {
      this.#cancel = timers.after(CALLED_OFF_MS, () => {
        this.#cancel = undefined;
        debug('client', 'system-goes-on');
        goOn();
      });
    }
    seal();
  }

  /** Something was used: it goes into a session. */
  used(): void {
    if (this.isDue) this.#options.goOn();
  }

  /** The app itself ends. */
  forget(): void {
    this.#cancel?.();
    this.#cancel = undefined;
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

  constructor(identity: ValueStore<Identity>, running: string) {
    this.#identity = identity;
    this.#running = running;
  }

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
