import { covers, type Level, lower } from '../../core/consent/levels.ts';
import { NOTICE_VERSION } from '../../core/consent/notice.ts';
import { allowsLess, type ConsentDecision, type ConsentRecord, decide } from '../../core/consent/record.ts';
import type { DecideRequest } from '../../core/ipc/program.ts';
import { type Product, releaseLine } from '../../core/product/product.ts';
import type { Clock } from '../../node/platform.ts';
import { attempt } from '../files/disk.ts';
import type { ValueStore } from '../store/open-store.ts';

interface AnswerOptions {
  readonly consent: ValueStore<ConsentRecord>;
  readonly product: Pick<Product, 'version'>;
  readonly clock: Pick<Clock, 'now'>;
}

/**
 * What the person has answered, as far as it holds: less than before holds from the click on, and a Yes of another
 * machine does not, whatever the disk then refuses.
 */
export class Answer {
  readonly #options: AnswerOptions;
  #atMost: Level = 'enhanced';
  /** The profile came from another machine and is not brought in line with this one yet. */
  #lapsed = false;
  /** It was given in this run, and so on this machine. */
  #givenHere = false;
  #unstored = false;

  constructor(options: AnswerOptions) {
    this.#options = options;
  }

  get decision(): ConsentDecision | null {
    return this.#lapsed ? null : this.#options.consent.get().decision;
  }

  /** A No holds, stored or not. */
  get isWithdrawn(): boolean {
    return this.#atMost === 'off';
  }

  /** The disk has refused the last one. */
  get isUnstored(): boolean {
    return this.#unstored;
  }

  /** As much of a level as the last answer allows. */
  cap(level: Level): Level {
    return lower(level, this.#atMost);
  }

  /** From now on, and before anything is stored. */
  withdraw(): void {
    this.#atMost = 'off';
  }

  /**
   * Stores an answer.
   * @param level that of participation now.
   * @throws when the disk refuses. What was allowed before does not come back with the next start then: it asks.
   */
  give(request: DecideRequest, level: Level): void {
    const { consent, product, clock } = this.#options;
    const decision: ConsentDecision = {
      ...request,
      at: new Date(clock.now()).toISOString(),
      releaseLine: releaseLine(product.version),
      notice: NOTICE_VERSION,
    };
    if (request.answer === 'yes' && !covers(request.level, level)) this.#atMost = request.level;
    this.#unstored = true;
    try {
      consent.set(decide(consent.get(), decision));
    } catch (error) {
      if (allowsLess(decision, consent.get().decision)) attempt(() => consent.drop());
      throw error;
    }
    this.#unstored = false;
    this.#lapsed = false;
    this.#givenHere = true;
    if (request.answer === 'yes') this.#atMost = 'enhanced';
  }

  /**
   * The profile is on another machine: nobody on this one has given an earlier Yes, so it lapses.
   * @param startOver brings the profile in line with this machine; nothing is allowed until it has done so.
   * @throws when the disk refuses.
   */
  leaveMachine(startOver: () => void): void {
    const { consent } = this.#options;
    this.#lapsed = true;
    if (!this.#givenHere) consent.set({ ...consent.get(), decision: null });
    startOver();
    this.#lapsed = false;
  }
}
