import { Tally, type Usage } from './tally.ts';

/** What every interval's row has. */
export interface IntervalRow {
  readonly run: number | null;
  readonly key: string | null;
  readonly first: number | null;
  readonly begins: number | null;
  readonly last: number | null;
  readonly changed?: number | null;
}

/** An object that was there at the last reading. */
export interface Held<T> {
  readonly run: number;
  readonly key: string;
  value: T;
  /** First seen, and where its piece in the table of the day begins. */
  first: number;
  begins: number;
  last: number;
  changed: number | null;
  /** What it used in the minute so far, and since it was first seen; the second is missing when not all of it was watched. */
  readonly minute: Tally;
  whole: Tally | null;
  /** Reading in which it was seen last. */
  reading: number;
  /** Its row among the open ones is missing or says something else; `worn`: only figures that may wait for the minute. */
  unsaved: boolean;
  worn: boolean;
}

/** How a piece ends: the object was gone, or the day was. */
export interface End {
  readonly last: number;
  readonly ended: number | null;
  readonly resumes: number | null;
}

/** An object that a reading no longer found. */
export interface Ended<T> {
  readonly held: Held<T>;
  /** `null` when the time before was not watched. */
  readonly ended: number | null;
}

/** What differs between processes, ports, connections, units and sources. */
export interface Kind<T, R> {
  /** Intervals held open at once; what comes beyond is left out. */
  readonly max: number;
  row(held: Held<T>, end: End | null): R;
  /** Something that is worth `is:changed` is another; against the value before, or against a row of an earlier run of ours. */
  changed(before: T, now: T): boolean;
  changedSince(row: R, now: T): boolean;
  /** What differs beside is worth a new row at once, without being a change. */
  told(before: T, now: T): boolean;
  /** Only figures differ that the row has too. */
  worn(before: T, now: T): boolean;
  usage(value: T): Usage | null;
  /** When it began as the system says, UTC milliseconds; 0 when that is not known. */
  startOf(value: T): number;
}

/** A reading as the intervals need it. */
export interface Reading {
  readonly at: number;
  readonly dayBegan: number;
  /** First reading after the last time that was not watched. */
  readonly watchedSince: number;
  readonly number: number;
  /** Last moment that was recorded, for what was open then and is gone now. */
  readonly seen: number;
}

/**
 * Turns lists of what is there into intervals: what was not there before begins, what is no longer there has ended. Pure:
 * rows wait in {@link closed} until they are written.
 */
export class Intervals<T extends { readonly key: string }, R extends IntervalRow> {
  readonly open = new Map<string, Held<T>>();
  /** Pieces that are over, each of a day. */
  closed: R[] = [];
  /** Runs among them that are over altogether: they leave the open ones. */
  over: number[] = [];
  readonly #kind: Kind<T, R>;
  readonly #number: () => number;
  /** Open rows of an earlier process of ours: they go on if the first list has them, else they ended meanwhile. */
  #waiting = new Map<string, R>();

  constructor(kind: Kind<T, R>, number: () => number, waiting: readonly R[]) {
    this.#kind = kind;
    this.#number = number;
    this.wait(waiting);
  }

  wait(rows: readonly R[]): void {
    for (const row of rows) if (row.key !== null) this.#waiting.set(row.key, row);
  }

  /** Something began, ended or changed that no table has yet. */
  get unsaved(): boolean {
    if (this.closed.length > 0) return true;
    for (const held of this.open.values()) if (held.unsaved) return true;
    return false;
  }

  /** @returns what has ended since the reading before. */
  observe(values: readonly T[], reading: Reading): Ended<T>[] {
    for (const value of values) this.#see(value, reading);
    this.#closeWaiting(reading.seen);
    const gone: Ended<T>[] = [];
    for (const held of this.open.values()) {
      if (held.reading === reading.number) continue;
      // Halfway between the two readings; when nothing was read in between, only the last sight of it is known.
      const reckoned = held.last < reading.watchedSince ? null : Math.round((held.last + reading.at) / 2);
      const ended = atLeast(held.begins, reckoned);
      this.#close(held, { last: ended ?? held.last, ended, resumes: null });
      gone.push({ held, ended });
    }
    return gone;
  }

  /** Ends everything that is open or waits, without knowing when: the system was started anew. */
  abandon(seen: number): void {
    this.#closeWaiting(seen);
    for (const held of this.open.values()) {
      this.#close(held, { last: held.last, ended: null, resumes: null });
    }
  }

