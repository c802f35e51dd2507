import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { MINUTE, NOON, SECOND, SimulatedComputer } from '../../unit/engine/store/simulated-computer.ts';
import { ask, storeOf } from './store-setup.ts';

const figures = ['name', 'cpu', 'peak', 'memory', 'lived'];
const minutes = (from: number, count = 1) => ({ from: NOON + from * MINUTE, to: NOON + (from + count) * MINUTE });

describe('the minute in which the app is quit', () => {
  it('has the figures of what was seen of it, also of what ended in it and had begun before', async () => {
    const folder = temporaryFolder();
    const computer = new SimulatedComputer(NOON + 40 * SECOND);
    const store = await storeOf(computer, folder);
    const observe = (into: typeof store) => (milliseconds: number) =>
      computer.run(milliseconds, (observation) => into.observe(observation));
    computer.start('init', { cpu: 3 });
    const busy = computer.start('busy', { cpu: 99 });
    observe(store)(30 * SECOND);
    computer.end(busy);
    observe(store)(4 * SECOND);
    await store.close();

    computer.time.setClock(computer.time.now() + 10 * MINUTE);
    const again = await storeOf(computer, folder);
    observe(again)(4 * SECOND);
    const found = await ask(again, 'process', minutes(1), figures);
    const of = (name: string) => found.find((row) => row['name'] === name);
    expect(of('busy')).toMatchObject({ cpu: 99, peak: 99 });
    expect(Math.abs(Number(of('busy')?.['lived']) - 11 * SECOND)).toBeLessThanOrEqual(2 * SECOND);
    expect(of('init')).toMatchObject({ cpu: 3 });
    // The computer as a whole, too.
    expect(await ask(again, 'device', minutes(1), ['time', 'cpu'])).toMatchObject([{ time: NOON + MINUTE }]);
  });

  it('is one minute when the next start is within it', async () => {
    const folder = temporaryFolder();
    const computer = new SimulatedComputer(NOON);
    const first = await storeOf(computer, folder);
    computer.start('init', { cpu: 10 });
    computer.run(20 * SECOND, (observation) => first.observe(observation));
    await first.close();
    const second = await storeOf(computer, folder);
    computer.run(60 * SECOND, (observation) => second.observe(observation));
    await second.flush();
    const [row, ...others] = await ask(second, 'process', minutes(0), figures);
    expect(others).toEqual([]);
    expect(row).toMatchObject({ name: 'init', cpu: 10 });
    expect(Number(row?.['lived'])).toBeLessThanOrEqual(MINUTE);
    expect(await ask(second, 'device', minutes(0), ['time', 'cpu'])).toHaveLength(1);
  });

  it('leaves what ended while nobody looked without a known end: it does not run still', async () => {
    const folder = temporaryFolder();
    const computer = new SimulatedComputer(NOON);
    const store = await storeOf(computer, folder);
    computer.start('init');
    const unseen = computer.start('unseen');
    const seen = computer.start('seen');
    computer.run(20 * SECOND, (observation) => store.observe(observation));
    computer.end(seen);
    computer.run(4 * SECOND, (observation) => store.observe(observation));
    await store.close();
    computer.end(unseen);
    computer.time.setClock(computer.time.now() + 5 * MINUTE);
    const again = await storeOf(computer, folder);
    const endsOf = async (range: { from: number; to: number }) =>
      Object.fromEntries(
        (await ask(again, 'process', range, ['name', 'ended'])).map((row) => [row['name'], row['ended']]),
      );
    const ends = { init: null, unseen: 0, seen: NOON + 21 * SECOND };
    computer.run(4 * SECOND, (observation) => again.observe(observation));
    expect(await endsOf(minutes(0, 10))).toEqual(ends);
    await again.flush();
    expect(await endsOf(minutes(0, 10))).toEqual(ends);
    // Of a range before it, too.
    expect(await endsOf({ from: NOON, to: NOON + 10 * SECOND })).toEqual(ends);
  });
});
