import { once } from 'node:events';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { BenchApp, builtApp, type Runtime } from '../app/bench-app.ts';
import { NOBODY, Profiles } from '../app/profiles.ts';
import { questions } from './questions.ts';
import { MONTH, simulateHistory } from './store.ts';
import { pastePast, type SearchTime, searchPort, showDevice, typePast } from './window-script.ts';

/** Until the history is open and a first reading is in it, in milliseconds. */
const SETTLE_MS = 6000;

/** What a question or Device has set off, such as the detail of the first row, comes to its end: nobody outruns it by typing. */
const REST_MS = 500;

export interface SearchTimes {
  /** Milliseconds from Enter to the painted rows. */
  readonly port: readonly number[];
  /** Questions that are typed. */
  readonly past: readonly number[];
  /** The same from their last letter. */
  readonly pastFromLetter: readonly number[];
  /** Questions that are pasted, with Enter at once. */
  readonly pasted: readonly number[];
  /** Medians of each question, from Enter. */
  readonly byQuestion: ReadonlyMap<string, { readonly typed: number; readonly pasted: number }>;
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
      const port: SearchTime[] = [];
      const typed = new Map<string, SearchTime[]>(questions.map((text) => [text, []]));
      const pasted = new Map<string, SearchTime[]>(questions.map((text) => [text, []]));
      for (let turn = 0; turn <= repetitions; turn++) {
        const ask = async (code: string, times: SearchTime[] | undefined) => {
          const taken = await app.evaluate<SearchTime>(code);
          // The first turn warms up.
          if (turn > 0) times?.push(taken);
          await delay(REST_MS);
        };
        for (const text of questions) await ask(typePast(text), typed.get(text));
        for (const text of questions) await ask(pastePast(text), pasted.get(text));
        await toDevice(app);
        await ask(searchPort(address.port), port);
        await toDevice(app);
      }
      return {
        port: port.map(({ enter }) => enter),
        past: [...typed.values()].flat().map(({ enter }) => enter),
        pastFromLetter: [...typed.values()].flat().map(({ letter }) => letter),
        pasted: [...pasted.values()].flat().map(({ enter }) => enter),
        byQuestion: new Map(
          questions.map((text) => [text, { typed: median(typed.get(text)), pasted: median(pasted.get(text)) }]),
        ),
      };
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

const median = (times: readonly SearchTime[] = []): number =>
  times.map(({ enter }) => enter).toSorted((a, b) => a - b)[times.length >> 1] ?? 0;
