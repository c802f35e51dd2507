import { debug } from '../../core/debug.ts';
import type { Timers } from '../../node/platform.ts';
import { CALLED_OFF_MS } from '../limits.ts';
import type { Collection } from '../recording/collection.ts';

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
