import { z } from 'zod/mini';

/** More than any list has columns; what is longer did not come from here. */
const MAX_COLUMNS = 64;
/** Columns that a list is sorted by at once; the ninth could not change an order that anybody looks at. */
export const MAX_SORTS = 8;
/** Rows whose being open differs from the others; beyond this the oldest are forgotten. */
export const MAX_FOLDS = 2000;
/** Widest column in pixels. */
export const MAX_COLUMN_WIDTH = 2000;

const columnId = z.string().check(z.minLength(1), z.maxLength(64));

/** How a person has set up a list: plain data, kept for each view. Columns are named by their id. */
export const gridStateSchema = z.strictObject({
  /** Columns in the order in which they stand, hidden ones too; those that are not named follow in their own order. */
  order: z.array(columnId).check(z.maxLength(MAX_COLUMNS)),
  /** Columns that were chosen; `null`: as many as the window has room for, the most important first. */
  shown: z.nullable(z.array(columnId).check(z.maxLength(MAX_COLUMNS))),
  /** Pixels, of the columns whose width was changed. */
  widths: z.record(columnId, z.int().check(z.gte(1), z.lte(MAX_COLUMN_WIDTH))),
  /** The first counts most. */
  sort: z.array(z.strictObject({ column: columnId, descending: z.boolean() })).check(z.maxLength(MAX_SORTS)),
  /** Column by whose values the rows are grouped; a grouped list is no tree. */
  group: z.nullable(columnId),
  /** Children stand below their parents. */
  tree: z.boolean(),
  /** A parent is sorted by, and shows, what it and all below it come to. */
  subtotals: z.boolean(),
  /** A row of totals at the end. */
  totals: z.boolean(),
  /** Whether parents and groups are open, and the keys of those that are not as the others. */
  expanded: z.strictObject({ all: z.boolean(), except: z.array(z.string()).check(z.maxLength(MAX_FOLDS)) }),
});
export type GridState = z.infer<typeof gridStateSchema>;
export type SortBy = GridState['sort'][number];

export const defaultGridState: GridState = {
  order: [],
  shown: null,
  widths: {},
  sort: [],
  group: null,
  tree: false,
  subtotals: false,
  totals: false,
  expanded: { all: true, except: [] },
};

/** What is worth keeping when the window is gone: which rows were open is not, because their keys go with the objects. */
export function lastingState(state: GridState): GridState {
  return { ...state, expanded: { ...state.expanded, except: [] } };
}
