import type { Row } from '../../app/query/query.ts';
import { isNote, type Note, noteKey, noteRow } from './note.ts';
import type { NoteEntry, RowSource, RowView } from './row-source.ts';
import type { Hold } from './steady-order.ts';

/** The order of a list by a moment of its rows. */
export interface TimeOrder {
  readonly property: string;
  readonly descending: boolean;
}

interface NotedParts {
  readonly notes: readonly Note[];
  /** How the rows stand; `null` in any other order than that of time: then notes stand before all rows. */
  readonly order: () => TimeOrder | null;
  /** What is said in place of all notes but the longest, where there is no order of time. */
  readonly others: (others: readonly Note[]) => string;
}

/** Key of the note that stands for all but the longest. */
export const OTHER_NOTES = noteKey('others');

/** Notes that stand before rows in another order than that of time; of more the longest, and one for the others. */
const MANY = 2;

/** Rows beside those in sight that are looked at: pages come as they are scrolled to. */
const AROUND = 400;

interface Used {
  readonly inner: RowView;
  readonly order: TimeOrder | null;
  readonly open: boolean;
}

/** A note in its place: before the row of `inner` with the index `at`. */
interface Placed {
  readonly entry: NoteEntry;
  readonly at: number;
}

/**
 * The rows of another source with notes between them, each where it belongs in time. Of a long answer only rows that have
 * come tell where that is: a note stands after the last one that is known to precede it.
 */
export class NotedSource implements RowSource {
  readonly #inner: RowSource;
  readonly #parts: NotedParts;
  readonly #listeners = new Set<() => void>();
  /** Rows known to precede each note, by its key. */
  readonly #before = new Map<string, number>();
  #seen = { from: 0, to: AROUND };
  #open = false;
  #folds = 0;
  #used: Used | undefined;
  #placed: readonly Placed[] = [];
  #view: RowView;

  constructor(inner: RowSource, parts: NotedParts) {
    this.#inner = inner;
    this.#parts = parts;
    this.#view = inner.get();
  }

  readonly get = (): RowView => {
    const inner = this.#inner.get();
    const order = this.#parts.order();
    const before = this.#used;
    if (before?.inner !== inner || before.open !== this.#open || !sameOrder(before.order, order)) {
      if (before && (before.inner.ordered !== inner.ordered || !sameOrder(before.order, order))) this.#before.clear();
      if (before && before.open !== this.#open) this.#folds++;
      this.#used = { inner, order, open: this.#open };
      this.#placed = this.#place(inner, order);
      this.#view = viewOf(inner, this.#placed, this.#folds);
    }
    return this.#view;
  };

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    const stop = this.#inner.subscribe(listener);
    return () => {
      this.#listeners.delete(listener);
      stop();
    };
  };

  wanted(from: number, to: number): void {
    const [first, last] = this.#innerRange(from, to);
    this.#seen = { from: first - AROUND, to: last + AROUND };
    this.#inner.wanted(first, last);
  }

  load(from: number, to: number): Promise<void> {
    return this.#inner.load(...this.#innerRange(from, to));
  }

  async rows(keys: ReadonlySet<string>): Promise<readonly Row[]> {
    const rows = await this.#inner.rows(new Set([...keys].filter((key) => !isNote(key))));
    const view = this.get();
    const notes = [...keys].flatMap((key) =>
      // What stands for others is copied as these.
      key === OTHER_NOTES && !this.#open ? this.#others() : (this.#parts.notes.find((note) => note.key === key) ?? []),
    );
    const places = notes.map((note) => ({ at: Math.max(0, view.indexOf(note.key)), row: noteRow(note) }));
    places.sort((a, b) => a.at - b.at);
    const all: Row[] = [];
    for (const row of rows) {
      const at = view.indexOf(row.key);
      while (places[0] && at >= 0 && places[0].at < at) all.push(...places.splice(0, 1).map((place) => place.row));
      all.push(row);
    }
    return [...all, ...places.map(({ row }) => row)];
  }

  setHold(hold: () => Hold): void {
    this.#inner.setHold(hold);
  }

  foldInFilter(keys: readonly string[] | 'all', open: boolean): boolean {
    if (keys === 'all' || !keys.includes(OTHER_NOTES)) return this.#inner.foldInFilter(keys, open);
    this.#open = open;
    for (const listener of this.#listeners) listener();
    return true;
  }

  #innerRange(from: number, to: number): [number, number] {
    const before = (index: number) => index - notesBefore(this.#placed, index);
    return [before(Math.max(0, from)), before(to + 1) - 1];
  }

  #others(): readonly Note[] {
    const [longest] = this.#parts.notes.toSorted((a, b) => b.to - b.from - (a.to - a.from));
    return this.#parts.notes.filter((note) => note !== longest);
  }

