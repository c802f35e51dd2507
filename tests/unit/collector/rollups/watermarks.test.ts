import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SharedWatermarks } from '../../../../collector/rollups/watermarks.ts';
import { AT_ONCE, SimulatedStore, VirtualTime } from '../state/virtual-time.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const FIRST = 20_000;

function simulation() {
  const time = new VirtualTime();
  const store = new SimulatedStore(time);
  const faults: string[] = [];
  const join = (id: string, ahead = 0, latency = 0) =>
    SharedWatermarks.join({
      state: store.stateOf(() => ({ ...AT_ONCE, before: latency, after: latency })),
      id,
      clock: () => FIRST * DAY + time.now() + ahead,
      monotonic: () => time.now(),
      onFault: (fault) => faults.push(fault),
    });
  return { time, store, faults, join };
}

const settledAtOnce = async () => {};

/** What a simulated store has got, and which days are closed in it. */
class Ledger {
  readonly stored: { readonly day: number; readonly isLate: boolean; readonly isMoved: boolean }[] = [];
  /** No clock says an earlier day. */
  closed = FIRST - 2;
  received = 0;

  /** @param closing the newest day that closes, or has. */
  store(day: number, received: number, closing: number): void {
    this.stored.push({ day, isLate: day <= this.closed, isMoved: day !== received && received > closing });
  }
}

interface Life {
  /** How far its clock is ahead, in milliseconds. */
  readonly ahead: number;
  readonly latency: number;
  /** When it is there, in milliseconds from the beginning: from, to, from, to. What it has received outlives it. */
  readonly there: readonly number[];
}

const isThere = ({ there }: Life, now: number) => there.filter((moment) => moment <= now).length % 2 === 1;

/** A collector that receives, stores what it has and closes what it may, each of it at its own times. */
async function live(
  id: string,
  life: Life,
  { time, store, join }: ReturnType<typeof simulation>,
  ledger: Ledger,
  end: number,
) {
  const journal: number[] = [];
  let watermarks: SharedWatermarks | undefined;
  let loading = Promise.resolve();
  const closing = () => (store.recordsOf('watermark').get('closing') as { through: number } | undefined)?.through ?? 0;
  const today = () => Math.floor((FIRST * DAY + time.now() + life.ahead) / DAY);
  const every = async (ms: number, work: (its: SharedWatermarks) => Promise<void>) => {
    while (time.now() < end) {
      await time.pause(ms);
      if (watermarks) await work(watermarks);
    }
  };
  const load = async () => {
    if (!watermarks) return;
    const firstOpen = await watermarks.firstOpen();
    const block = journal.slice();
    await time.pause(life.latency * 3);
    for (const day of block) ledger.store(Math.max(day, firstOpen), day, closing());
    journal.splice(0, block.length);
  };
  const inTurn = () => {
    loading = loading.then(load);
    return loading;
  };
  const coming = async () => {
    while (time.now() < end) {
      if (!isThere(life, time.now())) watermarks = undefined;
      else watermarks ??= await join(id, life.ahead, life.latency);
      await time.pause(10 * MINUTE);
    }
  };
  await Promise.all([
    coming(),
    every(17 * MINUTE, async ({ firstDay }) => {
      journal.push(Math.max(today(), firstDay));
      ledger.received++;
    }),
    every(95 * MINUTE, inTurn),
    every(10 * MINUTE, async (its) => {
      await its.advance(today() - 1, inTurn);
      const next = ledger.closed + 1;
      if (next < today() && (await its.havePassed(next))) ledger.closed = Math.max(ledger.closed, next);
    }),
  ]);
  return () => journal.length;
}

