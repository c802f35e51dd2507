/** Closing days, erasing and answering, ended at each of their steps. */
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { type CellQuestion, queryCells } from '../../collector/answers/cells.ts';
import { fingerprint } from '../../collector/erasure/erasures.ts';
import { eraseRows } from '../../collector/queries/sender-queries.ts';
import { eraseFromRollups } from '../../collector/rollups/erase-rollups.ts';
import { ChdbStorage } from '../../collector/storage/chdb/chdb-storage.ts';
import type { Storage } from '../../collector/storage/storage.ts';
import { embeddedBackend } from '../integration/collector/support/backends.ts';
import { rowOf } from '../integration/collector/support/batches.ts';
import { closing } from '../integration/collector/support/closing.ts';
import { until } from '../integration/collector/support/collectors.ts';
import { Random } from '../integration/collector/support/random.ts';
import { TODAY } from '../integration/collector/support/storages.ts';
import { batchOf, someInstallation } from '../integration/collector/support/user-data.ts';
import { someContext } from '../support/some-context.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { type Arrival, counted, type Days, type Figures } from './support/arrivals.ts';
import { DyingStorage } from './support/dying-storage.ts';
import { howMany } from './support/how-many.ts';

/** And one of the engine for twenty of them. */
const KILLS = howMany({ all: 60, soak: 500 });
const ENGINE_KILLS = Math.ceil(KILLS / 20);
const FIRST = TODAY - 60;

const KINDS = { totals: 'sessions', features: 'command', sources: 'use', flows: 'flow' } as const;

/** Sums and installations as the cubes have them, in the words of the questions. */
async function answered(storage: Storage, question: keyof typeof KINDS, range: Days): Promise<Figures> {
  const asked: CellQuestion = { range, closedThrough: range.to, kinds: [KINDS[question]], of: 'users' };
  const cells = await queryCells(storage, asked);
  return Object.fromEntries(
    cells.map(({ item, sum, installations }) => {
      const of = question === 'flows' ? [someContext.product, ...item] : item;
      return [of.join(' '), [sum, installations] as const];
    }),
  );
}

const questions = ['totals', 'features', 'sources', 'flows'] as const;

/** Some weeks of a few installations, of which one leaves each day. */
class Weeks {
  readonly random: Random;
  readonly storage: Storage;
  arrivals: Arrival[] = [];
  /** The day on which batches are received. */
  day = FIRST;
  #installations = Array.from({ length: 8 }, () => someInstallation());

  constructor(storage: Storage, seed: number) {
    this.storage = storage;
    this.random = new Random(seed);
  }

  async receive(): Promise<void> {
    const came: Arrival[] = this.#installations.map((installation) => ({
      day: this.day,
      batch: batchOf(installation, {
        envelope: { session: 1 + this.random.below(1000) },
        usage: Array.from({ length: this.random.below(6) }, (_, time) => ({
          command: this.random.pick(['go.search', 'go.back'] as const),
          source: this.random.pick(['menu', 'palette'] as const),
          time,
        })),
      }),
    }));
    const again = this.arrivals.filter(() => this.random.below(9) === 0).map(({ batch }) => ({ day: this.day, batch }));
    await this.storage.insert([...came, ...again].map(({ batch, day }) => rowOf(batch, day)));
    this.arrivals.push(...came);
  }

  /** Somebody leaves, and somebody comes. @returns its name. */
  leave(): string {
    const gone = this.#installations.shift();
    if (!gone) throw new Error('nobody is there');
    this.#installations.push(someInstallation());
    this.arrivals = this.arrivals.filter(({ batch }) => batch.envelope.installation !== gone.installation);
    return fingerprint(gone);
  }

  async expectExact(): Promise<void> {
    const range = { from: FIRST, to: this.day };
    for (const question of questions) {
      expect(await answered(this.storage, question, range), question).toEqual(counted(question, this.arrivals, range));
    }
  }
}

/**
 * Does work again and again, each time by somebody who dies one step later, until it is done.
 * @param round every other statement is done in one, and the others in the next.
 * @returns how many have died.
 */
async function killedAtEachStep(
  storage: Storage,
  round: number,
  work: (dying: Storage) => Promise<void>,
): Promise<number> {
  for (let kills = 0; ; kills++) {
    const dying = new DyingStorage(storage, { at: kills, isDone: (kills + round) % 2 === 1 });
    try {
      await work(dying);
      return kills;
    } catch (error) {
      if (!dying.isDead) throw error;
    }
  }
}

const closeAll = async (storage: Storage, today: number) => (await closing(storage, today)).closer.close();

const erase = async (storage: Storage, names: readonly string[]) => {
  await eraseRows(storage, names);
  await eraseFromRollups(storage, names);
};

it('gives the same figures whatever statement was the last one, done or not', async () => {
  const weeks = new Weeks(await embeddedBackend.openStorage(), 3);
  const { storage } = weeks;
  let kills = 0;
  for (; kills < KILLS; weeks.day++) {
    await weeks.receive();
    kills += await killedAtEachStep(storage, weeks.day, (dying) => closeAll(dying, weeks.day + 1));
    await weeks.expectExact();
    const gone = weeks.leave();
    kills += await killedAtEachStep(storage, weeks.day, (dying) => erase(dying, [gone]));
    await weeks.expectExact();
  }
});

it('gives the same figures when the engine is killed at any moment', async () => {
  const deaths: string[] = [];
  const storage = await ChdbStorage.open(path.join(temporaryFolder(), 'store'), (reason) => deaths.push(reason));
  onTestFinished(() => storage.close());
  const weeks = new Weeks(storage, 4);
  let kills = 0;
  for (; kills < ENGINE_KILLS; weeks.day++) {
    await weeks.receive();
    for (let isClosed = false; !isClosed; ) {
      await until(() => storage.isReady(), 'the engine is back');
      const work = closeAll(weeks.storage, weeks.day + 1).then(
        () => true,
        () => false,
      );
      const moment = new Promise((resolve) => setTimeout(resolve, weeks.random.below(1500)));
      const ended = await Promise.race([work, moment.then(() => undefined)]);
      if (ended === undefined && kills < ENGINE_KILLS) {
        kills++;
        (await embeddedBackend.killer())();
      }
      isClosed = await work;
    }
    await weeks.expectExact();
  }
  expect(deaths).toHaveLength(kills);
});

it('gives the same figures when the engine is killed while cubes are made anew', async () => {
  const storage = await ChdbStorage.open(path.join(temporaryFolder(), 'store'), () => {});
  onTestFinished(() => storage.close());
  const weeks = new Weeks(storage, 5);
  for (let kills = 0; kills < ENGINE_KILLS; weeks.day++) {
    await weeks.receive();
    await closeAll(storage, weeks.day + 1);
    await erase(storage, [weeks.leave()]);
    for (let isClosed = false; !isClosed; ) {
      await until(() => storage.isReady(), 'the engine is back');
      const work = closeAll(storage, weeks.day + 1).then(
        () => true,
        () => false,
      );
      if (kills++ < ENGINE_KILLS) {
        await new Promise((resolve) => setTimeout(resolve, weeks.random.below(400)));
        (await embeddedBackend.killer())();
      }
      isClosed = await work;
    }
    await until(() => storage.isReady(), 'the engine is back');
    await weeks.expectExact();
  }
});
