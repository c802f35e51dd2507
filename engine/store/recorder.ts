import type { Process } from '../../app/finder/process.ts';
import type { Connection, Port } from '../../app/finder/socket.ts';
import type { Unit } from '../../app/finder/unit.ts';
import { dayOf, MINUTE_MS, startOfDay, startOfMinute } from './days.ts';
import { type Ended, type Held, Intervals, type Reading } from './intervals.ts';
import { connectionKind, type FailingSource, portKind, processKind, sourceKind, unitKind } from './kinds.ts';
import { MAX_BRIEF_ROWS, MAX_PROCESS_ROWS, MAX_UNIT_ROWS, MAX_WAITING_MINUTES, MAX_WAITING_ROWS } from './limits.ts';
import { chooseRows } from './minute-rows.ts';
import type { Observation } from './observation.ts';
import { judgePause } from './pauses.ts';
import type { Batch, Current, Remembered } from './recorded.ts';
import type { GapRow, MinuteRow, RunRow, SystemRow, ThingKind, ThingRow } from './schema.ts';
import { SystemTally } from './system-tally.ts';
import type { Tally } from './tally.ts';

interface Candidate {
  readonly run: number;
  readonly minute: Tally;
  readonly brief: boolean;
}

/**
 * Gathers what readings found: runs as intervals, minutes as means and peaks, gaps. Pure: it knows the time from the
 * readings alone, and writes nothing; {@link take} gives what is to be written.
 */
export class Recorder {
  readonly #excluded: (name: string) => boolean;
  readonly #processes: Intervals<Process, RunRow>;
  readonly #ports: Intervals<Port, ThingRow>;
  readonly #connections: Intervals<Connection, ThingRow>;
  readonly #units: Intervals<Unit, ThingRow>;
  readonly #sources: Intervals<FailingSource, ThingRow>;
  readonly #system = new SystemTally();
  #highestRun: number;
  #seen: number | null;
  #boot: string | null;
  #before: Observation | undefined;
  #readings = 0;
  /** First reading after the last pause. */
  #watchedSince = 0;
  /** Start of the minute that is gathered. */
  #minute = 0;
  /** What ended in that minute. */
  #endedProcesses: Held<Process>[] = [];
  #endedUnits: Held<Unit>[] = [];
  #minutes: MinuteRow[] = [];
  #systemRows: SystemRow[] = [];
  #gaps: GapRow[] = [];
  #asleep = false;

  /** @param excluded whether a program of that name is left out */
  constructor(remembered: Remembered, excluded: (name: string) => boolean) {
    this.#excluded = excluded;
    this.#highestRun = remembered.highestRun;
    this.#seen = remembered.seen;
    this.#boot = remembered.boot;
    const number = () => ++this.#highestRun;
    const things = (kind: ThingKind) => remembered.things.filter((thing) => thing.kind === kind);
    this.#processes = new Intervals(processKind(excluded), number, remembered.runs);
    this.#ports = new Intervals(portKind, number, things('port'));
    this.#connections = new Intervals(connectionKind, number, things('connection'));
    this.#units = new Intervals(unitKind, number, things('unit'));
    this.#sources = new Intervals(sourceKind, number, things('source'));
  }

  /** Last moment of which anything is known, UTC milliseconds. */
  get seen(): number | null {
    return this.#seen;
  }

  /** There are beginnings, ends, changes, minutes or gaps that no table has yet. */
  get unsaved(): boolean {
    const rows = this.#minutes.length + this.#systemRows.length + this.#gaps.length;
    return rows > 0 || this.#kinds.some((kind) => kind.unsaved);
  }

  /** Gaps that no table has yet. */
  get unsavedGaps(): readonly GapRow[] {
    return this.#gaps;
  }

  /** The computer is about to sleep: the pause that follows has that reason, whatever the clocks say. */
  sleep(): void {
    this.#asleep = true;
  }

