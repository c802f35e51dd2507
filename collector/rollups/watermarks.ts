import { WATERMARK_MS } from '../limits.ts';
import type { SharedState } from '../state/shared-state.ts';
import { isoDay } from '../storage/rows.ts';

/**
 * How far the collectors of a store are. The watermark of each is the newest day of which everything that it has received is
 * in the storage, and on which it receives nothing any more. Days are UTC, in days since 1970-01-01.
 */
export interface Watermarks {
  /** The first day on which this collector may receive anything. */
  readonly firstDay: number;
  /**
   * Says that its watermark is this day, when it is less.
   * @param settled resolves when everything is in the storage that was received until now.
   * @throws StateUnavailable when the others may not have heard it.
   */
  advance(day: number, settled: () => Promise<void>): Promise<void>;
  /**
   * Whether all have passed a day, so that nobody adds anything to it any more.
   * @throws StateUnavailable when it cannot be told.
   */
  havePassed(day: number): Promise<boolean>;
  /**
   * The first day that what is stored within the next minutes may be of: it is open for everybody, also where this collector
   * receives nothing on it any more.
   * @throws StateUnavailable when it cannot be told.
   */
  firstOpen(): Promise<number>;
  /** This collector ends, and everything that it has received is in the storage: nobody waits for it. */
  leave(): Promise<void>;
}

/** Of a collector that has its store to itself. */
export class SoleWatermark implements Watermarks {
  readonly firstDay = 0;
  #through = 0;

  async advance(day: number, settled: () => Promise<void>): Promise<void> {
    if (day <= this.#through) return;
    await settled();
    this.#through = day;
  }

  async havePassed(): Promise<boolean> {
    return true;
  }

  async firstOpen(): Promise<number> {
    return 0;
  }

  async leave(): Promise<void> {}
}

/** The newest day that closes, or has: nobody adds anything to it from here on. Collectors have UUIDs for their ids. */
const CLOSING = 'closing';

interface WatermarkRecord {
  readonly through: number;
  /** When it was written, in milliseconds since 1970-01-01, by the clock of whoever wrote it. */
  readonly seen: number;
}

export interface WatermarksOptions {
  readonly state: Pick<SharedState, 'all' | 'put' | 'remove' | 'removeAll'>;
  /** Of this collector, in each run the same. */
  readonly id: string;
  /** Milliseconds since 1970-01-01, UTC. */
  readonly clock: () => number;
  /** Milliseconds that only grow. */
  readonly monotonic?: () => number;
  /** Hears for whom a day waits. */
  readonly onFault: (message: string) => void;
}

/**
 * Watermarks of several collectors, in what they share. A day closes in two steps, so that no collector joins unnoticed in
 * between: once all have passed it, it is written down as closing; then it is looked again whether all have. Who joins
 * writes itself down first, and looks then which day is closing: one of the two sees the other.
 *
 * A collector that was not heard of for two days, and for half an hour of listening, is not waited for. When it is there again, it stores what it still has as
 * received on a day that is open: nothing is lost, and no closed day changes.
 */
export class SharedWatermarks implements Watermarks {
  readonly #options: WatermarksOptions;
  #firstDay = 0;
  #through = 0;
  #closing = 0;
  #confirmedAt = Number.NEGATIVE_INFINITY;
  /** When others were last seen, as they say it, and since when they say the same, by a clock that only grows. */
  readonly #seen = new Map<string, { readonly seen: number; readonly since: number }>();
  #waitedFor = '';

  private constructor(options: WatermarksOptions) {
    this.#options = options;
  }

  /** @throws StateUnavailable when the others would not hear of this collector. */
  static async join(options: WatermarksOptions): Promise<SharedWatermarks> {
    const watermarks = new SharedWatermarks(options);
    const own = recordOf((await options.state.all('watermark', { fresh: true })).get(options.id));
    watermarks.#through = own?.through ?? 0;
    watermarks.#firstDay = watermarks.#through + 1;
    await watermarks.#confirm();
    return watermarks;
  }

