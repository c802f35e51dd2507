import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Lease, SharedLease, underLease } from '../../../../collector/state/lease.ts';
import { StateUnavailable } from '../../../../collector/state/shared-state.ts';
import { type Access, AT_ONCE, SimulatedStore, VirtualTime } from './virtual-time.ts';

const leaseMs = { lasts: 300_000, claim: 5000 };
const HOUR = 3_600_000;

function simulation() {
  const time = new VirtualTime();
  const store = new SimulatedStore(time);
  const lease = (access: () => Access = () => AT_ONCE) =>
    new SharedLease({ state: store.stateOf(access), id: 'closing', time, leaseMs });
  return { time, store, lease };
}

/** Asks for the lease every half minute, and works while it is held; what is begun lasts for less than half of the lease. */
async function work(
  lease: Lease,
  { time, statementMs, until }: { time: VirtualTime; statementMs: () => number; until: number },
  onWork: (delta: 1 | -1) => void,
): Promise<void> {
  while (time.now() < until) {
    const signal = await lease.hold().catch(() => undefined);
    while (signal && !signal.aborted && time.now() < until) {
      onWork(1);
      await time.pause(statementMs());
      onWork(-1);
      if (time.now() % 7 === 0) await lease.release().catch(() => {});
    }
    await time.pause(30_000);
  }
}

describe('the lease by which days are closed', () => {
  it('is never held by two, however slowly the store answers, or not at all, and is held again', async () => {
    const access = fc.record({
      before: fc.oneof({ weight: 8, arbitrary: fc.nat(500) }, { weight: 1, arbitrary: fc.nat(20_000) }),
      after: fc.oneof({ weight: 8, arbitrary: fc.nat(500) }, { weight: 1, arbitrary: fc.nat(20_000) }),
      fails: fc.oneof(
        { weight: 12, arbitrary: fc.constant(undefined) },
        { weight: 1, arbitrary: fc.constantFrom('before' as const, 'after' as const) },
      ),
    });
    let held = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(access, { minLength: 40, maxLength: 80 }),
        fc.array(fc.nat(140_000), { minLength: 10, maxLength: 20 }),
        fc.array(fc.record({ from: fc.nat(2 * HOUR), lasts: fc.nat(900_000), of: fc.nat(2) }), {
          minLength: 6,
          maxLength: 12,
        }),
        async (accesses, durations, outages) => {
          const { time, lease } = simulation();
          let [asked, begun, working, most] = [0, 0, 0, 0];
          const isAway = (of: number) =>
            outages.some((one) => one.of === of && time.now() >= one.from && time.now() < one.from + one.lasts);
          const next = (of: number) => (): Access => {
            if (isAway(of)) return { before: 100, after: 0, fails: 'before' };
            const { fails, ...times } = accesses[asked++ % accesses.length] ?? { ...AT_ONCE, fails: undefined };
            return fails === undefined ? times : { ...times, fails };
          };
          const collectors = [0, 1, 2].map((of) => lease(next(of)));
          const all = collectors.map((one) =>
            work(
              one,
              { time, statementMs: () => durations[begun++ % durations.length] ?? 0, until: 2 * HOUR },
              (delta) => {
                working += delta;
                most = Math.max(most, working);
                if (delta === 1) held++;
              },
            ),
          );
          await time.runTo(3 * HOUR);
          await Promise.all(all);
          expect(most).toBeLessThanOrEqual(1);
        },
      ),
      { numRuns: 60 },
    );
    expect(held).toBeGreaterThan(600);
  });

  it('goes to another when its holder is gone, and not before it could still be at work', async () => {
    const { time, lease } = simulation();
    let isGone = false;
    const dying = lease(() => (isGone ? { ...AT_ONCE, fails: 'before' } : AT_ONCE));
    const other = lease();
    const first = dying.hold();
    await time.runTo(leaseMs.claim);
    expect((await first)?.aborted).toBe(false);
    isGone = true;
    const goneAt = time.now();
    let heldAt = 0;
    const asking = async () => {
      while (!(await other.hold())) await time.pause(30_000);
      heldAt = time.now();
    };
    const asked = asking();
    await time.runTo(HOUR);
    await asked;
    expect((await first)?.aborted).toBe(true);
    expect(heldAt - goneAt).toBeGreaterThan(leaseMs.lasts);
    expect(heldAt - goneAt).toBeLessThan(leaseMs.lasts + 2 * 30_000 + 2 * leaseMs.claim);
  });

  it('goes to another at once when it is released', async () => {
    const { time, lease } = simulation();
    const [one, other] = [lease(), lease()];
    const first = await time.during(one.hold());
    expect(await time.during(other.hold())).toBeUndefined();
    await time.during(one.release());
    expect(first?.aborted).toBe(true);
    const second = await time.during(other.hold());
    expect(second?.aborted).toBe(false);
  });

  it('leaves nothing behind when it is released while it is being renewed', async () => {
    const { time, store, lease } = simulation();
    let latency = 0;
    const slow = lease(() => ({ before: latency, after: latency }));
    for (let moment = -200; moment <= 1200; moment += 100) {
      latency = 0;
      await time.during(slow.hold());
      latency = 500;
      await time.runTo(time.now() + leaseMs.lasts / 10 + moment);
      // What is said to the store now overtakes what is on its way.
      latency = 1;
      await time.during(slow.release());
      await time.runTo(time.now() + 2000);
      expect([...store.recordsOf('lease')], `released at ${moment} ms`).toEqual([]);
    }
  });

  it.each([null, 'nobody', { holder: 5 }, { holder: 'x' }])('a record that is none is nobody’s: %j', async (record) => {
    const { time, store, lease } = simulation();
    store.recordsOf('lease').set('closing', record);
    const held = lease().hold();
    await time.runTo(leaseMs.claim);
    expect((await held)?.aborted).toBe(false);
  });
});

describe('a change under a lease', () => {
  it('is made by one after the other, and refused where somebody has it for too long', async () => {
    const time = new VirtualTime();
    const store = new SimulatedStore(time);
    const options = { state: store.stateOf(() => ({ before: 20, after: 20 })), id: 'products', time, leaseMs };
    let [working, most] = [0, 0];
    const change = async (ms: number) => {
      most = Math.max(most, ++working);
      await time.pause(ms);
      working--;
      return ms;
    };
    const changes = [100, 200, 300].map((ms) => underLease({ ...options, waitMs: 120_000 }, () => change(ms)));
    expect(await time.during(Promise.all(changes))).toEqual([100, 200, 300]);
    expect(most).toBe(1);
    expect([...store.recordsOf('lease')]).toEqual([]);

    const long = underLease({ ...options, waitMs: 60_000 }, () => change(140_000));
    await time.runTo(time.now() + 2 * leaseMs.claim);
    const late = underLease({ ...options, waitMs: 60_000 }, () => change(1)).catch((error: unknown) => error);
    expect(await time.during(late)).toEqual(new StateUnavailable('somebody else is changing products: try again'));
    expect(await time.during(long)).toBe(140_000);
  });
});
