import { beforeEach, describe, expect, it } from 'vitest';
import { USAGE_BUFFER_EVENTS, USAGE_FLUSH_EVENTS, USAGE_FLUSH_MS } from '../../../../../client/core/ipc/limits.ts';
import type { UsageRecord } from '../../../../../client/core/ipc/program.ts';
import { UsageRecorder } from '../../../../../client/page/recording/usage-recorder.ts';
import { FakeTime } from '../../../../support/fakes.ts';

interface Sent {
  readonly record: UsageRecord;
  readonly accept: () => Promise<void>;
  readonly reject: () => Promise<void>;
}

const yes = { level: 'standard', installation: 'one' } as const;
const no = { level: 'off', installation: 'one' } as const;

/** Answers a batch and lets the recorder hear of it. */
async function settle(answer: () => void): Promise<void> {
  answer();
  await Promise.resolve();
  await Promise.resolve();
}

let time: FakeTime;
let sent: Sent[];
let recorder: UsageRecorder;

beforeEach(() => {
  time = new FakeTime();
  sent = [];
  recorder = new UsageRecorder({
    now: time.monotonic,
    startTimer: (run, ms) => time.after(ms, run),
    send: (record) => {
      return new Promise<void>((resolve, reject) => {
        sent.push({ record, accept: () => settle(resolve), reject: () => settle(() => reject(new Error('busy'))) });
      });
    },
  });
});

const commandsOf = (batch: Sent | undefined) => batch?.record.events.map(({ command }) => command);
const use = (times: number) => {
  for (let i = 0; i < times; i += 1) recorder.record('view.refresh', 'button');
};

describe('before a Yes is known', () => {
  it('nothing is recorded and no timer is armed', () => {
    use(3);
    recorder.flush();
    expect(time.armed).toBe(0);
    expect(sent).toEqual([]);
  });

  it('what was used earlier is not recorded by a Yes that comes later', () => {
    use(3);
    recorder.setState(yes);
    time.advance(10 * USAGE_FLUSH_MS);
    expect(sent).toEqual([]);
  });

  it('main asking for what is held is answered: nothing', () => {
    use(3);
    recorder.handOver();
    expect(sent.map(({ record }) => record)).toEqual([{ events: [], dropped: 0, flushed: true }]);
  });
});

