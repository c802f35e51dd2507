import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { DAY, HOUR, MINUTE, NOON, SECOND, SimulatedComputer } from '../../unit/engine/store/simulated-computer.ts';
import { ask, live, storeOf } from './store-setup.ts';

const figures = ['name', 'ended', 'lived', 'duration', 'cpu', 'is:gone'];

describe('a clock that is set while it is recorded', () => {
  it.each([
    ['an hour back', -HOUR],
    ['an hour forwards', HOUR],
    ['a day forwards', DAY],
  ])(
    '%s: nothing has ended, each is one row, and what came after is answered as it was before',
    async (_, by) => {
      const computer = new SimulatedComputer(NOON);
      const store = await storeOf(computer, temporaryFolder());
      computer.start('init');
      const server = computer.start('server', { cpu: 40 });
      await live(computer, store, 10 * MINUTE);
      computer.time.setClock(computer.time.now() + by);
      const set = computer.time.now();
      await live(computer, store, 10 * MINUTE);

      const all = { from: Math.min(NOON, set) - HOUR, to: Math.max(NOON, set) + HOUR };
      const names = (rows: readonly { readonly [name: string]: unknown }[]) => rows.map(({ name }) => name).sort();
      const rows = await ask(store, 'process', all, figures);
      expect(names(rows)).toEqual(['init', 'server']);
      expect(rows.every((row) => row['is:gone'] === false)).toBe(true);
      // What was before it is where the clock now says that it was: nothing has moved for who asks about ten minutes ago.
      const before = { from: NOON + 5 * MINUTE + by, to: NOON + 6 * MINUTE + by };
      expect(names(await ask(store, 'process', before, figures))).toEqual(['init', 'server']);
      const after = await ask(store, 'process', { from: set + 5 * MINUTE, to: set + 6 * MINUTE }, figures);
      expect(names(after)).toEqual(['init', 'server']);
      const found = after.find(({ name }) => name === 'server');
      expect(found).toMatchObject({ cpu: 40 });
      expect(Number(found?.['lived'])).toBeLessThanOrEqual(MINUTE + 2 * SECOND);

      computer.end(server);
      await live(computer, store, MINUTE);
      const [gone] = (await ask(store, 'process', all, figures)).filter(({ name }) => name === 'server');
      expect(gone).toMatchObject({ 'is:gone': true });
      expect(Number(gone?.['duration'])).toBeGreaterThanOrEqual(0);
    },
    60_000,
  );
});
