import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { FakeNetwork, receiptFor } from '../../support/fakes.ts';
import {
  accepting,
  commandsOf,
  decoded,
  enhanced,
  no,
  programFixture,
  soon,
  used,
  yes,
} from '../../support/program-fixture.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

function running(answer: typeof yes | typeof enhanced = yes) {
  const folder = temporaryFolder();
  const network = accepting();
  const fixture = programFixture(folder, network.transport);
  fixture.program.decide(answer);
  fixture.program.record(used('go.search'));
  const names = (name: string) => {
    const at = path.join(folder, 'program', name);
    return existsSync(at) ? readdirSync(at).length : 0;
  };
  return { ...fixture, network, left: () => ({ logs: names('sessions'), waiting: names('outbox') }) };
}

describe('the end of the system’s session', () => {
  it('seals before it returns, and begins nothing by itself', () => {
    const { program, left } = running();
    program.announcedEnd.announce();
    expect(left()).toEqual({ logs: 0, waiting: 1 });
    program.announcedEnd.announce();
    expect(left()).toEqual({ logs: 0, waiting: 1 });
  });

  it('that was called off records what is used after it, and delivers it', async () => {
    const { program, left, network } = running();
    program.announcedEnd.announce();
    expect(program.record(used('go.processes'))).toBe(1);
    expect(program.record(used('view.refresh'))).toBe(1);
    expect(left()).toEqual({ logs: 1, waiting: 1 });
    await program.close(soon());
    expect(network.requests.map(commandsOf)).toEqual([['go.search'], ['go.processes', 'view.refresh']]);
    expect(network.requests.map((one) => decoded(one).dropped)).toEqual([{}, {}]);
  });

  it('that comes after all loses nothing of what was used since it was announced', async () => {
    const { program, restart, network } = running();
    program.announcedEnd.announce();
    program.record(used('go.processes'));
    // The system ends the process here.
    const next = restart();
    await next.start();
    await next.close(soon());
    expect(network.requests.map(commandsOf)).toEqual([['go.search'], ['go.processes'], []]);
  });

  it('seals again when it is announced again', () => {
    const { program, left } = running();
    program.announcedEnd.announce();
    program.record(used('go.processes'));
    program.announcedEnd.announce();
    expect(left()).toEqual({ logs: 0, waiting: 2 });
  });

  it('that does not come within half a minute was called off: another session begins, used or not', async () => {
    const { program, time, left, network } = running(enhanced);
    program.announcedEnd.announce();
    time.advance(29_999);
    expect(left()).toEqual({ logs: 0, waiting: 1 });
    time.advance(1);
    expect(left()).toEqual({ logs: 1, waiting: 1 });
    program.collection.log('delivery.done', { batches: 1 });
    await program.close(soon());
    expect(network.requests.map((one) => decoded(one).logs.map(({ code }) => code))).toEqual([
      ['app.session-ended'],
      ['delivery.done'],
    ]);
  });

  it('that was called off begins nothing after a No', () => {
    const { program, time, left } = running();
    program.announcedEnd.announce();
    program.decide(no);
    time.advance(60_000);
    expect(program.record(used('go.processes'))).toBe(0);
    expect(left()).toEqual({ logs: 0, waiting: 0 });
  });

  it('begins nothing where nothing was collected', () => {
    const { program, time } = programFixture(temporaryFolder(), new FakeNetwork().transport);
    program.announcedEnd.announce();
    expect(time.armed).toBe(0);
    expect(program.record(used('go.processes'))).toBe(0);
    time.advance(60_000);
    expect(program.collection.level).toBeUndefined();
  });

  it('is not waited for once the app quits by itself', async () => {
    const { program, time, left } = running();
    program.announcedEnd.announce();
    await program.close(soon());
    time.advance(60_000);
    expect(left()).toEqual({ logs: 0, waiting: 0 });
  });
});

describe('a quit that was called off', () => {
  it('goes on collecting in another session, and sending', async () => {
    const { program, network } = running();
    await program.close(soon());
    program.quitCalledOff();
    expect(program.record(used('go.processes'))).toBe(1);
    await program.close(soon());
    expect(network.requests.map(commandsOf)).toEqual([['go.search'], ['go.processes']]);
  });

  it('counts what arrived too late for the session that was sealed', async () => {
    const { program, network } = running();
    await program.close(soon());
    expect(program.record({ ...used('go.processes', 'view.refresh'), dropped: 1 })).toBe(0);
    program.quitCalledOff();
    await program.close(soon());
    expect(network.requests.map((one) => decoded(one).dropped)).toEqual([{}, { 'buffer-full': 3 }]);
  });

  it('begins nothing after a No', async () => {
    const { program } = running();
    await program.close(soon());
    program.decide(no);
    program.quitCalledOff();
    expect(program.collection.level).toBeUndefined();
    expect(program.record(used('go.processes'))).toBe(0);
  });

  it('sends in the background what waits', async () => {
    let up = false;
    const network = new FakeNetwork((request) => (up ? receiptFor(request) : 'fail'));
    const { program, time } = programFixture(temporaryFolder(), network.transport);
    program.decide(yes);
    program.record(used('go.search'));
    await program.close(soon());
    up = true;
    program.quitCalledOff();
    time.advance(60_000);
    await expect.poll(() => network.requests.map(commandsOf)).toEqual([['go.search'], ['go.search']]);
  });
});

it('what a window hands over too late at quit is counted by the next session', async () => {
  const { program, restart, network } = running();
  await program.close(soon());
  expect(program.record(used('go.processes', 'view.refresh'))).toBe(0);
  const next = restart();
  await next.start();
  await next.close(soon());
  expect(decoded(network.requests.at(-1)).dropped).toEqual({ 'buffer-full': 2 });
});
