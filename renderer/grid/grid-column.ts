import type { FieldKind } from '../../app/query/fields.ts';
import type { Row, Value } from '../../app/query/query.ts';
import type { Measure } from '../../ui/format/format.ts';

/** What the text of a cell depends on besides the row. */
export interface CellContext {
  /** Names of people, computers and addresses are masked. */
  readonly redact: boolean;
  /** Names to mask wherever they stand in a text: the computer's, and those of its people. */
  readonly names: readonly string[];
  /** A moment of today, UTC milliseconds; the same number all day, so that rows are not drawn again for it. */
  readonly today: number;
}

/** A column of a list. Titles are texts of the language in use, so columns are made once it is known. */
export interface GridColumn {
  /** By which the state of the list names it; the word of the field in a query where there is one. */
  readonly id: string;
  /** Property of the rows. */
  readonly property: string;
  readonly kind: FieldKind;
  readonly title: string;
  /** Pixels, as long as nobody has changed it. */
  readonly width: number;
  readonly minWidth: number;
  /** Pixels to which the column that names the rows gives way, so that a further column has room. */
  readonly eased?: number;
  /** Takes what is left over of the width: a text of which more is always worth seeing. */
  readonly grows?: true;
  /** Figures stand at the right. */
  readonly numeric: boolean;
  /**
   * Which columns stand there as long as nobody has chosen: those with the smallest numbers, as far as there is room.
   * Up to {@link ESSENTIAL} they stand beside a name that is cut.
   */
  readonly priority: number;
  /** A number that is a name, such as a PID: it has no separators, and is not summed up. */
  readonly identifier?: true;
  /** Changes from reading to reading; a change is shown by a mark that fades. */
  readonly live?: true;
  /** The column that names the row; it cannot be hidden, and has the twisties of a tree. */
  readonly names?: true;
  /** Where a text that is too long is cut: of a path the end says most, and so does its beginning. */
  readonly cut: 'end' | 'middle';
  /** What is drawn of a text, where all of it would hide what matters; copies and tooltips have all of it. */
  readonly shorten?: (text: string) => string;
  /** What stands for a value that is not known. */
  readonly missing: (row: Row) => string;
  /** In place of the format of the kind; `null` for a value that is not known. */
  readonly format?: (value: Value, row: Row, context: CellContext) => Measure | null;
  /** Share from 0 to 1 of the quiet bar behind the figure. */
  readonly bar?: (row: Row) => number;
  /** Names the computer, a person or an address: masked as a whole. */
  readonly sensitive?: true;
  /** A tree says it as well: there its names have the room, unless somebody has chosen the column. */
  readonly saidByTree?: true;
  /** Quieter than the other columns. */
  readonly muted?: true;
}

export const ESSENTIAL = 2;

/** Value of a row in a column; a property that the row does not have is `null`. */
export function cellValue(row: Row, column: Pick<GridColumn, 'property'>): Value {
  return row[column.property] ?? null;
}

/** Whether the column has nothing to say of this value. The year 1970 stands for a moment that is not known. */
export function isMissing(value: Value, { kind }: Pick<GridColumn, 'kind'>): boolean {
  return value === null || value === '' || (kind === 'moment' && value === 0);
}

/** Whether sums of the column make sense: of amounts, and not of moments, texts and numbers that are names. */
export function isSummed({ kind, identifier }: GridColumn): boolean {
  return kind === 'percent' || kind === 'bytes' || kind === 'rate' || (kind === 'integer' && !identifier);
}

/** Whether grouping by the column makes groups worth having, and not one for each row. */
export function canGroup({ kind, names }: GridColumn): boolean {
  return names === true || kind === 'text' || kind === 'choice' || kind === 'yes-no';
}

/** Amounts are looked at from the largest down, and moments from the last; words from A on. */
export function descendsFirst(column: GridColumn): boolean {
  return isSummed(column) || column.kind === 'duration' || column.kind === 'moment';
}

/** The column that names the rows. */
export function namingColumn(columns: readonly GridColumn[]): GridColumn | undefined {
  return columns.find(({ names }) => names) ?? columns[0];
}

/** Levels that are moved in by a whole step each. Deeper ones would leave no room for their names at that. */
const WHOLE_STEPS = 3;
/** The part of a step by which each level below those is moved in, and down to which level: it still stands to the right of its parent. */
const SMALL_STEP = 0.25;
const SMALL_STEPS = 12;

/** How many steps a row on this level of a tree is moved in, not always a whole number; levels count from 1. */
export function indentOf(level: number): number {
  const below = Math.max(0, level - 1);
  return Math.min(below, WHOLE_STEPS) + SMALL_STEP * Math.min(Math.max(0, below - WHOLE_STEPS), SMALL_STEPS);
}
