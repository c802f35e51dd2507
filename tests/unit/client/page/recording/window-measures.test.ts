import { beforeEach, describe, expect, it } from 'vitest';
import { finder } from '../../../../../app/finder/product.ts';
import { MEASURES_FLUSH_MS, USAGE_FLUSH_MS } from '../../../../../client/core/ipc/limits.ts';
import type { UsageRecord } from '../../../../../client/core/ipc/program.ts';
import { OperationTable } from '../../../../../client/core/measures/operation-table.ts';
import { UsageRecorder } from '../../../../../client/page/recording/usage-recorder.ts';
import { WindowMeasures } from '../../../../../client/page/recording/window-measures.ts';
import { FakeTime } from '../../../../support/fakes.ts';
import { finderMeasures } from '../../../../support/finder-format.ts';
import { settle } from '../../../../support/program-fixture.ts';

const yes = { level: 'standard', installation: 'one' } as const;
const no = { level: 'off', installation: 'one' } as const;

let time: FakeTime;
let measures: WindowMeasures;
let recorder: UsageRecorder;
let sent: UsageRecord[];
/** What waits for the next frame. */
let frames: (() => void)[];
let mainTakes: boolean;

beforeEach(() => {
  time = new FakeTime();
  sent = [];
  frames = [];
  mainTakes = true;
  const startTimer = (run: () => void, ms: number) => time.after(ms, run);
  measures = new WindowMeasures(finder.words, {
    now: time.monotonic,
    startTimer,
    afterPaint: (run) => frames.push(run),
    roots: [],
  });
  recorder = new UsageRecorder({
    now: time.monotonic,
    startTimer,
    send: (record) => {
      sent.push(record);
      return mainTakes ? Promise.resolve() : Promise.reject(new Error('busy'));
    },
    measures,
  });
  measures.onDue = () => recorder.flush();
});

const paint = () => {
  for (const run of frames.splice(0)) run();
};
/** Durations and counts of everything that was sent, added up as main does. */
const gathered = () => {
  const all = new OperationTable(finderMeasures);
  for (const { operations } of sent)
    all.absorb(OperationTable.read(operations, finderMeasures) ?? new OperationTable(finderMeasures));
  const { operations, counts } = all.snapshot();
  return { operations: operations.operation, durations: operations.count, counts };
};
const nothing = { operations: [], durations: [], counts: {} };

describe('without a Yes', () => {
  it.each([undefined, no])('nothing is kept, no timer is armed and no frame is waited for (%j)', (terms) => {
    if (terms) recorder.setState(terms);
    measures.record('finder.search', 'ok', 5);
    measures.count('ipc.calls');
    measures.untilPaint('view.switch');
    measures.sincePageStart('finder.first-data');
    measures.report(new TypeError('x'), 'uncaught');
    expect(measures.measure('ipc.round-trip', () => 7)).toBe(7);
    expect(time.armed).toBe(0);
    expect(frames).toEqual([]);
    recorder.setState(yes);
    recorder.handOver();
    expect(sent).toEqual([{ events: [], dropped: 0, flushed: true }]);
  });

  it('an operation that began before it is not recorded when it ends after it', async () => {
    let answer = () => {};
    const call = measures.measure('ipc.round-trip', () => new Promise<void>((resolve) => (answer = resolve)));
    recorder.setState(yes);
    answer();
    await call;
    recorder.handOver();
    expect(gathered()).toEqual(nothing);
  });
});

