import { once } from 'node:events';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { BenchApp, builtApp, type Runtime } from '../app/bench-app.ts';
import { NOBODY, Profiles } from '../app/profiles.ts';
import { MONTH, simulateHistory } from './store.ts';
import { searchPast, searchPort, showDevice } from './window-script.ts';

/** Until the history is open and a first reading is in it, in milliseconds. */
const SETTLE_MS = 6000;

/** Questions to a month of a million runs, as people ask them. */
const questions = [
  'process program-123 during 30d',
  'process file-4711 during 30d',
  'process user:user-1 during 30d | limit 200',
  'process during 30d | by name | show count() | sort count desc',
  'process name:program-77 during 7d | sort cpu desc',
  'process cpu>90% during 24h | sort cpu desc | limit 100',
  'process is:gone during 2h',
  'process during 24h | by user | show count(), max(peak)',
  'device during 24h',
  'process exit:1 during 30d | limit 100',
] as const;

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
        for (const text of questions) note(times, text, await app.evaluate<number>(searchPast(text)), turn);
        await app.evaluate(showDevice);
        note(times, String(address.port), await app.evaluate<number>(searchPort(address.port)), turn);
        await app.evaluate(showDevice);
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

/** The first turn warms up. */
function note(times: ReadonlyMap<string, number[]>, text: string, taken: number, turn: number): void {
  if (turn > 0) times.get(text)?.push(taken);
}

function mediansOf(times: ReadonlyMap<string, readonly number[]>): ReadonlyMap<string, number> {
  return new Map([...times].map(([text, taken]) => [text, taken.toSorted((a, b) => a - b)[taken.length >> 1] ?? 0]));
}
