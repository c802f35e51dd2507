import { constants } from 'node:fs';
import path from 'node:path';
import { alone } from '../folder-lock.ts';
import { STATE_BYTES, STATE_CHECK_MS } from '../limits.ts';
import { makeDirectory, openOwnFile, syncDirectory, writeAtomically } from '../own-files.ts';
import { type SharedState, type StateKind, type StateReading, StateUnavailable } from './shared-state.ts';
import { headOf, newHead, parseLines, recordLine, removalLine } from './state-lines.ts';

export interface FileStateOptions {
  /** `state/` of the data folder; made when something is written. */
  readonly directory: string;
  /** Hears in words of what cannot be used; the rest is. */
  readonly onFault: (message: string) => void;
  /** Milliseconds that only grow. */
  readonly clock?: () => number;
}

/** A kind as it was read last. */
interface Known {
  readonly records: ReadonlyMap<string, unknown>;
  /** First line of the file that it was read of, and where reading goes on in it. */
  readonly head: string | undefined;
  readonly offset: number;
  readonly lookedAt: number;
}

const nothing: Known = { records: new Map(), head: undefined, offset: 0, lookedAt: Number.NEGATIVE_INFINITY };

const APPEND = constants.O_RDWR | constants.O_APPEND;

/**
 * Shared state in files of one folder: a file a kind, to which each change appends a line. Several processes may use the
 * folder; they write one at a time, and look for what others wrote at most once a second. A line that a crash cut off
 * was never promised to anybody, and is passed over. A file of mostly what is over is written anew.
 */
export class FileState implements SharedState {
  readonly #options: Required<FileStateOptions>;
  readonly #known = new Map<StateKind, Known>();
  /** Looks and changes of a kind come one after the other: each goes on where the one before has ended. */
  readonly #turns = new Map<StateKind, Promise<unknown>>();
  /** Bytes of file at which it is asked again how many of them are over. */
  readonly #compactAt = new Map<StateKind, number>();

  constructor(options: FileStateOptions) {
    this.#options = { clock: () => performance.now(), ...options };
  }

