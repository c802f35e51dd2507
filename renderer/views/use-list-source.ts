import { useEffect, useMemo, useRef, useState } from 'react';
import { PAGE_ROWS } from '../../app/finder/history.ts';
import type { GridState } from '../../app/grid/grid-state.ts';
import { flagsUsed } from '../../app/query/needs.ts';
import { standardOrder } from '../../app/query/order.ts';
import type { ObjectType, Query } from '../../app/query/query.ts';
import { wallClock } from '../../ui/state/clock.ts';
import { createStore, type Readable, type Store, useStore } from '../../ui/state/store.ts';
import type { CopyContext } from '../grid/copy-rows.ts';
import type { CellContext, GridColumn } from '../grid/grid-column.ts';
import { LocalSource } from '../grid/local-source.ts';
import { NotedSource, type TimeOrder } from '../grid/noted-source.ts';
import { PagedSource } from '../grid/paged-source.ts';
import type { RowSource } from '../grid/row-source.ts';
import { useShown } from '../object/shown.ts';
import { listOf } from '../object/use-objects.ts';
import { useModel } from '../state/model.ts';
import type { Result } from '../state/results.ts';
import { answerColumns, columnsOf, type ListTime } from './columns.ts';
import { gapNotes, otherGapsText } from './gap-notes.ts';
import { answeredRows, scopedRows, searchFilter } from './list-sources.ts';
import { answerSort, defaultListState, groupSort, ListStates, pagedSort } from './list-state.ts';
import { SharedNames } from './telling-argument.ts';

/** What a list is drawn of. */
export interface ListSource {
  /** Another list: nothing of the one before, such as its scroll, is kept. */
  readonly id: string;
  readonly source: RowSource;
  readonly columns: readonly GridColumn[];
  readonly state: Store<GridState>;
  readonly context: CellContext;
  readonly canTree: boolean;
  readonly canGroup: boolean;
  /** The column by which a search finds its rows again; `null` where none does. */
  readonly query: CopyContext['query'] | null;
  /** Its rows come in pages: it can be sorted by another search alone. */
  readonly sortsByQuery: boolean;
}

const everything: Readable<null> = { get: () => null, subscribe: () => () => {} };

