import { fork } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { MAX_OUTBOX_BYTES } from '../../client/main/limits.ts';
import { answering, FaultyServer } from '../support/faulty-server.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { bundle } from './support/bundle.ts';
import type { SoakSample } from './support/soak-process.ts';

const SESSIONS = 1000;
const EVENTS = 100;
const MAX_GROWTH_BYTES = 5 * 1024 * 1024;

/** Sessions between which the collector is down: two days, and more than the thirty that anything may wait. */
const DOWN: readonly (readonly [from: number, to: number])[] = [
  [120, 136],
  [300, 640],
];

it(`${SESSIONS * EVENTS} events over ${SESSIONS} sessions: limits hold, memory does not grow, drops arrive as counts`, async () => {
  const server = await FaultyServer.start();
  const script = await bundle('soak-process', temporaryFolder());
  const child = fork(script, [temporaryFolder(), server.url, String(SESSIONS), String(EVENTS)], {
    execArgv: ['--expose-gc'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const samples: SoakSample[] = [];
  child.on('message', (sample: SoakSample) => {
    samples.push(sample);
    const down = DOWN.some(([from, to]) => sample.session >= from && sample.session < to);
    server.treat = down ? answering(503) : server.accept;
    child.send('on');
  });
  expect(await once(child, 'exit')).toEqual([0, null]);

  expect(samples).toHaveLength(SESSIONS);
  expect(samples.reduce((sum, { recorded }) => sum + recorded, 0)).toBe(SESSIONS * EVENTS);
  const mostBytes = Math.max(...samples.map(({ outboxBytes }) => outboxBytes));
  const mostFiles = Math.max(...samples.map(({ outboxFiles }) => outboxFiles));
  expect(mostBytes).toBeLessThanOrEqual(MAX_OUTBOX_BYTES);
  // Thirty days hold 238 sessions of a hundred seconds, one every three hours.
  expect(mostFiles).toBeLessThanOrEqual(240);
  expect(samples.at(-1)?.outboxFiles).toBe(0);

  const sessions = server.batches.map(({ envelope }) => envelope.session);
  expect(new Set(sessions).size).toBe(sessions.length);
  const reported = server.batches.map(({ dropped }) => dropped['outbox-expired'] ?? 0);
  const dropped = reported.reduce((sum, count) => sum + count, 0);
  expect(dropped).toBeGreaterThan(90);
  expect(sessions.length + dropped).toBe(SESSIONS);
  expect(server.batches.every(({ usage }) => usage.length === EVENTS)).toBe(true);

  const heap = (session: number) => samples[session - 1]?.heap ?? Number.NaN;
  const resident = (session: number) => samples[session - 1]?.resident ?? Number.NaN;
  const growth = heap(SESSIONS) - heap(100);
  process.stdout.write(
    `soak: outbox at most ${mostBytes} bytes in ${mostFiles} files; ${dropped} sessions dropped and counted; ` +
      `heap ${megabytes(heap(100))} after 100 sessions, ${megabytes(heap(SESSIONS))} after ${SESSIONS} ` +
      `(resident ${megabytes(resident(100))}, ${megabytes(resident(SESSIONS))})\n`,
  );
  expect(growth).toBeLessThan(MAX_GROWTH_BYTES);
});

const megabytes = (bytes: number) => `${(bytes / 1024 / 1024).toFixed(2)} MiB`;