  async all(kind: StateKind, { fresh = false }: StateReading = {}): Promise<ReadonlyMap<string, unknown>> {
    await this.#inTurn(kind, async () => {
      const known = this.#known.get(kind);
      if (known && !fresh && this.#options.clock() - known.lookedAt < STATE_CHECK_MS) return;
      try {
        await this.#look(kind);
      } catch (error) {
        if (!known || fresh) throw unavailable(kind, error);
        this.#options.onFault(`what was read of ${kind}s before stands in: ${(error as Error).message}`);
        this.#known.set(kind, { ...known, lookedAt: this.#options.clock() });
      }
    });
    return this.#knownOf(kind).records;
  }

  put(kind: StateKind, id: string, value: unknown): Promise<void> {
    return this.#change(kind, recordLine(id, value));
  }

  putAll(kind: StateKind, records: ReadonlyMap<string, unknown>): Promise<void> {
    return this.#change(kind, ...[...records].map(([id, value]) => recordLine(id, value)));
  }

  remove(kind: StateKind, id: string): Promise<void> {
    return this.#change(kind, removalLine(id));
  }

  removeAll(kind: StateKind, ids: readonly string[]): Promise<void> {
    return this.#change(kind, ...ids.map(removalLine));
  }

  #change(kind: StateKind, ...lines: readonly string[]): Promise<void> {
    if (lines.length === 0) return Promise.resolve();
    const { directory, clock } = this.#options;
    return this.#inTurn(kind, async () => {
      try {
        await makeDirectory(directory);
        await alone(directory, () => this.#append(kind, lines.join('\n')), clock);
      } catch (error) {
        // What the disk has of it is seen by the next look.
        const known = this.#known.get(kind);
        if (known) this.#known.set(kind, { ...known, lookedAt: Number.NEGATIVE_INFINITY });
        throw unavailable(kind, error);
      }
    });
  }

  /** Nobody else writes meanwhile. @param line one of the file, or several with line breaks between them. */
  async #append(kind: StateKind, line: string): Promise<void> {
    const file = this.#fileOf(kind);
    await this.#look(kind);
    const { head, offset } = this.#knownOf(kind);
    if (offset + Buffer.byteLength(line) + 2 > STATE_BYTES.most) throw new Error(`${file} is full`);
    if (head === undefined) {
      await this.#rewrite(kind, line);
    } else {
      const handle = await openOwnFile(file, APPEND, 'refused');
      try {
        // Begins with a line break, because an earlier line may have been cut off.
        await handle.writeFile(`\n${line}\n`);
        await handle.sync();
      } finally {
        await handle.close();
      }
    }
    await this.#look(kind);
    await this.#compact(kind);
  }

  /** Most of a file may be records that were replaced or removed. Nobody else writes meanwhile. */
  async #compact(kind: StateKind): Promise<void> {
    const { offset, records } = this.#knownOf(kind);
    if (offset < (this.#compactAt.get(kind) ?? STATE_BYTES.compact)) return;
    const live = [...records].reduce((sum, [id, value]) => sum + Buffer.byteLength(recordLine(id, value)) + 2, 0);
    this.#compactAt.set(kind, Math.max(STATE_BYTES.compact, 2 * live));
    if (live < offset / 2) await this.#rewrite(kind);
  }

  /** A new file of what there is, and of one more line. */
  async #rewrite(kind: StateKind, line = ''): Promise<void> {
    const { records } = this.#knownOf(kind);
    const lines = [newHead(), ...[...records].map(([id, value]) => recordLine(id, value)), line];
    await writeAtomically(this.#fileOf(kind), `${lines.join('\n')}\n`);
    await syncDirectory(this.#options.directory);
    await this.#look(kind);
  }

  /** Reads what has joined the file since the last look, or all of it when it is another one. */
  async #look(kind: StateKind): Promise<void> {
    const { clock, onFault } = this.#options;
    const lookedAt = clock();
    const before = this.#knownOf(kind);
    const read = await readFrom(this.#fileOf(kind), before);
    if (!read) {
      this.#known.set(kind, { ...nothing, lookedAt });
      return;
    }
    const { head, start, bytes } = read;
    const records = new Map(start === 0 ? [] : before.records);
    const { lines, damaged, length } = parseLines(bytes);
    for (const { id, value } of lines) {
      records.delete(id);
      if (value !== undefined) records.set(id, value);
    }
    if (damaged > 0) onFault(`${this.#fileOf(kind)} has ${damaged} damaged lines, which are passed over`);
    this.#known.set(kind, { records, head, offset: start + length, lookedAt });
  }

  #knownOf(kind: StateKind): Known {
    return this.#known.get(kind) ?? nothing;
  }

  #fileOf(kind: StateKind): string {
    return path.join(this.#options.directory, `${kind}.jsonl`);
  }

  #inTurn(kind: StateKind, work: () => Promise<void>): Promise<void> {
    const done = (this.#turns.get(kind) ?? Promise.resolve()).then(work);
    this.#turns.set(
      kind,
      done.catch(() => {}),
    );
    return done;
  }
}

/**
 * What a file holds behind what is known of it; `undefined` when there is none.
 * @throws when it cannot be read, is no file of ours, or larger than any that was written.
 */
async function readFrom(
  file: string,
  { head: knownHead, offset }: Known,
): Promise<{ head: string | undefined; start: number; bytes: Buffer } | undefined> {
  const handle = await openOwnFile(file, constants.O_RDONLY, 'refused').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (!handle) return undefined;
  try {
    const { size, uid } = await handle.stat();
    // Tokens stand there: whoever could put a file in place of ours could let themselves in.
    const own = process.getuid?.();
    if (own !== undefined && uid !== own && own !== 0) throw new Error(`${file} belongs to another user`);
    if (size > STATE_BYTES.most) throw new Error(`${file} has more than ${STATE_BYTES.most} bytes`);
    const head = await headOf(handle);
    const start = head !== undefined && head === knownHead && size >= offset ? offset : 0;
    const bytes = Buffer.alloc(size - start);
    const { bytesRead } = await handle.read(bytes, 0, bytes.length, start);
    return { head, start, bytes: bytes.subarray(0, bytesRead) };
  } finally {
    await handle.close();
  }
}

function unavailable(kind: StateKind, cause: unknown): StateUnavailable {
  return new StateUnavailable(`the ${kind}s cannot be read or written: ${(cause as Error).message}`, { cause });
}
