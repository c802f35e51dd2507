import { defaultGridState, type GridState, gridStateSchema, lastingState } from '../../app/grid/grid-state.ts';
import { orderOf, standardOrder } from '../../app/query/order.ts';
import type { ObjectType, Query } from '../../app/query/query.ts';
import { groupingOf } from '../../app/query/shown.ts';
import type { Settings } from '../../app/settings.ts';
import { createStore, type Store } from '../../ui/state/store.ts';
import type { SettingsStore } from '../state/settings.ts';

/** How a list is set up as long as nobody has changed it. */
export function defaultListState(type: ObjectType): GridState {
  const sort = {
    process: [{ column: 'cpu', descending: true }],
    port: [{ column: 'port', descending: false }],
    connection: [{ column: 'program', descending: false }],
    unit: [{ column: 'cpu', descending: true }],
    device: [{ column: 'time', descending: true }],
  }[type];
  return { ...defaultGridState, sort };
}

/** In which order an answer stands of which all rows are here, and that asks for none: what came or went last first, what runs by what it used. */
export function answerSort(type: ObjectType, time: 'past' | 'gone'): GridState['sort'] {
  if (type === 'device') return [{ column: 'time', descending: true }];
  if (type === 'process') return [{ column: time === 'gone' ? 'ended' : 'cpu', descending: true }];
  return [{ column: type === 'unit' && time === 'past' ? 'cpu' : 'last', descending: true }];
}

/** In which order groups stand for which none is asked: the largest of their first figure first. */
export function groupSort(query: Query): GridState['sort'] {
  if (groupingOf(query) === null) return [];
  return orderOf(query).map(({ property, descending }) => ({ column: property, descending }));
}

/** In which order the pages of a longer answer come that asks for none: they are sorted where they are found. */
export function pagedSort(type: ObjectType): GridState['sort'] {
  return [{ column: standardOrder(type), descending: true }];
}

/** How a list was set up when the app was last used; what is no longer understood is as if nobody had changed it. */
export function keptListState(lists: Settings['lists'], id: string, type: ObjectType): GridState {
  const fresh = defaultListState(type);
  const kept = gridStateSchema.safeParse({ ...fresh, ...lists[id] });
  return kept.success ? kept.data : fresh;
}

/** A drag of a column's edge changes its width many times a second; it is kept when this long nothing changed. */
const KEEP_AFTER_MS = 400;

/** How the lists of a window are set up: each is kept for the next start, but for which rows are open. */
export class ListStates {
  readonly #settings: Pick<SettingsStore, 'get' | 'change'>;
  readonly #after: (milliseconds: number, then: () => void) => () => void;
  readonly #stores = new Map<string, Store<GridState>>();
  readonly #waiting = new Map<string, () => void>();

  constructor(
    settings: Pick<SettingsStore, 'get' | 'change'>,
    after: (milliseconds: number, then: () => void) => () => void,
  ) {
    this.#settings = settings;
    this.#after = after;
  }

  /** The state of the list with this id, the same store each time. */
  of(id: string, type: ObjectType): Store<GridState> {
    const known = this.#stores.get(id);
    if (known) return known;
    const store = createStore(keptListState(this.#settings.get().lists, id, type));
    let before = JSON.stringify(lastingState(store.get()));
    store.subscribe(() => {
      const now = JSON.stringify(lastingState(store.get()));
      if (now === before) return;
      before = now;
      this.#waiting.get(id)?.();
      this.#waiting.set(
        id,
        this.#after(KEEP_AFTER_MS, () => this.#keep(id, store.get())),
      );
    });
    this.#stores.set(id, store);
    return store;
  }

  #keep(id: string, state: GridState): void {
    this.#waiting.delete(id);
    this.#settings.change({ lists: { ...this.#settings.get().lists, [id]: lastingState(state) } });
  }
}
