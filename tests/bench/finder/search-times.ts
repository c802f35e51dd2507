import { once } from 'node:events';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { BenchApp, builtApp, type Runtime } from '../app/bench-app.ts';
import { NOBODY, Profiles } from '../app/profiles.ts';
import { questions } from './questions.ts';
import { MONTH, simulateHistory } from './store.ts';
import { searchPast, searchPort, showDevice } from './window-script.ts';

/** Until the history is open and a first reading is in it, in milliseconds. */
const SETTLE_MS = 6000;

/** What a question or Device has set off, such as the detail of the first row, comes to its end: nobody outruns it by typing. */
const REST_MS = 500;

export interface SearchTimes {
  /** Milliseconds from Enter to the painted rows. */
  readonly port: readonly number[];
  readonly past: readonly number[];
  /** Median of each question. */
  readonly byQuestion: ReadonlyMap<string, number>;
}

/** How long searches take in the window, warm: each is asked once before it counts. */
export async function measureSearches(runtime: Runtime, repetitions: number): Promise<SearchTimes> {
  const profiles = new Profiles();
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  try {
    await profiles.prepare(runtime, builtApp);
    const profile = profiles.next();
    await simulateHistory(path.join(profile, 'history'), { ...MONTH, until: Date.now() - 60_000 });
    const app = new BenchApp(runtime, builtApp, profile, NOBODY);
    try {
      await app.shown();
      await delay(SETTLE_MS);
      const times = new Map<string, number[]>([...questions, String(address.port)].map((text) => [text, []]));
      for (let turn = 0; turn <= repetitions; turn++) {
        for (const text of questions) {
          note(times, text, await app.evaluate<number>(searchPast(text)), turn);
          await delay(REST_MS);
        }
        await toDevice(app);
        note(times, String(address.port), await app.evaluate<number>(searchPort(address.port)), turn);
        await toDevice(app);
      }
      const past = questions.flatMap((text) => times.get(text) ?? []);
      return { port: times.get(String(address.port)) ?? [], past, byQuestion: mediansOf(times) };
    } finally {
      await app.quit().catch(() => {});
      app.kill();
    }
  } finally {
    server.close();
    profiles.remove();
  }
}

async function toDevice(app: BenchApp): Promise<void> {
  await app.evaluate(showDevice);
  await delay(REST_MS);
}

/** The first turn warms up. */
function note(times: ReadonlyMap<string, number[]>, text: string, taken: number, turn: number): void {
  if (turn > 0) times.get(text)?.push(taken);
}

function mediansOf(times: ReadonlyMap<string, readonly number[]>): ReadonlyMap<string, number> {
  return new Map([...times].map(([text, taken]) => [text, taken.toSorted((a, b) => a - b)[taken.length >> 1] ?? 0]));
}
