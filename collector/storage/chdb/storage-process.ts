import { type ChildProcess, fork } from 'node:child_process';
import path from 'node:path';
import { QUESTION_MS, QUESTIONS_WAITING, STORAGE_ANSWER_MS, STORAGE_GRACE_MS } from '../../limits.ts';
import { RowsRefused, StorageOverrun, StorageUnavailable, StoreRefused } from '../storage.ts';
import type { StorageAnswer, StorageRequest } from './messages.ts';
import { Turns } from './turns.ts';

/** Beside this file: a source in the tree, and built in a package. */
const ENTRY = path.join(import.meta.dirname, `chdb-process${path.extname(import.meta.filename)}`);

/** What is kept of the process's last words, in characters. */
const LAST_WORDS = 2000;

interface UnderWay {
  readonly resolve: (answer: StorageAnswer) => void;
  readonly reject: (error: unknown) => void;
  /** The process works on it no longer. */
  readonly end: () => void;
}

/** The process ended while it worked on the request, or before. */
export class ProcessEnded extends StorageUnavailable {
  override name = 'ProcessEnded';
  /** Whether its own code has failed; else somebody has ended it, such as the system for want of memory. */
  readonly isCrash: boolean;

  constructor(message: string, isCrash = false) {
    super(message);
    this.isCrash = isCrash;
  }
}

/** Signals that a process gets for what it does itself. */
const CRASHES: ReadonlySet<NodeJS.Signals | null> = new Set(['SIGABRT', 'SIGFPE', 'SIGILL', 'SIGSEGV'] as const);

/** Longest times, in milliseconds; a test has less of them. */
export interface StorageLimits {
  /** One block or statement. */
  readonly answerMs: number;
  /** One question, unless it says otherwise. */
  readonly questionMs: number;
}

export const storageLimits: StorageLimits = { answerMs: STORAGE_ANSWER_MS, questionMs: QUESTION_MS };

type Sent<Kind> = Omit<Extract<StorageRequest, { kind: Kind }>, 'id'>;
export type RequestBody = Sent<'insert'> | Sent<'query'> | Sent<'run'> | Sent<'ping'> | Sent<'close'>;

/** One life of a storage process: from its start to its end, whatever ends it. */
export class StorageProcess {
  /** Resolves when it has the directory, which nobody else has from here on. @throws as {@link ready} does. */
  readonly opened: Promise<void>;
  /**
   * Resolves when it answers requests.
   * @throws StorageUnavailable, with its last words, when it ended before; StoreRefused when it cannot use the data.
   */
  readonly ready: Promise<void>;
  /** Resolves to the reason when it has ended. */
  readonly ended: Promise<string>;
  readonly #child: ChildProcess;
  readonly #underWay = new Map<number, UnderWay>();
  /** One request at a time for each kind of work, so that the time of one is not that of those before it. */
  readonly #turns: Record<'insert' | 'run' | 'figures' | 'urgent', Turns>;
  #isClosing = false;
  #isCrashed = false;
  #overrun: number | undefined;
  #lastId = 0;
  #lastWords = '';

  readonly #limits: StorageLimits;

