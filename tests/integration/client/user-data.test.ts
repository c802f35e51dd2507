import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Batch } from '../../../client/core/batch/batch.ts';
import { REFUSAL_MEDIA_TYPE } from '../../../client/core/batch/refusal.ts';
import {
  MAX_USER_DATA_PAGE_BYTES,
  PROBLEM_MEDIA_TYPE,
  USER_DATA_MEDIA_TYPE,
} from '../../../client/core/batch/user-data.ts';
import { type Level, levels } from '../../../client/core/consent/levels.ts';
import { type Identity, newIdentity } from '../../../client/main/consent/identity.ts';
import { MAX_USER_DATA_PAGES } from '../../../client/main/limits.ts';
import { EgressGate, type EgressRequest } from '../../../client/main/upload/egress-gate.ts';
import { systemRandomness } from '../../../client/node/platform.ts';
import { answer, FakeNetwork, receiptFor } from '../../support/fakes.ts';
import { decoded, memoryStore, no, programFixture, settle, soon, used, yes } from '../../support/program-fixture.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/** The ID that a personal request is about. */
const about = (request: EgressRequest) => /^\/v1\/installations\/([^?]+)/.exec(request.path)?.[1] ?? '';

const erased = (request: EgressRequest, batches: number) =>
  answer(
    200,
    JSON.stringify({ installation: about(request), status: 'erased', batches }),
    'application/vnd.candor.receipt+json',
  );

const page = (request: EgressRequest, batches: readonly Batch[], next: string | null = null) =>
  answer(200, JSON.stringify({ installation: about(request), batches, next }), USER_DATA_MEDIA_TYPE);

const nothingHeld = (request: EgressRequest) =>
  answer(404, JSON.stringify({ refusal: 'nothing-held', installation: about(request) }), REFUSAL_MEDIA_TYPE);

/** A collector that has what it was sent, and erases it. */
function collector() {
  let held: Batch[] = [];
  const network = new FakeNetwork((request) => {
    if (request.method === 'POST') {
      held.push(decoded(request));
      return receiptFor(request);
    }
    const own = held.filter(({ envelope }) => envelope.installation === about(request));
    if (own.length === 0) return nothingHeld(request);
    if (request.method === 'GET') return page(request, own);
    held = held.filter((batch) => !own.includes(batch));
    return erased(request, own.length);
  });
  return { network, held: () => held };
}

const identityWith = (change: Partial<Identity>) => memoryStore({ ...newIdentity(systemRandomness), ...change });

describe('the egress gate', () => {
  const request = (purpose: EgressRequest['purpose']): EgressRequest => ({
    purpose,
    method: 'GET',
    path: '/',
    headers: {},
    body: new Uint8Array(),
    maxAnswerBytes: 10,
  });
  const gateAt = (level: Level, network: FakeNetwork) =>
    new EgressGate(() => ({ level, reason: 'declined', ask: false }), network.transport);

  it.each(levels.flatMap((level) => (['upload', 'personal'] as const).map((purpose) => [level, purpose] as const)))(
    'at the level %s lets %s out only as it may',
    async (level, purpose) => {
      const network = new FakeNetwork(() => answer(200));
      const result = await gateAt(level, network).send(request(purpose), soon());
      const mayLeave = purpose === 'personal' || level !== 'off';
      expect(result.status).toBe(mayLeave ? 'answered' : 'forbidden');
      expect(network.requests).toHaveLength(mayLeave ? 1 : 0);
    },
  );

  it('ends uploads at a withdrawal, and leaves what the user asked for to its own signal', async () => {
    const network = new FakeNetwork(() => 'hang');
    const gate = gateAt('standard', network);
    const cancel = new AbortController();
    const upload = gate.send(request('upload'), soon());
    const personal = gate.send(request('personal'), cancel.signal);
    gate.abort();
    expect(await upload).toEqual({ status: 'forbidden' });
    expect(network.aborted.map(({ purpose }) => purpose)).toEqual(['upload']);
    cancel.abort();
    expect(await personal).toMatchObject({ status: 'unreachable' });
  });
});