  /** Takes one reading. A moment that is no number, or before 1970, is passed over: nothing could be kept under it. */
  observe(observation: Observation): void {
    if (!(observation.at > 0)) return;
    const before = this.#follow(observation);
    const { at } = observation;
    this.#cutDay(at, before);
    this.#readings++;
    if (before === null) this.#watchedSince = at;
    const reading = {
      at,
      dayBegan: startOfDay(dayOf(at)),
      watchedSince: this.#watchedSince,
      number: this.#readings,
      seen: this.#seen ?? at,
    };
    const ended = this.#seeAll(observation, reading);
    if (before !== null) this.#tally(before, at, ended, observation);
    else this.#minute = startOfMinute(at);
    this.#endedProcesses.push(...ended.processes.map(({ held }) => held));
    this.#endedUnits.push(...ended.units.map(({ held }) => held));
    this.#before = observation;
    this.#seen = at;
    this.#boot = observation.bootId;
    this.#bound();
  }

  /** What no table has yet: the minute that is gathered, as far as it has come, and runs that began, changed or ended. */
  current(): Current {
    const openRuns = this.#processes.unsavedOpen();
    return {
      minutes: [...this.#minutes, ...this.#rowsOfMinute()],
      system: [...this.#systemRows, ...this.#system.row(this.#minute)],
      runs: this.#processes.closed,
      openRuns,
      replaced: [...this.#processes.over, ...openRuns.map(({ run }) => run)],
    };
  }

  /**
   * Hands over what is to be written.
   * @param wornToo also figures of what goes on, such as its threads; once a minute
   */
  take(wornToo: boolean): Batch {
    const things = [this.#ports, this.#connections, this.#units, this.#sources];
    const batch: Batch = {
      runs: this.#processes.closed,
      things: things.flatMap(({ closed }) => closed),
      over: this.#kinds.flatMap(({ over }) => over),
      openRuns: this.#processes.takeOpen(wornToo),
      openThings: things.flatMap((kind) => kind.takeOpen(wornToo)),
      minutes: this.#minutes,
      system: this.#systemRows,
      gaps: this.#gaps,
      seen: this.#seen ?? 0,
      boot: this.#boot ?? '',
      highestRun: this.#highestRun,
    };
    for (const kind of this.#kinds) {
      kind.closed = [];
      kind.over = [];
    }
    this.#minutes = [];
    this.#systemRows = [];
    this.#gaps = [];
    return batch;
  }

  /** Nothing more is to come: the minute under way is one of which a part was seen. What is seen of it all the same is another part. */
  finish(): void {
    this.#rollTo(this.#minute);
  }

  /** A batch that could not be written waits for the next one. */
  giveBack(batch: Batch): void {
    this.#processes.closed = [...batch.runs, ...this.#processes.closed];
    this.#ports.closed = [...batch.things, ...this.#ports.closed];
    this.#processes.over = [...batch.over, ...this.#processes.over];
    this.#processes.untake(batch.openRuns);
    for (const kind of [this.#ports, this.#connections, this.#units, this.#sources]) kind.untake(batch.openThings);
    this.#minutes = [...batch.minutes, ...this.#minutes];
    this.#systemRows = [...batch.system, ...this.#systemRows];
    this.#gaps = [...batch.gaps, ...this.#gaps];
    this.#bound();
  }

  /** What was seen since a moment is to be as if it had never been; what goes on is seen anew at the next reading. */
  forgetSince(moment: number): void {
    for (const kind of this.#kinds) kind.forgetSince(moment);
    this.#minutes = this.#minutes.filter((row) => row.moment < moment);
    this.#systemRows = this.#systemRows.filter((row) => row.moment < moment);
    this.#gaps = this.#gaps.filter(({ begins }) => begins < moment);
    this.#endedProcesses = [];
    this.#endedUnits = [];
    this.#system.reset();
  }

  /** Leaves out what is excluded by now. */
  forgetExcluded(): void {
    const named = ({ program }: Port | Connection) => program !== null && this.#excluded(program);
    this.#processes.forget(({ name }) => this.#excluded(name));
    this.#units.forget(({ name }) => this.#excluded(name));
    this.#ports.forget(named);
    this.#connections.forget(named);
    this.#endedProcesses = this.#endedProcesses.filter(({ value }) => !this.#excluded(value.name));
  }

  /** The file is another one: what goes on is to be written into it. */
  saveAll(): void {
    for (const kind of this.#kinds) for (const held of kind.open.values()) held.unsaved = true;
  }

  /** Notes a time of which nothing is known. */
  addGap(gap: GapRow): void {
    if (gap.ends > gap.begins) this.#gaps.push(gap);
  }

  get #kinds() {
    return [this.#processes, this.#ports, this.#connections, this.#units, this.#sources] as const;
  }

  /**
   * Judges what lies between the reading before and this one.
   * @returns the moment of the one before in today's clock, or `null` when the time between was not watched
   */
  #follow(observation: Observation): number | null {
    const before = this.#before;
    const asleep = this.#asleep;
    this.#asleep = false;
    if (before === undefined || before.bootId !== observation.bootId) {
      this.#afterPause(observation, asleep);
      return null;
    }
    const between = judgePause(before, observation);
    if (between.shift !== 0) {
      for (const kind of this.#kinds) kind.shift(between.shift, (moment) => startOfDay(dayOf(moment)));
      this.#watchedSince += between.shift;
    }
    if (between.gap === null) {
      const from = Math.min(observation.at, before.at + between.shift);
      // A clock that was set leaves the minute that it was in; what was gathered of it is kept under that minute.
      if (between.shift !== 0) this.#rollTo(startOfMinute(from));
      return from;
    }
    this.#rollTo(startOfMinute(observation.at));
    const reason = asleep ? 'asleep' : between.gap;
    // In today's clock, as the runs are; but what a clock that was set forwards passed over was not seen either.
    const begins = before.at + Math.min(0, between.shift);
    this.addGap({ begins, ends: observation.at, reason, source: null });
    return null;
  }

  /** The first reading of this process, or of a system that was started anew. */
  #afterPause({ at, bootId, cadence }: Observation, asleep: boolean): void {
    const seen = this.#seen;
    if (seen === null) return;
    this.#rollTo(startOfMinute(at));
    if (this.#boot !== bootId) for (const kind of this.#kinds) kind.abandon(seen);
    if (at - seen > cadence) this.addGap({ begins: seen, ends: at, reason: asleep ? 'asleep' : 'off', source: null });
  }

  #cutDay(at: number, before: number | null): void {
    const startsAt = startOfDay(dayOf(at));
    const last = before === null ? Math.min(this.#seen ?? at, startsAt) : startsAt;
    const resumes = before === null ? at : startsAt;
    for (const kind of this.#kinds) kind.cut({ startsAt, last, resumes });
  }

  #seeAll(observation: Observation, reading: Reading): { processes: Ended<Process>[]; units: Ended<Unit>[] } {
    const { processes, ports, connections, units, sources } = observation;
    const named = ({ program }: Port | Connection) => program === null || !this.#excluded(program);
    if (ports) this.#ports.observe(ports.filter(named), reading);
    if (connections) {
      // What only waits to be forgotten was a connection before, or none that anybody asks for.
      const open = connections.filter(
        (one) => named(one) && (one.state !== 'time-wait' || this.#connections.open.has(one.key)),
      );
      this.#connections.observe(open, reading);
    }
    if (sources) {
      const failing = sources.filter(({ failure }) => failure !== null);
      this.#sources.observe(
        failing.map((state) => ({ ...state, key: `${state.source}.${state.failure}` })),
        reading,
      );
    }
    return {
      processes: processes?.length
        ? this.#processes.observe(
            processes.filter(({ name }) => !this.#excluded(name)),
            reading,
          )
        : [],
      units: units
        ? this.#units.observe(
            units.filter(({ name }) => !this.#excluded(name)),
            reading,
          )
        : [],
    };
  }

  /** Adds the time since the reading before to the minutes that it lies in. */
  #tally(
    from: number,
    to: number,
    ended: { processes: Ended<Process>[]; units: Ended<Unit>[] },
    observation: Observation,
  ): void {
    for (let start = from; start < to; ) {
      const minute = startOfMinute(start);
      if (minute !== this.#minute) this.#rollTo(minute);
      const end = Math.min(to, minute + MINUTE_MS);
      if (observation.processes?.length) this.#addLives(this.#processes, ended.processes, start, end, to);
      if (observation.units) this.#addLives(this.#units, ended.units, start, end, to);
      this.#system.add(end - start, observation.metrics, programsOf(observation));
      start = end;
    }
    const minute = startOfMinute(to);
    if (minute !== this.#minute) this.#rollTo(minute);
  }

  #addLives<T extends Process | Unit, R extends RunRow | ThingRow>(
    kind: Intervals<T, R>,
    ended: readonly Ended<T>[],
    from: number,
    to: number,
    at: number,
  ): void {
    for (const held of kind.open.values()) {
      // What is new in this reading lived as much of it as the system says; everything else all of it.
      const lived = to - (held.first < at ? from : Math.max(from, startOf(held.value)));
      if (lived <= 0) continue;
      held.minute.add(lived, held.value);
      held.whole?.add(lived, held.value);
    }
    for (const { held, ended: end } of ended) {
      if (end !== null && end > from) held.minute.lived += Math.min(end, to) - from;
    }
  }

  /** Closes the minute that was gathered and begins another. */
  #rollTo(minute: number): void {
    this.#minutes.push(...this.#rowsOfMinute());
    this.#systemRows.push(...this.#system.row(this.#minute));
    for (const held of this.#processes.open.values()) held.minute.reset();
    for (const held of this.#units.open.values()) held.minute.reset();
    this.#endedProcesses = [];
    this.#endedUnits = [];
    this.#system.reset();
    this.#minute = minute;
  }

  #rowsOfMinute(): MinuteRow[] {
    const processes = this.#candidates(this.#processes, this.#endedProcesses);
    const units = this.#candidates(this.#units, this.#endedUnits);
    return [
      ...chooseRows(processes, MAX_PROCESS_ROWS, MAX_BRIEF_ROWS),
      ...chooseRows(units, MAX_UNIT_ROWS, MAX_UNIT_ROWS / 2),
    ].map(({ run, minute }) => ({
      moment: this.#minute,
      run,
      lived: Math.min(MINUTE_MS, Math.round(minute.lived)),
      ...minute.used,
    }));
  }

  #candidates<T extends { readonly key: string }>(
    kind: { readonly open: ReadonlyMap<string, Held<T>> },
    ended: readonly Held<T>[],
  ): Candidate[] {
    const candidates: Candidate[] = [];
    for (const { run, minute, first } of kind.open.values()) {
      if (minute.lived > 0) candidates.push({ run, minute, brief: first >= this.#minute });
    }
    for (const { run, minute } of ended) if (minute.lived > 0) candidates.push({ run, minute, brief: true });
    return candidates;
  }

  /** While nothing can be written, the oldest is given up, and said to be missing. */
  #bound(): void {
    if (this.#processes.closed.length > MAX_WAITING_ROWS) {
      this.#processes.closed = this.#processes.closed.slice(-MAX_WAITING_ROWS);
    }
    if (this.#ports.closed.length > MAX_WAITING_ROWS) this.#ports.closed = this.#ports.closed.slice(-MAX_WAITING_ROWS);
    const excess = this.#systemRows.length - MAX_WAITING_MINUTES;
    if (excess <= 0) return;
    const lost = this.#systemRows.splice(0, excess);
    const ends = (lost.at(-1)?.moment ?? 0) + MINUTE_MS;
    this.#minutes = this.#minutes.filter(({ moment }) => moment >= ends);
    for (const { moment } of lost) this.#lose(moment, moment + MINUTE_MS);
  }

  /** Lost minutes that follow each other are one gap. */
  #lose(begins: number, ends: number): void {
    const index = this.#gaps.findLastIndex((gap) => gap.reason === 'damaged' && gap.ends === begins);
    const before = this.#gaps[index];
    if (before) this.#gaps[index] = { ...before, ends };
    else this.#gaps.push({ begins, ends, reason: 'damaged', source: null });
  }
}

const startOf = (value: Process | Unit): number => ('started' in value ? value.started : 0) as number;

/** How many programs run: threads of the kernel are none, and no window counts them. */
function programsOf({ processes }: Observation): number | null {
  return processes?.reduce((sum, { kernel }) => sum + (kernel ? 0 : 1), 0) ?? null;
}
