import { setTimeout as pause } from 'node:timers/promises';
import { Backoff } from '../backoff.ts';
import { CLOSER_CHECK_MS, CLOSER_RETRY_MS } from '../limits.ts';
import type { Lease } from '../state/lease.ts';
import { dayOf, isoDay, receivedOn } from '../storage/rows.ts';
import type { Storage } from '../storage/storage.ts';
import { BATCHES } from '../storage/table.ts';
import { type Closing, closeDay, closingOf, remakeCube } from './close-day.ts';
import { eraseFromRollups } from './erase-rollups.ts';
import { removeLeftOvers } from './generations.ts';
import { periodOf } from './periods.ts';
import { fitRollups, olderDays } from './remake-days.ts';
import { CLOSINGS, CORRECTIONS, ERASED, INSTALLATION_DAYS, KEPT_DAYS, NUMBERS, type PeriodKind } from './tables.ts';
import type { Watermarks } from './watermarks.ts';

export interface CloserOptions {
  readonly storage: Storage;
  /** Whether days close in this storage: not where it has no tables. */
  readonly closes: boolean;
  /** How far all collectors of the storage are, and which of them closes days. */
  readonly watermarks: Watermarks;
  readonly lease: Lease;
  /** Milliseconds since 1970-01-01, UTC. */
  readonly clock: () => number;
  /** Resolves when everything that was received until now is in the storage. */
  readonly settled: () => Promise<void>;
  /** Erases here what other collectors have erased until now, see {@link Closer.noteErased}. */
  readonly adoptErased: () => Promise<void>;
  /** Hears what went wrong; it is tried again. */
  readonly onFault: (message: string) => void;
  /** Hears of each day that has closed, here or elsewhere, and of those that are made anew, of which more can be told then. */
  readonly onClosed?: (day: number) => void;
  /** How often it is looked what can be closed, in milliseconds; {@link CLOSER_CHECK_MS} unless it is given. */
  readonly checkMs?: number | undefined;
}

/** Days since 1970-01-01, of a column of Date. */
const dayNumber = (column: string) => `toUInt16(${column})`;

const NEWEST = `SELECT ${dayNumber('max(day)')} AS day FROM ${CLOSINGS}`;

const OPEN_DAYS = `
  SELECT DISTINCT ${dayNumber('received')} AS day FROM ${BATCHES}
  WHERE received > {after:Date} AND received < {today:Date} ORDER BY day`;

const EXPIRED = `
  SELECT toString(kept.day) AS day, toString(generation) AS generation
  FROM (SELECT DISTINCT day, generation FROM ${INSTALLATION_DAYS} WHERE day < {before:Date}) AS kept`;

const FORGET_NUMBERS = `
  ALTER TABLE ${NUMBERS} DELETE WHERE number NOT IN (SELECT number FROM ${INSTALLATION_DAYS}) SETTINGS mutations_sync = 2`;

/** Of those who are erased: who is about to be, and stands in the list for it in a moment, would be in a cube that is made anew now. */
const STALE = `
  SELECT toString(period) AS kind, ${dayNumber('start')} AS day, groupUniqArray(toString(number)) AS numbers
  FROM ${CORRECTIONS} WHERE number IN (SELECT number FROM ${ERASED}) GROUP BY kind, day`;

/**
 * Closes days once they are over, in their order: the answers are about closed days. A day is over for good when the clock
 * is past it and everything that was received, by any collector, is in the storage; from then on nothing is received on it any
 * more, even when the clock is set back ({@link day}). Of several collectors the one that has the lease closes, and the
 * others see that it did.
 */
export class Closer {
  readonly #options: CloserOptions;
  readonly #stopping = new AbortController();
  readonly #backoff = new Backoff(CLOSER_RETRY_MS);
  /** Erased since the closing under way began. */
  readonly #erased: string[] = [];
  /** The day on which all that was over has been closed. */
  #lookedOn = 0;
  #closedThrough = 0;
  #running: Promise<void> = Promise.resolve();

  constructor(options: CloserOptions) {
    this.#options = options;
  }

  /**
   * Looks what is closed, before anything else is asked of it.
   * @throws StorageUnavailable when it cannot be told what is closed; StoreRefused when a later version has closed it.
   */
  async open(): Promise<void> {
    const { storage, closes } = this.#options;
    if (!closes) return;
    await fitRollups(storage);
    const [row] = await storage.query<{ day: number }>(NEWEST);
    this.#closedThrough = row?.day ?? 0;
  }

  /** The newest closed day, UTC, in days since 1970-01-01; 0 when none is. */
  get closedThrough(): number {
    return this.#closedThrough;
  }

