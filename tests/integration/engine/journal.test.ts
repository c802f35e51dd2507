import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { createJournal } from '../../../engine/journal/journal.ts';
import { dayOf, tableOf } from '../../../engine/store/days.ts';
import type { Observation } from '../../../engine/store/store.ts';
import { projectRoot } from '../../../scripts/lib/paths.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { MINUTE, NOON, SimulatedComputer } from '../../unit/engine/store/simulated-computer.ts';
import { ask, limits, storeOf } from './store-setup.ts';

const always = { from: NOON - MINUTE, to: NOON + 60 * MINUTE };
const seen = ['name', 'first', 'last', 'ended', 'exit', 'cpu', 'peak', 'memory', 'lived'];

/** Processes that come, change and go, a minute that is not read, and a clock that is set. */
function aBusyQuarter(observe: (observation: Observation) => void, each: () => void = () => {}): SimulatedComputer {
  const computer = new SimulatedComputer();
  computer.start('init');
  const busy = computer.start('busy', { cpu: 10 });
  for (let minute = 0; minute < 15; minute++) {
    const brief = computer.start(`brief-${minute}`, { cpu: minute });
    computer.change(busy, { cpu: minute * 5, memory: (minute + 1) * 1024 ** 2 });
    computer.run(38_000, observe);
    computer.change(brief, { state: 'zombie', exit: minute });
    computer.run(2000, observe);
    computer.end(brief);
    computer.run(20_000, observe);
    if (minute === 7) computer.time.advance(MINUTE);
    if (minute === 10) computer.time.setClock(computer.time.now() + 5 * MINUTE);
    each();
  }
  return computer;
}

it('is taken into the history as if the history had seen it itself', async () => {
  const direct = new SimulatedComputer();
  const known = await storeOf(direct, temporaryFolder());
  aBusyQuarter((observation) => known.observe(observation));
  await known.flush();

  const folder = temporaryFolder();
  let journal = createJournal(folder);
  let part: Observation[] = [];
  const parts: Observation[][] = [];
  aBusyQuarter(
    (observation) => part.push(observation),
    () => {
      parts.push(part);
      part = [];
    },
  );
  for (const observations of parts) {
    // As if the engine was started anew each minute.
    journal = createJournal(folder);
    for (const observation of observations) journal.take(observation);
    await journal.write();
  }
  expect(await journal.count()).toBe(15);
  const later = await storeOf(direct, folder);
  await createJournal(folder).drain((observations) => later.takeIn(observations));
  const expected = await ask(known, 'process', always, seen);
  expect(expected.length).toBeGreaterThan(15);
  expect(expected.find(({ name }) => name === 'brief-3')).toMatchObject({ exit: 3 });
  expect(await ask(later, 'process', always, seen)).toEqual(expected);
  expect(await later.gaps(always)).toEqual(await known.gaps(always));
  expect(readdirSync(folder)).not.toContain('waiting');
});

it('is taken in once, although the process was killed between that and its removal', async () => {
  const folder = temporaryFolder();
  const script = `
    import { createJournal } from '${projectRoot}/engine/journal/journal.ts';
    import { openStore } from '${projectRoot}/engine/store/store.ts';
    import { SimulatedComputer } from '${projectRoot}/tests/unit/engine/store/simulated-computer.ts';
    const computer = new SimulatedComputer();
    const journal = createJournal(${JSON.stringify(folder)});
    computer.start('init');
    for (let minute = 0; minute < 14; minute++) {
      const brief = computer.start('brief-' + minute, { cpu: minute });
      computer.run(40_000, journal.take);
      computer.end(brief);
      computer.run(20_000, journal.take);
      await journal.write();
    }
    const store = await openStore({ folder: ${JSON.stringify(folder)}, clock: computer.time, timers: computer.time,
      limits: ${JSON.stringify(limits)}, excluded: [], recording: true });
    await journal.drain(async (observations) => {
      await store.takeIn(observations);
      process.kill(process.pid, 'SIGKILL');
    });`;
  expect(() => execFileSync(process.execPath, ['--input-type=module', '-e', script], { cwd: projectRoot })).toThrow();
  const journal = createJournal(folder);
  expect(await journal.count()).toBe(14);
  const store = await storeOf(new SimulatedComputer(NOON + 20 * MINUTE), folder);
  await journal.drain((observations) => store.takeIn(observations));
  expect(await journal.count()).toBe(0);
  const computer = new SimulatedComputer();
  const whole = await storeOf(computer, temporaryFolder());
  computer.start('init');
  for (let minute = 0; minute < 14; minute++) {
    const brief = computer.start(`brief-${minute}`, { cpu: minute });
    computer.run(40_000, whole.observe.bind(whole));
    computer.end(brief);
    computer.run(20_000, whole.observe.bind(whole));
  }
  await whole.flush();
  const expected = await ask(whole, 'process', always, seen);
  expect(expected).toHaveLength(15);
  expect(await ask(store, 'process', always, seen)).toEqual(expected);
  const minutes = await ask(whole, 'device', always, ['time', 'processes']);
  expect(await ask(store, 'device', always, ['time', 'processes'])).toEqual(minutes);
  const rows = (from: typeof store) =>
    from.query(() => ({ sql: `SELECT count(*) AS n FROM ${tableOf('minutes', dayOf(NOON))}`, parameters: [] }));
  expect(await rows(store)).toEqual(await rows(whole));
}, 30_000);

it('can be read by its owner alone, passes over what cannot be read, and follows no link', async () => {
  const folder = path.join(temporaryFolder(), 'history');
  const elsewhere = temporaryFolder();
  mkdirSync(folder);
  symlinkSync(elsewhere, path.join(folder, 'waiting'));
  const journal = createJournal(folder);
  const computer = new SimulatedComputer();
  computer.start('init');
  for (let block = 0; block < 3; block++) {
    computer.run(MINUTE, (observation) => journal.take(observation));
    await journal.write();
  }
  expect(readdirSync(elsewhere)).toEqual([]);
  const waiting = path.join(folder, 'waiting');
  const mode = (file: string) => (statSync(file).mode & 0o777).toString(8);
  const [, second] = readdirSync(waiting).sort();
  expect([mode(folder), mode(waiting), mode(path.join(waiting, second ?? ''))]).toEqual(['700', '700', '600']);
  writeFileSync(path.join(waiting, second ?? ''), 'torn');
  const given: Observation[] = [];
  await journal.drain(async (observations) => {
    given.push(...observations);
    return true;
  });
  expect(given.map(({ at }) => at)).toEqual(
    [...Array(30).keys(), ...Array.from({ length: 30 }, (_, at) => at + 60)].map((at) => NOON + 2000 * (at + 1)),
  );
});

it('stays where it was not taken', async () => {
  const folder = temporaryFolder();
  const journal = createJournal(folder);
  const computer = new SimulatedComputer();
  computer.start('init');
  computer.run(MINUTE, (observation) => journal.take(observation));
  await journal.drain(async () => false);
  expect(await journal.count()).toBe(1);
});
