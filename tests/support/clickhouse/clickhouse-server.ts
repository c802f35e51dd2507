import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Fault, SeenStatement, ServerAnswer, ServerOptions, ServerRequest } from './messages.ts';

const ENTRY = path.join(import.meta.dirname, 'server-process.ts');

type RequestBody = ServerRequest extends infer R ? (R extends { id: number } ? Omit<R, 'id'> : never) : never;

/**
 * A ClickHouse server for tests: the real engine in a process of its own, behind ClickHouse's HTTP protocol. A process that
 * is killed is started again at the same address, as a service manager would, unless it was taken down.
 */
export class ClickhouseServer {
  readonly #options: Omit<ServerOptions, 'directory' | 'port'>;
  readonly #directory = mkdtempSync(path.join(tmpdir(), 'candor-clickhouse-'));
  #port = 0;
  #child: ChildProcess | undefined;
  #isDown = true;
  #listening: Promise<void> = Promise.resolve();
  #lastId = 0;
  readonly #asked = new Map<number, (answer: ServerAnswer) => void>();

  private constructor(options: Omit<ServerOptions, 'directory' | 'port'>) {
    this.#options = options;
  }

  /** Resolves when it takes requests. */
  static async start(options: Omit<ServerOptions, 'directory' | 'port'> = {}): Promise<ClickhouseServer> {
    const server = new ClickhouseServer(options);
    await server.up();
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** 0 while it is down. */
  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  /** Makes requests go wrong. */
  async fault(fault: Fault): Promise<void> {
    await this.#ask({ kind: 'fault', fault });
  }

  /** Ends all faults, and lets what is held by them go on. */
  async lift(): Promise<void> {
    await this.#ask({ kind: 'lift' });
  }

  /** Statements since the last time, in their order. */
  async seen(): Promise<readonly SeenStatement[]> {
    const answer = await this.#ask({ kind: 'seen' });
    return answer.kind === 'seen' ? answer.statements : [];
  }

  /** Takes requests, again. */
  async up(): Promise<void> {
    if (!this.#isDown) return this.#listening;
    this.#isDown = false;
    this.#start();
    await this.#listening;
  }

  /** Refuses connections until it is {@link up}; ends what is under way as a power failure does. */
  async down(): Promise<void> {
    this.#isDown = true;
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('close', resolve));
    child.kill('SIGKILL');
    await ended;
  }

  /** Resolves when a process that was killed has its successor. */
  async restarted(): Promise<void> {
    await this.#listening;
  }

  async remove(): Promise<void> {
    await this.down();
    rmSync(this.#directory, { recursive: true, force: true });
  }

  #start(): void {
    const options: ServerOptions = { ...this.#options, directory: this.#directory, port: this.#port };
    const child = fork(ENTRY, [JSON.stringify(options)], {
      execArgv: [],
      env: { ...process.env, NODE_OPTIONS: '', TZ: 'UTC' },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    this.#child = child;
    this.#listening = new Promise((resolve, reject) => {
      child.on('message', (answer: ServerAnswer) => {
        if (answer.kind === 'listening') {
          this.#port = answer.port;
          resolve();
          return;
        }
        this.#asked.get(answer.id)?.(answer);
        this.#asked.delete(answer.id);
      });
      child.on('close', () => {
        reject(new Error('the server ended before it listened'));
        if (!this.#isDown) this.#start();
      });
    });
    this.#listening.catch(() => {});
  }

  async #ask(request: RequestBody): Promise<ServerAnswer> {
    await this.#listening;
    const id = ++this.#lastId;
    return new Promise((resolve) => {
      this.#asked.set(id, resolve);
      this.#child?.send({ ...request, id });
    });
  }
}
