import type { Row } from '../../app/query/query.ts';
import { derived } from '../../ui/state/derived.ts';
import type { Readable } from '../../ui/state/store.ts';
import type { RowFilter } from '../grid/arrange.ts';
import type { LiveList } from '../state/lists.ts';
import type { Result } from '../state/results.ts';
import { inScope, type Scope } from '../state/scope.ts';

/** The rows of a live list that the scope shows, searched for or not: in a tree what does not fit holds what does. */
export function scopedRows(
  list: Readable<LiveList>,
  results: Readable<Result>,
  scope: Readable<Scope>,
): Readable<readonly Row[]> {
  /** Of the search only what the scope asks of it: a reading must not be taken for another search. */
  const searched: Readable<boolean> = {
    get: () => results.get().query.terms.length > 0,
    subscribe: (listener) => results.subscribe(listener),
  };
  return derived([list, scope, searched], () => list.get().rows.filter(inScope(scope.get(), results.get().query)));
}

/** The filter of a search; the same object until another is searched for, although what fits may depend on the time. */
export function searchFilter(results: Readable<Result>): Readable<RowFilter | null> {
  let text: string | undefined;
  let filter: RowFilter | null = null;
  const matches = (row: Row) => results.get().matches(row);
  return {
    get() {
      const now = results.get();
      if (now.text !== text) {
        text = now.text;
        filter = now.query.terms.length > 0 ? { matches, keepChildren: true } : null;
      }
      return filter;
    },
    subscribe: (listener) => results.subscribe(listener),
  };
}

/** The rows that an answer came with. */
export function answeredRows(results: Readable<Result>): Readable<readonly Row[]> {
  return { get: () => results.get().rows, subscribe: (listener) => results.subscribe(listener) };
}
