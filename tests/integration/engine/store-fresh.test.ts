import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { Database } from '../../../engine/store/database.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { HOUR, MINUTE, NOON, SECOND, SimulatedComputer } from '../../unit/engine/store/simulated-computer.ts';
import { ask, live, storeOf } from './store-setup.ts';

describe('what was seen since the last question', () => {
  const range = { from: NOON, to: NOON + HOUR };

  async function asked() {
    const computer = new SimulatedComputer();
    const store = await storeOf(computer, temporaryFolder());
    computer.start('init');
    await live(computer, store, MINUTE);
    await ask(store, 'process', range, ['name', 'last']);
    const stage = vi.spyOn(Database.prototype, 'stage');
    onTestFinished(() => stage.mockRestore());
    const laidOut = () => stage.mock.calls.filter(([table]) => table === 'current_minutes').length;
    const see = async (after: number) => {
      computer.time.advance(after);
      store.observe(computer.read());
      await store.status();
    };
    return { store, computer, laidOut, see };
  }

  it('is laid out as it is seen while somebody asks, so that the next question does not wait for it; later on it is not', async () => {
    const { computer, store, laidOut, see } = await asked();
    computer.start('late');
    await see(2 * SECOND);
    expect(laidOut()).toBe(1);
    const rows = await ask(store, 'process', range, ['name', 'last']);
    expect(rows.map(({ name }) => name).sort()).toEqual(['init', 'late']);
    expect(laidOut()).toBe(1);
    await see(9 * SECOND);
    expect(laidOut()).toBe(2);
    await see(2 * SECOND);
    expect(laidOut()).toBe(2);
  });

  it('is not waited for by the rows of what was just found', async () => {
    const { computer, store, laidOut, see } = await asked();
    await see(11 * SECOND);
    computer.start('late');
    await see(2 * SECOND);
    expect(laidOut()).toBe(0);
    const names = (asFound: boolean) =>
      store.query((relation) => relation('process', range, new Set(['name', 'last'])), { asFound });
    expect((await names(true)).map(({ name }) => name)).toEqual(['init']);
    expect((await names(false)).map(({ name }) => name).sort()).toEqual(['init', 'late']);
  });
});
