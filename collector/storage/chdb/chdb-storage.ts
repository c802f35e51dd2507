import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Backoff } from '../../backoff.ts';
import { CLOSE_MS, STORAGE_OPEN_MS, STORAGE_RESTART_MS } from '../../limits.ts';
import { messageOf } from '../../message-of.ts';
import { makeDirectory } from '../../own-files.ts';
import { nativeBlock } from '../block/native-block.ts';
import { columns } from '../columns.ts';
import { ofRows } from '../engine-codes.ts';
import { embedded } from '../layout.ts';
import { quoted } from '../quoted.ts';
import { probeOf } from '../schema.ts';
import {
  type QueryOptions,
  type QueryParameters,
  RowsRefused,
  type RunOptions,
  type Storage,
  StorageUnavailable,
  StoreRefused,
} from '../storage.ts';
import type { StorageAnswer } from './messages.ts';
import {
  ProcessEnded,
  type RequestBody,
  type StorageLimits,
  StorageProcess,
  storageLimits,
} from './storage-process.ts';

/**
 * Where blocks lie on their way to the engine, for a moment each. What a crash has left there is removed at the next start; the
 * journal has it.
 */
const INCOMING = 'incoming';

interface ChdbOptions {
  readonly directory: string;
  readonly onDeath: (reason: string) => void;
  readonly limits: StorageLimits;
}

/** Storage in chDB, in a child process that is started again whenever it dies. */
export class ChdbStorage implements Storage {
  readonly layout = embedded;
  readonly #options: ChdbOptions;
  readonly #backoff = new Backoff(STORAGE_RESTART_MS);
  /** The living process; pending while one is being started. Fails when the data cannot be used. */
  #process: Promise<StorageProcess>;
  #ready = false;
  /** Blocks so far. */
  #blocks = 0;
  readonly #closing = new AbortController();

  /**
   * Opens the data in a directory, which is made when it is not there, and locks it.
   * @param onDeath hears why a storage process died; another is on its way.
   * @param some longest times; those that are not given are the usual ones.
   * @param onBegun called when the process has been started that opens it.
   * @param isInUse whether a collector is at work on it; the storage process of one that was killed ends by itself, when it is
   *   done with what it was asked.
   * @throws when it cannot be opened, for example because another collector has it; StoreRefused when its data cannot be used.
   */
  static async open(...given: Parameters<typeof ChdbStorage.begin>): Promise<ChdbStorage> {
    const storage = await ChdbStorage.begin(...given);
    await storage.#process;
    return storage;
  }

  /**
   * The same, but there as soon as it has the directory: bringing its tables to this version's structure goes on, and whatever
   * is asked waits for that, and fails as {@link open} does.
   */
  static async begin(
    directory: string,
    onDeath: (reason: string) => void,
    some: Partial<StorageLimits> = {},
    onBegun = () => {},
    isInUse: () => Promise<boolean> = async () => false,
  ): Promise<ChdbStorage> {
    await makeDirectory(directory);
    const limits = { ...storageLimits, ...some };
    const incoming = path.join(directory, INCOMING);
    await makeDirectory(incoming);
    const giveUp = performance.now() + STORAGE_OPEN_MS;
    const backoff = new Backoff(STORAGE_RESTART_MS);
    for (;;) {
      const first = new StorageProcess(directory, limits);
      onBegun();
      try {
        await first.opened;
        // Nobody else has it from here on.
        for (const left of await readdir(incoming)) await rm(path.join(incoming, left), { recursive: true });
        return new ChdbStorage({ directory, onDeath, limits }, first, giveUp);
      } catch (error) {
        if (isLocked(error) && (performance.now() > giveUp || (await isInUse())))
          throw new Error(`another collector uses ${directory}`);
        if (performance.now() > giveUp) throw error;
        await pause(backoff.next());
      }
    }
  }

  private constructor(options: ChdbOptions, first: StorageProcess, giveUp: number) {
    this.#options = options;
    this.#process = this.#start(first, giveUp);
    this.#process.catch(() => {});
  }

  isReady(): boolean {
    return this.#ready;
  }