describe('what the collector holds', () => {
  it('is shown with its uses and fields, with the key as bearer, also after a No', async () => {
    const { network } = collector();
    const { program, restart, options } = programFixture(temporaryFolder(), network.transport);
    program.decide(yes);
    program.record(used('go.search', 'help.about'));
    await program.close(soon());
    const later = restart();
    await later.start();
    later.decide(no);
    expect(network.requests).toHaveLength(1);
    const held = await later.userData.fetch();
    expect(held).toMatchObject({ status: 'found', complete: true, batches: [{ state: 'stored', session: 1 }] });
    const [batch] = held.status === 'found' ? held.batches : [];
    expect(batch?.usage.map(({ command }) => command)).toEqual(['go.search', 'help.about']);
    expect(batch?.fields).toContainEqual({ path: 'context.os', value: 'linux' });
    expect(network.requests[1]).toMatchObject({
      purpose: 'personal',
      method: 'GET',
      maxAnswerBytes: MAX_USER_DATA_PAGE_BYTES,
      headers: { authorization: `Bearer ${options.identity.get().key}` },
    });
  });

  it('is asked for by nothing but the call, and is nothing for who never took part', async () => {
    const { network } = collector();
    const { program, time } = programFixture(temporaryFolder(), network.transport);
    await program.start();
    time.advance(24 * 3600 * 1000);
    await settle();
    expect(network.requests).toEqual([]);
    expect(await program.userData.fetch()).toEqual({ status: 'nothing' });
    expect(await program.userData.erase()).toEqual({ status: 'nothing' });
    expect(network.requests).toHaveLength(2);
  });

  it.each([
    ['none', [], []],
    ['not said', undefined, null],
    ['no list', 'many', null],
    [
      'some',
      [
        { day: '2026-03-09', role: 'support' },
        { day: '2026-03-11', role: 'auditor', who: 'anna' },
        { day: 'today' },
        null,
      ],
      [
        { day: '2026-03-11', role: 'unknown' },
        { day: '2026-03-09', role: 'support' },
      ],
    ],
  ])('says who looked it up, newest first, as far as it can be read: %s', async (_, told, lookups) => {
    const { network: sent } = collector();
    const sender = programFixture(temporaryFolder(), sent.transport).program;
    sender.decide(yes);
    await sender.close(soon());
    const batches = [decoded(sent.requests[0])];
    const network = new FakeNetwork((request) =>
      answer(
        200,
        JSON.stringify({ installation: about(request), batches, next: null, lookups: told }),
        USER_DATA_MEDIA_TYPE,
      ),
    );
    const { program } = programFixture(temporaryFolder(), network.transport);
    expect(await program.userData.fetch()).toMatchObject({ status: 'found', lookups });
  });

  it('comes page after page, of former installations first, and so many pages a click', async () => {
    const former = { installation: systemRandomness.uuid(), key: systemRandomness.secret(32) };
    const { network: sent } = collector();
    const sender = programFixture(temporaryFolder(), sent.transport).program;
    sender.decide(yes);
    await sender.close(soon());
    const batch = decoded(sent.requests[0]);

    let last = 2;
    const network = new FakeNetwork((request) => {
      const number = Number(/after=(\d+)/.exec(request.path)?.[1] ?? 0);
      return page(request, [batch], number === last ? null : String(number + 1));
    });
    const identity = identityWith({ former: [former] });
    const { program } = programFixture(temporaryFolder(), network.transport, { identity });
    const all = await program.userData.fetch();
    expect(all).toMatchObject({ status: 'found', complete: true });
    expect(all.status === 'found' && all.batches).toHaveLength(6);
    expect(network.requests.map(about)).toEqual([
      ...Array(3).fill(former.installation),
      ...Array(3).fill(identity.get().installation),
    ]);
    last = 1000;
    const some = await program.userData.fetch();
    expect(some.status === 'found' && [some.complete, some.batches.length]).toEqual([false, MAX_USER_DATA_PAGES]);
  });

  it.each([
    ['no answer', 'fail'],
    ['a log-in page', answer(200, '<html>')],
    ['a page that is not found', answer(404, '<html>')],
    ['a gateway that has nothing', answer(404, '{"status":404}', PROBLEM_MEDIA_TYPE)],
    ['a refusal that says whose in no way', answer(404, '{"refusal":"nothing-held"}', REFUSAL_MEDIA_TYPE)],
    ['a refusal about somebody else', answer(404, '{"refusal":"nothing-held","installation":"x"}', REFUSAL_MEDIA_TYPE)],
    ['an empty refusal', answer(404, '', REFUSAL_MEDIA_TYPE)],
    ['a fault', answer(503, '{}', PROBLEM_MEDIA_TYPE)],
    [
      'an answer about somebody else',
      answer(200, '{"installation":"x","batches":[],"next":null}', USER_DATA_MEDIA_TYPE),
    ],
    ['half an answer', answer(200, '{"installation":', USER_DATA_MEDIA_TYPE)],
    ['a receipt of somebody else', answer(200, '{"installation":"x","status":"erased","batches":1}')],
  ])('with %s is not known, and nothing is erased', async (_name, reply) => {
    const folder = temporaryFolder();
    const network = new FakeNetwork(() => reply as 'fail');
    const { program, options } = programFixture(folder, network.transport);
    program.decide(yes);
    program.record(used('go.search'));
    const before = options.identity.get();
    expect(await program.userData.fetch()).toEqual({ status: 'unreachable' });
    expect(await program.userData.erase()).toEqual({ status: 'unreachable' });
    expect(options.identity.get()).toEqual(before);
    expect(program.unsent.view().batches.map(({ usage }) => usage.length)).toEqual([1]);
  });

  it.each([
    ['as plain JSON', 404, 'application/json', {}],
    ['as a problem', 404, PROBLEM_MEDIA_TYPE, {}],
    ['with another status', 410, REFUSAL_MEDIA_TYPE, {}],
    ['of another kind', 404, REFUSAL_MEDIA_TYPE, { refusal: 'invalid' }],
    ['of a batch', 404, REFUSAL_MEDIA_TYPE, { installation: undefined, batch: 'x' }],
  ])('refused %s is not known either', async (_name, status, type, change) => {
    const network = new FakeNetwork((request) =>
      answer(status, JSON.stringify({ refusal: 'nothing-held', installation: about(request), ...change }), type),
    );
    const { program } = programFixture(temporaryFolder(), network.transport);
    expect(await program.userData.fetch()).toEqual({ status: 'unreachable' });
    expect(await program.userData.erase()).toEqual({ status: 'unreachable' });
  });

  it('is not waited for after a cancel, or for longer than half a minute', async () => {
    const network = new FakeNetwork(() => 'hang');
    const { program, time } = programFixture(temporaryFolder(), network.transport);
    const cancelled = program.userData.erase();
    program.userData.cancel();
    expect(await cancelled).toEqual({ status: 'cancelled' });
    const late = program.userData.fetch();
    time.advance(30_000);
    expect(await late).toEqual({ status: 'unreachable' });
    expect(time.armed).toBe(0);
  });

  it('is still fetched when a No comes meanwhile', async () => {
    const network = new FakeNetwork((request) => (request.method === 'POST' ? receiptFor(request) : 'hang'));
    const { program } = programFixture(temporaryFolder(), network.transport);
    program.decide(yes);
    const held = program.userData.fetch();
    program.decide(no);
    expect(network.aborted).toEqual([]);
    program.userData.cancel();
    expect(await held).toEqual({ status: 'cancelled' });
  });
});

