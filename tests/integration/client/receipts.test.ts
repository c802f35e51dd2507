import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { MAX_RECEIPTS } from '../../../client/main/limits.ts';
import { brotli } from '../../../client/main/recording/platform-codec.ts';
import type { EgressRequest } from '../../../client/main/upload/egress-gate.ts';
import { answer, FakeNetwork, receiptFor } from '../../support/fakes.ts';
import { FaultyDisk } from '../../support/faulty-disk.ts';
import { accepting, decoded, no, programFixture, settle, soon, yes } from '../../support/program-fixture.ts';
import { refuse } from '../../support/refusals.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { type Command, offline, outbox, waitingSessions } from './support/waiting-sessions.ts';

describe('what was sent', () => {
  it('is remembered with its moment, size and answer, newest first, and read again at the next start', async () => {
    const folder = temporaryFolder();
    const network = accepting();
    const { program, restart, time } = programFixture(folder, network.transport);
    program.decide(yes);
    await program.close(soon());
    time.advance(90_000);
    const next = restart();
    await next.start();
    await next.close(soon());
    const [second, first] = network.requests.map(({ body }) => body.length).toReversed();
    const { sent } = restart().unsent.view();
    expect(sent).toEqual([
      {
        at: '2026-03-09T12:01:30.000Z',
        batch: decoded(network.requests[1]).envelope.batch,
        session: 2,
        bytes: second,
        answer: 'accepted',
        times: 1,
      },
      {
        at: '2026-03-09T12:00:00.000Z',
        batch: decoded(network.requests[0]).envelope.batch,
        session: 1,
        bytes: first,
        answer: 'accepted',
        times: 1,
      },
    ]);
  });

  it('costs no second unpacking of a batch', async () => {
    const network = new FakeNetwork(() => 'fail');
    const { program } = programFixture(temporaryFolder(), network.transport);
    program.decide(yes);
    const unpacking = vi.spyOn(brotli, 'decompress');
    await program.close(soon());
    expect(program.unsent.receipts.list()).toMatchObject([{ session: 1, answer: 'unreachable' }]);
    expect(unpacking).toHaveBeenCalledTimes(1);
  });

  it.each([
    ['duplicate', (request: EgressRequest) => receiptFor(request, 'duplicate')],
    ['refused', (request: EgressRequest) => refuse(request, 'invalid')],
    ['too-large', (request: EgressRequest) => refuse(request, 'too-large')],
    ['later', (request: EgressRequest) => refuse(request, 'unavailable')],
    ['later', (request: EgressRequest) => refuse(request, 'not-yet')],
    ['ended', (request: EgressRequest) => refuse(request, 'ended')],
    ['unreachable', () => answer(503)],
    ['unreachable', () => answer(410)],
    ['unreachable', () => 'fail' as const],
    ['unreachable', () => answer(200, '<html>Please log in</html>')],
  ])('says %s', async (said, respond) => {
    const network = new FakeNetwork(respond);
    const { program } = programFixture(temporaryFolder(), network.transport);
    program.decide(yes);
    await program.close(soon());
    expect(program.unsent.view().sent[0]?.answer).toBe(said);
  });

  it('says once what happens again and again', async () => {
    const { network } = offline();
    const fixture = programFixture(temporaryFolder(), network.transport);
    const program = await waitingSessions(fixture, 'go.search');
    for (let attempt = 0; attempt < 5; attempt += 1) {
      fixture.time.advance(3_600_000);
      await settle();
    }
    expect(network.requests.length).toBeGreaterThan(2);
    expect(program.unsent.view().sent).toMatchObject([{ answer: 'unreachable', times: network.requests.length }]);
  });

  it('keeps the newest answers and no more', async () => {
    const folder = temporaryFolder();
    const { network, goOnline } = offline();
    const fixture = programFixture(folder, network.transport);
    const program = await waitingSessions(fixture, ...Array<Command>(MAX_RECEIPTS + 5).fill('go.search'));
    goOnline();
    await program.close(soon());
    const sent = fixture.restart().unsent.view().sent;
    expect(sent).toHaveLength(MAX_RECEIPTS);
    expect(sent[0]?.session).toBe(MAX_RECEIPTS + 6);
  });

  it('is deleted by a No, and what comes back after it is not remembered', async () => {
    const folder = temporaryFolder();
    const network = new FakeNetwork((request) => (network.requests.length === 1 ? receiptFor(request) : 'hang'));
    const fixture = programFixture(folder, network.transport);
    const program = await waitingSessions(fixture, 'go.search', 'go.processes');
    fixture.time.advance(120_000);
    await settle();
    expect(program.unsent.view().sent).toHaveLength(1);
    program.decide(no);
    await settle();
    await settle();
    expect(existsSync(path.join(folder, 'program'))).toBe(false);
    expect(program.unsent.view().sent).toEqual([]);
  });

  it('that is damaged on the disk is set aside and begun anew', async () => {
    const folder = temporaryFolder();
    const fixture = programFixture(folder, accepting().transport);
    fixture.program.decide(yes);
    await fixture.program.close(soon());
    const file = path.join(folder, 'program/receipts.json');
    for (const damage of ['{"sent":[{}]}', '{"sent":', '']) {
      writeFileSync(file, damage);
      const next = fixture.restart();
      await next.start();
      expect(next.unsent.view().sent).toEqual([]);
      expect(readFileSync(path.join(folder, 'program/set-aside/receipts.json'), 'utf8')).toBe(damage);
      await next.close(soon());
      expect(fixture.restart().unsent.view().sent).toHaveLength(1);
    }
  });

  it('that cannot be read now is not written over, and never holds delivery up', async () => {
    const folder = temporaryFolder();
    const faulty = new FaultyDisk();
    const network = accepting();
    const fixture = programFixture(folder, network.transport, { disk: faulty.disk });
    fixture.program.decide(yes);
    await fixture.program.close(soon());
    const file = path.join(folder, 'program/receipts.json');
    const before = readFileSync(file);
    const onReceipts = (code: string, ...operations: string[]) => {
      faulty.fails = (operation, at) =>
        operations.includes(operation) && at.startsWith(file) && !at.includes('set-aside') ? code : undefined;
    };
    for (const trouble of [() => onReceipts('EIO', 'read'), () => onReceipts('ENOSPC', 'open', 'write')]) {
      trouble();
      const next = fixture.restart();
      await next.start();
      await next.close(soon());
      expect(outbox(folder)).toEqual([]);
      expect(next.unsent.view().sent[0]?.answer).toBe('accepted');
      expect(readFileSync(file)).toEqual(before);
    }
    expect(network.requests).toHaveLength(3);
  });

  it('costs a full outbox few writings', async () => {
    const folder = temporaryFolder();
    const faulty = new FaultyDisk();
    const { network, goOnline } = offline();
    const fixture = programFixture(folder, network.transport, { disk: faulty.disk });
    const program = await waitingSessions(fixture, ...Array<Command>(60).fill('go.search'));
    goOnline();
    let written = 0;
    faulty.fails = (operation, file) => {
      if (operation === 'open' && file.includes('receipts.json')) written += 1;
      return undefined;
    };
    await program.close(soon());
    expect(network.requests).toHaveLength(61);
    expect(written).toBeLessThanOrEqual(2);
    expect(fixture.restart().unsent.view().sent).toHaveLength(61);
  });

  it('is forgotten when the collector has erased it', async () => {
    const folder = temporaryFolder();
    const network = new FakeNetwork((request) =>
      request.method === 'POST'
        ? receiptFor(request)
        : answer(
            200,
            JSON.stringify({ installation: request.path.split('/').at(-1), status: 'erased', batches: 1 }),
            'application/vnd.candor.receipt+json',
          ),
    );
    const fixture = programFixture(folder, network.transport);
    fixture.program.decide(yes);
    await fixture.program.close(soon());
    const next = fixture.restart();
    await next.start();
    expect(next.unsent.view().sent).toHaveLength(1);
    await next.userData.erase();
    expect(next.unsent.view().sent).toEqual([]);
    expect(existsSync(path.join(folder, 'program/receipts.json'))).toBe(false);
  });
});
