import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { answer, FakeNetwork, receiptFor } from '../../support/fakes.ts';
import {
  accepting,
  commandsOf,
  decoded,
  enhanced,
  no,
  programFixture,
  settle,
  soon,
  used,
  yes,
} from '../../support/program-fixture.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const WEEK = 7 * 24 * 60 * 60 * 1000;

function running(network: FakeNetwork, given: typeof yes | typeof enhanced = yes) {
  const folder = temporaryFolder();
  const fixture = programFixture(folder, network.transport);
  fixture.program.decide(given);
  fixture.program.record(used('go.search'));
  const names = (name: string) => {
    const at = path.join(folder, 'program', name);
    return existsSync(at) ? readdirSync(at).length : 0;
  };
  return { ...fixture, network, left: () => ({ logs: names('sessions'), waiting: names('outbox') }) };
}

/** A collector that is away until it is told otherwise; from then on every byte without a window fails the test. */
function switchable() {
  let mode: 'away' | 'accepting' | 'forbidden' = 'away';
  const network = new FakeNetwork((request) => {
    if (mode === 'forbidden') throw new Error('sent without a window');
    return mode === 'away' ? 'fail' : receiptFor(request);
  });
  return {
    network,
    set: (next: typeof mode) => {
      mode = next;
    },
  };
}

