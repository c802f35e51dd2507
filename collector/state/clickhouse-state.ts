import { STATE_SHARED_MS } from '../limits.ts';
import { STATE as TABLE } from '../storage/state-table.ts';
import type { Storage } from '../storage/storage.ts';
import { type SharedState, type StateKind, StateUnavailable } from './shared-state.ts';

/**
 * The newest of a record counts. Its version is the time of the server in microseconds, or one more than what is there: clocks
 * of two servers differ, and one may be set back. Where there are replicas each write is read by all of them from then on.
 */
const WRITE = `
  INSERT INTO ${TABLE} SETTINGS insert_quorum_parallel = 0
  SELECT {kind:String}, {id:String}, {value:String},
         greatest(toUInt64(toUnixTimestamp64Micro(now64(6))),
                  (SELECT max(version) + 1 FROM ${TABLE} WHERE kind = {kind:String} AND id = {id:String})),
         {removed:UInt8}`;

const READ = `
  SELECT id, value, toString(version) AS version FROM ${TABLE} FINAL WHERE kind = {kind:String} ORDER BY id
  SETTINGS select_sequential_consistency = 1`;

interface Known {
  readonly records: Map<string, unknown>;
  readonly readAt: number;
}

export interface ClickhouseStateOptions {
  readonly storage: Pick<Storage, 'query' | 'run'>;
  /** Hears in words of what cannot be read; what was read before stands in. */
  readonly onFault: (message: string) => void;
  /** Milliseconds that only grow. */
  readonly clock?: () => number;
}

/** Shared state in a table of the store, for all collectors that use it. What was read stands for some seconds. */
export class ClickhouseState implements SharedState {
  readonly #options: Required<ClickhouseStateOptions>;
  readonly #known = new Map<StateKind, Known>();
  /** Looks and changes of a kind come one after the other: a look that began before a change must not undo it. */
  readonly #turns = new Map<StateKind, Promise<unknown>>();

  constructor(options: ClickhouseStateOptions) {
    this.#options = { clock: () => performance.now(), ...options };
  }

  async all(kind: StateKind): Promise<ReadonlyMap<string, unknown>> {
    const fresh = this.#fresh(kind);
    if (fresh) return fresh;
    return await this.#inTurn(kind, async () => this.#fresh(kind) ?? (await this.#read(kind)));
  }

  put(kind: StateKind, id: string, value: unknown): Promise<void> {
    return this.#write(kind, id, JSON.stringify(value), 0);
  }

  remove(kind: StateKind, id: string): Promise<void> {
    return this.#write(kind, id, '', 1);
  }

  #fresh(kind: StateKind): ReadonlyMap<string, unknown> | undefined {
    const known = this.#known.get(kind);
    return known && this.#options.clock() - known.readAt < STATE_SHARED_MS ? known.records : undefined;
  }

  async #read(kind: StateKind): Promise<ReadonlyMap<string, unknown>> {
    const { storage, clock, onFault } = this.#options;
    const readAt = clock();
    try {
      const rows = await storage.query<{ id: string; value: string }>(READ, { kind }, { urgent: true });
      const records = new Map(rows.flatMap(({ id, value }) => this.#parsed(kind, id, value)));
      this.#known.set(kind, { records, readAt });
      return records;
    } catch (error) {
      const known = this.#known.get(kind);
      if (!known) throw unavailable(kind, error);
      onFault(`what was read of ${kind}s before stands in: ${(error as Error).message}`);
      this.#known.set(kind, { ...known, readAt });
      return known.records;
    }
  }

  #parsed(kind: StateKind, id: string, value: string): [string, unknown][] {
    try {
      return [[id, JSON.parse(value)]];
    } catch (error) {
      this.#options.onFault(`a ${kind} in ${TABLE} is no JSON and is passed over: ${(error as Error).message}`);
      return [];
    }
  }

  #write(kind: StateKind, id: string, value: string, removed: 0 | 1): Promise<void> {
    return this.#inTurn(kind, async () => {
      try {
        await this.#options.storage.run(WRITE, { kind, id, value, removed });
      } catch (error) {
        // It may have been written: the next look says.
        const known = this.#known.get(kind);
        if (known) this.#known.set(kind, { ...known, readAt: Number.NEGATIVE_INFINITY });
        throw unavailable(kind, error);
      }
      const known = this.#known.get(kind);
      if (!known) return;
      const records = new Map(known.records);
      if (removed === 1) records.delete(id);
      else records.set(id, JSON.parse(value));
      this.#known.set(kind, { ...known, records });
    });
  }

  async #inTurn<T>(kind: StateKind, work: () => Promise<T>): Promise<T> {
    const turn = (this.#turns.get(kind) ?? Promise.resolve()).then(work);
    this.#turns.set(
      kind,
      turn.catch(() => {}),
    );
    return await turn;
  }
}

function unavailable(kind: StateKind, cause: unknown): StateUnavailable {
  return new StateUnavailable(`${kind}s cannot be read or written: ${(cause as Error).message}`, { cause });
}
