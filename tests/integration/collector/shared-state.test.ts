import { describe, expect, it, onTestFinished } from 'vitest';
import { finder } from '../../../app/finder/product.ts';
import { manifestOf } from '../../../client/core/product/manifest.ts';
import { STATE_SHARED_MS } from '../../../collector/limits.ts';
import { ClickhouseState } from '../../../collector/state/clickhouse-state.ts';
import { aloneInStore } from '../../../collector/state/lease.ts';
import { StateUnavailable } from '../../../collector/state/shared-state.ts';
import { ClickhouseStorage } from '../../../collector/storage/clickhouse/clickhouse-storage.ts';
import { PublishedSuggestions } from '../../../collector/suggestions/published.ts';
import { signedFile, someDocument, someRule, someSigner } from '../../support/signed-suggestions.ts';
import { describeSharedState } from '../../unit/collector/state/shared-state-contract.ts';
import { addressOf, endServers, serverOf } from './support/servers.ts';

endServers();

/** As many collectors as are wanted on one server, with one clock. */
async function collectors(count: number) {
  const server = await serverOf('state');
  const clock = { now: 0 };
  const faults: string[] = [];
  const states: ClickhouseState[] = [];
  for (let at = 0; at < count; at++) {
    const onFault = (fault: string) => void faults.push(fault);
    const storage = await ClickhouseStorage.open({ address: addressOf(server.url), onFault });
    onTestFinished(() => storage.close());
    states.push(new ClickhouseState({ storage, onFault, clock: () => clock.now }));
  }
  return { server, clock, faults, states };
}

describeSharedState('a store', async () => {
  const server = await serverOf('state');
  let now = 0;
  const onFault = (fault: string) => expect.unreachable(fault);
  const another = async () => {
    const storage = await ClickhouseStorage.open({ address: addressOf(server.url), onFault });
    onTestFinished(() => storage.close());
    return new ClickhouseState({ storage, onFault, clock: () => now });
  };
  const later = () => {
    now += STATE_SHARED_MS;
  };
  return { another, later };
});

const entries = (records: ReadonlyMap<string, unknown>) => Object.fromEntries(records);

describe('what collectors of one server share', () => {
  it('is seen at once by who wrote it, and by the others when they look again', async () => {
    const { clock, states, faults } = await collectors(2);
    const [one, other] = states as [ClickhouseState, ClickhouseState];
    expect(entries(await other.all('token'))).toEqual({});
    await one.put('token', 'a', { role: "view'er\\\n", until: null });
    await one.put('token', 'b', [1]);
    await one.put('session', 'a', 'of another kind');
    expect(entries(await one.all('token'))).toEqual({ a: { role: "view'er\\\n", until: null }, b: [1] });
    expect(entries(await other.all('token'))).toEqual({});
    clock.now += STATE_SHARED_MS;
    expect(entries(await other.all('token'))).toEqual({ a: { role: "view'er\\\n", until: null }, b: [1] });
    await other.put('token', 'a', 'newer');
    await other.remove('token', 'b');
    await other.remove('token', 'nothing');
    expect(entries(await other.all('token'))).toEqual({ a: 'newer' });
    clock.now += STATE_SHARED_MS;
    expect(entries(await one.all('token'))).toEqual({ a: 'newer' });
    await one.put('token', 'b', 'again');
    clock.now += STATE_SHARED_MS;
    expect(entries(await other.all('token'))).toEqual({ a: 'newer', b: 'again' });
    expect(faults).toEqual([]);
  });

  it('is the last of many that were written by two at once', async () => {
    const { clock, states } = await collectors(2);
    for (let time = 0; time < 5; time++) {
      await Promise.all(states.map((state, at) => state.put('product', 'one', { time, at })));
    }
    await states[0]?.put('product', 'one', 'last');
    clock.now += STATE_SHARED_MS;
    for (const state of states) expect(entries(await state.all('product'))).toEqual({ one: 'last' });
  });

  it('is the newest of files of rules that are published at once', async () => {
    const { states, faults } = await collectors(2);
    const signer = someSigner();
    const manifest = manifestOf(finder);
    const now = Date.parse('2026-03-09');
    const fileOf = (serial: number) => signedFile(someDocument([someRule()], { serial }), signer);
    const publish = (state: ClickhouseState, serial: number) =>
      aloneInStore(state, 'suggestions', () =>
        new PublishedSuggestions(state).publish(fileOf(serial), manifest, [signer.pinned], now),
      );
    const [one, other] = states as [ClickhouseState, ClickhouseState];
    const [newer, older] = await Promise.allSettled([publish(one, 8), publish(other, 7)]);
    expect(newer).toMatchObject({ status: 'fulfilled', value: { status: 'done', serial: 8 } });
    // Which of them was first is nobody's business.
    if (older.status === 'rejected') expect(String(older.reason)).toContain('its serial is not above');
    const read = (await other.all('suggestions', { fresh: true })).get(manifest.product);
    expect(read).toMatchObject({ serial: 8, file: fileOf(8) });
    expect(faults).toEqual([]);
  });

  it('stays as it was read while the server is away, and what was never read is unavailable', async () => {
    const { server, clock, states, faults } = await collectors(1);
    const [state] = states as [ClickhouseState];
    await state.put('erasure', 'a', 1);
    expect(entries(await state.all('erasure'))).toEqual({ a: 1 });
    await server.fault({ kind: 'exception', of: 'candor.state' });
    clock.now += STATE_SHARED_MS;
    expect(entries(await state.all('erasure'))).toEqual({ a: 1 });
    expect(faults).toEqual([expect.stringContaining('what was read of erasures before stands in')]);
    await expect(state.all('audit')).rejects.toThrow(StateUnavailable);
    await expect(state.put('erasure', 'b', 2)).rejects.toThrow(StateUnavailable);
    await server.lift();
    await server.fault({ kind: 'lost-answer', of: 'INSERT INTO candor.state', times: 2 });
    await expect(state.put('erasure', 'b', 2)).rejects.toThrow(StateUnavailable);
    expect(entries(await state.all('erasure'))).toEqual({ a: 1, b: 2 });
  });
});