describe('with a Yes', () => {
  beforeEach(() => recorder.setState(yes));

  it('that came after a No for the same installation, it keeps what happens from then on', () => {
    recorder.setState(no);
    measures.count('ipc.calls');
    recorder.setState(yes);
    measures.count('ipc.calls', 2);
    recorder.handOver();
    expect(gathered().counts).toEqual({ 'ipc.calls': 2 });
  });

  it('no timer is armed while nothing happens', () => {
    expect(time.armed).toBe(0);
  });

  it('what is measured goes ten seconds after the first of it, in one message, and then nothing waits', async () => {
    measures.record('finder.search', 'ok', 5);
    measures.count('ipc.calls');
    time.advance(MEASURES_FLUSH_MS - 1);
    measures.record('finder.search', 'ok', 7);
    expect(sent).toEqual([]);
    time.advance(1);
    await settle();
    expect(sent).toHaveLength(1);
    expect(gathered()).toEqual({ operations: ['finder.search'], durations: [1, 1], counts: { 'ipc.calls': 1 } });
    expect(time.armed).toBe(0);
    time.advance(10 * MEASURES_FLUSH_MS);
    expect(sent).toHaveLength(1);
  });

  it('what is measured goes with usage that is sent sooner, and no timer is left', async () => {
    measures.count('ipc.calls');
    recorder.record('view.refresh', 'button');
    time.advance(USAGE_FLUSH_MS);
    await settle();
    expect(sent).toMatchObject([{ events: [{ command: 'view.refresh' }], operations: { counts: { 'ipc.calls': 1 } } }]);
    expect(time.armed).toBe(0);
  });

  it('a new kind of error goes at once, the same one again within ten seconds', async () => {
    measures.report(new TypeError('x'), 'uncaught');
    expect(sent).toMatchObject([{ errors: { reports: [{ report: { class: 'TypeError' }, count: 1 }] } }]);
    await settle();
    expect(time.armed).toBe(0);
    measures.report(new TypeError('x'), 'uncaught');
    measures.report(new TypeError('x'), 'uncaught');
    expect(sent).toHaveLength(1);
    time.advance(MEASURES_FLUSH_MS);
    expect(sent[1]).toMatchObject({ errors: { reports: [{ report: { class: 'TypeError' }, count: 2 }] } });
  });

  it('what main has not taken is sent again, added to what came meanwhile, and counted once', async () => {
    mainTakes = false;
    measures.count('ipc.calls', 3);
    measures.report(new TypeError('x'), 'uncaught');
    await settle();
    mainTakes = true;
    measures.count('ipc.calls', 4);
    sent = [];
    time.advance(MEASURES_FLUSH_MS);
    await settle();
    expect(sent).toMatchObject([{ errors: { reports: [{ count: 1 }] } }]);
    expect(gathered().counts).toEqual({ 'ipc.calls': 7 });
    expect(time.armed).toBe(0);
  });

  it('what main has not taken before a No is never sent', async () => {
    mainTakes = false;
    measures.count('ipc.calls', 3);
    recorder.flush();
    recorder.setState(no);
    await settle();
    mainTakes = true;
    sent = [];
    recorder.setState(yes);
    recorder.handOver();
    expect(gathered()).toEqual(nothing);
    expect(time.armed).toBe(0);
  });

  it('another installation or level begins with nothing', () => {
    for (const terms of [
      { ...yes, installation: 'two' },
      { ...yes, level: 'enhanced' },
    ] as const) {
      measures.count('ipc.calls');
      recorder.setState(terms);
      expect(time.armed).toBe(0);
    }
    recorder.handOver();
    expect(gathered()).toEqual(nothing);
  });

  it('hearing the same again changes nothing', () => {
    measures.count('ipc.calls');
    recorder.setState({ ...yes });
    recorder.handOver();
    expect(gathered().counts).toEqual({ 'ipc.calls': 1 });
  });

  it('times until the page has been painted, from the change or from the beginning of the page', () => {
    time.advance(400);
    measures.untilPaint('view.switch');
    measures.sincePageStart('finder.first-data');
    time.advance(16);
    expect(time.armed).toBe(0);
    paint();
    recorder.handOver();
    const [first, second] = [400 + 16, 16].map((milliseconds) => Math.ceil(Math.log2(milliseconds * 1000) * 8) - 1);
    expect(sent[0]?.operations?.operations).toMatchObject({
      operation: ['finder.first-data', 'view.switch'],
      bucket: [first, second],
    });
  });

  it('a frame that comes after a No, even under a new Yes, records nothing', () => {
    measures.untilPaint('view.switch');
    recorder.setState(no);
    recorder.setState(yes);
    paint();
    recorder.handOver();
    expect(gathered()).toEqual(nothing);
  });
});
