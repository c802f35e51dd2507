import { existsSync } from 'node:fs';
import { debug, swallowed } from 'candor-client/core';
import type { HistoryFailure } from '../../app/finder/history.ts';
import type { Database } from './database.ts';
import { DAY_MS, dayOf, MINUTE_MS, startOfDay, startOfMinute } from './days.ts';
import { failureOf, faultOf } from './failure.ts';
import {
  historyFile,
  identityOf,
  listSetAside,
  makeFilesPrivate,
  remove,
  removeHistory,
  removeLeftovers,
  removeSetAside,
  replaceHistory,
  sizeOf,
  sizeOfHistory,
} from './files.ts';
import { closeDays, dropDay, layIntoWeeks, retain, usedBytes } from './housekeeping.ts';
import {
  CHECKPOINT_AT_LAST_BYTES,
  CHECKPOINT_BYTES,
  CHECKPOINT_MS,
  CLOCK_TOLERANCE_MS,
  DAYS_LAID_AT_ONCE,
  IDLE_MS,
  SETTLED_MS,
  SHRINK_TO,
} from './limits.ts';
import type { Observation } from './observation.ts';
import { type OpenHistory, openHistory } from './open-history.ts';
import { Recorder } from './recorder.ts';
import type { Known } from './relation-held.ts';
import { rewrite, type Selection } from './rewrite.ts';
import type { GapRow } from './schema.ts';
import type { StoreLimits, StoreParts } from './store-api.ts';
import { nameOf, notTakenIn } from './taken-in.ts';
import { stageCurrent, writeBatch } from './writer.ts';

const MEGABYTE = 1024 * 1024;

/**
 * Keeps the file of the history: opens and mends it, writes what the recorder gathered, and holds it within its limits. Its
 * asynchronous methods are called one after the other, see {@link HistoryStore}.
 */
export class HistoryKeeper {
  limits: StoreLimits;
  /** `undefined` while there is none that could be opened. */
  history: OpenHistory | undefined;
  /** Stays over a history that is opened anew: it holds what waits to be written. Missing until one was opened. */
  recorder: Recorder | undefined;
  failure: HistoryFailure | null = null;
  setAside: string[] = [];
  /** Before this moment everything is in the tables of days. */
  savedUntil = 0;
  /** By the monotonic clock. */
  lastQuestion = Number.NEGATIVE_INFINITY;
  readonly #parts: StoreParts;
  readonly #excluded: (name: string) => boolean;
  /** Readings taken, and those that questions find in the tables. */
  #observed = 0;
  #staged = -1;
  /** Name of the reading of a journal that was taken in last. */
  #journal: string | null = null;
  /** What a database had after so many statements. */
  #gaps: { of: Database; runs: number; rows: readonly GapRow[]; oldest: number | null } | undefined;
  /** What is staged holds something that was not written. */
  #unsaved = false;
  #savedSeen: number | null = null;
  /** Day and number of days for which old ones were dropped. */
  #retained = '';
  #lastCheckpoint: number;
  /** Wall clock less monotonic one, and since when it is so. */
  #clockOffset = Number.NaN;
  #settledSince: number;
  /** DuckDB broke and was opened anew; when that happens again before anything was written, the file is taken for damaged. */
  #broken = false;

  constructor(parts: StoreParts, excluded: (name: string) => boolean) {
    this.#parts = parts;
    this.#excluded = excluded;
    this.limits = parts.limits;
    this.#lastCheckpoint = parts.clock.monotonic();
    this.#settledSince = this.#lastCheckpoint;
  }

