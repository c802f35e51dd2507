import { type ChildProcess, fork } from 'node:child_process';
import path from 'node:path';
import { STORAGE_ANSWER_MS } from '../../limits.ts';
import { StorageOverrun, StorageUnavailable, StoreRefused } from '../storage.ts';
import type { StorageAnswer, StorageRequest } from './messages.ts';

/** Beside this file: a source in the tree, and built in a package. */
const ENTRY = path.join(import.meta.dirname, `chdb-process${path.extname(import.meta.filename)}`);

/** What is kept of the process's last words, in characters. */
const LAST_WORDS = 2000;

interface UnderWay {
  readonly resolve: (answer: StorageAnswer) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
}

const overrun = () => new StorageOverrun('the storage process took too long and was ended');

type RequestBody = StorageRequest extends infer R ? (R extends { id: number } ? Omit<R, 'id'> : never) : never;

/** One life of a storage process: from its start to its end, whatever ends it. */
export class StorageProcess {
  /**
   * Resolves when it answers requests.
   * @throws StorageUnavailable, with its last words, when it ended before; StoreRefused when it cannot use the data.
   */
  readonly ready: Promise<void>;
  /** Resolves to the reason when it has ended. */
  readonly ended: Promise<string>;
  readonly #child: ChildProcess;
  readonly #underWay = new Map<number, UnderWay>();
  /**
   * One request at a time for loading and one for all else, so that the time of one is not that of those before it. Not a
   * finer choice: chDB works on one statement with parameters at a time, whichever connection it comes from.
   */
  readonly #lanes = { loading: Promise.resolve(), asking: Promise.resolve() };
  #isClosing = false;
  #overrun: number | undefined;
  #lastId = 0;
  #lastWords = '';

  readonly #answerMs: number;

  /** @param answerMs longest time for one request; {@link STORAGE_ANSWER_MS} unless a test has less of it. */
  constructor(directory: string, answerMs = STORAGE_ANSWER_MS) {
    this.#answerMs = answerMs;
    this.#child = fork(ENTRY, [directory], {
      execArgv: [],
      env: { ...process.env, NODE_OPTIONS: '', TZ: 'UTC' },
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.#child.stderr?.setEncoding('utf8').on('data', (words: string) => {
      this.#lastWords = (this.#lastWords + words).slice(-LAST_WORDS);
    });
    // Opening has a limit. Bringing the tables to this version's structure has none: a large one is copied for minutes, and
    // would be copied from the start again.
    const opening = setTimeout(() => this.kill(), STORAGE_ANSWER_MS);
    this.ended = new Promise((resolve) => {
      this.#child.on('error', (error) => resolve(error.message));
      // 'close' and not 'exit': its last words have been read then.
      this.#child.on('close', (code, signal) =>
        resolve(`ended with ${signal ?? `code ${code}`} ${this.#lastWords.trim()}`),
      );
    });
    this.ready = new Promise((resolve, reject) => {
      this.#child.on('message', (answer: StorageAnswer) => {
        if (answer.kind === 'opened') clearTimeout(opening);
        else if (answer.kind === 'ready') resolve();
        else if (answer.kind === 'refused') {
          reject(new StoreRefused(answer.message));
          this.kill();
        } else this.#settle(answer);
      });
      void this.ended.then((reason) => {
        const error = new StorageUnavailable(`the storage process ${reason}`);
        reject(error);
        for (const id of [...this.#underWay.keys()]) this.#fail(id, id === this.#overrun ? overrun() : error);
      });
    });
    this.ready.catch(() => {}).finally(() => clearTimeout(opening));
  }

  /**
   * Asks when it is the request's turn: blocks wait for blocks alone, and statements for statements.
   * @throws StorageUnavailable when it ended, or had to be ended, before it answered; any other error is its answer.
   */
  ask(request: RequestBody): Promise<StorageAnswer> {
    if (request.kind === 'close') {
      this.#isClosing = true;
      return this.#askNow(request);
    }
    const lane = request.kind === 'insert' ? 'loading' : 'asking';
    const answer = this.#lanes[lane].then(() => {
      if (this.#isClosing) throw new StorageUnavailable('closed');
      return this.#askNow(request);
    });
    this.#lanes[lane] = answer.then(
      () => {},
      () => {},
    );
    return answer;
  }

  #askNow(request: RequestBody): Promise<StorageAnswer> {
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#overrun = id;
        this.kill();
      }, this.#answerMs);
      this.#underWay.set(id, { resolve, reject, timer });
      if (this.#child.connected) this.#child.send({ ...request, id });
      else this.#fail(id, new StorageUnavailable('not connected'));
    });
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }

  #settle(answer: Extract<StorageAnswer, { id: number }>): void {
    if (answer.kind === 'failed') this.#fail(answer.id, new Error(answer.message));
    else this.#take(answer.id)?.resolve(answer);
  }

  #fail(id: number, error: Error): void {
    this.#take(id)?.reject(error);
  }

  #take(id: number): UnderWay | undefined {
    const underWay = this.#underWay.get(id);
    this.#underWay.delete(id);
    clearTimeout(underWay?.timer);
    return underWay;
  }
}
