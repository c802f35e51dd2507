import { appendFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { finder } from '../../../app/finder/product.ts';
import { type Cause, diagnose } from '../../../client/core/diagnosis/diagnose.ts';
import type { DiagnosisFacts } from '../../../client/core/diagnosis/facts.ts';
import { computerOf, factsOfRunning } from '../../../client/main/diagnosis/computer.ts';
import { programOnDisk, programPlaces } from '../../../client/main/diagnosis/gather.ts';
import { systemDisk } from '../../../client/main/files/disk.ts';
import { programFolder } from '../../../client/main/files/profile-folders.ts';
import { readReceipts } from '../../../client/main/outbox/receipts.ts';
import type { PolicyState } from '../../../client/main/policy/policy-document.ts';
import { openClientStores, peekClientStores } from '../../../client/main/store/client-stores.ts';
import type { Transport } from '../../../client/main/upload/egress-gate.ts';
import { systemRandomness } from '../../../client/node/platform.ts';
import { answer, FakeNetwork, FakeTime, receiptFor } from '../../support/fakes.ts';
import { programFixture, soon, used, yes } from '../../support/program-fixture.ts';
import { refuse } from '../../support/refusals.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const away: Transport = () => Promise.reject(new Error('net::ERR_CONNECTION_REFUSED'));

/** A running app on real files, with its network and its clock under the test's control. */
function running({ transport = away, online = true }: { transport?: Transport; online?: boolean } = {}) {
  const profile = temporaryFolder();
  const time = new FakeTime();
  const stores = openClientStores({
    profile,
    product: finder.id,
    disk: systemDisk,
    clock: time,
    random: systemRandomness,
  });
  const policy: { state: PolicyState } = { state: { status: 'none' } };
  const directory = programFolder(profile, finder.id);
  const fixture = programFixture(profile, transport, {
    ...stores,
    directory,
    clock: time,
    timers: time,
    online: () => online,
  });
  const options = { product: finder, packaged: true, environment: {}, profile };
  const facts = (program = fixture.program): DiagnosisFacts =>
    factsOfRunning({
      // What Electron alone knows.
      computer: { ...computerOf(options), versions: { electron: '33.4.11', chromium: '130.0.0.0', system: 'linux' } },
      options,
      program,
      stores,
      policy,
      disk: systemDisk,
      clock: time,
      online: () => online,
    });
  return { ...fixture, time, profile, directory, policy, facts };
}

/** The same with one closed session in the outbox, in its next run. */
async function withOneWaiting(parts: { transport?: Transport; online?: boolean } = {}) {
  const app = running(parts);
  app.program.decide(yes);
  app.program.record(used('go.search'));
  await app.program.close(AbortSignal.abort());
  const program = app.restart();
  await program.start();
  return { ...app, program, facts: () => app.facts(program) };
}

describe('the facts of a running app', () => {
  it('cross to a window as they are, and hold nothing of what was used', async () => {
    const app = await withOneWaiting();
    const facts = app.facts();
    expect(structuredClone(facts)).toEqual(facts);
    expect(JSON.stringify(facts)).not.toContain('go.search');
  });

  it('tell a session under way from one that waits, and when that is sent', async () => {
    const app = running();
    expect(diagnose(app.facts())).toBe('undecided');
    app.program.decide(yes);
    expect(app.facts().sessions.count).toBe(1);
    expect(diagnose(app.facts())).toBe('session-open');

    const waiting = await withOneWaiting();
    const { outbox, delivery, at } = waiting.facts();
    expect(outbox.count).toBe(1);
    expect(outbox.bytes).toBeGreaterThan(50);
    expect(Math.abs((outbox.oldest ?? 0) - at)).toBeLessThan(1000);
    expect(delivery).toEqual({ state: 'scheduled', after: 60_000 });
    expect(diagnose(waiting.facts())).toBe('soon');
    waiting.time.advance(20_000);
    expect(waiting.facts().delivery).toEqual({ state: 'scheduled', after: 40_000 });
  });

  it.each<[string, { transport: Transport; online?: boolean }, Cause]>([
    ['on its way', { transport: new FakeNetwork(() => 'hang').transport }, 'sending'],
    ['for the collector, which is away', { transport: away }, 'collector-away'],
    ['for the network', { transport: away, online: false }, 'waiting-for-network'],
    [
      'for a collector that is busy',
      { transport: new FakeNetwork((request) => refuse(request, 'unavailable', '600')).transport },
      'collector-busy',
    ],
    [
      'no longer: it was refused',
      { transport: new FakeNetwork((request) => refuse(request, 'invalid')).transport },
      'refused',
    ],
    [
      'no longer: it has ended',
      { transport: new FakeNetwork((request) => refuse(request, 'ended')).transport },
      'ended',
    ],
    [
      'for the collector, while somebody else answers in its place',
      { transport: new FakeNetwork(() => answer(410)).transport },
      'collector-away',
    ],
  ])('say of what waits that it waits %s', async (_name, parts, cause) => {
    const app = await withOneWaiting(parts);
    app.time.advance(60_000);
    await expect.poll(() => diagnose(app.facts())).toBe(cause);
  });

  it('say that everything has arrived when the session has been sent', async () => {
    const app = running({ transport: new FakeNetwork((request) => receiptFor(request)).transport });
    app.program.decide(yes);
    app.program.record(used('go.search'));
    await app.program.close(soon());
    expect(diagnose(app.facts())).toBe('all-sent');
    expect(app.facts().outbox).toEqual({ count: 0, bytes: 0 });
  });

  it('name a damaged policy and what is wrong with it', () => {
    const app = running();
    app.policy.state = { status: 'damaged', problem: 'it is not JSON' };
    expect(app.facts().policy).toMatchObject({ state: 'damaged', problem: 'it is not JSON' });
    app.policy.state = { status: 'set', policy: { participation: 'standard', customerId: 'ACME-0042' }, trusted: true };
    expect(app.facts().policy).toEqual({ places: expect.any(Array), state: 'set', allowed: 'standard' });
  });

  it('count what was set aside and what crashed', async () => {
    const app = await withOneWaiting();
    const places = programPlaces(app.directory);
    mkdirSync(path.join(places.crashes, 'pending'), { recursive: true });
    writeFileSync(path.join(places.crashes, 'pending', 'one.dmp'), 'MDMP');
    writeFileSync(path.join(places.crashes, 'settings.dat'), 'x');
    mkdirSync(places.aside, { recursive: true });
    writeFileSync(path.join(places.aside, '0000000001.log'), 'abc');
    expect(programOnDisk(systemDisk, app.directory)).toMatchObject({
      crashes: { count: 1, bytes: 4 },
      aside: { count: 1, bytes: 3 },
    });
  });
});

describe('a look at the files from outside', () => {
  const peek = (profile: string) => peekClientStores(systemDisk, { profile, product: finder.id });

  it('makes nothing where nothing is', () => {
    const profile = path.join(temporaryFolder(), 'none');
    expect(peek(profile).files.map(({ state }) => state)).toEqual(['none', 'none']);
    expect(programOnDisk(systemDisk, programFolder(profile, finder.id)).outbox).toEqual({ count: 0, bytes: 0 });
    expect(readReceipts(systemDisk, programPlaces(programFolder(profile, finder.id)).receipts)).toEqual([]);
    expect(readdirSync(path.dirname(profile))).toEqual([]);
  });

  it('reads the answer and the receipts as they are', async () => {
    const app = running({ transport: new FakeNetwork((request) => receiptFor(request)).transport });
    app.program.decide(yes);
    app.program.record(used('go.search'));
    await app.program.close(soon());
    const { consent, identity, files } = peek(app.profile);
    expect(consent?.decision).toMatchObject({ answer: 'yes' });
    expect(identity?.installation).toBe(app.program.installation);
    expect(files.map(({ state }) => state)).toEqual(['read', 'read']);
    expect(readReceipts(systemDisk, programPlaces(app.directory).receipts)).toEqual(app.program.unsent.receipts.list());
  });

  it('names what is damaged, and what was set aside, and leaves both as they are', () => {
    const { profile } = running();
    const [consent] = peek(profile).files;
    const folder = path.dirname(consent?.file ?? '');
    appendFileSync(consent?.file ?? '', '}');
    writeFileSync(path.join(folder, 'identity.damaged-1770000000000.json'), '{');
    const before = readdirSync(folder);
    expect(peek(profile).files.map(({ file, state }) => [path.basename(file), state])).toEqual([
      ['consent.json', 'damaged'],
      ['identity.json', 'read'],
      ['identity.damaged-1770000000000.json', 'set-aside'],
    ]);
    expect(readdirSync(folder)).toEqual(before);
  });
});
