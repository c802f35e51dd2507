/** What is shared by everything that works on the same data: collectors behind one name, and the command line beside them. */

export type StateKind =
  | 'token'
  | 'session'
  | 'audit'
  | 'lookup'
  | 'product'
  | 'suggestions'
  | 'erasure'
  | 'watermark'
  | 'lease';

/** How records are read. */
export interface StateReading {
  /** As they are now, whatever was read before; an error where they cannot be. */
  readonly fresh?: boolean;
}

/** Small records by kind and id. Whoever owns a kind bounds how many there are, and validates what it reads. */
export interface SharedState {
  /**
   * The records of a kind by id, as they are now; later changes are not seen in it. At most 10 s older than what another
   * process wrote, never older than what was written here. Values are JSON, and untrusted.
   * @throws StateUnavailable when they cannot be read, and never could.
   */
  all(kind: StateKind, reading?: StateReading): Promise<ReadonlyMap<string, unknown>>;
  /**
   * Adds a record, or replaces it. Durable when it resolves.
   * @param id at most 200 characters.
   * @param value whatever JSON can say.
   * @throws StateUnavailable when it may not be.
   */
  put(kind: StateKind, id: string, value: unknown): Promise<void>;
  /** Adds or replaces several, as {@link SharedState.put} does one, and much sooner. May be done for some when it fails. */
  putAll(kind: StateKind, records: ReadonlyMap<string, unknown>): Promise<void>;
  /** Removes a record, if it is there. Durable when it resolves. @throws StateUnavailable as {@link SharedState.put}. */
  remove(kind: StateKind, id: string): Promise<void>;
  /** Removes several, as {@link SharedState.putAll} adds them. */
  removeAll(kind: StateKind, ids: readonly string[]): Promise<void>;
}

/** What is shared cannot be read or written now. */
export class StateUnavailable extends Error {
  override name = 'StateUnavailable';
}