describe('an erasure', () => {
  it('once confirmed deletes what waits and what is recorded, and begins anew under another ID', async () => {
    const folder = temporaryFolder();
    const { network, held } = collector();
    const first = programFixture(folder, network.transport);
    first.program.decide(yes);
    await first.program.close(soon());
    const unsent = first.restart({ transport: new FakeNetwork(() => 'fail').transport });
    await unsent.start();
    unsent.record(used('go.processes'));
    await unsent.close(soon());

    let changes = 0;
    const program = first.restart({ onChange: () => changes++ });
    await program.start();
    program.record(used('go.search'));
    const before = first.options.identity.get();
    expect(program.unsent.view().batches).toHaveLength(2);
    expect(await program.userData.erase()).toEqual({ status: 'erased', batches: 1 });

    const after = first.options.identity.get();
    expect(after.installation).not.toBe(before.installation);
    expect(after).toMatchObject({ former: [], sessions: 1 });
    expect(program.participation().level).toBe('standard');
    expect(changes).toBeGreaterThan(0);
    expect(readdirSync(path.join(folder, 'program/outbox'))).toEqual([]);
    expect(program.unsent.view().batches.map(({ session, usage }) => [session, usage.length])).toEqual([[1, 0]]);
    program.record(used('help.about'));
    await program.close(soon());
    expect(held().map(({ envelope, usage }) => [envelope.installation, usage.length])).toEqual([
      [after.installation, 1],
    ]);
  });

  it('after a No leaves the No as it is, and nothing is recorded', async () => {
    const folder = temporaryFolder();
    const { network } = collector();
    const { program, restart, options } = programFixture(folder, network.transport);
    program.decide(yes);
    await program.close(soon());
    const { installation } = program;
    const later = restart();
    await later.start();
    later.decide(no);
    expect(await later.userData.erase()).toEqual({ status: 'erased', batches: 1 });
    expect(later.participation()).toEqual({ level: 'off', reason: 'declined', ask: false });
    expect(options.identity.get()).toMatchObject({ sessions: 0 });
    expect(later.installation).not.toBe(installation);
    expect(later.record(used('go.search'))).toBe(0);
    expect(await later.userData.fetch()).toEqual({ status: 'nothing' });
  });

  it('takes former installations too; one that is confirmed is forgotten, whatever becomes of the next', async () => {
    const former = ['a', 'b'].map((letter) => ({ installation: systemRandomness.uuid(), key: letter.repeat(43) }));
    const [first, second] = former;
    const identity = identityWith({ former });
    const { installation } = identity.get();
    let up = false;
    const network = new FakeNetwork((request) => {
      if (about(request) === installation) return nothingHeld(request);
      return about(request) === first?.installation || up ? erased(request, 3) : 'fail';
    });
    const { program } = programFixture(temporaryFolder(), network.transport, { identity });
    program.decide(yes);
    program.record(used('go.search'));
    expect(await program.userData.erase()).toEqual({ status: 'unreachable' });
    expect(identity.get()).toMatchObject({ installation, former: [second] });
    up = true;
    expect(await program.userData.erase()).toEqual({ status: 'erased', batches: 3 });
    expect(identity.get()).toMatchObject({ installation, former: [] });
    // The session that is recorded belongs to an installation of which nothing was held.
    expect(program.unsent.view().batches.map(({ usage }) => usage.length)).toEqual([1]);
    expect(network.requests.map(({ headers }) => headers['authorization']?.slice(0, 8))).toEqual([
      'Bearer a',
      'Bearer b',
      'Bearer b',
      expect.stringMatching(/^Bearer /),
    ]);
  });

  it('of another copy of this profile is learned of by its receipt, and the batch is gone', async () => {
    const folder = temporaryFolder();
    const network = new FakeNetwork((request) => {
      const receipt = JSON.stringify({ batch: decoded(request).envelope.batch, status: 'erased' });
      return answer(200, receipt, 'application/vnd.candor.receipt+json');
    });
    const { program } = programFixture(folder, network.transport);
    program.decide(yes);
    await program.close(soon());
    expect(readdirSync(path.join(folder, 'program/outbox'))).toEqual([]);
  });
});
