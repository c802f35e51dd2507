import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { finder } from '../../../app/finder/product.ts';
import type { BatchRefusal } from '../../../client/core/batch/refusal.ts';
import { MAX_PUT_OFF_IN_A_PASS } from '../../../client/main/limits.ts';
import type { EgressRequest } from '../../../client/main/upload/egress-gate.ts';
import { answer, FakeNetwork, receiptFor } from '../../support/fakes.ts';
import { commandsOf, decoded, programFixture, settle, soon, used, yes } from '../../support/program-fixture.ts';
import { refuse } from '../../support/refusals.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { type Command, outbox, waitingSessions } from './support/waiting-sessions.ts';

/** A collector that refuses some sessions, and takes the others. */
function refusing(refusals: Readonly<Record<number, BatchRefusal['refusal']>>, retryAfter?: string) {
  return new FakeNetwork((request) => {
    const refusal = refusals[decoded(request).envelope.session];
    return refusal ? refuse(request, refusal, retryAfter) : receiptFor(request);
  });
}

const sessionsOf = (requests: readonly EgressRequest[]) => requests.map((one) => decoded(one).envelope.session);
const sessions = (count: number) => Array<Command>(count).fill('go.search');
const setAside = (folder: string) => {
  const at = path.join(folder, 'program/set-aside');
  return existsSync(at) ? readdirSync(at) : [];
};

describe('a 410', () => {
  /** One session of version 1.0.0 that waits, and a network that has ended 1.0.0 and no other version. */
  async function upgraded() {
    const folder = temporaryFolder();
    const network = new FakeNetwork((request) => {
      if (network.requests.length === 1) return 'fail';
      return decoded(request).context.version === '1.0.0' ? refuse(request, 'ended') : receiptFor(request);
    });
    const fixture = programFixture(folder, network.transport);
    fixture.program.decide(yes);
    fixture.program.record(used('go.search'));
    await fixture.program.close(soon());
    const product = { ...finder, version: '1.0.1' };
    const versioned = { product, context: () => ({ ...fixture.options.context(), version: '1.0.1' }) };
    return { ...fixture, folder, network, next: () => fixture.restart(versioned) };
  }

  it('for a version that still waits does not end the running one, which goes on collecting and sending', async () => {
    const { folder, network, next: start } = await upgraded();
    const next = start();
    await next.start();
    next.record(used('go.processes'));
    await next.close(soon());
    expect(next.participation()).toMatchObject({ level: 'standard', reason: 'accepted' });
    expect(network.requests.slice(1).map((one) => decoded(one).context.version)).toEqual(['1.0.0', '1.0.1']);
    expect(commandsOf(network.requests[2])).toEqual(['go.processes']);
    expect(outbox(folder)).toEqual([]);
    const after = start();
    await after.start();
    await after.close(soon());
    expect(after.participation().reason).toBe('accepted');
  });

  it('for a version that still waits sets its batches aside, counted, and asks about none of them again', async () => {
    const { folder, network, next: start } = await upgraded();
    // A second session of the ended version.
    const old = programFixture(folder, () => Promise.reject(new Error('network')));
    old.program.decide(yes);
    old.program.record(used('go.processes'));
    old.program.seal();
    const next = start();
    await next.start();
    await next.close(soon());
    expect(setAside(folder)).toHaveLength(2);
    expect(network.requests.map((one) => decoded(one).context.version)).toEqual(['1.0.0', '1.0.0', '1.0.1']);
    const after = start();
    await after.start();
    await after.close(soon());
    expect(decoded(network.requests.at(-1)).dropped).toEqual({ refused: 2 });
  });

  it('for the running version is remembered by its number: an upgrade goes on, and sends nothing of the ended one', async () => {
    const { network, restart, next: start, folder } = await upgraded();
    const ended = restart();
    await ended.start();
    await ended.close(soon());
    expect(ended.participation().reason).toBe('ended');
    expect(outbox(folder)).toHaveLength(2);
    const next = start();
    await next.start();
    await next.close(soon());
    expect(next.participation().level).toBe('standard');
    expect(network.requests.slice(2).map((one) => decoded(one).context.version)).toEqual(['1.0.1']);
    expect(setAside(folder)).toHaveLength(2);
  });

  it('ends the program for a preview of the version as well, whose batches say its numbers alone', async () => {
    const network = new FakeNetwork((request) => refuse(request, 'ended'));
    const product = { ...finder, version: '1.0.0-beta.1' };
    const { program, restart } = programFixture(temporaryFolder(), network.transport, { product });
    program.decide(yes);
    program.record(used('go.search'));
    await program.close(soon());
    expect(program.participation().reason).toBe('ended');
    const next = restart();
    await next.start();
    expect(next.record(used('go.search'))).toBe(0);
    await next.close(soon());
    expect(network.requests).toHaveLength(1);
  });
});

