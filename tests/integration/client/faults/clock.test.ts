import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { systemDisk } from '../../../../client/main/files/disk.ts';
import { ageOf, LONGEST_ABSENCE_MS, Outbox } from '../../../../client/main/outbox/outbox.ts';
import type { Transport } from '../../../../client/main/upload/egress-gate.ts';
import { FakeNetwork, FakeTime } from '../../../support/fakes.ts';
import { accepting, decoded, programFixture, soon, used, yes } from '../../../support/program-fixture.ts';
import { stillDisk } from '../../../support/still-disk.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const DAY = 24 * 3_600_000;
const YEAR = 365 * DAY;
const sealed = Date.UTC(2026, 2, 9, 12);

describe('the age of what waits', () => {
  it.each([
    ['an hour', sealed, sealed + 3_600_000, 3_600_000],
    ['a month in which nobody opened the app', sealed, sealed + 31 * DAY, 31 * DAY],
    ['the longest absence', sealed, sealed + LONGEST_ABSENCE_MS, LONGEST_ABSENCE_MS],
    ['a clock set back by an hour', sealed, sealed - 3_600_000, 0],
    ['a clock a year ahead', sealed, sealed + YEAR, DAY],
    ['a clock a year back', sealed, sealed - YEAR, DAY],
    ['a clock at its beginning', sealed, 0, DAY],
    ['ten days seen, then a year ahead', sealed + 10 * DAY, sealed + 10 * DAY + YEAR, 11 * DAY],
    ['looked at while the clock was a year ahead', sealed + YEAR, sealed + YEAR, DAY],
  ])('%s', (_name, seenAt, now, expected) => {
    const age = ageOf({ seenAt, writtenAt: sealed }, now);
    expect(age.milliseconds).toBe(expected);
    const kept = age.corrected ?? { seenAt, writtenAt: sealed };
    expect(ageOf(kept, now).milliseconds).toBe(expected);
  });

  it('grows by a day with each jump, so that a clock that never holds still lets nothing live for ever', () => {
    let times = { seenAt: sealed, writtenAt: sealed };
    for (let jump = 1; jump <= 40; jump++) {
      const { milliseconds, corrected } = ageOf(times, jump % 2 === 1 ? Date.UTC(2000, 0, 1) : sealed);
      expect(milliseconds).toBe(jump * DAY);
      times = corrected ?? times;
    }
  });
});

/** A profile on which one session waits, and its clock. */
async function withOneWaiting() {
  const folder = temporaryFolder();
  let up = false;
  const network = accepting();
  const transport: Transport = (...given) => (up ? network.transport(...given) : Promise.reject(new Error('down')));
  const fixture = programFixture(folder, transport, { disk: stillDisk });
  fixture.program.decide(yes);
  fixture.program.record(used('go.search'));
  await fixture.program.close(soon());
  const nextRun = async () => {
    const next = fixture.restart();
    await next.start();
    await next.close(soon());
  };
  return {
    ...fixture,
    network,
    nextRun,
    repair: () => {
      up = true;
    },
    sessions: () => readdirSync(path.join(folder, 'program/outbox')).map((name) => Number(name.slice(0, 10))),
  };
}

describe('a clock that moved', () => {
  it.each([
    ['forward', YEAR],
    ['back', -YEAR],
  ])('a year %s between two runs expires nothing; what waited is delivered', async (_name, step) => {
    const { time, nextRun, repair, network, sessions } = await withOneWaiting();
    time.setClock(time.now() + step);
    await nextRun();
    expect(sessions()).toEqual([1, 2]);
    repair();
    await nextRun();
    expect(network.requests.map((request) => decoded(request).envelope.session)).toEqual([1, 2, 3]);
    expect(network.requests.flatMap((request) => Object.keys(decoded(request).dropped))).toEqual([]);
  });

  it.each([
    ['forward', YEAR],
    ['back', -YEAR],
  ])('a year %s while the app runs expires nothing', async (_name, step) => {
    const { time, restart, sessions } = await withOneWaiting();
    const next = restart();
    await next.start();
    time.setClock(time.now() + step);
    await next.close(soon());
    expect(sessions()).toEqual([1, 2]);
  });

  it.each([
    ['forward', YEAR],
    ['back', -YEAR],
  ])('a year %s and stays there lets what waits grow old from then on', async (_name, step) => {
    const { time, nextRun, sessions } = await withOneWaiting();
    time.setClock(time.now() + step);
    await nextRun();
    time.advance(28 * DAY);
    await nextRun();
    expect(sessions()).toEqual([1, 2, 3]);
    time.advance(1.5 * DAY);
    await nextRun();
    expect(sessions()).toEqual([2, 3, 4]);
    time.advance(29 * DAY);
    await nextRun();
    expect(sessions()).toEqual([4, 5]);
  });

  it('names the day that it shows, and a day of this century in any case', async () => {
    const network = accepting();
    const { program, time } = programFixture(temporaryFolder(), network.transport);
    time.setClock(Date.UTC(1970, 0, 1));
    program.decide(yes);
    await program.close(soon());
    expect(decoded(network.requests[0]).envelope.start).toBe('2000-01-01');
  });
});

describe('the limits', () => {
  const setUp = (sizes: readonly number[]) => {
    const folder = temporaryFolder();
    const [directory, aside] = [path.join(folder, 'outbox'), path.join(folder, 'set-aside')];
    const time = new FakeTime();
    const outbox = new Outbox({ disk: systemDisk, directory, aside, now: time.now });
    for (const [index, size] of sizes.entries()) {
      const batch = `00000000-0000-8000-8000-${String(index).padStart(12, '0')}`;
      outbox.add({ id: batch, run: index + 1, sequence: 0 }, Buffer.alloc(size));
    }
    return { outbox, time, aside };
  };

  it('keep 5 MiB, the newest', () => {
    const { outbox } = setUp(Array.from({ length: 30 }, () => 256 * 1024));
    expect(outbox.enforceLimits()).toEqual({ expired: 0, full: 10 });
    expect(outbox.list().map(({ run }) => run)).toEqual(Array.from({ length: 20 }, (_, index) => index + 11));
  });

  it('hold for what was set aside as well: less space, the same age', () => {
    const { outbox, time, aside } = setUp([]);
    mkdirSync(aside);
    for (let index = 0; index < 12; index++) {
      const file = path.join(aside, `${String(index).padStart(10, '0')}.log`);
      writeFileSync(file, Buffer.alloc(100 * 1024));
      systemDisk.setTimes(file, { seenAt: time.now(), writtenAt: time.now() });
    }
    expect(outbox.enforceLimits()).toEqual({ expired: 0, full: 0 });
    expect(readdirSync(aside)).toHaveLength(10);
    time.advance(31 * DAY);
    outbox.enforceLimits();
    expect(readdirSync(aside)).toEqual([]);
  });
});

it('a network that never comes back leaves no more than a month', async () => {
  const network = new FakeNetwork(() => 'fail');
  const folder = temporaryFolder();
  const { program, time, restart } = programFixture(folder, network.transport, { disk: stillDisk });
  program.decide(yes);
  for (let day = 0; day < 45; day++) {
    const next = restart();
    await next.start();
    await next.close(soon());
    time.advance(DAY);
  }
  expect(readdirSync(path.join(folder, 'program/outbox')).length).toBeLessThanOrEqual(31);
});