  get firstDay(): number {
    return this.#firstDay;
  }

  async advance(day: number, settled: () => Promise<void>): Promise<void> {
    if (day > this.#through) {
      // First of all: from here on nothing is received on it.
      this.#firstDay = Math.max(this.#firstDay, day + 1);
      await settled();
      this.#through = day;
      await this.#confirm();
    } else await this.firstOpen();
  }

  async firstOpen(): Promise<number> {
    // Also when the clock was set back.
    if (Math.abs(this.#options.clock() - this.#confirmedAt) >= WATERMARK_MS.seen) await this.#confirm();
    return this.#closing + 1;
  }

  async havePassed(day: number): Promise<boolean> {
    if (!(await this.#areBeyond(day))) return false;
    if (this.#closing < day) {
      await this.#options.state.put('watermark', CLOSING, { through: day, seen: this.#options.clock() });
      this.#closing = day;
      this.#firstDay = Math.max(this.#firstDay, day + 1);
    }
    return await this.#areBeyond(day);
  }

  async leave(): Promise<void> {
    await this.#options.state.remove('watermark', this.#options.id);
  }

  async #confirm(): Promise<void> {
    const { state, id, clock } = this.#options;
    const seen = clock();
    await state.put('watermark', id, { through: this.#through, seen } satisfies WatermarkRecord);
    const closing = recordOf((await state.all('watermark', { fresh: true })).get(CLOSING));
    this.#closing = Math.max(this.#closing, closing?.through ?? 0);
    this.#firstDay = Math.max(this.#firstDay, this.#closing + 1);
    this.#confirmedAt = seen;
  }

  async #areBeyond(day: number): Promise<boolean> {
    const { state, clock, onFault } = this.#options;
    const now = clock();
    const behind: string[] = [];
    const forgotten: string[] = [];
    for (const [id, value] of await state.all('watermark', { fresh: true })) {
      const record = recordOf(value);
      if (id === CLOSING || !record || record.through >= day) continue;
      const silence = this.#silenceOf(id, record, now);
      if (silence > WATERMARK_MS.forgotten) forgotten.push(id);
      if (silence <= WATERMARK_MS.gone) behind.push(`${id}, seen ${new Date(record.seen).toISOString()}`);
    }
    await state.removeAll('watermark', forgotten);
    // Those that are there are a minute behind at most, but for clocks that differ.
    const waitedFor = `${isoDay(day)} does not close yet: ${behind.length} collectors have not stored all of it (${behind.join('; ')})`;
    const isOverdue = now > (day + 1) * 86_400_000 + OVERDUE_MS;
    if (behind.length > 0 && isOverdue && this.#waitedFor !== isoDay(day)) {
      this.#waitedFor = isoDay(day);
      onFault(waitedFor);
    }
    return behind.length === 0;
  }

  /** Nobody is silent who was heard of while this collector has listened: the clock of either may be wrong by years. */
  #silenceOf(id: string, { seen }: WatermarkRecord, now: number): number {
    const known = this.#seen.get(id);
    const listened = this.#options.monotonic?.() ?? performance.now();
    if (known?.seen !== seen) this.#seen.set(id, { seen, since: listened });
    const since = known?.seen === seen ? known.since : listened;
    return listened - since < WATERMARK_MS.listened ? 0 : Math.abs(now - seen);
  }
}

/** A day that has not closed so long after its end is a fault, in milliseconds. */
const OVERDUE_MS = 6 * 60 * 60 * 1000;

/** What stands in a store is checked: a record that is none is nobody's. */
function recordOf(value: unknown): WatermarkRecord | undefined {
  const { through, seen } = (value ?? {}) as Partial<WatermarkRecord>;
  if (typeof through !== 'number' || typeof seen !== 'number') return undefined;
  return Number.isInteger(through) && Number.isFinite(seen) ? { through, seen } : undefined;
}