  /** The day on which a batch is received now: that of the clock, but never one that is closed; `undefined` while it is wrong. */
  day(): number | undefined {
    const today = receivedOn(this.#options.clock());
    return today && Math.max(today, this.#closedThrough + 1, this.#options.watermarks.firstDay);
  }

  /** Looks again and again for what can be closed, until {@link stop}. */
  start(): void {
    if (this.#options.closes) this.#running = this.#run();
  }

  /** Ends it; another collector may close days then. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
    await this.#options.lease.release();
  }

  /** Senders were erased, whose rows a closing that goes on may have read before. */
  noteErased(fingerprints: readonly string[]): void {
    this.#erased.push(...fingerprints);
  }

  /**
   * Closes every day that is over.
   * @throws StorageUnavailable when it could not all be done.
   */
  async close(): Promise<void> {
    const { storage, closes, clock, settled, watermarks, lease } = this.#options;
    if (!closes) return;
    const today = dayOf(clock());
    // What is received from here on is of today, or later.
    await watermarks.advance(today - 1, settled);
    if (today <= this.#lookedOn) return;
    await this.#learn();
    const held = await lease.hold();
    if (!held) return;
    const signal = AbortSignal.any([this.#stopping.signal, held]);
    const range = { after: isoDay(this.#closedThrough), today: isoDay(today) };
    for (const { day } of await storage.query<{ day: number }>(OPEN_DAYS, range)) {
      if (!(await watermarks.havePassed(day))) return;
      await this.#make(closingOf(day, this.#closedThrough), signal);
    }
    if (this.#closedThrough > 0) await this.#tidy(today, signal);
    if (this.#closedThrough > 0 && !(await this.#remake(today, signal))) return;
    this.#lookedOn = today;
    // Another one may have made cubes anew since, while it was asked here.
    if (this.#closedThrough > 0) this.#options.onClosed?.(this.#closedThrough);
    // There is nothing to do until tomorrow, and who has it then is no matter.
    await lease.release();
  }

  /** What others have closed. */
  async #learn(): Promise<void> {
    const { storage, onClosed } = this.#options;
    const [row] = await storage.query<{ day: number }>(NEWEST);
    if (!row || row.day <= this.#closedThrough) return;
    this.#closedThrough = row.day;
    onClosed?.(row.day);
  }

  /**
   * Makes days anew that were closed by an earlier version. That can take hours, so it gives way when another day is over.
   * @returns whether all of them are made.
   */
  async #remake(today: number, signal: AbortSignal): Promise<boolean> {
    for (const older of await olderDays(this.#options.storage, today)) {
      if (dayOf(this.#options.clock()) > today) return false;
      await this.#make(older, signal);
    }
    return true;
  }

  /** Makes cubes anew in which erased installations still are, and removes what is past its retention. */
  async #tidy(today: number, signal: AbortSignal): Promise<void> {
    const { storage, onClosed } = this.#options;
    const stale = await storage.query<{ kind: PeriodKind; day: number; numbers: string[] }>(STALE);
    for (const { kind, day, numbers } of stale) {
      signal.throwIfAborted();
      await remakeCube(storage, periodOf(kind, day), numbers);
      // Whoever asked meanwhile may have subtracted them from a cube that they are not in any more.
      onClosed?.(day);
    }
    signal.throwIfAborted();
    await removeLeftOvers(storage);
    await this.#dropExpired(today);
  }

  /** Rows of installations end with their batches, and then nobody needs to know any more whose a number was. */
  async #dropExpired(today: number): Promise<void> {
    const { storage } = this.#options;
    const expired = await storage.query<{ day: string; generation: string }>(EXPIRED, {
      before: isoDay(today - KEPT_DAYS + 1),
    });
    if (expired.length === 0) return;
    for (const { day, generation } of expired) {
      await storage.run(`ALTER TABLE ${INSTALLATION_DAYS} DROP PARTITION ('${day}', ${generation})`);
    }
    await storage.run(FORGET_NUMBERS);
  }

  async #make(closing: Closing, signal: AbortSignal): Promise<void> {
    const { storage, adoptErased, onClosed } = this.#options;
    this.#erased.length = 0;
    const changed = async () => {
      // Another collector writes down what it erases before it does so: what is not there yet finds what is made here.
      await adoptErased();
      return this.#erased.length > 0;
    };
    while (!(await closeDay(storage, closing, { signal, changed }))) {
      await eraseFromRollups(storage, this.#erased.splice(0));
    }
    this.#closedThrough = Math.max(this.#closedThrough, closing.day);
    onClosed?.(closing.day);
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      let wait = this.#options.checkMs ?? CLOSER_CHECK_MS;
      try {
        await this.close();
        this.#backoff.reset();
      } catch (error) {
        if (signal.aborted) return;
        this.#options.onFault(`closing a day failed: ${error instanceof Error ? error.message : String(error)}`);
        wait = this.#backoff.next();
      }
      await pause(wait, undefined, { signal, ref: false }).catch(() => {});
    }
  }
}
