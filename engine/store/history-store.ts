import { swallowed } from 'candor-client/core';
import type { ClearSpan, Gap, HistoryStatus, Series, Span } from '../../app/finder/history.ts';
import type { ObjectType, Row, TimeRange } from '../../app/query/query.ts';
import { chainOf } from './chain.ts';
import type { Compiled } from './database.ts';
import { DAY_MS, HOUR_MS } from './days.ts';
import { faultOf } from './failure.ts';
import { sizeOfHistory } from './files.ts';
import { gapOf, layGaps } from './gaps.ts';
import { HistoryKeeper } from './history-keeper.ts';
import { ASKING_MS, BREAK_OFF_MS, FLUSH_MS, PAUSE_CADENCES, QUERY_LIMIT_MS, WAIT_LIMIT_MS } from './limits.ts';
import type { Observation } from './observation.ts';
import type { OpenHistory } from './open-history.ts';
import { type Layout, layoutOf, type Relation, relationOver } from './relation.ts';
import { gapShape } from './schema.ts';
import { type SeriesOf, seriesOf } from './series.ts';
import { type Asking, NoHistory, type Store, type StoreLimits, type StoreParts, TooLarge } from './store-api.ts';
import type { SystemStart } from './system-start.ts';
import { timesDown } from './system-starts.ts';
import { Turns } from './turns.ts';
import { valuesOf } from './values.ts';
import { transaction } from './writer.ts';

/** What a later time than the one asked about may tell of a run: how it ended. */
const endProperties = ['last', 'ended', 'duration', 'exit'] as const;

const spanLength = { hour: HOUR_MS, day: DAY_MS } as const;

/** The one {@link Store} there is. What touches the file happens in turns, so no question sees half of a write. */
export class HistoryStore implements Store {
  readonly #parts: StoreParts;
  readonly #turns = new Turns();
  readonly #keeper: HistoryKeeper;
  /** As they were given, by their lower case. */
  readonly #excluded: Map<string, string>;
  /** In lower case; what is held of these programs could not be removed yet. */
  readonly #toRemove = new Set<string>();
  #recording: boolean;
  #cadence = FLUSH_MS;
  #cancelTick: () => void = () => {};
  #closed = false;
  /** When somebody asked about the past last, by the monotonic clock. */
  #asked = Number.NEGATIVE_INFINITY;
  /** The question that DuckDB works on at the moment, broken off by this. */
  #breakOff: () => void = () => {};

  constructor(parts: StoreParts) {
    this.#parts = parts;
    this.#recording = parts.recording;
    this.#excluded = new Map(parts.excluded.map((name) => [name.toLowerCase(), name]));
    this.#keeper = new HistoryKeeper(parts, (name) => this.#excluded.has(name.toLowerCase()));
  }

  async open(): Promise<void> {
    await this.#turns.take(() => this.#keeper.open());
    this.#scheduleTick();
  }

  observe(observation: Observation): void {
    if (!this.#recording) return;
    this.#cadence = observation.cadence;
    this.#keeper.observe(observation);
    // Now, so that the next question does not wait for it.
    if (!this.#closed && this.#parts.clock.monotonic() - this.#asked < ASKING_MS) void this.#layOut();
  }

  async takeIn(observations: readonly Observation[]): Promise<boolean> {
    if (this.#keeper.failure !== null || !this.#keeper.history) return false;
    this.#keeper.takeIn(observations);
    await this.flush();
    return true;
  }

  async sleep(): Promise<void> {
    this.#keeper.recorder?.sleep();
    await this.flush();
  }

  async setRecording(on: boolean): Promise<void> {
    if (!on) await this.flush();
    this.#recording = on;
  }

  setLimits(limits: StoreLimits): Promise<void> {
    return this.#change(async () => {
      const anew = limits.memoryMB !== this.#keeper.limits.memoryMB;
      this.#keeper.limits = limits;
      await this.#keeper.save(true);
      if (anew && this.#keeper.history) await this.#keeper.reopen();
      await this.#keeper.keepHouse();
    });
  }

  flush(): Promise<void> {
    return this.#turns.take(() => this.#keeper.save(true));
  }

  query(
    compile: (relation: Relation, layout: Layout) => Compiled,
    { asFound = false, signal }: Asking = {},
  ): Promise<Row[]> {
    this.#asked = this.#parts.clock.monotonic();
    return this.#ask(async (history) => {
      signal?.throwIfAborted();
      let fresh = false;
      let ofThings = false;
      const compiled = compile(
        (type, range, needed, more) => {
          ofThings ||= type !== 'process' && type !== 'device';
          fresh ||= range.to > this.#keeper.savedUntil || endProperties.some((property) => needed.has(property));
          return relationOver(this.#keeper.held(history))(type, range, needed, more);
        },
        layoutOf(this.#keeper.held(history)),
      );
      if (!fresh || asFound) return this.#rows(history, compiled, signal);
      const now = await this.#caughtUp(ofThings);
      // A day may have got its tables by that.
      const held = this.#keeper.held(now);
      return this.#rows(now, compile(relationOver(held), layoutOf(held)), signal);
    });
  }

  /** Rows of a question, which are no longer looked for once its signal says so. */
  async #rows({ database }: OpenHistory, compiled: Compiled, signal: AbortSignal | undefined): Promise<Row[]> {
    if (!signal) return database.rows(compiled);
    signal.throwIfAborted();
    let stop = () => {};
    const breakOff = () => {
      database.interrupt();
      // One that DuckDB is only about to begin with hears nothing of it.
      stop = this.#parts.timers.after(BREAK_OFF_MS, breakOff);
    };
    signal.addEventListener('abort', breakOff, { once: true });
    try {
      return await database.rows(compiled);
    } finally {
      signal.removeEventListener('abort', breakOff);
      stop();
    }
  }

  series(what: SeriesOf, span: Span): Promise<Series> {
    return this.#ask(async () => {
      const history = await this.#caughtUp();
      const now = this.#parts.clock.now();
      return seriesOf(history.database, this.#keeper.held(history), { what, span, now });
    });
  }