  #place(inner: RowView, order: TimeOrder | null): readonly Placed[] {
    const { notes, others } = this.#parts;
    const inTime = notes.toSorted((a, b) => (order?.descending ? b.from - a.from : a.from - b.from));
    if (order && !inner.levels && inner.total > 0) {
      this.#lookAround(inner, order);
      return inTime
        .map((note) => ({ entry: noteEntry(note), at: Math.min(inner.total, this.#before.get(note.key) ?? 0) }))
        .sort((a, b) => a.at - b.at);
    }
    const first = (entry: NoteEntry) => ({ entry, at: 0 });
    if (notes.length <= MANY) return inTime.map((note) => first(noteEntry(note)));
    const more = this.#others();
    const longest = inTime.filter((note) => !more.includes(note));
    const head: NoteEntry = { ...noteEntry({ ...NO_NOTE, text: others(more) }), expanded: this.#open };
    const below = this.#open ? inTime.filter((note) => more.includes(note)) : [];
    return [...longest.map(noteEntry), head, ...below.map(noteEntry)].map(first);
  }

  /** Looks at the rows that have come since, and at those in sight: which notes they precede. */
  #lookAround(inner: RowView, { property, descending }: TimeOrder): void {
    const { notes } = this.#parts;
    const look = (index: number) => {
      const value = inner.entry(index)?.row[property];
      if (typeof value !== 'number' || value === 0) return;
      for (const { key, from } of notes) {
        const precedes = descending ? value > from : value <= from;
        if (precedes && index >= (this.#before.get(key) ?? 0)) this.#before.set(key, index + 1);
      }
    };
    for (let index = 0; index < Math.min(AROUND, inner.total); index += 1) look(index);
    const to = Math.min(this.#seen.to, inner.total);
    for (let index = Math.max(AROUND, this.#seen.from); index < to; index += 1) look(index);
  }
}

const NO_NOTE = { key: OTHER_NOTES, from: 0, to: 0, record: {} } as const;

function noteEntry(note: Note): NoteEntry {
  const { key, text } = note;
  return { kind: 'note', key, text, row: noteRow(note), level: 1, expanded: null, position: 1, size: 1, muted: false };
}

function sameOrder(a: TimeOrder | null, b: TimeOrder | null): boolean {
  return a?.property === b?.property && a?.descending === b?.descending;
}

/** How many notes stand before an index of the whole list. */
function notesBefore(placed: readonly Placed[], index: number): number {
  return countWhile(placed, (note, at) => note.at + at < index);
}

/** How many of the first ones something holds for, where it holds for none after them. */
function countWhile(placed: readonly Placed[], holds: (note: Placed, at: number) => boolean): number {
  let [from, to] = [0, placed.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    const note = placed[middle];
    if (note && holds(note, middle)) from = middle + 1;
    else to = middle;
  }
  return from;
}

function viewOf(inner: RowView, placed: readonly Placed[], folds: number): RowView {
  const indexes = new Map(placed.map(({ entry, at }, index) => [entry.key, at + index]));
  /** The note at an index of the whole list, or the index of the row there. */
  const at = (index: number): NoteEntry | number => {
    const before = notesBefore(placed, index);
    const note = placed[before];
    return note && note.at + before === index ? note.entry : index - before;
  };
  return {
    ...inner,
    total: inner.total + placed.length,
    asked: inner.asked + folds,
    entry: (index) => {
      const here = at(index);
      return typeof here === 'number' ? inner.entry(here) : here;
    },
    keyAt: (index) => {
      const here = at(index);
      return typeof here === 'number' ? inner.keyAt(here) : here.key;
    },
    indexOf: (key) => {
      const note = indexes.get(key);
      if (note !== undefined) return note;
      const row = inner.indexOf(key);
      return row < 0 ? row : row + countWhile(placed, (placedNote) => placedNote.at <= row);
    },
    keysIn: (from, to) => {
      const first = notesBefore(placed, Math.max(0, from));
      const end = notesBefore(placed, to + 1);
      const rows = inner.keysIn(Math.max(0, from) - first, to - end);
      return rows && [...rows, ...placed.slice(first, end).map(({ entry }) => entry.key)];
    },
    hides: (key) => !isNote(key) && inner.hides(key),
  };
}