  /** The day is over: what goes on gets a piece in its table, and a new one from then on. */
  cut(day: { readonly startsAt: number; readonly last: number; readonly resumes: number }): void {
    for (const held of this.open.values()) {
      if (held.begins >= day.startsAt) continue;
      const last = Math.max(held.begins, day.last);
      this.closed.push(this.#kind.row(held, { last, ended: null, resumes: day.resumes }));
      held.begins = day.resumes;
      held.last = Math.max(held.last, held.begins);
      held.unsaved = true;
    }
  }

  /**
   * The clock was set: what was noted moves along, but no piece into an earlier day, where there may be one already.
   * @param dayOfPiece start of the day that a moment belongs to
   */
  shift(milliseconds: number, dayOfPiece: (moment: number) => number): void {
    for (const held of this.open.values()) {
      held.first += milliseconds;
      held.begins = Math.max(held.begins + milliseconds, milliseconds < 0 ? dayOfPiece(held.begins) : held.first);
      held.first = Math.min(held.first, held.begins);
      held.last = Math.max(held.begins, held.last + milliseconds);
      if (held.changed !== null) held.changed += milliseconds;
      held.unsaved = true;
    }
  }

  /** Rows of the open ones that are to be written anew. */
  takeOpen(wornToo: boolean): R[] {
    const rows: R[] = [];
    for (const held of this.open.values()) {
      if (!(held.unsaved || (wornToo && held.worn))) continue;
      rows.push(this.#kind.row(held, null));
      held.unsaved = false;
      held.worn = false;
    }
    return rows;
  }

  /** The rows that are to be written, which still are after it. */
  unsavedOpen(): R[] {
    return [...this.open.values()].filter(({ unsaved }) => unsaved).map((held) => this.#kind.row(held, null));
  }

  /** The rows could not be written. */
  untake(rows: readonly R[]): void {
    for (const { key } of rows) {
      const held = key === null ? undefined : this.open.get(key);
      if (held) held.unsaved = true;
    }
  }

  /** What began since that moment was never seen; what is older has no figures of that time. */
  forgetSince(moment: number): void {
    for (const held of this.open.values()) {
      if (held.first >= moment || (held.changed ?? 0) >= moment) this.open.delete(held.key);
      held.minute.reset();
      held.whole = null;
      held.unsaved = true;
    }
  }

  forget(unwanted: (value: T) => boolean): void {
    for (const held of this.open.values()) {
      if (unwanted(held.value)) this.open.delete(held.key);
      // Others may name it, as their parent.
      else held.unsaved = true;
    }
  }

  #see(value: T, reading: Reading): void {
    const held = this.open.get(value.key);
    if (!held) {
      this.#begin(value, reading);
      return;
    }
    if (this.#kind.changed(held.value, value)) {
      held.changed = reading.at;
      held.unsaved = true;
    } else if (this.#kind.told(held.value, value)) {
      held.unsaved = true;
    } else if (this.#kind.worn(held.value, value)) {
      held.worn = true;
    }
    held.value = value;
    held.last = Math.max(held.begins, reading.at);
    held.reading = reading.number;
  }

  #begin(value: T, { at, dayBegan, number, seen }: Reading): void {
    if (this.open.size >= this.#kind.max) return;
    const known = this.#waiting.get(value.key);
    this.#waiting.delete(value.key);
    const first = Math.min(at, known?.first ?? at);
    let begins = Math.max(first, known?.begins ?? first);
    if (known && begins < dayBegan) {
      // It went on over a midnight that nobody watched.
      this.closed.push({ ...known, last: Math.max(begins, Math.min(seen, dayBegan)), ended: null, resumes: at });
      begins = at;
    }
    this.open.set(value.key, {
      run: known?.run ?? this.#number(),
      key: value.key,
      value,
      first,
      begins,
      last: at,
      changed: known && this.#kind.changedSince(known, value) ? at : (known?.changed ?? null),
      minute: new Tally(),
      whole: known ? null : new Tally(),
      reading: number,
      unsaved: true,
      worn: false,
    });
  }

  #close(held: Held<T>, end: End): void {
    this.closed.push(this.#kind.row(held, end));
    this.over.push(held.run);
    this.open.delete(held.key);
  }

  #closeWaiting(seen: number): void {
    for (const row of this.#waiting.values()) {
      this.closed.push({ ...row, last: Math.max(row.begins ?? seen, seen), ended: null, resumes: null });
      if (row.run !== null) this.over.push(row.run);
    }
    this.#waiting.clear();
  }
}

function atLeast(least: number, moment: number | null): number | null {
  return moment === null ? null : Math.max(least, moment);
}
