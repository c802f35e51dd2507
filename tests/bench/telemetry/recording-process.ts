/** What recording costs each side, in a process of its own: prints one JSON object. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import type { UsageRecord } from '../../../client/core/ipc/program.ts';
import { systemClock, systemRandomness } from '../../../client/node/platform.ts';
import { UsageRecorder } from '../../../client/page/recording/usage-recorder.ts';
import { programFixture, yes } from '../../support/program-fixture.ts';
import { benchCorpus } from '../corpus/corpus.ts';
import { corpusProduct } from '../corpus/sixty-commands.ts';
import { asMainReceives } from './as-main-receives.ts';

/** Rounds that are thrown away, while the code is still being compiled. */
const WARM_UP = 5;
const ROUNDS = 15;
const EVENTS = 10_000;

const corpus = benchCorpus(EVENTS);

/** Microseconds of CPU per event of each round after the warm-up. */
async function rounds(round: () => Promise<void> | void): Promise<number[]> {
  const figures: number[] = [];
  for (let index = 0; index < WARM_UP + ROUNDS; index++) {
    const began = process.cpuUsage();
    await round();
    const { user, system } = process.cpuUsage(began);
    if (index >= WARM_UP) figures.push((user + system) / EVENTS);
  }
  return figures;
}

/** The window's side: `record()` on a real clock with real timers, and the making of each message. */
async function inRenderer(): Promise<number[]> {
  let sent = 0;
  const recorder = new UsageRecorder({
    now: () => performance.now(),
    startTimer: (run, ms) => {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
    send: (record) => {
      sent += record.events.length;
      return done;
    },
  });
  const done = Promise.resolve();
  recorder.setState({ level: 'standard', installation: 'bench' });
  const figures = await rounds(async () => {
    for (const [index, { command, source }] of corpus.entries()) {
      recorder.record(command, source);
      // The answer to a full message comes between two events.
      if (index % 64 === 63) await done;
    }
  });
  recorder.flush();
  if (sent !== EVENTS * (WARM_UP + ROUNDS)) throw new Error(`${sent} events were sent`);
  return figures;
}

/** Main's side: contract check, consent, and an append to the session's log on a real disk, in messages of `size`. */
async function inMain(size: number): Promise<number[]> {
  const messages: UsageRecord[] = [];
  for (let start = 0; start < EVENTS; start += size) {
    const events = corpus.slice(start, start + size).map(({ command, source }) => ({ command, source, age: 250 }));
    messages.push({ events, dropped: 0 });
  }
  const folder = mkdtempSync(`${tmpdir()}/candor-bench-`);
  const transport = () => Promise.reject(new Error('nothing is sent here'));
  const { program } = programFixture(folder, transport, {
    product: corpusProduct,
    clock: systemClock,
    random: systemRandomness,
  });
  await program.start();
  // A session takes 200 000 events; a Yes, a No and a Yes again give each round its own.
  const figures = await rounds(() => {
    program.decide(yes);
    let taken = 0;
    for (const message of messages) taken += program.record(asMainReceives(message));
    if (taken !== EVENTS) throw new Error(`${taken} events were taken`);
    program.decide({ answer: 'no', from: 'help' });
  });
  rmSync(folder, { recursive: true, force: true });
  return figures;
}

const measured = {
  renderer: await inRenderer(),
  main: { 64: await inMain(64), 8: await inMain(8), 1: await inMain(1) },
};
console.log(JSON.stringify(measured));
