import { describe, expect, it } from 'vitest';
import type { HistorySettings } from '../../../app/finder/engine.ts';
import type { HistoryStatus } from '../../../app/finder/history.ts';
import { createHistory } from '../../../engine/history.ts';
import type { Observation, Store, StoreParts } from '../../../engine/store/store.ts';
import { FakeTime } from '../../support/fakes.ts';

const settings: HistorySettings = { on: true, days: 30, megabytes: 200, memory: 128, excluded: ['a'] };
const observation = { at: 1 } as Observation;

function setUp(load?: () => Promise<never>, open = async (given: Store) => given) {
  const time = new FakeTime();
  const calls: unknown[] = [];
  const told: unknown[] = [];
  const blocks = { count: 0, held: [] as Observation[], taken: false };
  let status: Partial<HistoryStatus> = { setAside: [], failure: null };
  let opened: StoreParts | undefined;
  const store = {
    observe: (one: Observation) => calls.push(['observe', one]),
    setRecording: async (on: boolean) => void calls.push(['recording', on]),
    setLimits: async (limits: unknown) => void calls.push(['limits', limits]),
    setExcluded: async (names: readonly string[]) => void calls.push(['excluded', names]),
    noteSystemStarts: async (starts: unknown) => void calls.push(['starts', starts]),
    takeIn: async (held: readonly Observation[]) => {
      if ((status.failure ?? null) !== null) return false;
      calls.push(...held.map((one) => ['observe', one]), ['flush']);
      return true;
    },
    status: async () => status,
    close: async () => void calls.push(['close']),
  } as unknown as Store;
  const history = createHistory({
    folder: '/profile/history',
    clock: time,
    timers: time,
    load:
      load ??
      (async () => ({
        openStore: async (parts) => {
          opened = parts;
          return await open(store);
        },
        readSystemStarts: async () => [],
      })),
    journal: {
      take: (one) => calls.push(['journal', one]),
      write: async () => void calls.push(['write']),
      count: async () => blocks.count,
      async drain(give) {
        if (blocks.held.length > 0) blocks.taken = await give(blocks.held);
      },
    },
    onHolds: () => told.push('holds'),
    onLoaded: () => calls.push(['loaded']),
    onState: (state) => told.push(state),
    onSetAside: (files) => told.push(files),
    caught: (thrown) => calls.push(['fault', thrown]),
  });
  const say = async (now: Partial<HistoryStatus>) => {
    status = { ...status, ...now };
    opened?.onStatus?.();
    await settled();
  };
  return { history, calls, told, store, time, blocks, opened: () => opened, say };
}
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('the history of the engine', () => {
  it('is opened as the person has set it, with what the system recorded of its starts', async () => {
    const { history, calls, opened, store } = setUp();
    history.observe(observation);
    history.configure(settings);
    expect(await history.opened()).toBe(store);
    expect(opened()).toMatchObject({
      folder: '/profile/history',
      limits: { memoryMB: 128, sizeMB: 200, days: 30 },
      excluded: ['a'],
      recording: true,
    });
    history.observe(observation);
    expect(calls).toEqual([
      ['starts', []],
      ['observe', observation],
    ]);
  });

  it('follows what the person sets later, and takes nothing while it is off', async () => {
    const { history, calls } = setUp();
    history.configure(settings);
    await history.opened();
    calls.length = 0;
    history.configure({ ...settings, on: false, days: 7, excluded: ['b'] });
    await settled();
    history.observe(observation);
    expect(calls).toEqual([
      ['excluded', ['b']],
      ['recording', false],
      ['limits', { memoryMB: 128, sizeMB: 200, days: 7 }],
    ]);
  });

  it('leaves programs out whatever else of the settings the disk refuses', async () => {
    const { history, calls, store } = setUp();
    history.configure(settings);
    await history.opened();
    const full = new Error('No space left on device');
    Object.assign(store, { setLimits: () => Promise.reject(full), setRecording: () => Promise.reject(full) });
    calls.length = 0;
    history.configure({ ...settings, on: false, excluded: ['a', 'b'] });
    await settled();
    expect(calls).toEqual([
      ['excluded', ['a', 'b']],
      ['fault', full],
      ['fault', full],
    ]);
  });

  it('tells when it cannot be kept, when it can again, and what was set aside', async () => {
    const { history, told, say } = setUp();
    history.configure(settings);
    await history.opened();
    expect(told).toEqual([]);
    await say({ failure: 'read-only' });
    await say({ failure: 'read-only' });
    await say({ failure: null, setAside: ['history.duckdb.1'] });
    expect(told).toMatchObject([
      { source: 'store', failure: 'denied' },
      { source: 'store', failure: null },
      ['history.duckdb.1'],
    ]);
  });

  it('costs nothing but itself where DuckDB cannot be loaded', async () => {
    const fault = new Error('no library');
    const { history, calls, told } = setUp(async () => Promise.reject(fault));
    history.configure(settings);
    expect(await history.opened()).toBeUndefined();
    history.observe(observation);
    history.configure({ ...settings, on: false });
    await history.close();
    expect(calls).toEqual([['fault', fault], ['write']]);
    expect(told).toMatchObject([{ source: 'store', failure: 'other' }]);
  });

  it('says once that there is something to write: what is seen once it is open, not while it is being opened', async () => {
    const { history, told } = setUp();
    history.configure(settings);
    history.wake();
    history.observe(observation);
    await history.opened();
    expect(told).toEqual([]);
    history.observe(observation);
    history.observe(observation);
    expect(told).toEqual(['holds']);
  });

  it('says so before a damaged file is mended', async () => {
    const { history, told, opened } = setUp();
    history.configure(settings);
    await history.opened();
    opened()?.onMends?.();
    history.observe(observation);
    expect(told).toEqual(['holds']);
  });

  it('is written although it was never opened: an end waits for the journal, not for the opening', async () => {
    let fail: (reason: Error) => void = () => {};
    const { history, calls, told } = setUp(() => new Promise((_, reject) => (fail = reject)));
    history.configure(settings);
    history.observe(observation);
    history.wake();
    const closed = history.close(() => told.push('written'));
    await settled();
    expect({ calls: calls.at(-1), told }).toEqual({ calls: ['write'], told: ['holds', 'written'] });
    fail(new Error('no library'));
    await closed;
  });

  it('is not said to be written while a damaged file is being mended', async () => {
    let mended = () => {};
    const mend = (store: Store) => new Promise<Store>((resolve) => (mended = () => resolve(store)));
    const { history, calls, told, opened } = setUp(undefined, mend);
    history.configure(settings);
    history.wake();
    await settled();
    opened()?.onMends?.();
    const closed = history.close(() => told.push('written'));
    await settled();
    expect({ calls, told }).toEqual({ calls: [], told: ['holds'] });
    mended();
    await closed;
    expect(calls).toEqual([['starts', []], ['close']]);
  });

  it('is closed once, whatever comes later', async () => {
    const { history, calls } = setUp();
    history.configure(settings);
    history.wake();
    await history.close();
    history.observe(observation);
    history.configure({ ...settings, on: false });
    await settled();
    expect(calls).toEqual([['write'], ['starts', []], ['close']]);
  });
});