  constructor(directory: string, limits: StorageLimits) {
    this.#limits = limits;
    const questions = { most: QUESTIONS_WAITING, waitMs: limits.questionMs };
    this.#turns = {
      insert: new Turns(),
      run: new Turns(),
      figures: new Turns(questions),
      urgent: new Turns(questions),
    };
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
      this.#child.on('close', (code, signal) => {
        this.#isCrashed = CRASHES.has(signal);
        resolve(`ended with ${signal ?? `code ${code}`} ${this.#lastWords.trim()}`);
      });
    });
    let hasOpened = () => {};
    const opened = new Promise<void>((resolve) => {
      hasOpened = resolve;
    });
    this.ready = new Promise((resolve, reject) => {
      this.#child.on('message', (answer: StorageAnswer) => {
        if (answer.kind === 'opened') {
          clearTimeout(opening);
          hasOpened();
        } else if (answer.kind === 'ready') resolve();
        else if (answer.kind === 'refused') {
          reject(new StoreRefused(answer.message));
          this.kill();
        } else this.#settle(answer);
      });
      void this.ended.then((reason) => {
        const error = new ProcessEnded(`the storage process ${reason}`, this.#isCrashed);
        reject(error);
        for (const [id, { reject: fail, end }] of [...this.#underWay]) {
          fail(id === this.#overrun ? new StorageOverrun('the storage process took too long and was ended') : error);
          end();
        }
      });
    });
    this.ready.catch(() => {}).finally(() => clearTimeout(opening));
    this.opened = Promise.race([opened, this.ready]);
    this.opened.catch(() => {});
  }

  /**
   * Asks when it is the request's turn: blocks wait for blocks alone, statements for statements, questions for questions.
   * @param signal of a question: it is cancelled when it is aborted.
   * @throws ProcessEnded when it ended before it answered; StorageOverrun when it took too long, which ends the process
   * when it was a block; StorageUnavailable when too many wait; the signal's reason; RowsRefused for
   * what is in a block; any other error is its answer.
   */
  async ask(request: RequestBody, signal?: AbortSignal): Promise<StorageAnswer> {
    if (request.kind === 'close') this.#isClosing = true;
    if (request.kind === 'close' || request.kind === 'ping') return this.#askNow(request).answer;
    const release = await this.#turnsOf(request).take(signal);
    if (this.#isClosing) {
      release();
      throw new StorageUnavailable('closed');
    }
    const { answer, ended } = this.#askNow(request, signal);
    // What is given up on may still be worked on.
    void ended.then(release);
    return answer;
  }

  #askNow(request: RequestBody, signal?: AbortSignal): { answer: Promise<StorageAnswer>; ended: Promise<void> } {
    const id = ++this.#lastId;
    let end = () => {};
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    const answer = new Promise<StorageAnswer>((resolve, reject) => {
      const timer = setTimeout(() => this.#late(id, request), this.#limitOf(request));
      const onAbort = () => {
        reject(signal?.reason);
        this.#send({ kind: 'cancel', id });
      };
      signal?.addEventListener('abort', onAbort);
      const over = () => {
        this.#underWay.delete(id);
        clearTimeout(timer);
        signal?.removeEventListener('abort', onAbort);
        end();
      };
      this.#underWay.set(id, { resolve, reject, end: over });
      if (this.#send({ ...request, id })) return;
      reject(new ProcessEnded('not connected'));
      over();
    });
    return { answer, ended };
  }

  #turnsOf(request: Exclude<RequestBody, { kind: 'close' | 'ping' }>): Turns {
    if (request.kind !== 'query') return this.#turns[request.kind];
    return request.urgent ? this.#turns.urgent : this.#turns.figures;
  }

  #limitOf(request: RequestBody): number {
    if (request.kind === 'query') return request.limitMs + STORAGE_GRACE_MS.question;
    return request.kind === 'ping' ? STORAGE_GRACE_MS.ping : this.#limits.answerMs;
  }

  /**
   * A block that takes too long ends the process, because it holds up all others. A question or a statement is given up on:
   * the engine ends the one by itself, and the other may well be done later. If the process does not answer at all, it ends too.
   */
  #late(id: number, request: RequestBody): void {
    if (request.kind !== 'query' && request.kind !== 'run') {
      this.#overrun = id;
      this.kill();
      return;
    }
    this.#underWay.get(id)?.reject(new StorageOverrun(`a ${kindOf(request)} took too long`));
    if (request.kind === 'query') this.#send({ kind: 'cancel', id });
    this.ask({ kind: 'ping' }).catch(() => {});
  }

  #send(request: StorageRequest): boolean {
    if (!this.#child.connected) return false;
    this.#child.send(request);
    return true;
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }

  #settle(answer: Extract<StorageAnswer, { id: number }>): void {
    const underWay = this.#underWay.get(answer.id);
    if (answer.kind !== 'failed') underWay?.resolve(answer);
    else if (answer.isOfRows) underWay?.reject(new RowsRefused(answer.message));
    else if (answer.isOverrun) underWay?.reject(new StorageOverrun(answer.message));
    else if (answer.isUnavailable) underWay?.reject(new StorageUnavailable(answer.message));
    else underWay?.reject(new Error(answer.message));
    underWay?.end();
  }
}

function kindOf({ kind }: RequestBody): string {
  return kind === 'query' ? 'question' : 'statement';
}
