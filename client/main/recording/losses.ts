import type { DropReason } from '../../core/registry/session-groups.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { CarriedLosses } from './carried-losses.ts';
import type { Collection } from './collection.ts';

interface LossesParts {
  readonly collection: Pick<Collection, 'lose' | 'loseAll' | 'log'>;
  readonly outbox: Pick<Outbox, 'enforceLimits'>;
  readonly carried: Pick<CarriedLosses, 'add' | 'report'>;
  /** Whether participation allows anything; without it nothing is counted. */
  readonly isAllowed: () => boolean;
  /** The number that the next session will have. */
  readonly nextRun: () => number;
}

/** What was lost is counted in the session, or, without one, carried over to the next. */
export class Losses {
  readonly #parts: LossesParts;

  constructor(parts: LossesParts) {
    this.#parts = parts;
  }

  lose(reason: DropReason, count: number): void {
    const { collection, carried, isAllowed, nextRun } = this.#parts;
    if (count === 0 || collection.lose(reason, count) || !isAllowed()) return;
    carried.add(nextRun(), { [reason]: count });
  }

  /** A session has begun, with this number. */
  reportCarried(run: number): void {
    const { collection, carried } = this.#parts;
    carried.report(run, (losses) => collection.loseAll(losses));
  }

  /** Deletes of what waits what is too old or too much, and counts it. */
  tidy(): void {
    const { collection, outbox } = this.#parts;
    const gone = outbox.enforceLimits();
    this.lose('outbox-expired', gone.expired);
    this.lose('outbox-full', gone.full);
    if (gone.expired > 0) collection.log('outbox.trimmed', { reason: 'expired', batches: gone.expired });
    if (gone.full > 0) collection.log('outbox.trimmed', { reason: 'full', batches: gone.full });
  }
}
