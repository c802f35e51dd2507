import { existsSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { FakeNetwork } from '../../support/fakes.ts';
import {
  accepting,
  commandsOf,
  decoded,
  no,
  programFixture,
  settle,
  soon,
  used,
  yes,
} from '../../support/program-fixture.ts';
import { filesBelow, temporaryFolder } from '../../support/temporary-folder.ts';

describe('without a Yes', () => {
  it('nothing is recorded, written or sent', async () => {
    const folder = temporaryFolder();
    const network = new FakeNetwork();
    const { program, time } = programFixture(folder, network.transport);
    await program.start();
    expect(program.record(used('go.search'))).toBe(0);
    time.advance(120_000);
    expect(program.hasWork).toBe(false);
    await program.close(soon());
    expect(network.requests).toEqual([]);
    expect(filesBelow(folder)).toEqual([]);
  });

  it('what was used before a Yes is not in what is sent after it', async () => {
    const network = accepting();
    const { program } = programFixture(temporaryFolder(), network.transport);
    await program.start();
    program.record(used('help.about'));
    program.decide(yes);
    program.record(used('go.search', 'go.processes'));
    await program.close(soon());
    expect(network.requests.map(commandsOf)).toEqual([['go.search', 'go.processes']]);
  });
});

describe('a session', () => {
  it('is sent at quit with its context, number, day and order, and leaves nothing behind but the note of it', async () => {
    const folder = temporaryFolder();
    const network = accepting();
    const { program, time } = programFixture(folder, network.transport);
    await program.start();
    program.decide(yes);
    time.advance(3000);
    program.record({ events: [{ command: 'go.search', source: 'shortcut', age: 1000 }], dropped: 2 });
    time.advance(4000);
    program.record(used('view.refresh'));
    await program.close(soon());
    const batch = decoded(network.requests[0]);
    expect(batch.envelope).toMatchObject({
      session: 1,
      sequence: 0,
      start: '2026-03-09',
      end: 'quit',
      level: 'standard',
    });
    expect(batch.context.os).toBe('linux');
    expect(batch.usage).toEqual([
      { command: 'go.search', source: 'shortcut', time: 2 },
      { command: 'view.refresh', source: 'button', time: 7 },
    ]);
    expect(batch.dropped).toEqual({ 'buffer-full': 2 });
    expect(filesBelow(folder)).toEqual(['program/receipts.json']);
  });

  it('without any use is still a session', async () => {
    const network = accepting();
    const { program } = programFixture(temporaryFolder(), network.transport);
    program.decide(yes);
    await program.close(soon());
    expect(network.requests.map(commandsOf)).toEqual([[]]);
  });

  it('that was killed is sealed at the next start and sent once, from 60 s on', async () => {
    const network = accepting();
    const { program, time, restart } = programFixture(temporaryFolder(), network.transport);
    program.decide(yes);
    program.record(used('go.search'));

    const next = restart();
    await next.start();
    time.advance(59_999);
    await settle();
    expect(network.requests).toHaveLength(0);
    time.advance(1);
    await expect.poll(() => network.requests.length).toBe(1);
    expect(decoded(network.requests[0]).envelope).toMatchObject({ session: 1, end: 'killed' });
    expect(commandsOf(network.requests[0])).toEqual(['go.search']);

    await next.close(soon());
    expect(network.requests.map((request) => decoded(request).envelope.session)).toEqual([1, 2]);
  });

  it('of which the last write was cut off is delivered up to there, and the loss is counted', async () => {
    const folder = temporaryFolder();
    const network = accepting();
    const { program, restart } = programFixture(folder, network.transport);
    program.decide(yes);
    program.record(used('go.search'));
    program.record(used('go.processes'));
    const log = path.join(folder, 'program/sessions/0000000001.log');
    truncateSync(log, readFileSync(log).length - 3);

    const next = restart();
    await next.start();
    await next.close(soon());
    const batch = decoded(network.requests[0]);
    expect(batch.usage.map((event) => event.command)).toEqual(['go.search']);
    expect(batch.dropped).toEqual({ 'log-damaged': 1 });
    expect(readdirSync(path.join(folder, 'program/set-aside'))).toEqual(['0000000001.log']);
  });

  it('whose log is not readable at all is set aside, and the program goes on', async () => {
    const folder = temporaryFolder();
    const network = accepting();
    const { program, restart } = programFixture(folder, network.transport);
    program.decide(yes);
    writeFileSync(path.join(folder, 'program/sessions/0000000001.log'), 'not a log');
    const next = restart();
    await next.start();
    next.record(used('help.about'));
    await next.close(soon());
    expect(network.requests.map(commandsOf)).toEqual([['help.about']]);
    expect(readdirSync(path.join(folder, 'program/set-aside'))).toEqual(['0000000001.log']);
  });

  it('sealed twice gives the same batch, so it cannot be counted twice', async () => {
    const folder = temporaryFolder();
    const network = accepting();
    const { program, restart } = programFixture(folder, network.transport);
    program.decide(yes);
    program.record(used('go.search'));
    const log = path.join(folder, 'program/sessions/0000000001.log');
    const copy = readFileSync(log);
    const second = restart();
    await second.start();
    writeFileSync(log, copy);
    const third = restart();
    await third.start();
    expect(third.unsent.view().batches.filter((batch) => batch.session === 1)).toHaveLength(1);
  });
});

describe('withdrawal', () => {
  it('deletes log and outbox and aborts the request under way, before the click is answered', async () => {
    const folder = temporaryFolder();
    const network = new FakeNetwork(() => 'hang');
    const { program, time, restart } = programFixture(folder, network.transport);
    program.decide(yes);
    program.record(used('go.search'));
    const next = restart();
    await next.start();
    next.record(used('go.processes'));
    time.advance(60_000);
    await expect.poll(() => network.requests.length).toBe(1);
    expect(filesBelow(folder)).toHaveLength(2);

    next.decide(no);
    expect(filesBelow(folder)).toEqual([]);
    expect(network.aborted).toHaveLength(1);
    await settle();
    expect(next.record(used('help.about'))).toBe(0);
    expect(next.hasWork).toBe(false);
    await next.close(soon());
    expect(network.requests).toHaveLength(1);
    expect(filesBelow(folder)).toEqual([]);
  });

  it('holds at once even when the disk refuses to store it', async () => {
    const folder = temporaryFolder();
    const network = new FakeNetwork();
    const fixture = programFixture(folder, network.transport);
    fixture.program.decide(yes);
    fixture.program.record(used('go.search'));
    const broken = {
      ...fixture.options.consent,
      set: () => {
        throw new Error('ENOSPC');
      },
    };
    const program = fixture.restart({ consent: broken });
    await program.start();
    expect(() => program.decide(no)).toThrow('ENOSPC');
    expect(program.participation().level).toBe('off');
    expect(filesBelow(folder)).toEqual([]);
  });

  it('and a new Yes begin a session of their own', async () => {
    const network = accepting();
    const { program } = programFixture(temporaryFolder(), network.transport);
    program.decide(yes);
    program.record(used('go.search'));
    program.decide(no);
    program.record(used('go.processes'));
    program.decide(yes);
    program.record(used('help.about'));
    await program.close(soon());
    expect(network.requests.map(commandsOf)).toEqual([['help.about']]);
    expect(program.history.map((decision) => decision.answer)).toEqual(['yes', 'no', 'yes']);
  });
});

describe('what is shared', () => {
  it('shows this session and what waits, decoded from the bytes that would be sent', async () => {
    const folder = temporaryFolder();
    const network = new FakeNetwork(() => 'fail');
    const { program, restart } = programFixture(folder, network.transport);
    program.decide(yes);
    program.record(used('go.search'));
    await program.close(soon());
    const next = restart();
    await next.start();
    next.record(used('help.about'));
    const shared = next.unsent.view().batches;
    expect(shared.map(({ state, session, usage }) => [state, session, usage.map(({ command }) => command)])).toEqual([
      ['current', 2, ['help.about']],
      ['waiting', 1, ['go.search']],
    ]);
    const [file = ''] = readdirSync(path.join(folder, 'program/outbox'));
    expect(shared[1]?.bytes).toBe(readFileSync(path.join(folder, 'program/outbox', file)).length);
    expect(shared[0]?.fields.find((field) => field.path === 'context.os')?.value).toBe('linux');
  });

  it('is nothing before a Yes', async () => {
    const folder = temporaryFolder();
    const { program } = programFixture(folder, new FakeNetwork().transport);
    await program.start();
    expect(program.unsent.view().batches).toEqual([]);
    expect(existsSync(path.join(folder, 'program'))).toBe(false);
  });
});

describe('a cloned profile', () => {
  const machine = (id: string | undefined) => ({ machineId: () => Promise.resolve(id) });
  const here = 'a'.repeat(32);
  const there = 'b'.repeat(32);

  it('begins anew on the other machine: another installation, nothing of the old one, and the Yes has lapsed', async () => {
    const folder = temporaryFolder();
    const network = new FakeNetwork(() => 'fail');
    const { program, restart } = programFixture(folder, network.transport, machine(here));
    program.decide(yes);
    await settle();
    await program.close(soon());
    const { installation } = program;
    const clone = restart(machine(there));
    await clone.start();
    expect(clone.installation).not.toBe(installation);
    expect(clone.participation()).toEqual({ level: 'off', reason: 'undecided', ask: true });
    expect(clone.history).toHaveLength(1);
    expect(filesBelow(folder)).toEqual([]);
  });

  it('is no matter on the same machine, nor where no machine id can be read', async () => {
    const { program, restart } = programFixture(temporaryFolder(), accepting().transport, machine(here));
    program.decide(yes);
    await settle();
    for (const id of [here, undefined]) {
      const again = restart(machine(id));
      await again.start();
      expect(again.installation).toBe(program.installation);
      expect(again.participation().level).toBe('standard');
      again.seal();
    }
  });

  it('with a No never has its machine looked at', async () => {
    let asked = 0;
    const count = { machineId: () => Promise.resolve(`${++asked}`) };
    const { program } = programFixture(temporaryFolder(), new FakeNetwork().transport, count);
    program.decide(no);
    await program.start();
    expect(asked).toBe(0);
  });
});