describe('watermarks of several collectors', () => {
  it('let no day close that one of them still adds to, whoever joins, dies and comes back', async () => {
    const life = fc.record({
      ahead: fc.integer({ min: -3 * HOUR, max: 3 * HOUR }),
      latency: fc.nat(20_000),
      there: fc
        .array(fc.nat(14 * DAY), { minLength: 1, maxLength: 5 })
        .map((moments) => [...moments].sort((a, b) => a - b)),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(life, { minLength: 3, maxLength: 3 }), async (lives) => {
        const simulated = simulation();
        const ledger = new Ledger();
        const end = 20 * DAY;
        // All of them are there in the end, for long enough.
        const all = lives.map((one, at) => {
          const there = one.there.length % 2 === 1 ? one.there : [...one.there, 14 * DAY];
          return live(`c${at}`, { ...one, there }, simulated, ledger, end);
        });
        await simulated.time.runTo(end + DAY);
        const waiting = (await Promise.all(all)).reduce((sum, left) => sum + left(), 0);
        expect(ledger.stored.filter(({ isLate, isMoved }) => isLate || isMoved)).toEqual([]);
        expect(ledger.stored.length + waiting).toBe(ledger.received);
        // Two days after the last one came back nothing waits any more.
        expect(ledger.closed).toBeGreaterThanOrEqual(FIRST + 18);
      }),
      { numRuns: 10, endOnFailure: true },
    );
  }, 120_000);

  it('who joins while a day begins to close is waited for, or receives nothing on it', async () => {
    for (let moment = 0; moment <= 6000; moment += 250) {
      const { time, join } = simulation();
      const closer = await time.during(join('closer', 0, 1000));
      await time.runTo(DAY + HOUR);
      await time.during(closer.advance(FIRST, settledAtOnce));
      const begun = time.now();
      const passed = closer.havePassed(FIRST);
      await time.runTo(begun + moment);
      const joined = await time.during(join('joined', -2 * HOUR));
      const isClosed = await time.during(passed);
      expect(isClosed && joined.firstDay <= FIRST, `after ${moment} ms`).toBe(false);
    }
  });

  it('from the moment that a day is about to be passed nothing is received on it', async () => {
    const { time, join } = simulation();
    const watermarks = await time.during(join('one'));
    let firstDay = 0;
    const advanced = watermarks.advance(FIRST, async () => {
      firstDay = watermarks.firstDay;
    });
    await time.during(advanced);
    expect(firstDay).toBe(FIRST + 1);
  });

  it('a day waits for a collector that is away, which is said once, and goes on after two days', async () => {
    const { time, join, faults } = simulation();
    const here = await time.during(join('here'));
    await time.during(join('away'));
    const passed: boolean[] = [];
    for (let hour = 1; hour <= 3 * 24; hour++) {
      await time.runTo(hour * HOUR);
      await time.during(here.advance(FIRST + Math.floor(hour / 24) - 1, settledAtOnce));
      passed.push(hour >= 24 && (await time.during(here.havePassed(FIRST))));
    }
    expect(passed.lastIndexOf(false)).toBeGreaterThan(46);
    expect(passed.at(-1)).toBe(true);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(
      /^2024-10-04 does not close yet: 1 collectors have not stored all of it \(away, seen 2024/,
    );
  });

  it('who comes back after it was given up on stores what it has on an open day', async () => {
    const { time, join } = simulation();
    const here = await time.during(join('here'));
    await time.during(join('away'));
    const closing = FIRST + 1;
    for (let hour = 48; hour <= 72; hour++) {
      await time.runTo(hour * HOUR);
      await time.during(here.advance(closing, settledAtOnce));
      await time.during(here.havePassed(closing));
    }
    expect(await time.during(here.havePassed(closing))).toBe(true);
    const back = await time.during(join('away'));
    expect(back.firstDay).toBe(closing + 1);
  });

  it('nobody waits for one that has left, and a clock that is wrong by years gives nobody up', async () => {
    const { time, join } = simulation();
    const here = await time.during(join('here', 3 * 365 * DAY));
    const other = await time.during(join('other'));
    await time.runTo(DAY);
    await time.during(here.advance(FIRST, settledAtOnce));
    for (let minute = 0; minute < 120; minute++) {
      await time.runTo(DAY + minute * MINUTE);
      await time.during(other.firstOpen());
      expect(await time.during(here.havePassed(FIRST))).toBe(false);
    }
    await time.during(other.leave());
    expect(await time.during(here.havePassed(FIRST))).toBe(true);
  });
});