describe('when the last window was closed and the app goes on', () => {
  it('the session is sealed before the call returns, and sent', async () => {
    const { program, left, network } = running(accepting());
    const sent = program.rest(soon());
    expect(left()).toEqual({ logs: 0, waiting: 1 });
    await sent;
    expect(network.requests.map(commandsOf)).toEqual([['go.search']]);
    expect(left()).toEqual({ logs: 0, waiting: 0 });
  });

  it('nothing is recorded, no timer runs and nothing is sent, whatever happens in a week', async () => {
    const { network, set } = switchable();
    const { program, time, left } = running(network, enhanced);
    await program.rest(soon());
    set('forbidden');
    expect(time.armed).toBe(0);
    program.collection.log('app.second-launch', { state: 'open' });
    program.collection.measures.operations.record('app.quit', 'ok', 1);
    program.collection.measures.errors.report(new TypeError('in the background'), 'caught');
    program.networkBack();
    program.announcedEnd.announce();
    await program.refresh();
    program.seal();
    time.advance(WEEK);
    await settle();
    expect(time.armed).toBe(0);
    expect(left()).toEqual({ logs: 0, waiting: 1 });
    expect(program.collection.preview()).toBeUndefined();
  });

  it('the app may end at once, and what waits is not sent then', async () => {
    const { network, set } = switchable();
    const { program, left } = running(network);
    await program.rest(soon());
    set('forbidden');
    expect(program.hasWork).toBe(false);
    await program.close(soon());
    expect(left()).toEqual({ logs: 0, waiting: 1 });
  });

  it('a quit meanwhile waits for what is being sent', async () => {
    const { program, network } = running(accepting());
    const sent = program.rest(soon());
    expect(program.hasWork).toBe(true);
    await program.close(soon());
    expect(network.requests.map(commandsOf)).toEqual([['go.search']]);
    expect(program.hasWork).toBe(false);
    await sent;
  });

  it('the next window begins the next session, and retries come with it', async () => {
    const { network, set } = switchable();
    const { program, time } = running(network);
    await program.rest(soon());
    time.advance(WEEK);
    set('accepting');
    await program.wake();
    program.record(used('go.processes'));
    expect(time.armed).toBe(1);
    time.advance(60_000);
    await settle();
    await program.rest(soon());
    const batches = network.requests.slice(1).map((request) => decoded(request));
    expect(batches.map(({ usage }) => usage.map(({ command }) => command))).toEqual([['go.search'], ['go.processes']]);
    expect(batches.map(({ envelope }) => envelope.session)).toEqual([1, 2]);
    expect(batches.map(({ dropped }) => dropped)).toEqual([{}, {}]);
  });

  it('a window that opens while the last session is still being sent does not send it twice, and waits for nothing', async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const network = accepting();
    const folder = temporaryFolder();
    const { program } = programFixture(folder, async (request, signal) => {
      if (network.requests.length === 0) await held;
      return await network.transport(request, signal);
    });
    program.decide(yes);
    program.record(used('go.search'));
    const first = program.rest(soon());
    await settle();
    await program.wake();
    program.record(used('go.processes'));
    const second = program.rest(soon());
    release();
    await Promise.all([first, second]);
    expect(network.requests.map(commandsOf)).toEqual([['go.search'], ['go.processes']]);
  });

  it('a pause that the collector has asked for holds with the next window', async () => {
    const network = new FakeNetwork((request) =>
      network.requests.length === 1
        ? answer(503, '{}', 'application/vnd.candor.answer+json', '3600')
        : receiptFor(request),
    );
    const { program, time } = running(network);
    await program.rest(soon());
    await program.wake();
    expect(time.next).toBeGreaterThanOrEqual(60_000);
  });

  it('a policy that forbids it meanwhile holds for the next window; what waits is kept', async () => {
    const { network, set } = switchable();
    const folder = temporaryFolder();
    let policy: 'off' | undefined;
    const { program, time } = programFixture(folder, network.transport, {
      surroundings: () => ({ policy, doNotTrack: false, installerChoice: undefined }),
    });
    program.decide(yes);
    await program.rest(soon());
    set('forbidden');
    policy = 'off';
    await program.refresh();
    await program.wake();
    expect(program.record(used('go.search'))).toBe(0);
    time.advance(WEEK);
    await settle();
    expect(readdirSync(path.join(folder, 'program', 'outbox'))).toHaveLength(1);
  });

  it('a policy that allows it again begins nothing before there is a window', async () => {
    const { network, set } = switchable();
    let policy: 'off' | undefined = 'off';
    let asked = 0;
    const { program, time } = programFixture(temporaryFolder(), network.transport, {
      surroundings: () => ({ policy, doNotTrack: false, installerChoice: undefined }),
      machineId: () => {
        asked++;
        return Promise.resolve(undefined);
      },
    });
    program.decide(yes);
    await program.rest(soon());
    set('forbidden');
    const before = asked;
    policy = undefined;
    await program.refresh();
    const { level } = program.collection;
    expect({ level, timers: time.armed, asked }).toEqual({ level: undefined, timers: 0, asked: before });
  });

  it('a crash loses nothing: the session was closed in order', async () => {
    const { network, set } = switchable();
    const { program, restart } = running(network);
    await program.rest(soon());
    set('accepting');
    // The process is killed here.
    const next = restart();
    await next.start();
    await next.close(soon());
    expect(network.requests.slice(1).map(commandsOf)).toEqual([['go.search'], []]);
  });

  it('without a Yes nothing is done at all', async () => {
    const folder = temporaryFolder();
    const { program, time } = programFixture(folder, new FakeNetwork().transport);
    await program.start();
    await program.rest(soon());
    await program.wake();
    await program.rest(soon());
    expect(time.armed).toBe(0);
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('a start without a window', () => {
  it('begins no session, asks for nothing and sends nothing that waits', async () => {
    const { network, set } = switchable();
    const { program, restart, left, time } = running(network);
    await program.close(soon());
    set('forbidden');
    const next = restart({ machineId: () => Promise.reject(new Error('asked without a window')) });
    void next.rest(undefined);
    await next.start();
    time.advance(WEEK);
    await settle();
    expect(left()).toEqual({ logs: 0, waiting: 1 });
    expect({ level: next.collection.level, timers: time.armed, hasWork: next.hasWork }).toEqual({
      level: undefined,
      timers: 0,
      hasWork: false,
    });
  });

  it('leaves the log of a session that was killed for the first window', async () => {
    const { network, set } = switchable();
    const { restart, left } = running(network);
    set('accepting');
    const next = restart();
    void next.rest(undefined);
    await next.start();
    expect(left()).toEqual({ logs: 1, waiting: 0 });
    await next.wake();
    expect(left()).toEqual({ logs: 1, waiting: 1 });
    await next.rest(soon());
    expect(network.requests.map((request) => decoded(request).envelope.session)).toEqual([1, 2]);
  });

  it('deletes what a No could not delete', async () => {
    const folder = temporaryFolder();
    const { program, options, restart } = programFixture(folder, new FakeNetwork().transport);
    program.decide(yes);
    const { disk } = options;
    const stubborn = { ...disk, removeFolder: () => failing() };
    const other = restart({ disk: stubborn });
    expect(() => other.decide(no)).not.toThrow();
    expect(existsSync(path.join(folder, 'program'))).toBe(true);
    const next = restart();
    void next.rest(undefined);
    await next.start();
    expect(existsSync(path.join(folder, 'program'))).toBe(false);
  });
});

function failing(): never {
  throw new Error('EBUSY');
}
