import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import type { UsageEvent } from '../../client/core/registry/registry.ts';
import { MAX_SESSION_EVENTS } from '../../client/main/limits.ts';
import { Random } from '../integration/collector/support/random.ts';
import { FaultyServer } from '../support/faulty-server.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { bundle } from './support/bundle.ts';
import { howMany } from './support/how-many.ts';
import { commandNumber } from './support/node-program.ts';
import type { FromProcess, ToProcess } from './support/recording-process.ts';

const KILLS = howMany({ all: 150, soak: 500 });
/** Reports that wait for an acknowledgement at one time: main is never idle. */
const AHEAD = 4;
/** Most events of one report. */
const MAX_REPORT = 64;
/** Moments at which a process is killed, in milliseconds: after it was forked, or after it began to record. */
const STARTING_MS = 400;
const RECORDING_MS = 80;

/** What one session was sent and what it acknowledged; numbers go on from session to session. */
interface Ledger {
  readonly first: number;
  sent: number;
  acknowledged: number;
}

/** Starts the recording side on a profile and keeps it busy; `ledgers` learns what it acknowledged. */
function startRecording(script: string, profile: string, collector: string, next: { number: number }, random: Random) {
  const child = fork(script, [profile, collector], {
    execArgv: [],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const state: { session?: number; ledger?: Ledger; quitting: boolean; problems: string[] } = {
    quitting: false,
    problems: [],
  };
  const report = () => {
    const { ledger } = state;
    if (!ledger || !child.connected || state.quitting) return;
    // A fast computer would reach what one session may hold; that the rest is counted then is tested elsewhere.
    if (ledger.sent > MAX_SESSION_EVENTS - MAX_REPORT) return;
    const count = 1 + random.below(MAX_REPORT);
    send(child, { kind: 'use', from: next.number, count });
    next.number += count;
    ledger.sent += count;
  };
  const ready = new Promise<void>((resolve) => {
    child.on('message', (message: FromProcess) => {
      if (message.kind === 'ready') {
        state.session = message.session;
        state.ledger = { first: next.number, sent: 0, acknowledged: 0 };
        for (let ahead = 0; ahead < AHEAD; ahead++) report();
        resolve();
      } else if (state.ledger && !(state.quitting && message.count === 0)) {
        if (message.from !== state.ledger.first + state.ledger.acknowledged) state.problems.push('out of order');
        state.ledger.acknowledged += message.count;
        report();
      }
    });
  });
  const quit = () => {
    state.quitting = true;
    send(child, { kind: 'quit' });
  };
  return { child, state, ready, quit };
}

function send(child: ChildProcess, message: ToProcess): void {
  // A process that is being killed takes no message any more.
  child.send(message, () => {});
}

const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

it(`after ${KILLS} kills every acknowledged event arrives once and in order`, async () => {
  const script = await bundle('recording-process', temporaryFolder());
  const profile = temporaryFolder();
  const random = new Random(20_260_309);
  const server = await FaultyServer.start();
  let lost = 0;
  server.treat = (request, response, body) => {
    // Now and then the collector has no time, or its receipt is lost on the way.
    if (random.below(20) === 0) response.writeHead(503).end();
    else if (random.below(10) === 0) {
      lost++;
      server.accept(request, Object.assign(Object.create(response), { writeHead: () => ({ end: () => {} }) }), body);
      request.socket.resetAndDestroy();
    } else server.accept(request, response, body);
  };
  const next = { number: 0 };
  const ledgers = new Map<number, Ledger>();
  const problems: string[] = [];
  const count = { starting: 0, recording: 0, quitting: 0 };

  for (let kill = 0; kill < KILLS; kill++) {
    const { child, state, ready, quit } = startRecording(script, profile, server.url, next, random);
    const gone = once(child, 'exit');
    const moment = random.below(10);
    if (moment === 0) {
      count.starting++;
      await wait(random.below(STARTING_MS));
    } else {
      await ready;
      await wait(random.below(RECORDING_MS));
      if (moment < 3) {
        count.quitting++;
        quit();
        await wait(random.below(RECORDING_MS / 2));
      } else count.recording++;
    }
    child.kill('SIGKILL');
    await gone;
    problems.push(...state.problems);
    if (state.session !== undefined && state.ledger) ledgers.set(state.session, state.ledger);
  }

  server.treat = server.accept;
  const last = startRecording(script, profile, server.url, next, random);
  const gone = once(last.child, 'exit');
  await last.ready;
  last.quit();
  await gone;
  if (last.state.session !== undefined && last.state.ledger) ledgers.set(last.state.session, last.state.ledger);

  expect(problems).toEqual([]);
  expect(readdirSync(path.join(profile, 'program/outbox'))).toEqual([]);
  // Strictly ascending: oldest first, each once.
  const numbers = server.batches.map(({ envelope }) => envelope.session * 1000 + envelope.sequence);
  expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
  const usageOf = new Map<number, UsageEvent[]>();
  for (const { envelope, usage } of server.batches) {
    usageOf.set(envelope.session, [...(usageOf.get(envelope.session) ?? []), ...usage]);
  }
  let acknowledged = 0;
  for (const [session, ledger] of ledgers) {
    const usage = usageOf.get(session) ?? [];
    acknowledged += ledger.acknowledged;
    expect(usage.length, `session ${session}`).toBeGreaterThanOrEqual(ledger.acknowledged);
    expect(usage.length, `session ${session}`).toBeLessThanOrEqual(ledger.sent);
    const expected = usage.map((_, index) => ({ command: commandNumber(ledger.first + index), time: index + 1 }));
    expect(usage.map(({ command, time }) => ({ command, time }))).toEqual(expected);
  }
  expect(acknowledged).toBeGreaterThan(KILLS * 10);
  process.stdout.write(
    `kills: ${KILLS} (${count.starting} starting, ${count.recording} recording, ${count.quitting} quitting); ` +
      `sessions: ${ledgers.size}; acknowledged events: ${acknowledged}; receipts lost: ${lost}\n`,
  );
});
