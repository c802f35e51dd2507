import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { benchCorpus, type CorpusSize, expectedUsage } from '../corpus/corpus.ts';
import { batchIn } from '../sink/candor-answer.ts';
import { HttpSink, plainBody, type SinkRequest } from '../sink/http-sink.ts';
import { type ClientModule, type ClientName, loadClient } from './client.ts';
import type { ClientNews, ClientOrder } from './client-process.ts';

/** One session as the sink and the client's process saw it. */
export interface SessionMeasure {
  /** Microseconds of CPU, user and system, for each event, recording to receipt. */
  readonly cpu: number;
  /** Bytes on the wire for each event that arrived. */
  readonly bytes: number;
  readonly requests: number;
  /** Events that arrived. */
  readonly arrived: number;
}

const CLIENT_PROCESS = fileURLToPath(new URL('./client-process.ts', import.meta.url));

/** No client waits so long between two requests of one flush. */
const QUIET_MS = 1500;

/** As long as Candor's window may hold events back, and a little more. */
const BEFORE_KILL_MS = 1200;
const KILLED_EVENTS = 50;

/**
 * Measures a fresh process: its first session, with everything still to be compiled, then a second one in the same
 * process, warm. Loading the client's code is in neither.
 * @throws when what arrives from Candor is not the corpus.
 */
export async function measureSessions(
  name: ClientName,
  size: CorpusSize,
): Promise<{ cold: SessionMeasure; warm: SessionMeasure }> {
  return await withClient(name, async ({ module, sink, start }) => {
    const client = await start();
    const cold = await session(client, module, sink, name, size);
    const warm = await session(client, module, sink, name, size);
    client.end();
    return { cold, warm };
  });
}

async function session(
  client: ClientHandle,
  module: ClientModule,
  sink: HttpSink,
  name: ClientName,
  size: CorpusSize,
): Promise<SessionMeasure> {
  sink.take();
  await client.ask({ kind: 'session', size }, 'flushed');
  await untilQuiet(sink, module, size);
  const { cpu } = await client.ask({ kind: 'stop' }, 'stopped');
  const { bytes, requests } = sink.take();
  if (name === 'candor') assertCorpus(requests, size);
  const arrived = countArrived(module, requests);
  return { cpu: cpu / size, bytes: bytes / arrived, requests: requests.length, arrived };
}

/**
 * How many of {@link KILLED_EVENTS} events arrive that were recorded while the server could not be reached, when the
 * process is then killed and the client started again with the server back.
 */
export async function measureSurvival(name: ClientName): Promise<{ arrived: number; of: number }> {
  return await withClient(name, async ({ module, sink, start }) => {
    const { port } = sink;
    await sink.close();
    const killed = await start(`http://127.0.0.1:${port}`);
    await killed.ask({ kind: 'record', count: KILLED_EVENTS }, 'recorded');
    await delay(BEFORE_KILL_MS);
    await killed.kill();
    const back = await HttpSink.open(module.answer, port);
    try {
      const next = await start(back.url);
      await next.ask({ kind: 'flush' }, 'flushed');
      await untilQuiet(back, module, KILLED_EVENTS);
      next.end();
      return { arrived: countArrived(module, back.take().requests), of: KILLED_EVENTS };
    } finally {
      await back.close();
    }
  });
}

interface ClientHandle {
  ask<K extends ClientNews['kind']>(order: ClientOrder, answer: K): Promise<Extract<ClientNews, { kind: K }>>;
  kill(): Promise<void>;
  end(): void;
}

interface ClientSurroundings {
  readonly module: ClientModule;
  readonly sink: HttpSink;
  start(url?: string): Promise<ClientHandle>;
}

/** Gives `use` a sink, a folder and processes of the client, and takes them all away afterwards. */
async function withClient<T>(name: ClientName, use: (given: ClientSurroundings) => Promise<T>): Promise<T> {
  const module = await loadClient(name);
  const sink = await HttpSink.open(module.answer);
  const directory = mkdtempSync(path.join(tmpdir(), 'candor-bench-'));
  const children: ChildProcess[] = [];
  const start = async (url = sink.url) => {
    const child = fork(CLIENT_PROCESS, [name, url, directory], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    children.push(child);
    await nextNews(child, 'ready');
    return handle(child);
  };
  try {
    return await use({ module, sink, start });
  } finally {
    for (const child of children) child.kill('SIGKILL');
    await sink.close().catch(() => {});
    rmSync(directory, { recursive: true, force: true });
  }
}

function handle(child: ChildProcess): ClientHandle {
  return {
    ask(order, answer) {
      const answered = nextNews(child, answer);
      child.send(order);
      return answered;
    },
    kill: () =>
      new Promise((resolve) => {
        child.once('exit', () => resolve());
        child.kill('SIGKILL');
      }),
    end: () => child.send({ kind: 'exit' } satisfies ClientOrder),
  };
}

function nextNews<K extends ClientNews['kind']>(
  child: ChildProcess,
  kind: K,
): Promise<Extract<ClientNews, { kind: K }>> {
  return new Promise((resolve, reject) => {
    const ended = () => reject(new Error(`the client ended before it was ${kind}`));
    child.once('exit', ended);
    child.once('message', (news: ClientNews) => {
      child.off('exit', ended);
      if (news.kind === kind) resolve(news as Extract<ClientNews, { kind: K }>);
      else reject(new Error(`the client was ${news.kind} instead of ${kind}`));
    });
  });
}

/** Waits until `wanted` events have arrived, or until nothing more comes. */
async function untilQuiet(sink: HttpSink, module: ClientModule, wanted: number): Promise<void> {
  let seen = -1;
  let since = performance.now();
  while (performance.now() - since < QUIET_MS) {
    const { length } = sink.received;
    if (length !== seen) {
      if (countArrived(module, sink.received) >= wanted) return;
      seen = length;
      since = performance.now();
    }
    await delay(20);
  }
}

function countArrived(module: ClientModule, requests: readonly SinkRequest[]): number {
  return requests.reduce((sum, request) => sum + module.countEvents(request, plainBody(request)), 0);
}

/** What arrived, decoded, is the corpus: every event once, in order. */
function assertCorpus(requests: readonly SinkRequest[], size: CorpusSize): void {
  const arrived = requests.flatMap((request) => [...batchIn(request).usage]);
  if (JSON.stringify(arrived) !== JSON.stringify(expectedUsage(benchCorpus(size)))) {
    throw new Error(`what arrived is not the corpus of ${size} events`);
  }
}
