import { readdirSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { finder } from '../../../app/finder/product.ts';
import { answer, FakeNetwork, receiptFor } from '../../support/fakes.ts';
import { commandsOf, decoded, programFixture, soon, used, yes } from '../../support/program-fixture.ts';
import { refuse } from '../../support/refusals.ts';
import { filesBelow, temporaryFolder } from '../../support/temporary-folder.ts';

describe('delivery', () => {
  it('keeps what the collector did not confirm and sends it later, oldest first', async () => {
    let up = false;
    const network = new FakeNetwork((request) => (up ? receiptFor(request) : 'fail'));
    const { program, restart } = programFixture(temporaryFolder(), network.transport);
    program.decide(yes);
    program.record(used('go.search'));
    await program.close(soon());
    up = true;
    const next = restart();
    await next.start();
    next.record(used('go.processes'));
    await next.close(soon());
    expect(network.requests.slice(1).map(commandsOf)).toEqual([['go.search'], ['go.processes']]);
  });

  it('takes only a receipt for this batch as delivery', async () => {
    for (const reply of [
      answer(200, '<html>Please log in</html>'),
      answer(
        200,
        '{"batch":"00000000-0000-4000-8000-000000000000","status":"accepted"}',
        'application/vnd.candor.receipt+json',
      ),
      answer(200, 'not json', 'application/vnd.candor.receipt+json'),
      answer(204),
      answer(403),
      answer(500),
    ]) {
      const folder = temporaryFolder();
      const network = new FakeNetwork(() => reply);
      const { program } = programFixture(folder, network.transport);
      program.decide(yes);
      await program.close(soon());
      expect(readdirSync(path.join(folder, 'program/outbox')), `${reply.status} ${reply.body}`).toHaveLength(1);
    }
  });

  it('takes a duplicate as delivered', async () => {
    const folder = temporaryFolder();
    const network = new FakeNetwork((request) => receiptFor(request, 'duplicate'));
    const { program } = programFixture(folder, network.transport);
    program.decide(yes);
    await program.close(soon());
    expect(filesBelow(folder)).toEqual(['program/receipts.json']);
  });

  it('sets aside what the collector refuses, counts it, and goes on with the next', async () => {
    const folder = temporaryFolder();
    const network = new FakeNetwork((request) =>
      network.requests.length === 1 ? refuse(request, 'invalid') : receiptFor(request),
    );
    const { program, restart } = programFixture(folder, network.transport);
    program.decide(yes);
    await program.close(soon());
    expect(readdirSync(path.join(folder, 'program/set-aside'))).toHaveLength(1);
    const next = restart();
    await next.start();
    await next.close(soon());
    expect(decoded(network.requests[1]).dropped).toEqual({ refused: 1 });
  });

  it('splits what is too large and delivers the parts, each with an id of its own', async () => {
    const network = new FakeNetwork((request) =>
      decoded(request).usage.length > 2 ? refuse(request, 'too-large') : receiptFor(request),
    );
    const { program, time } = programFixture(temporaryFolder(), network.transport);
    program.decide(yes);
    for (const command of ['go.search', 'go.processes', 'view.refresh', 'help.about', 'go.search'] as const) {
      time.advance(10_000);
      program.record(used(command));
    }
    await program.close(soon());
    const parts = network.requests.map(decoded).filter((batch) => batch.usage.length <= 2);
    expect(parts.flatMap((batch) => batch.usage.map((event) => [event.command, event.time]))).toEqual([
      ['go.search', 10],
      ['go.processes', 20],
      ['view.refresh', 30],
      ['help.about', 40],
      ['go.search', 50],
    ]);
    expect(new Set(network.requests.map((request) => decoded(request).envelope.batch)).size).toBe(
      network.requests.length,
    );
  });

  it('waits with full jitter, doubling, and honours Retry-After', async () => {
    let up = false;
    const network = new FakeNetwork((request) => (up ? refuse(request, 'unavailable', '600') : 'fail'));
    const { program, time, restart } = programFixture(temporaryFolder(), network.transport);
    program.decide(yes);
    const next = restart();
    await next.start();
    time.advance(60_000);
    const waits: (number | undefined)[] = [];
    for (const round of [1, 2, 3]) {
      await expect.poll(() => time.next).toBeDefined();
      waits.push(time.next);
      if (round === 2) up = true;
      time.advance(time.next ?? 0);
    }
    await expect.poll(() => time.next).toBeDefined();
    // Half of 30 s, of 60 s (the fake jitter is 0.5), then the 600 s that the collector asked for.
    expect([...waits, time.next]).toEqual([15_000, 30_000, 600_000, 600_000]);
  });

  it('arms no timer when nothing waits', async () => {
    const { program, time } = programFixture(temporaryFolder(), new FakeNetwork().transport);
    program.decide(yes);
    await program.start();
    expect(time.armed).toBe(0);
  });

  it('ends for this version when the collector says 410', async () => {
    const network = new FakeNetwork((request) => refuse(request, 'ended'));
    const { program, restart } = programFixture(temporaryFolder(), network.transport);
    program.decide(yes);
    await program.close(soon());
    const next = restart();
    await next.start();
    expect(next.participation()).toMatchObject({ level: 'off', reason: 'ended' });
    expect(next.record(used('go.search'))).toBe(0);
    const upgraded = restart({ product: { ...finder, version: '1.0.1' } });
    expect(upgraded.participation().level).toBe('standard');
  });

  it('drops the oldest beyond its limits and reports how many', async () => {
    const network = new FakeNetwork((request) => (network.requests.length === 1 ? 'fail' : receiptFor(request)));
    const folder = temporaryFolder();
    const { program, time, restart } = programFixture(folder, network.transport);
    program.decide(yes);
    await program.close(soon());
    const [file = ''] = readdirSync(path.join(folder, 'program/outbox'));
    const sealedAt = new Date(time.now() - 31 * 24 * 3600 * 1000);
    utimesSync(path.join(folder, 'program/outbox', file), sealedAt, sealedAt);
    const next = restart();
    await next.start();
    await next.close(soon());
    expect(network.requests).toHaveLength(2);
    expect(decoded(network.requests[1]).dropped).toEqual({ 'outbox-expired': 1 });
  });
});