describe('with a Yes', () => {
  beforeEach(() => recorder.setState(yes));

  it('while nothing is used no timer is armed', () => {
    expect(time.armed).toBe(0);
  });

  it('events are sent a second after the first of them, in order, with their age', () => {
    recorder.record('go.processes', 'shortcut');
    time.advance(400);
    recorder.record('go.back', 'button');
    time.advance(USAGE_FLUSH_MS - 401);
    expect(sent).toEqual([]);
    time.advance(1);
    expect(sent.map(({ record }) => record)).toEqual([
      {
        events: [
          { command: 'go.processes', source: 'shortcut', age: USAGE_FLUSH_MS },
          { command: 'go.back', source: 'button', age: USAGE_FLUSH_MS - 400 },
        ],
        dropped: 0,
      },
    ]);
    expect(time.armed).toBe(0);
  });

  it('64 events are sent without waiting, and leave no timer behind', () => {
    use(USAGE_FLUSH_EVENTS);
    expect(sent[0]?.record.events).toHaveLength(USAGE_FLUSH_EVENTS);
    expect(time.armed).toBe(0);
  });

  it('a flush sends at once; with nothing held it sends nothing', () => {
    recorder.flush();
    expect(sent).toEqual([]);
    use(1);
    recorder.flush();
    expect(sent).toHaveLength(1);
    expect(time.armed).toBe(0);
  });

  it('handing over sends what is held, marked as the last', () => {
    use(2);
    recorder.handOver();
    expect(sent.map(({ record }) => [record.events.length, record.flushed])).toEqual([[2, true]]);
    expect(time.armed).toBe(0);
  });

  it('one batch is under way at a time; what was used meanwhile follows when it is answered', async () => {
    use(1);
    time.advance(USAGE_FLUSH_MS);
    recorder.record('go.back', 'button');
    time.advance(5 * USAGE_FLUSH_MS);
    expect(sent).toHaveLength(1);
    await sent[0]?.accept();
    expect(commandsOf(sent[1])).toEqual(['go.back']);
  });

  it('a flush does not wait for the batch under way: the page may be gone before its answer', () => {
    use(1);
    time.advance(USAGE_FLUSH_MS);
    recorder.record('file.quit', 'menu');
    recorder.flush();
    expect(sent.map(commandsOf)).toEqual([['view.refresh'], ['file.quit']]);
  });

  it('events of a rejected batch are sent again, once and before later ones', async () => {
    recorder.record('go.processes', 'menu');
    time.advance(USAGE_FLUSH_MS);
    recorder.record('go.back', 'menu');
    await sent[0]?.reject();
    expect(sent).toHaveLength(1);
    time.advance(USAGE_FLUSH_MS);
    expect(commandsOf(sent[1])).toEqual(['go.processes', 'go.back']);
    await sent[1]?.accept();
    time.advance(100 * USAGE_FLUSH_MS);
    expect(sent).toHaveLength(2);
    expect(time.armed).toBe(0);
  });

  it('two batches that are rejected in the wrong order are put back in the right one', async () => {
    recorder.record('go.processes', 'menu');
    recorder.flush();
    time.advance(10);
    recorder.record('go.back', 'menu');
    recorder.flush();
    await sent[1]?.reject();
    await sent[0]?.reject();
    recorder.flush();
    expect(commandsOf(sent[2])).toEqual(['go.processes', 'go.back']);
  });

  it('while main keeps rejecting, the attempts become rare', async () => {
    use(1);
    const attempts: number[] = [];
    for (let seconds = 0; seconds < 300; seconds += 1) {
      time.advance(1000);
      if (sent.length > attempts.length) {
        attempts.push(seconds);
        await sent.at(-1)?.reject();
      }
    }
    expect(attempts.slice(0, 5)).toEqual([0, 1, 3, 7, 15]);
    expect(attempts.length).toBeLessThan(14);
    expect(sent.at(-1)?.record.events).toHaveLength(1);
  });

  it('the buffer is bounded; what has no room is counted and reported once', async () => {
    use(USAGE_FLUSH_EVENTS);
    use(USAGE_BUFFER_EVENTS);
    await sent[0]?.accept();
    expect(sent[1]?.record.events).toHaveLength(USAGE_BUFFER_EVENTS - USAGE_FLUSH_EVENTS);
    expect(sent[1]?.record.dropped).toBe(USAGE_FLUSH_EVENTS);
    await sent[1]?.accept();
    use(1);
    recorder.flush();
    expect(sent[2]?.record.dropped).toBe(0);
  });

  it('drops of a rejected batch are counted again in the next', async () => {
    use(USAGE_FLUSH_EVENTS + USAGE_BUFFER_EVENTS);
    await sent[0]?.accept();
    await sent[1]?.reject();
    recorder.flush();
    expect(sent[2]?.record).toMatchObject({ dropped: USAGE_FLUSH_EVENTS });
    expect(sent[2]?.record.events).toHaveLength(USAGE_BUFFER_EVENTS - USAGE_FLUSH_EVENTS);
  });

  it('an age never exceeds what the contract allows', async () => {
    use(1);
    time.advance(USAGE_FLUSH_MS);
    time.advance(3 * 86_400_000);
    await sent[0]?.reject();
    recorder.flush();
    expect(sent[1]?.record.events[0]?.age).toBe(86_400_000);
  });
});

describe('when what main says changes', () => {
  beforeEach(() => recorder.setState(yes));

  it('a withdrawn Yes clears what is held at once', () => {
    use(5);
    recorder.setState(no);
    expect(time.armed).toBe(0);
    recorder.setState(yes);
    time.advance(10 * USAGE_FLUSH_MS);
    recorder.flush();
    expect(sent).toEqual([]);
  });

  it('a batch under way at a withdrawal is not sent again when it is rejected', async () => {
    use(1);
    recorder.flush();
    recorder.setState(no);
    recorder.setState(yes);
    await sent[0]?.reject();
    time.advance(10 * USAGE_FLUSH_MS);
    expect(sent).toHaveLength(1);
    expect(time.armed).toBe(0);
  });

  it('a batch under way at a withdrawal does not hold up what comes after the next Yes', () => {
    use(1);
    recorder.flush();
    recorder.setState(no);
    recorder.setState(yes);
    recorder.record('go.back', 'menu');
    time.advance(USAGE_FLUSH_MS);
    expect(commandsOf(sent[1])).toEqual(['go.back']);
  });

  it('another installation clears what is held', () => {
    use(5);
    recorder.setState({ level: 'standard', installation: 'two' });
    recorder.record('go.back', 'menu');
    time.advance(USAGE_FLUSH_MS);
    expect(sent.map(commandsOf)).toEqual([['go.back']]);
  });

  it('the same state told again changes nothing', () => {
    use(2);
    recorder.setState({ ...yes });
    time.advance(USAGE_FLUSH_MS);
    expect(sent[0]?.record.events).toHaveLength(2);
  });
});
