import { isDeepStrictEqual } from 'node:util';
import { expect, it } from 'vitest';
import { type CommandId, commandIds } from '../../app/commands/catalogue.ts';
import type { Batch } from '../../client/core/batch/batch.ts';
import type { Disk } from '../../client/main/files/disk.ts';
import type { Transport } from '../../client/main/upload/egress-gate.ts';
import { Random } from '../integration/collector/support/random.ts';
import { receiptFor } from '../support/fakes.ts';
import { decoded, programFixture, soon, yes } from '../support/program-fixture.ts';
import { CrashDisk } from './support/crash-disk.ts';

const CUTS = 1000;

class PowerCut extends Error {}

/** A sink like the collector: the first of two batches with the same id counts, and the second must say the same. */
function sink(random: Random) {
  const batches = new Map<string, Batch>();
  let faulty = true;
  let contradictions = 0;
  const transport: Transport = (request) => {
    if (faulty && random.below(4) === 0) return Promise.reject(new Error('down'));
    const batch = decoded(request);
    const known = batches.get(batch.envelope.batch);
    if (!known) batches.set(batch.envelope.batch, batch);
    else if (!isDeepStrictEqual(batch, known)) contradictions++;
    // The answer may be lost, too.
    return faulty && random.below(4) === 0 ? Promise.reject(new Error('lost')) : Promise.resolve(receiptFor(request));
  };
  return {
    batches,
    transport,
    /** How often a batch said something else the second time. */
    get contradictions() {
      return contradictions;
    },
    /** Answers everything from now on. */
    heal: () => {
      faulty = false;
    },
  };
}

/** Runs the program under power cuts, on a disk that honours forcing or only says so; what then is not as it has to be. */
async function underPowerCuts(cuts: number, honest: boolean) {
  const random = new Random(20_260_309);
  const disk = new CrashDisk((limit) => random.below(limit));
  const network = sink(new Random(7));
  const fixture = programFixture('/profile', network.transport, { disk: honest ? disk : lying(disk) });
  fixture.program.decide(yes);
  fixture.program.seal();
  const recorded = new Map<number, CommandId[]>();
  const sealed = new Set<number>();
  let next = 0;

  for (let cut = 0; cut < cuts; cut++) {
    let left = random.below(200);
    disk.beforeEach = () => {
      if (left-- <= 0) throw new PowerCut();
    };
    const program = fixture.restart();
    await program.start();
    const session = fixture.options.identity.get().sessions;
    const commands: CommandId[] = [];
    recorded.set(session, commands);
    for (let report = random.below(8); report > 0 && left > 0; report--) {
      const length = 1 + random.below(5);
      const events = Array.from({ length }, () => commandIds[next++ % commandIds.length] ?? 'go.search');
      commands.push(...events);
      program.record({ events: events.map((command) => ({ command, source: 'menu', age: 0 })), dropped: 0 });
    }
    if (random.below(2) === 0) {
      program.seal();
      if (left > 0) sealed.add(session);
      if (random.below(2) === 0) await program.close(soon());
    }
    disk.beforeEach = () => {};
    disk.cutPower();
  }

  network.heal();
  const last = fixture.restart();
  await last.start();
  await last.close(AbortSignal.timeout(60_000));
  const bySession = new Map<number, Batch[]>();
  for (const batch of network.batches.values()) {
    const { session } = batch.envelope;
    bySession.set(session, [...(bySession.get(session) ?? []), batch]);
  }
  const commandsOf = (session: number) => bySession.get(session)?.[0]?.usage.map(({ command }) => command) ?? [];
  return {
    sealed: sealed.size,
    arrived: bySession.size,
    notWhole: [...sealed].filter(
      (session) => !bySession.has(session) || !isDeepStrictEqual(commandsOf(session), recorded.get(session)),
    ),
    twice: [...bySession].filter(([, batches]) => batches.length > 1),
    outOfOrder: [...bySession.keys()].filter((session) => {
      const arrived = commandsOf(session);
      return !isDeepStrictEqual(arrived, (recorded.get(session) ?? []).slice(0, arrived.length));
    }),
    contradictions: network.contradictions,
  };
}

/** A disk that says that it has forced what it has not. */
function lying(disk: CrashDisk): Disk {
  return new Proxy<Disk>(disk, {
    get: (target, name) => {
      if (name === 'sync' || name === 'syncFolder') return () => {};
      const value = target[name as keyof Disk];
      return value.bind(target);
    },
  });
}

it(`sealed batches survive ${CUTS} power cuts, whole and once, and nothing comes out of order`, async () => {
  const { sealed, arrived, ...wrong } = await underPowerCuts(CUTS, true);
  expect(wrong).toEqual({ notWhole: [], twice: [], outOfOrder: [], contradictions: 0 });
  expect(sealed).toBeGreaterThan(CUTS / 10);
  process.stdout.write(`power cuts: ${CUTS}; sealed before one: ${sealed}; sessions that arrived: ${arrived}\n`);
});

it('a disk that does not force what it is told to force loses batches: the power cuts are real', async () => {
  expect((await underPowerCuts(200, false)).notWhole.length).toBeGreaterThan(0);
});
