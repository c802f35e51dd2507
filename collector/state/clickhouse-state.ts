import { STATE_SHARED_MS } from '../limits.ts';
import { STATE as TABLE } from '../storage/state-table.ts';
import type { QueryParameters, Storage } from '../storage/storage.ts';
import { type SharedState, type StateKind, type StateReading, StateUnavailable } from './shared-state.ts';
import { checkedId } from './state-lines.ts';

/**
 * The newest of a record counts. Its version is the time of the server in microseconds, or one more than what is there: clocks
 * of two servers differ, and one may be set back. Where there are replicas each write is read by all of them from then on.
 */
const writing = (records: string) => `
  INSERT INTO ${TABLE} SETTINGS insert_quorum_parallel = 0
  SELECT {kind:String}, record.1, record.2,
         greatest(toUInt64(toUnixTimestamp64Micro(now64(6))),
                  (SELECT max(version) + 1 FROM ${TABLE} WHERE kind = {kind:String})),
         {removed:UInt8}
  FROM (SELECT ${records} AS record)`;

const WRITE = writing('({id:String}, {value:String})');
const WRITE_ALL = writing('arrayJoin(arrayZip({ids:Array(String)}, {values:Array(String)}))');

/** Values that are longer go one by one, in characters. */
const SHORT = 10_000;

/** Characters of records that one statement writes, unless it is one alone: they go in its address, of a mebibyte at most … */
const AT_ONCE = 100_000;

/** … and so does a long value, in characters of an address. */
const MOST = 900_000;

const READ = `
  SELECT id, value, toString(version) AS version FROM ${TABLE} FINAL WHERE kind = {kind:String} ORDER BY id
  SETTINGS select_sequential_consistency = 1`;

/** The new value of a record as JSON; empty when it was removed. */
type Change = readonly [id: string, value: string];

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
  /** How long what was read stands, in milliseconds; {@link STATE_SHARED_MS} unless it is given. */
  readonly sharedMs?: number;
}

/** Shared state in a table of the store, for all collectors that use it. What was read stands for some seconds. */
export class ClickhouseState implements SharedState {
  readonly #options: Required<ClickhouseStateOptions>;
  readonly #known = new Map<StateKind, Known>();
  /** Looks and changes of a kind come one after the other: a look that began before a change must not undo it. */
  readonly #turns = new Map<StateKind, Promise<unknown>>();

  constructor(options: ClickhouseStateOptions) {
    this.#options = { clock: () => performance.now(), sharedMs: STATE_SHARED_MS, ...options };
  }

  async all(kind: StateKind, { fresh = false }: StateReading = {}): Promise<ReadonlyMap<string, unknown>> {
    if (fresh) return await this.#inTurn(kind, () => this.#read(kind, true));
    const known = this.#fresh(kind);
    if (known) return known;
    return await this.#inTurn(kind, async () => this.#fresh(kind) ?? (await this.#read(kind)));
  }

  put(kind: StateKind, id: string, value: unknown): Promise<void> {
    const written = JSON.stringify(value);
    if (encodeURIComponent(written).length > MOST)
      return Promise.reject(new RangeError(`${id} is too long for a store`));
    return this.#write(kind, WRITE, { id: checkedId(id), value: written, removed: 0 }, [[id, written]]);
  }

  async putAll(kind: StateKind, records: ReadonlyMap<string, unknown>): Promise<void> {
    const all = [...records].map(([id, value]) => [id, JSON.stringify(value)] as const);
    for (const [id, value] of all) if (value.length > SHORT) await this.put(kind, id, records.get(id));
    await this.#writeAll(
      kind,
      all.filter(([, value]) => value.length <= SHORT),
      0,
    );
  }

  remove(kind: StateKind, id: string): Promise<void> {
    return this.removeAll(kind, [id]);
  }

  removeAll(kind: StateKind, ids: readonly string[]): Promise<void> {
    return this.#writeAll(
      kind,
      ids.map((id) => [id, '']),
      1,
    );
  }

  async #writeAll(kind: StateKind, changes: readonly Change[], removed: 0 | 1): Promise<void> {
    for (const some of atOnce(changes)) {
      const [ids, values] = [some.map(([id]) => checkedId(id)), some.map(([, value]) => value)];
      await this.#write(kind, WRITE_ALL, { ids, values, removed }, some);
    }
  }

  #fresh(kind: StateKind): ReadonlyMap<string, unknown> | undefined {
    const known = this.#known.get(kind);
    return known && this.#options.clock() - known.readAt < this.#options.sharedMs ? known.records : undefined;
  }

  async #read(kind: StateKind, mustBeFresh = false): Promise<ReadonlyMap<string, unknown>> {
    const { storage, clock, onFault } = this.#options;
    const readAt = clock();
    try {
      const rows = await storage.query<{ id: string; value: string }>(READ, { kind }, { urgent: true });
      const records = new Map(rows.flatMap(({ id, value }) => this.#parsed(kind, id, value)));
      this.#known.set(kind, { records, readAt });
      return records;
    } catch (error) {
      const known = this.#known.get(kind);
      if (!known || mustBeFresh) throw unavailable(kind, error);
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

  /** @param changes what the statement does, as it is known here from then on. */
  #write(kind: StateKind, sql: string, parameters: QueryParameters, changes: readonly Change[]): Promise<void> {
    return this.#inTurn(kind, async () => {
      try {
        await this.#options.storage.run(sql, { kind, ...parameters });
      } catch (error) {
        // It may have been written: the next look says.
        const known = this.#known.get(kind);
        if (known) this.#known.set(kind, { ...known, readAt: Number.NEGATIVE_INFINITY });
        throw unavailable(kind, error);
      }
      const known = this.#known.get(kind);
      if (!known) return;
      const records = new Map(known.records);
      for (const [id, value] of changes) {
        if (value === '') records.delete(id);
        else records.set(id, JSON.parse(value));
      }
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

function atOnce(changes: readonly Change[]): Change[][] {
  const groups: Change[][] = [];
  let room = 0;
  for (const change of changes) {
    const size = change[0].length + change[1].length + 8;
    if (size > room) {
      groups.push([]);
      room = AT_ONCE;
    }
    groups.at(-1)?.push(change);
    room -= size;
  }
  return groups;
}

function unavailable(kind: StateKind, cause: unknown): StateUnavailable {
  return new StateUnavailable(`${kind}s cannot be read or written: ${(cause as Error).message}`, { cause });
}
