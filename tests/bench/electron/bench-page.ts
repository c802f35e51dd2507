/** The window's side of the measurement inside Electron: the real recorder, on the real bridge. */
import type { Bridge } from '../../../app/ipc/contract.ts';
import { UsageRecorder } from '../../../client/page/recording/usage-recorder.ts';
import { corpusSeed, generateCorpus } from '../corpus/generate.ts';

/** As many as are ever asked for; made before anything is measured. */
const corpus = generateCorpus(corpusSeed, 10_000);

const { candor } = window as unknown as { candor: Bridge };

/** Records `count` events, so many in each message; resolves when main has answered for all of them. */
async function record(count: number, size: number): Promise<void> {
  const answers: Promise<unknown>[] = [];
  const recorder = new UsageRecorder({
    now: () => performance.now(),
    startTimer: (run, ms) => {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
    send: (message) => {
      const answer = candor.invoke('usage.record', message);
      answers.push(answer);
      return answer;
    },
  });
  recorder.setState({ level: 'standard', installation: 'bench' });
  for (const [index, { command, source }] of corpus.slice(0, count).entries()) {
    recorder.record(command, source);
    if (index % size !== size - 1) continue;
    recorder.flush();
    await answers.at(-1);
  }
  recorder.flush();
  await Promise.all(answers);
}

/** Microseconds for each `record()` and its share of making the message, without what happens to the message. */
async function recordOnly(count: number): Promise<number> {
  const done = Promise.resolve();
  const recorder = new UsageRecorder({ now: () => performance.now(), startTimer: () => () => {}, send: () => done });
  recorder.setState({ level: 'standard', installation: 'bench' });
  const events = corpus.slice(0, count);
  const began = performance.now();
  for (const [index, { command, source }] of events.entries()) {
    recorder.record(command, source);
    if (index % 64 === 63) await done;
  }
  return ((performance.now() - began) * 1000) / count;
}

Object.assign(window, { bench: { record, recordOnly } });
