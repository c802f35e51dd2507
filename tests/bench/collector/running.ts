import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { projectRoot } from '../../../scripts/lib/paths.ts';
import { bundleCollector } from '../../../scripts/pack/collector.ts';
import { serviceFlags } from '../../support/service-flags.ts';
import { cpuSecondsOf } from '../app/process-cost.ts';
import { descendantsOf, proportionalSetSize } from '../app/process-memory.ts';
import type { FromCollector, ToCollector } from './collector-process.ts';

const NAME = 'collector-process';

/** Where a collector is built as it is installed; in the tree, where what it imports is found. */
const BUILT = path.join(projectRoot, '.cache/bench-collector/dist');

/** Builds the collector that is measured as operators have it: to begin from sources takes three times as long. */
export async function buildForBench(): Promise<void> {
  await bundleCollector(BUILT, {
    [NAME]: `tests/bench/collector/${NAME}.ts`,
    'chdb-process': 'collector/storage/chdb/chdb-process.ts',
  });
}

/** How often memory is looked at, in milliseconds. */
const LOOK_MS = 200;

/** A collector with its storage, in processes of their own. */
export class RunningCollector {
  readonly url: string;
  /** From the start of the process to the first request that could be answered, in milliseconds. */
  readonly startMs: number;
  readonly #begun: number;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, url: string, begun: number) {
    this.#child = child;
    this.url = url;
    this.#begun = begun;
    this.startMs = this.sinceBegun();
  }

  /** Since its process was started, in milliseconds. */
  sinceBegun(): number {
    return performance.now() - this.#begun;
  }

  /** Starts the one that was built, on a folder. Resolves when it is ready. */
  static async start(dataDir: string, execArgv: readonly string[] = []): Promise<RunningCollector> {
    const begun = performance.now();
    const child = fork(path.join(BUILT, `${NAME}.js`), [dataDir], {
      execArgv: [...serviceFlags(), ...execArgv],
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    const message = await heard(child);
    if (message.kind !== 'ready') throw new Error(`unexpected: ${message.kind}`);
    const ready = await fetch(`${message.url}/readyz`);
    const collector = new RunningCollector(child, message.url, begun);
    if (!ready.ok) throw new Error(`not ready: ${ready.status}`);
    return collector;
  }

  /** Resolves when everything that was acknowledged is in the storage. */
  async settled(): Promise<void> {
    this.#send('settle');
    await heard(this.#child);
  }

  /** The token of somebody who may ask questions. */
  async token(): Promise<string> {
    this.#send('token');
    const message = await heard(this.#child);
    if (message.kind !== 'token') throw new Error(`unexpected: ${message.kind}`);
    return message.token;
  }

  async close(): Promise<void> {
    const exited = once(this.#child, 'exit');
    this.#send('close');
    await exited;
  }

  /** Processor time of the collector and of its storage so far, in seconds. */
  cpuSeconds(): { readonly collector: number; readonly storage: number } {
    const [own = 0, ...storage] = descendantsOf(this.#pid).map(cpuSecondsOf);
    return { collector: own, storage: storage.reduce((sum, seconds) => sum + seconds, 0) };
  }

  /** Memory of both processes (PSS), in megabytes. */
  memory(): number {
    return proportionalSetSize(this.#pid).megabytes;
  }

  /** Memory of the storage alone (PSS), in megabytes. */
  storageMemory(): number {
    const [, storage = 0] = descendantsOf(this.#pid);
    return proportionalSetSize(storage).megabytes;
  }

  /** Looks at the memory of both processes (PSS), or at another one, until it is told to stop, which gives the most, in megabytes. */
  watchMemory(look = () => this.memory()): () => number {
    let most = 0;
    const timer = setInterval(() => {
      most = Math.max(most, look());
    }, LOOK_MS);
    return () => {
      clearInterval(timer);
      return most;
    };
  }

  get #pid(): number {
    return this.#child.pid ?? 0;
  }

  #send(message: ToCollector): void {
    this.#child.send(message);
  }
}

async function heard(child: ChildProcess): Promise<FromCollector> {
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`the collector ended with ${code}`);
  });
  const message = once(child, 'message').then(([said]) => said as FromCollector);
  ended.catch(() => {});
  return await Promise.race([message, ended]);
}