describe('the history while nobody asks', () => {
  const seen = { at: 1, processes: [{ name: 'A' }, { name: 'b' }] } as unknown as Observation;

  it('is a journal, written each minute, without the programs that are left out, and the store is not loaded', async () => {
    const { history, calls, told, time, opened } = setUp();
    history.configure(settings);
    history.observe(seen);
    expect(calls).toEqual([['journal', { ...seen, processes: [{ name: 'b' }] }]]);
    expect(told).toEqual(['holds']);
    time.advance(60_000);
    await settled();
    time.advance(60_000);
    await settled();
    await history.close();
    expect(calls.slice(1)).toEqual([['write'], ['write'], ['write']]);
    expect(opened()).toBeUndefined();
  });

  it.each(['wake', 'opened'] as const)(
    'takes in the journal before what is seen now, once somebody may ask: %s',
    async (how) => {
      const { history, calls, blocks } = setUp();
      blocks.held.push(seen);
      history.configure(settings);
      history[how]();
      await history.opened();
      history.observe(observation);
      expect(calls).toEqual([['observe', seen], ['flush'], ['starts', []], ['observe', observation]]);
      expect(blocks.taken).toBe(true);
    },
  );

  it('leaves the journal where it is while the history cannot be written', async () => {
    const { history, calls, blocks, say } = setUp();
    blocks.held.push(seen);
    await say({ failure: 'full' });
    history.configure(settings);
    history.wake();
    await history.opened();
    expect(blocks.taken).toBe(false);
    expect(calls).toEqual([['starts', []]]);
  });

  it('takes in what was recorded before it was turned off', async () => {
    const { history, calls, blocks } = setUp();
    blocks.held.push(seen);
    history.configure({ ...settings, on: false });
    history.wake();
    await history.opened();
    expect(calls).toEqual([['observe', seen], ['flush'], ['recording', false], ['starts', []]]);
  });

  it('takes in a journal that is full by itself, and says that it was loaded for it', async () => {
    const { history, calls, time, blocks } = setUp();
    history.configure(settings);
    blocks.count = 120;
    time.advance(60_000);
    await settled();
    await settled();
    await history.opened();
    await settled();
    expect(calls).toEqual([['write'], ['starts', []], ['loaded']]);
    history.observe(observation);
    expect(calls.at(-1)).toEqual(['observe', observation]);
  });
});