describe('a batch that the collector puts off', () => {
  it('does not hold up those behind it, at quit', async () => {
    const network = refusing({ 1: 'not-yet' });
    const folder = temporaryFolder();
    const program = await waitingSessions(programFixture(folder, network.transport), ...sessions(3));
    await program.close(soon());
    expect(sessionsOf(network.requests)).toEqual([1, 2, 3, 4]);
    expect(outbox(folder)).toEqual([expect.stringMatching(/^0000000001-/)]);
  });

  it('does not hold up those behind it, in the background, and goes when its time has come', async () => {
    const refusals: Record<number, BatchRefusal['refusal']> = { 1: 'not-yet' };
    const network = refusing(refusals, '600');
    const fixture = programFixture(temporaryFolder(), network.transport);
    await waitingSessions(fixture, ...sessions(2));
    fixture.time.advance(60_000);
    await expect.poll(() => sessionsOf(network.requests)).toEqual([1]);
    await settle();
    fixture.time.advance(1000);
    await expect.poll(() => sessionsOf(network.requests)).toEqual([1, 2]);
    delete refusals[1];
    await expect.poll(() => fixture.time.next).toBeGreaterThan(590_000);
    fixture.time.advance(600_000);
    await expect.poll(() => sessionsOf(network.requests)).toEqual([1, 2, 1]);
  });

  it('is not asked about before its time, in a later run either', async () => {
    const network = refusing({ 1: 'not-yet' }, '600');
    const fixture = programFixture(temporaryFolder(), network.transport);
    const program = await waitingSessions(fixture, ...sessions(1));
    await program.close(soon());
    for (const [wait, asked] of [
      [300_000, false],
      [301_000, true],
    ] as const) {
      fixture.time.advance(wait);
      network.requests.length = 0;
      const next = fixture.restart();
      await next.start();
      await next.close(soon());
      expect(sessionsOf(network.requests).includes(1)).toBe(asked);
    }
  });

  it('comes last when its time has come, so that many of them let all others through, however short the runs', async () => {
    const many = MAX_PUT_OFF_IN_A_PASS + 3;
    const network = refusing(Object.fromEntries(Array.from({ length: many }, (_, index) => [index + 1, 'not-yet'])));
    const fixture = programFixture(temporaryFolder(), network.transport);
    let program = await waitingSessions(fixture, ...sessions(many));
    await program.close(soon());
    expect(sessionsOf(network.requests)).toEqual(
      Array.from({ length: MAX_PUT_OFF_IN_A_PASS }, (_, index) => index + 1),
    );
    network.requests.length = 0;
    fixture.time.advance(24 * 3_600_000);
    program = fixture.restart();
    await program.start();
    await program.close(soon());
    const asked = sessionsOf(network.requests);
    expect(asked.slice(0, 5)).toEqual([many - 2, many - 1, many, many + 1, many + 2]);
    expect(asked.filter((session) => session <= many)).toHaveLength(MAX_PUT_OFF_IN_A_PASS);
  });

  it.each([
    ['the collector itself', (request: EgressRequest) => refuse(request, 'unavailable')],
    ['a balancer in front of it', () => answer(503)],
    ['a proxy that says 409', () => answer(409)],
  ])('is not every batch: one No of %s ends the pass', async (_name, respond) => {
    const network = new FakeNetwork(respond);
    const program = await waitingSessions(programFixture(temporaryFolder(), network.transport), ...sessions(3));
    await program.close(soon());
    expect(network.requests).toHaveLength(1);
  });
});

describe('the collector’s Retry-After', () => {
  const file = 'program/not-before.json';

  async function putOff(reply = (request: EgressRequest) => refuse(request, 'unavailable', '86400')) {
    const folder = temporaryFolder();
    const network = new FakeNetwork((request) =>
      network.requests.length === 1 ? reply(request) : receiptFor(request),
    );
    const fixture = programFixture(folder, network.transport);
    fixture.program.decide(yes);
    await fixture.program.close(soon());
    const nextRun = async () => {
      const next = fixture.restart();
      await next.start();
      await next.close(soon());
      return network.requests.length - 1;
    };
    return { ...fixture, folder, network, nextRun };
  }

  it('outlives a restart, until its time has come', async () => {
    const { time, nextRun, folder } = await putOff();
    time.advance(86_399_000);
    expect(await nextRun()).toBe(0);
    time.advance(1000);
    expect(await nextRun()).toBe(3);
    expect(existsSync(path.join(folder, file))).toBe(false);
  });

  it('of somebody else ends with the run', async () => {
    const { nextRun, folder } = await putOff(() => answer(503, '', 'text/html', '86400'));
    expect(existsSync(path.join(folder, file))).toBe(false);
    expect(await nextRun()).toBe(2);
  });

  it.each([
    ['a clock set back', (now: number) => ({ all: { saidAt: now + 60_000, until: now + 600_000 }, batches: [] })],
    ['damage', () => '{"all":'],
    ['a time that is none', (now: number) => ({ all: { saidAt: now, until: null }, batches: [] })],
    ['an unknown field', (now: number) => ({ all: { saidAt: now, until: now + 600_000 }, batches: [], more: 1 })],
  ])('is not believed after %s', async (_name, content) => {
    const { time, nextRun, folder } = await putOff();
    const written = content(time.now());
    writeFileSync(path.join(folder, file), typeof written === 'string' ? written : JSON.stringify(written));
    expect(await nextRun()).toBe(2);
  });

  it('is never believed for longer than a day, whatever stands in the file', async () => {
    const { time, nextRun, folder } = await putOff();
    const year = 365 * 86_400_000;
    const content = { all: { saidAt: time.now(), until: time.now() + year }, batches: [] };
    writeFileSync(path.join(folder, file), JSON.stringify(content));
    expect(await nextRun()).toBe(0);
    time.advance(86_400_000);
    expect(await nextRun()).toBe(3);
  });
});