  chain(key: string): Promise<readonly Row[]> {
    return this.#ask(async () => {
      const history = await this.#caughtUp();
      return chainOf(history.database, this.#keeper.held(history), key);
    });
  }

  values(type: ObjectType, property: string, prefix: string): Promise<readonly (string | number)[]> {
    return this.#ask((history) => valuesOf(history.database, this.#keeper.held(history), { type, property, prefix }));
  }

  async gaps(range: TimeRange): Promise<readonly Gap[]> {
    const now = this.#parts.clock.now();
    const known: TimeRange = { from: range.from, to: Math.min(range.to, now) };
    if (!this.#keeper.history) return layGaps([{ ...known, reason: 'off' }], known);
    return this.#ask(async (history) => {
      // Before the first minute is written nothing of it is in a table.
      const held = history.days.of('system').length > 0 ? history : await this.#caughtUp();
      const { oldest, rows } = await this.#keeper.allGaps(held);
      const { seen } = this.#keeper.held(held);
      const around: Gap[] = [{ from: known.from, to: oldest ?? known.to, reason: 'off' }];
      if (!this.#recording || now - seen > PAUSE_CADENCES * this.#cadence) {
        around.push({ from: seen > 0 ? seen : known.from, to: now, reason: 'off' });
      }
      return layGaps([...rows.map(gapOf), ...around], known);
    });
  }

  async noteSystemStarts(starts: readonly SystemStart[]): Promise<void> {
    const from = this.#parts.clock.now() - this.#keeper.limits.days * DAY_MS;
    const down = timesDown(starts).filter(({ ends }) => ends > from);
    const first = down[0];
    if (!first || !this.#keeper.history) return;
    await this.#ask(async ({ database }) => {
      await database.stage('new_gaps', gapShape, down);
      // Said again at each start of ours, so what was said before of the same time gives way.
      await transaction(database, [
        `DELETE FROM gaps WHERE source IS NOT NULL AND begins >= ${first.begins};`,
        'INSERT INTO gaps SELECT * FROM new_gaps;',
      ]);
    });
  }

  status(): Promise<HistoryStatus> {
    return this.#turns.take(async () => {
      const { history, setAside, failure } = this.#keeper;
      return {
        recording: this.#recording,
        size: await this.#size(),
        from: history ? await this.#keeper.oldest(history) : null,
        days: history?.days.all().length ?? 0,
        folder: this.#parts.folder,
        excluded: [...this.#excluded.values()],
        setAside: [...setAside],
        failure,
      };
    });
  }

  clear(span: ClearSpan): Promise<void> {
    return this.#change(async () => {
      const keeper = this.#keeper;
      if (keeper.failure === 'locked') throw new NoHistory();
      const now = this.#parts.clock.now();
      const from = span === 'all' ? 0 : now - spanLength[span];
      await keeper.save(true);
      if (span === 'all') {
        keeper.recorder?.forgetSince(0);
        await keeper.startAfresh();
      } else {
        if (!keeper.history) throw new NoHistory();
        await keeper.rewrite({ before: from });
        keeper.recorder?.forgetSince(from);
        keeper.recorder?.addGap({ begins: from, ends: now, reason: 'cleared', source: null });
      }
      await keeper.removeAside(from);
      await keeper.save(true);
    });
  }

  async setExcluded(names: readonly string[]): Promise<void> {
    const before = new Set(this.#excluded.keys());
    // At once: nothing more is taken of them while what is held waits to be removed.
    this.#excluded.clear();
    for (const name of names) this.#excluded.set(name.toLowerCase(), name);
    for (const name of this.#toRemove) if (!this.#excluded.has(name)) this.#toRemove.delete(name);
    for (const name of this.#excluded.keys()) if (!before.has(name)) this.#toRemove.add(name);
    if (this.#toRemove.size > 0) await this.#change(() => this.#removeExcluded());
  }

  async close(onWritten?: () => void): Promise<void> {
    this.#closed = true;
    this.#cancelTick();
    // Nobody waits for an answer any more, and an app that ends does not wait for one.
    let stop = () => {};
    const breakOff = () => {
      this.#breakOff();
      // One that DuckDB is only about to begin with hears nothing of it.
      stop = this.#parts.timers.after(BREAK_OFF_MS, breakOff);
    };
    breakOff();
    await this.#turns.take(async () => {
      stop();
      this.#keeper.recorder?.finish();
      await this.#keeper.save(true);
      await this.#keeper.settle();
      onWritten?.();
      this.#keeper.close();
    });
  }

  #scheduleTick(): void {
    if (this.#closed) return;
    this.#cancelTick = this.#parts.timers.after(FLUSH_MS, () => {
      this.#turns
        .take(() => this.#tick())
        .catch((thrown: unknown) => swallowed('store', 'tick', thrown))
        .finally(() => this.#scheduleTick());
    });
  }

  /** Brings what was seen to where questions find it. */
  #layOut(): Promise<void> {
    return this.#turns
      .take(() => this.#keeper.catchUp(false))
      .catch((thrown: unknown) => swallowed('store', 'lay-out', thrown));
  }

  /** Where the folder cannot be read nothing of it is known; why is told by the failure. */
  async #size(): Promise<number> {
    try {
      return (await sizeOfHistory(this.#parts.folder)).whole;
    } catch (thrown) {
      swallowed('store', 'read-size', thrown);
      return 0;
    }
  }

  async #tick(): Promise<void> {
    if (this.#closed) return;
    if (!this.#keeper.history) await this.#keeper.open();
    await this.#keeper.save(true);
    try {
      if (this.#keeper.history) await this.#removeExcluded();
      await this.#keeper.keepHouse();
    } catch (thrown) {
      const fault = faultOf(thrown);
      swallowed('store', 'keep-house', thrown);
      // What was to be tidied up waits for another minute; nothing of what is recorded depends on it.
      if (fault !== 'memory' && fault !== 'other') await this.#keeper.fault(thrown);
    }
  }

  async #removeExcluded(): Promise<void> {
    const keeper = this.#keeper;
    const names = [...this.#toRemove];
    if (names.length === 0) return;
    await keeper.save(true);
    keeper.recorder?.forgetExcluded();
    if (!keeper.history) throw new NoHistory();
    await keeper.rewrite({ without: names });
    await keeper.removeAside(0);
    await keeper.save(true);
    for (const name of names) this.#toRemove.delete(name);
  }

  /** Does something to what is held, in its turn. After the end nothing is opened again. */
  #change(action: () => Promise<void>): Promise<void> {
    return this.#turns.take(async () => {
      if (this.#closed) throw new NoHistory();
      await action();
    });
  }

  /** Answers a question in its turn; a file that turns out to be damaged is mended, and the question asked again. */
  #ask<T>(question: (history: OpenHistory) => Promise<T>): Promise<T> {
    const { clock, timers } = this.#parts;
    const askedAt = clock.monotonic();
    return this.#turns.take(async () => {
      const keeper = this.#keeper;
      // A window that asks without end must not have the next one, or the end of the app, wait for answers nobody awaits.
      if (!keeper.history || this.#closed || clock.monotonic() - askedAt > WAIT_LIMIT_MS) throw new NoHistory();
      this.#breakOff = () => keeper.history?.database.interrupt();
      const cancel = timers.after(QUERY_LIMIT_MS, this.#breakOff);
      try {
        return await question(keeper.history);
      } catch (thrown) {
        const fault = faultOf(thrown);
        if (fault === 'memory') throw new TooLarge();
        if (fault !== 'damaged' && fault !== 'broken') throw thrown;
        swallowed('store', 'ask-history', thrown);
        await keeper.fault(thrown);
        if (!keeper.history) throw thrown;
        return await question(keeper.history);
      } finally {
        cancel();
        this.#breakOff = () => {};
        keeper.lastQuestion = clock.monotonic();
      }
    });
  }

  /** The history with everything that was seen until now. */
  async #caughtUp(all = true): Promise<OpenHistory> {
    await this.#keeper.catchUp(all);
    if (!this.#keeper.history) throw new NoHistory();
    return this.#keeper.history;
  }
}