  async insert(rows: readonly Uint8Array[]): Promise<void> {
    if (rows.length === 0) return;
    const file = path.join(this.#options.directory, INCOMING, String(++this.#blocks));
    const block = await ofRows(() => nativeBlock(rows, columns));
    try {
      await writeFile(file, block, { mode: 0o600, flag: 'wx' });
      const answer = await this.#ask({ kind: 'insert', file });
      if (answer.kind !== 'done') throw new Error(`unexpected answer ${answer.kind}`);
    } catch (error) {
      if (error instanceof ProcessEnded && error.isCrash) throw new RowsRefused(error.message, { cause: error });
      throw error;
    } finally {
      // The storage process has removed it, unless it never came to it.
      await rm(file, { force: true });
    }
  }

  async query<Row>(sql: string, parameters: QueryParameters = {}, options: QueryOptions = {}): Promise<Row[]> {
    const { signal, limitMs = this.#options.limits.questionMs, urgent = false } = options;
    const answer = await this.#askTwice({ kind: 'query', sql, parameters, limitMs, urgent }, signal);
    if (answer.kind !== 'rows') throw new Error(`unexpected answer ${answer.kind}`);
    return JSON.parse(answer.rows) as Row[];
  }

  /** Through a file, as blocks come: messages between processes take seconds for so much. */
  async bytes(sql: string): Promise<Buffer> {
    const file = path.join(this.#options.directory, INCOMING, `answer-${++this.#blocks}`);
    try {
      await this.run(
        `INSERT INTO FUNCTION file(${quoted(path.resolve(file))}, 'RowBinary') ${sql} SETTINGS engine_file_truncate_on_insert = 1`,
      );
      return await readFile(file);
    } finally {
      await rm(file, { force: true });
    }
  }

  async run(sql: string, parameters: QueryParameters = {}, { once = false }: RunOptions = {}): Promise<void> {
    const request = { kind: 'run', sql, parameters } as const;
    const answer = await (once ? this.#ask(request) : this.#askTwice(request));
    if (answer.kind !== 'done') throw new Error(`unexpected answer ${answer.kind}`);
  }

  async isWritable(): Promise<boolean> {
    try {
      for (const statement of probeOf(embedded)) await this.run(statement);
      return true;
    } catch {
      return false;
    }
  }

  async close(): Promise<void> {
    this.#closing.abort();
    const process = await this.#process.catch(() => undefined);
    if (!process) return;
    const deadline = setTimeout(() => process.kill(), CLOSE_MS.loading);
    await process.ask({ kind: 'close' }).catch(() => {});
    process.kill();
    await process.ended;
    clearTimeout(deadline);
  }

  get #closed(): boolean {
    return this.#closing.signal.aborted;
  }

  /** For what may be repeated: when it died with its process, the next one is asked again. */
  async #askTwice(request: RequestBody, signal?: AbortSignal): Promise<StorageAnswer> {
    return await this.#ask(request, signal).catch((error: unknown) => {
      if (error instanceof ProcessEnded && !this.#closed) return this.#ask(request, signal);
      throw error;
    });
  }

  async #ask(request: RequestBody, signal?: AbortSignal): Promise<StorageAnswer> {
    if (this.#closed) throw new StorageUnavailable('closed');
    const process = await this.#process;
    try {
      return await process.ask(request, signal);
    } catch (error) {
      // Whoever asks again must meet the next process, not what is left of this one.
      if (error instanceof ProcessEnded) await process.ended;
      throw error;
    }
  }

  #watch(process: StorageProcess): void {
    this.#ready = true;
    this.#backoff.reset();
    void process.ended.then((reason) => {
      this.#ready = false;
      if (this.#closed) return;
      this.#options.onDeath(reason);
      this.#process = this.#restart();
      this.#process.catch(() => {});
    });
  }

  /** @throws what the last process failed with, when that is past `giveUp` (`performance.now()`); StoreRefused at once. */
  async #start(first: StorageProcess, giveUp: number): Promise<StorageProcess> {
    let process = first;
    for (;;) {
      try {
        await process.ready;
        this.#watch(process);
        return process;
      } catch (error) {
        if (error instanceof StoreRefused || this.#closed || performance.now() > giveUp) throw error;
        this.#options.onDeath(messageOf(error));
        await pause(this.#backoff.next(), undefined, { signal: this.#closing.signal });
        process = new StorageProcess(this.#options.directory, this.#options.limits);
      }
    }
  }

  /** @throws when the storage is closed meanwhile. */
  async #restart(): Promise<StorageProcess> {
    for (;;) {
      await pause(this.#backoff.next(), undefined, { signal: this.#closing.signal });
      const next = new StorageProcess(this.#options.directory, this.#options.limits);
      try {
        await next.ready;
        this.#watch(next);
        return next;
      } catch (error) {
        this.#options.onDeath(messageOf(error));
      }
    }
  }
}

function isLocked(error: unknown): boolean {
  return error instanceof Error && /another server instance/i.test(error.message);
}
