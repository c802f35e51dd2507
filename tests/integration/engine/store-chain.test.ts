import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { DAY, MINUTE, NOON, SimulatedComputer } from '../../unit/engine/store/simulated-computer.ts';
import { live, storeOf } from './store-setup.ts';

async function setUp(start = NOON) {
  const computer = new SimulatedComputer(start);
  const store = await storeOf(computer, temporaryFolder());
  computer.start('init');
  return { computer, store };
}

describe('a chain', () => {
  it('leads from a run that has ended to the first of its parents, also over days', async () => {
    const { computer, store } = await setUp();
    computer.cadence = 10 * MINUTE;
    const login = computer.start('login');
    for (let day = 0; day < 2; day++) {
      await live(computer, store, 20 * MINUTE);
      computer.time.advance(DAY);
    }
    const shell = computer.start('bash', { parentKey: login.key, parentName: 'login' });
    const server = computer.start('server', { parentKey: shell.key, parentName: 'bash' });
    await live(computer, store, 20 * MINUTE);
    computer.end(server);
    computer.end(shell);
    await live(computer, store, 20 * MINUTE);
    computer.time.advance(DAY);
    await live(computer, store, 20 * MINUTE);
    const chain = await store.chain(server.key);
    expect(chain.map(({ name }) => name)).toEqual(['server', 'bash', 'login']);
    expect(chain[0]?.['ended']).not.toBeNull();
    expect(await store.chain('none')).toEqual([]);
  }, 30_000);

  it('that is a circle ends', async () => {
    const { computer, store } = await setUp();
    const one = computer.start('one');
    const two = computer.start('two', { parentKey: one.key });
    computer.change(one, { parentKey: two.key });
    await live(computer, store, MINUTE);
    expect((await store.chain(one.key)).map(({ name }) => name)).toEqual(['one', 'two']);
  });
});