/** The list of a result: its rows, its columns, and how it is set up. */
export function useListSource(result: Result): ListSource {
  const model = useModel();
  const { results, settings, live } = model;
  const { type, mode, columns: answered, history, total } = result;
  const shown = useShown();
  const states = useListStates();
  const list = listOf(model, type);
  const [scope] = useState(() => ({
    get: () => settings.get().scope,
    subscribe: settings.subscribe,
  }));
  /** Columns are made once for a list: what they need of all its rows they look up while they draw. */
  const [names] = useState(() => new SharedNames());
  const memoryTotal = useStore(live, ({ metrics }) => metrics.at(-1)?.memoryTotal ?? 0);
  const memory = useRef(memoryTotal);
  memory.current = memoryTotal;
  const facts = useMemo(
    () => ({ isShared: (name: string) => names.has(name), memoryTotal: () => memory.current }),
    [names],
  );
  const rows = mode === 'live' ? list : results;
  const seen = useStore<unknown, number>(rows as Readable<unknown>, () => names.take(rows.get().rows));
  // A name that a second row has got is told apart in the first one too, which then is drawn anew.
  const context = useMemo(() => ({ ...shown.context, seen }), [shown.context, seen]);

  const answer = history?.answer;
  /** Whether all rows of an answer are here: then it is sorted, grouped and filtered here as well. */
  const whole = !answer || (answer.counted && answer.total <= PAGE_ROWS);
  const reckoned = result.query.steps.some(({ kind }) => kind === 'by' || kind === 'show' || kind === 'columns');
  const shape = answered?.map(({ property, aggregate }) => `${property} ${aggregate}`).join() ?? '';
  const time = timeOf(result);
  const id = mode === 'live' ? type : `${type} ${mode} ${time} ${reckoned ? shape : ''}`;

  // biome-ignore lint/correctness/useExhaustiveDependencies: the shape says all that matters of the columns
  const columns = useMemo(
    () => (answered && reckoned ? answerColumns(type, answered, facts) : columnsOf(type, time, facts)),
    [type, time, reckoned, shape, facts],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: each search has the order that it asks for
  const state = useMemo(() => {
    if (mode === 'live') return states.of(type, type);
    const sort = sortOf(result.query);
    if (reckoned) {
      return createStore({ ...defaultListState(type), sort: sort.length > 0 ? sort : groupSort(result.query) });
    }
    // Which columns there are and how wide is kept; the order is that of the search, until somebody asks for another.
    const kept = states.of(`${type} ${time}`, type);
    // Pages come in the order of the search; what is here as a whole has one of ours.
    const ofPast = time === 'now' ? [] : answerSort(type, time);
    const standing = whole ? ofPast : pagedSort(type);
    const own = createStore({ ...kept.get(), sort: sort.length > 0 ? sort : standing, group: null });
    own.subscribe(() => kept.set({ ...own.get(), sort: [], group: null }));
    return own;
  }, [mode, reckoned, states, type, time, whole, result.text]);

  const told = useMemo((): RowSource => {
    if (mode === 'live') {
      return new LocalSource({
        rows: scopedRows(list, results, scope),
        filter: searchFilter(results),
        state,
        columns,
      });
    }
    if (whole || !history) return new LocalSource({ rows: answeredRows(results), filter: everything, state, columns });
    return new PagedSource({
      total: history.answer.total,
      first: history.answer.rows,
      fetch: history.page,
      onFailure: () => results.reload(),
    });
  }, [mode, whole, history, list, results, scope, state, columns]);

  // How many rows there are may be known later than the first of them.
  useEffect(() => {
    if (told instanceof PagedSource) told.grow(total);
  }, [told, total]);

  const { gaps, status } = result;
  const source = useMemo((): RowSource => {
    if (gaps.length === 0 || status === 'failed') return told;
    return new NotedSource(told, {
      notes: gapNotes(gaps, wallClock()),
      order: () => timeOrder(state.get(), columns, standardOrder(type)),
      others: otherGapsText,
    });
  }, [told, gaps, status, state, columns, type]);

  return {
    id,
    source,
    columns,
    state,
    context,
    canTree: mode === 'live' && type === 'process',
    canGroup: whole && !reckoned,
    query: reckoned ? null : queryBy(type, columns),
    sortsByQuery: !whole,
  };
}

/**
 * How the rows stand, where that is in time.
 * @param standard the field by which answers stand that ask for no order: their rows have it, though no column may show it.
 */
export function timeOrder(
  { sort: [first] }: Pick<GridState, 'sort'>,
  columns: readonly Pick<GridColumn, 'id' | 'kind' | 'property'>[],
  standard: string,
): TimeOrder | null {
  if (!first) return null;
  const { column: sorted, descending } = first;
  const column = columns.find(({ id }) => id === sorted);
  if (column) return column.kind === 'moment' ? { property: column.property, descending } : null;
  return sorted === standard ? { property: standard, descending } : null;
}

/** Fields that tell the objects of a type apart well enough to find them again. */
const findingFields = { process: 'pid', port: 'port', connection: 'port', unit: 'name', device: null } as const;

function queryBy(type: ObjectType, columns: readonly GridColumn[]): ListSource['query'] {
  const column = columns.find(({ id }) => id === findingFields[type]);
  return column ? { type, column } : null;
}

/** What is gone is asked about by its flag; else an answer of the history is about a time. */
function timeOf({ mode, query }: Result): ListTime {
  if (mode !== 'history') return 'now';
  return flagsUsed(query).has('gone') ? 'gone' : 'past';
}

/** The order that a search asks for, as a list has it. */
function sortOf({ steps }: Query): GridState['sort'] {
  const by = steps.flatMap((step) => (step.kind === 'sort' ? step.by : []));
  return by.map(({ field, descending }) => ({ column: field, descending }));
}

const statesOf = new WeakMap<object, ListStates>();

/** The set-ups of this window's lists, which outlive the views. */
function useListStates(): ListStates {
  const model = useModel();
  const known = statesOf.get(model.settings);
  if (known) return known;
  const made = new ListStates(model.settings, (milliseconds, then) => {
    const timer = setTimeout(then, milliseconds);
    return () => clearTimeout(timer);
  });
  statesOf.set(model.settings, made);
  return made;
}
