import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { DAY, HOUR, MINUTE, NOON, SECOND, SimulatedComputer } from '../../unit/engine/store/simulated-computer.ts';
import { ask, live, storeOf } from './store-setup.ts';

async function setUp(start = NOON) {
  const computer = new SimulatedComputer(start);
  const store = await storeOf(computer, temporaryFolder());
  computer.start('init');
  return { computer, store };
}

describe('gaps', () => {
  it('name the time in which it was not recorded: before, between, and since', async () => {
    const { computer, store } = await setUp();
    await live(computer, store, 10 * MINUTE);
    await store.setRecording(false);
    await live(computer, store, MINUTE);
    const off = { from: NOON + 10 * MINUTE, to: NOON + 11 * MINUTE };
    expect(await store.gaps(off)).toEqual([{ ...off, reason: 'off' }]);
    expect(await ask(store, 'process', { from: off.from + SECOND, to: off.to }, ['name'])).toEqual([]);
    await store.setRecording(true);
    await live(computer, store, 10 * MINUTE);
    const range = { from: NOON - HOUR, to: NOON + DAY };
    const gaps = await store.gaps(range);
    expect(gaps).toEqual([
      { from: NOON - HOUR, to: NOON, reason: 'off' },
      { from: NOON + 10 * MINUTE, to: NOON + 11 * MINUTE + 2 * SECOND, reason: 'off' },
    ]);
  });

  it('tell when the system was down, as its own records say, once however often they are read', async () => {
    const { computer, store } = await setUp();
    await live(computer, store, 10 * MINUTE);
    computer.time.advance(HOUR);
    const source = '/var/log/wtmp';
    const starts = [
      { bootedAt: NOON - DAY, endedAt: NOON + 20 * MINUTE, source },
      { bootedAt: NOON + 50 * MINUTE, endedAt: null, source },
    ];
    await store.noteSystemStarts(starts);
    await store.noteSystemStarts(starts);
    await live(computer, store, MINUTE);
    const gaps = await store.gaps({ from: NOON + MINUTE, to: NOON + 70 * MINUTE });
    expect(gaps).toEqual([
      { from: NOON + 10 * MINUTE, to: NOON + 20 * MINUTE, reason: 'off' },
      { from: NOON + 20 * MINUTE, to: NOON + 50 * MINUTE, reason: 'down', source },
      { from: NOON + 50 * MINUTE, to: NOON + 70 * MINUTE + 2 * SECOND, reason: 'off' },
    ]);
    const rows = await store.query(() => ({
      sql: "SELECT count(*) AS n FROM gaps WHERE reason = 'down'",
      parameters: [],
    }));
    expect(rows).toEqual([{ n: 1 }]);
  });

  it('are everything where nothing was recorded at all', async () => {
    const store = await storeOf(new SimulatedComputer(), temporaryFolder(), { recording: false });
    expect(await store.gaps({ from: NOON - DAY, to: NOON + DAY })).toEqual([
      { from: NOON - DAY, to: NOON, reason: 'off' },
    ]);
    expect(await store.status()).toMatchObject({ from: null, days: 0, recording: false, failure: null });
  });
});
