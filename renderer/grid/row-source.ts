import type { Row, Value } from '../../app/query/query.ts';
import type { Readable } from '../../ui/state/store.ts';
import type { Hold } from './steady-order.ts';

/** A row as it stands in the list. */
export interface RowEntry {
  readonly kind: 'row';
  readonly key: string;
  /** What is drawn: the row, or with the totals of what is below it in place of its own figures. */
  readonly row: Row;
  /** From 1. */
  readonly level: number;
  /** Whether its children are drawn below it; `null` when it has none. */
  readonly expanded: boolean | null;
  /** Among its siblings, from 1. */
  readonly position: number;
  /** How many siblings there are, itself counted. */
  readonly size: number;
  /** It does not fit the filter itself, but something below it does. */
  readonly muted: boolean;
}

/** The head of a group: of the rows with one value in the column by which the list is grouped. */
export interface GroupEntry {
  readonly kind: 'group';
  readonly key: string;
  /** The value that the rows have in common. */
  readonly value: Value;
  /** One of the rows. */
  readonly example: Row;
  readonly count: number;
  /** Sums of the rows. */
  readonly row: Row;
  readonly level: 1;
  readonly expanded: boolean;
  readonly position: number;
  readonly size: number;
  readonly muted: false;
}

/** A line between the rows that stands for no object, such as a time of which nothing is known: no match, in no sum and no group. */
export interface NoteEntry {
  readonly kind: 'note';
  readonly key: string;
  /** What it says, over all columns. */
  readonly text: string;
  readonly row: Row;
  readonly level: 1;
  /** Whether the others of its kind are drawn below it; `null` when it stands for itself alone. */
  readonly expanded: boolean | null;
  readonly position: number;
  readonly size: number;
  readonly muted: false;
}

export type GridEntry = RowEntry | GroupEntry | NoteEntry;

/** The rows of a list at one moment, as they stand. Indexes count from 0 and include notes and the heads of groups. */
export interface RowView {
  /** Entries in all: rows, notes and heads of groups. */
  readonly total: number;
  /** Rows that fit the filter, folded ones too. */
  readonly matched: number;
  /** Rows that there are, those that the filter hides too. */
  readonly all: number;
  /** There are levels: it is read out as a tree. */
  readonly levels: boolean;
  /** Counts what the person changed about the list: filter, sort, groups, tree. A live update does not count. */
  readonly asked: number;
  /** The same, but folding does not count: the order is another one. */
  readonly ordered: number;
  /** Sums of the rows that fit. */
  readonly totals: Row | null;
  /** `undefined` while it is not loaded. */
  readonly entry: (index: number) => GridEntry | undefined;
  readonly keyAt: (index: number) => string | undefined;
  /** -1 for what is not in the list, or not loaded. */
  readonly indexOf: (key: string) => number;
  /**
   * Keys of the rows from an index up to another; `undefined` while not all are loaded. Heads of groups are left out, and
   * of several rows those that do not fit the filter: what is done with all that was found is not done with its parents.
   */
  readonly keysIn: (from: number, to: number) => readonly string[] | undefined;
  /** Whether this row is there, but not drawn: the filter hides it, or a folded parent. */
  readonly hides: (key: string) => boolean;
  /** Keys of its parents or of its group, the nearest first. */
  readonly ancestors: (key: string) => readonly string[];
  /** Rows by key, in the order of the list; the head of a group stands for its rows. What is not loaded is left out. */
  readonly rowsOf: (keys: ReadonlySet<string>) => readonly Row[];
}

/** Where the rows of a list come from. */
export interface RowSource extends Readable<RowView> {
  /** These entries are in sight. */
  wanted(from: number, to: number): void;
  /** Resolves when these entries are loaded; rejects when they cannot be. */
  load(from: number, to: number): Promise<void>;
  /** {@link RowView.rowsOf}, with what has to be loaded for it, and with the notes among them: this is what is copied. */
  rows(keys: ReadonlySet<string>): Promise<readonly Row[]>;
  /** Asked at each live update: what is to stay in its place. */
  setHold(hold: () => Hold): void;
  /**
   * Opens or folds parents while a filter is on, which is forgotten with the filter.
   * @returns whether it did; if not, the state of the list says what is open
   */
  foldInFilter(keys: readonly string[] | 'all', open: boolean): boolean;
}