  observe(observation: Observation): void {
    if (!this.recorder) return;
    this.recorder.observe(observation);
    this.#observed++;
    const offset = observation.at - observation.monotonic;
    if (Math.abs(offset - this.#clockOffset) > CLOCK_TOLERANCE_MS) this.#settledSince = this.#parts.clock.monotonic();
    this.#clockOffset = offset;
  }

  /** Takes readings of a journal that are not known yet; the next batch says so with them, in one transaction. */
  takeIn(observations: readonly Observation[]): void {
    for (const observation of notTakenIn(observations, this.#journal)) this.observe(observation);
    const last = observations.at(-1);
    if (last) this.#journal = nameOf(last);
  }

  /** What a relation is made over. */
  held({ days, remembered }: OpenHistory): Known {
    return { days, seen: this.recorder?.seen ?? remembered.seen ?? 0 };
  }

  /** Oldest moment that is known. */
  async oldest({ database, days }: OpenHistory): Promise<number | null> {
    const [day] = days.of('system');
    const selects = ['SELECT min(moment) AS moment FROM current_system', 'SELECT min(begins) AS moment FROM open_runs'];
    if (day !== undefined) {
      selects.push(`SELECT min(minute)::BIGINT * ${MINUTE_MS} + ${startOfDay(day)} AS moment FROM system_${day}`);
    }
    const [row] = await database.rows({
      sql: `SELECT min(moment) AS oldest FROM (${selects.join(' UNION ALL ')})`,
      parameters: [],
    });
    return typeof row?.['oldest'] === 'number' ? row['oldest'] : null;
  }

  /** All gaps, and the oldest moment that is known. Both are asked for with each answer and seldom change, so they are kept. */
  async allGaps(history: OpenHistory): Promise<{ readonly rows: readonly GapRow[]; readonly oldest: number | null }> {
    const { database, days } = history;
    const same = this.#gaps?.of === database && this.#gaps.runs === database.runs && days.of('system').length > 0;
    if (!this.#gaps || !same) {
      const rows = (await database.rows({ sql: 'SELECT * FROM gaps', parameters: [] })) as unknown as GapRow[];
      this.#gaps = { of: database, runs: database.runs, rows, oldest: await this.oldest(history) };
    }
    const { rows, oldest } = this.#gaps;
    return { rows: [...rows, ...(this.recorder?.unsavedGaps ?? [])], oldest };
  }

  /** @param damaged a block of the file could not be read */
  async open(damaged = false): Promise<void> {
    const { folder, clock, onMends } = this.#parts;
    const opening = await openHistory({ folder, memoryMB: this.limits.memoryMB, now: clock.now(), onMends }, damaged);
    this.setAside.push(...opening.setAside);
    if ('failure' in opening) {
      this.#tell(opening.failure, opening.setAside.length > 0);
      return;
    }
    this.history = opening.history;
    this.#staged = -1;
    this.#journal ??= opening.history.remembered.journal ?? null;
    if (this.recorder) this.recorder.saveAll();
    else this.recorder = new Recorder(opening.history.remembered, this.#excluded);
    for (const gap of opening.gaps) this.recorder.addGap(gap);
    this.#tell(null, opening.setAside.length > 0);
  }

  async reopen(damaged = false): Promise<void> {
    if (!damaged) await this.settle();
    this.close();
    await this.open(damaged);
  }

  /** Writes the log into the file before it is closed: closing would do it too, and hold up this process. */
  async settle(): Promise<void> {
    try {
      await this.checkpoint();
    } catch (thrown) {
      // The log keeps it, and is played in when the file is opened.
      swallowed('store', 'checkpoint-before-close', thrown);
    }
  }

  close(): void {
    const history = this.history;
    this.history = undefined;
    try {
      history?.database.close();
    } catch (thrown) {
      swallowed('store', 'close-database', thrown);
    }
  }

  /**
   * Writes what waits. What cannot be written waits on, and why is told.
   * @param wornToo also figures of what goes on
   */
  async save(wornToo: boolean): Promise<void> {
    await this.#followFile();
    const { history, recorder } = this;
    if (!history || !recorder || recorder.seen === null) return;
    // Nothing is recorded at the moment.
    if (recorder.seen === this.#savedSeen && !recorder.unsaved) return;
    const batch = recorder.take(wornToo);
    try {
      await writeBatch(history.database, history.days, batch, this.#journal);
      await stageCurrent(history.database, null);
      await makeFilesPrivate(this.#parts.folder);
    } catch (thrown) {
      swallowed('store', 'save-history', thrown);
      recorder.giveBack(batch);
      await this.fault(thrown);
      return;
    }
    this.#staged = -1;
    this.#broken = false;
    this.savedUntil = startOfMinute(batch.seen);
    this.#savedSeen = batch.seen;
    this.#tell(null, false);
  }

  /**
   * Brings what was seen since the last write to where questions find it.
   * @param all also things and gaps, which are written for it; processes and minutes need not wait for the disk
   */
  async catchUp(all = true): Promise<void> {
    if (!this.recorder || (this.#staged === this.#observed && !(all && this.#unsaved))) return;
    if (all && this.recorder.unsaved && this.failure === null) await this.save(false);
    this.#unsaved = this.recorder.unsaved;
    if (!this.history) return;
    await stageCurrent(this.history.database, this.recorder.current());
    this.#staged = this.#observed;
  }

  /** Does what a fault asks for: mends the file, opens it anew, or tells why nothing can be recorded. */
  async fault(thrown: unknown): Promise<void> {
    const fault = faultOf(thrown);
    if (fault === 'damaged' || (fault === 'broken' && this.#broken)) {
      this.#broken = false;
      await this.reopen(true);
    } else if (fault === 'broken') {
      this.#broken = true;
      await this.reopen();
    } else {
      this.#tell(failureOf(fault), false);
    }
  }

  /**
   * Moves what is to stay into a new file, which takes the place of the old one when it is whole.
   * @throws when that cannot be done; the old one is open again then
   */
  async rewrite(selection: Selection): Promise<void> {
    const { folder } = this.#parts;
    await this.settle();
    this.close();
    try {
      await rewrite({ folder, file: historyFile(folder), memoryMB: this.limits.memoryMB }, selection);
      await replaceHistory(folder);
    } finally {
      await removeLeftovers(folder);
      await this.open();
    }
  }

  /** Begins an empty history. */
  async startAfresh(): Promise<void> {
    this.close();
    await removeHistory(this.#parts.folder);
    await this.open();
  }

  /** Removes what was set aside and was still in use after a moment. */
  async removeAside(since: number): Promise<void> {
    await removeSetAside(this.#parts.folder, since);
    this.setAside = this.setAside.filter((file) => existsSync(file));
  }

  async checkpoint(): Promise<void> {
    await this.history?.database.run('CHECKPOINT;');
    this.#lastCheckpoint = this.#parts.clock.monotonic();
  }

  /** What is to be done now and then: hours of days that are over, old days, the log, the size. */
  async keepHouse(): Promise<void> {
    const { history } = this;
    if (!history || this.failure !== null) return;
    const { database, days } = history;
    const { clock, folder } = this.#parts;
    const at = clock.monotonic();
    const hours = await closeDays(database, days, clock.now());
    const laid = await layIntoWeeks(database, days, { now: clock.now(), atMost: DAYS_LAID_AT_ONCE });
    const retention = `${dayOf(clock.now())}/${this.limits.days}`;
    if (at - this.#settledSince >= SETTLED_MS && retention !== this.#retained) {
      await retain(database, days, { now: clock.now(), keep: this.limits.days });
      this.#retained = retention;
    }
    const { whole, log } = await sizeOfHistory(folder);
    const due = log > CHECKPOINT_BYTES || (log > 0 && at - this.#lastCheckpoint >= CHECKPOINT_MS);
    if (hours || laid || log > CHECKPOINT_AT_LAST_BYTES || (due && at - this.lastQuestion >= IDLE_MS))
      await this.checkpoint();
    if (whole > this.limits.sizeMB * MEGABYTE) await this.#shrink(history);
  }

  /** The history is larger than it may be: first what was set aside goes, then the oldest days. */
  async #shrink({ database, days }: OpenHistory): Promise<void> {
    const { folder, clock } = this.#parts;
    const limit = this.limits.sizeMB * MEGABYTE;
    for (const file of (await listSetAside(folder)).toReversed()) {
      if ((await sizeOfHistory(folder)).whole > limit) await remove(file);
    }
    this.setAside = this.setAside.filter((file) => existsSync(file));
    await this.checkpoint();
    // Room for some days, so that this is not done again every minute.
    while ((await sizeOfHistory(folder)).whole > limit && (await usedBytes(database)) > limit * SHRINK_TO) {
      const [oldest] = days.all();
      if (oldest === undefined) break;
      await dropDay(database, days, oldest);
      if (startOfDay(oldest) + DAY_MS > clock.now()) {
        this.recorder?.addGap({ begins: startOfDay(oldest), ends: clock.now(), reason: 'cleared', source: null });
      }
      await this.checkpoint();
    }
    // Blocks in the middle that hold nothing: the file is shorter only as a new one.
    if (((await sizeOf(historyFile(folder))) ?? 0) > limit) await this.rewrite({});
  }

  /** The file was removed or replaced while it was open: what has no name any more is not written to. */
  async #followFile(): Promise<void> {
    const { history } = this;
    if (!history || (await identityOf(historyFile(this.#parts.folder))) === history.identity) return;
    debug('store', 'file-vanished');
    const oldest = await this.oldest(history).catch((thrown: unknown) => {
      swallowed('store', 'read-oldest', thrown);
      return null;
    });
    await this.reopen();
    const now = this.#parts.clock.now();
    this.recorder?.addGap({ begins: oldest ?? now, ends: now, reason: 'damaged', source: null });
    this.#parts.onStatus?.();
  }

  #tell(failure: HistoryFailure | null, always: boolean): void {
    const news = failure !== this.failure;
    if (news) debug('store', failure === null ? 'history-works' : 'history-fails', { failure: failure ?? undefined });
    this.failure = failure;
    if (news || always) this.#parts.onStatus?.();
  }
}
