import { describe, expect, it } from 'vitest';
import { USAGE_FLUSH_MS } from '../../../../../client/core/ipc/limits.ts';
import type { UsageRecord } from '../../../../../client/core/ipc/program.ts';
import { UsageRecorder } from '../../../../../client/page/recording/usage-recorder.ts';
import { FakeTime } from '../../../../support/fakes.ts';

const yes = { level: 'standard', installation: 'one' } as const;

function recorderAnd(answers: () => Promise<unknown> = () => Promise.resolve()) {
  const time = new FakeTime();
  const sent: UsageRecord[] = [];
  const collecting: boolean[] = [];
  const recorder = new UsageRecorder({
    now: time.monotonic,
    startTimer: (run, ms) => time.after(ms, run),
    send: (record) => {
      sent.push(record);
      return answers();
    },
    measures: {
      take: () => undefined,
      putBack: () => {},
      setCollecting: (on) => collecting.push(on),
    },
  });
  return { time, sent, collecting, recorder };
}

describe('when the user deletes the session under way', () => {
  it('a window forgets what it held of it, and measures anew', () => {
    const { time, sent, collecting, recorder } = recorderAnd();
    recorder.setState({ ...yes, epoch: 0 });
    recorder.record('view.refresh', 'button');
    collecting.length = 0;
    recorder.setState({ ...yes, epoch: 1 });
    expect(collecting).toEqual([false, true]);
    time.advance(10 * USAGE_FLUSH_MS);
    expect(sent).toEqual([]);
  });

  it('what it sends from then on is of the new epoch, and nothing of the old one comes back', async () => {
    const { time, sent, recorder } = recorderAnd(() => Promise.reject(new Error('busy')));
    recorder.setState({ ...yes, epoch: 0 });
    recorder.record('view.refresh', 'button');
    recorder.flush();
    recorder.setState({ ...yes, epoch: 1 });
    await new Promise((resolve) => setImmediate(resolve));
    recorder.record('go.back', 'button');
    time.advance(USAGE_FLUSH_MS);
    expect(sent.map(({ events, epoch }) => [events.map(({ command }) => command), epoch])).toEqual([
      [['view.refresh'], 0],
      [['go.back'], 1],
    ]);
  });
});
