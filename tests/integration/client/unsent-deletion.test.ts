import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { isDeletionRequest } from '../../../client/core/ipc/program.ts';
import { FakeNetwork, receiptFor } from '../../support/fakes.ts';
import { FaultyDisk } from '../../support/faulty-disk.ts';
import { fullReports } from '../../support/full-reports.ts';
import {
  accepting,
  commandsOf,
  decoded,
  programFixture,
  settle,
  soon,
  used,
  yes,
} from '../../support/program-fixture.ts';
import { refuse } from '../../support/refusals.ts';
import { filesBelow, temporaryFolder } from '../../support/temporary-folder.ts';
import { offline, outbox, waitingSessions } from './support/waiting-sessions.ts';

const onlyErrors = () => ({ reports: fullReports.errors.slice(0, 1), dropped: 0 });

describe('deleting the session under way', () => {
  it('leaves nothing of it, and what is used from then on is sent under the same number', async () => {
    const folder = temporaryFolder();
    const network = accepting();
    const { program, options } = programFixture(folder, network.transport);
    program.decide(yes);
    program.record({ ...used('go.search'), dropped: 7, errors: onlyErrors() });
    program.collection.measures.operations.record('finder.search', 'ok', 5);
    expect(await program.unsent.delete({ what: 'current' })).toEqual({ deleted: true, mayHaveArrived: false });
    expect(program.participation().level).toBe('standard');
    expect(network.requests).toEqual([]);
    expect(readdirSync(path.join(folder, 'program/sessions'))).toEqual(['0000000002.log']);

    program.record({ ...used('help.about'), epoch: program.collection.epoch });
    await program.close(soon());
    expect(network.requests).toHaveLength(1);
    const batch = decoded(network.requests[0]);
    expect(batch.usage.map(({ command }) => command)).toEqual(['help.about']);
    expect(batch.envelope.session).toBe(1);
    expect(options.identity.get().sessions).toBe(1);
    expect(batch).toMatchObject({ dropped: {}, errors: [], operations: { operation: [] } });
  });

  it('takes nothing of it that a window still held', async () => {
    const network = accepting();
    let told = 0;
    const { program } = programFixture(temporaryFolder(), network.transport, { onChange: () => told++ });
    program.decide(yes);
    const before = told;
    const { epoch } = program.collection;
    await program.unsent.delete({ what: 'current' });
    expect(told).toBeGreaterThan(before);
    expect(program.record({ ...used('go.search'), errors: onlyErrors(), epoch })).toBe(0);
    expect(program.record({ ...used('go.search'), epoch: program.collection.epoch })).toBe(1);
    await program.close(soon());
    expect(network.requests.map(commandsOf)).toEqual([['go.search']]);
    expect(decoded(network.requests[0]).errors).toEqual([]);
  });

  it('that the disk refuses is said, and the session then waits', async () => {
    const folder = temporaryFolder();
    const faulty = new FaultyDisk();
    const { program } = programFixture(folder, accepting().transport, { disk: faulty.disk });
    program.decide(yes);
    program.record(used('go.search'));
    faulty.fails = (operation, file) => (operation === 'remove' && file.endsWith('.log') ? 'EACCES' : undefined);
    await expect(program.unsent.delete({ what: 'current' })).rejects.toThrow('EACCES');
    faulty.repair();
    expect(program.participation().level).toBe('standard');
    const shown = program.unsent.view().batches.flatMap(({ usage }) => usage.map(({ command }) => command));
    expect(shown).toEqual(['go.search']);
    expect(await program.unsent.delete({ what: 'waiting' })).toMatchObject({ deleted: true });
    expect(program.unsent.view().batches.flatMap(({ usage }) => usage)).toEqual([]);
  });

  it('does nothing while nothing is collected', async () => {
    const folder = temporaryFolder();
    const { program } = programFixture(folder, new FakeNetwork().transport);
    await program.start();
    expect(await program.unsent.delete({ what: 'current' })).toEqual({ deleted: false, mayHaveArrived: false });
    expect(await program.unsent.delete({ what: 'waiting' })).toEqual({ deleted: false, mayHaveArrived: false });
    expect(existsSync(path.join(folder, 'program'))).toBe(false);
  });
});

describe('deleting what waits', () => {
  it('of one session lets the others go, and reports no loss', async () => {
    const { network, goOnline } = offline();
    const program = await waitingSessions(
      programFixture(temporaryFolder(), network.transport),
      'go.search',
      'go.processes',
    );
    const asked = network.requests.length;
    const first = program.unsent.view().batches.find(({ session }) => session === 1);
    expect(await program.unsent.delete({ what: 'session', run: first?.run ?? 0 })).toMatchObject({ deleted: true });
    expect(network.requests).toHaveLength(asked);
    goOnline();
    await program.close(soon());
    const arrived = network.requests.slice(asked).map(decoded);
    expect(arrived.map(({ envelope }) => envelope.session)).toEqual([2, 3]);
    expect(arrived.map(({ dropped }) => dropped)).toEqual([{}, {}]);
  });

  it('of all sessions spares the one under way, and goes as far as what was set aside', async () => {
    const folder = temporaryFolder();
    const { network } = offline();
    const fixture = programFixture(folder, network.transport);
    const program = await waitingSessions(fixture, 'go.search', 'go.processes');
    program.record(used('help.about'));
    mkdirSync(path.join(folder, 'program/set-aside'), { recursive: true });
    writeFileSync(path.join(folder, 'program/set-aside/0000000001.log'), 'damaged');
    expect(await program.unsent.delete({ what: 'waiting' })).toEqual({ deleted: true, mayHaveArrived: false });
    expect(filesBelow(folder)).toEqual(['program/sessions/0000000003.log']);
    expect(program.unsent.view().batches.map(({ state, usage }) => [state, usage.length])).toEqual([['current', 1]]);
    const copy = fixture.restart();
    await copy.start();
    expect(copy.unsent.view().batches.flatMap(({ usage }) => usage.map(({ command }) => command))).toEqual([
      'help.about',
    ]);
  });

  it('ends the request that carries it, says that it may have arrived, and sends it no more', async () => {
    const network = new FakeNetwork((request) => (network.requests.length === 1 ? 'hang' : receiptFor(request)));
    const fixture = programFixture(temporaryFolder(), network.transport);
    const program = await waitingSessions(fixture, 'go.search', 'go.processes');
    fixture.time.advance(60_000);
    await settle();
    expect(network.requests.map(commandsOf)).toEqual([['go.search']]);
    const run = program.unsent.view().batches.find(({ session }) => session === 1)?.run ?? 0;
    expect(await program.unsent.delete({ what: 'session', run })).toEqual({ deleted: true, mayHaveArrived: true });
    expect(network.aborted).toHaveLength(1);
    fixture.time.advance(60_000);
    await settle();
    await program.close(soon());
    expect(network.requests.slice(1).flatMap(commandsOf)).toEqual(['go.processes']);
    expect(program.unsent.view().sent.at(-1)).toMatchObject({ session: 1, answer: 'stopped', times: 1 });
  });

  it('of a session of which nothing was on its way does not say that it may have arrived', async () => {
    const network = new FakeNetwork((request) => (network.requests.length === 1 ? 'hang' : receiptFor(request)));
    const fixture = programFixture(temporaryFolder(), network.transport);
    const program = await waitingSessions(fixture, 'go.search', 'go.processes');
    fixture.time.advance(60_000);
    await settle();
    const run = program.unsent.view().batches.find(({ session }) => session === 2)?.run ?? 0;
    expect(await program.unsent.delete({ what: 'session', run })).toEqual({ deleted: true, mayHaveArrived: false });
    await program.close(soon());
    expect(network.requests.slice(1).flatMap(commandsOf)).toEqual(['go.search']);
  });

  it('leaves no parts of a batch that was too large when it was on its way', async () => {
    const folder = temporaryFolder();
    const fixture = programFixture(folder, (request, signal) => {
      return new Promise((resolve) => signal.addEventListener('abort', () => resolve(refuse(request, 'too-large'))));
    });
    fixture.program.decide(yes);
    fixture.program.record(used('go.search', 'go.processes'));
    fixture.program.seal();
    const program = fixture.restart();
    await program.start();
    fixture.time.advance(60_000);
    await settle();
    expect(await program.unsent.delete({ what: 'waiting' })).toEqual({ deleted: true, mayHaveArrived: true });
    expect(outbox(folder)).toEqual([]);
  });

  it('lasts when it is answered: the folder was forced to the disk', async () => {
    const folder = temporaryFolder();
    const faulty = new FaultyDisk();
    const { network } = offline();
    const program = await waitingSessions(
      programFixture(folder, network.transport, { disk: faulty.disk }),
      'go.search',
    );
    const done: string[] = [];
    faulty.fails = (operation, file) => {
      if (operation === 'remove' || operation === 'syncFolder') done.push(`${operation} ${path.basename(file)}`);
      return undefined;
    };
    const [file = ''] = outbox(folder);
    await program.unsent.delete({ what: 'waiting' });
    expect(done.slice(0, 2)).toEqual([`remove ${file}`, 'syncFolder outbox']);
    faulty.fails = (operation) => (operation === 'syncFolder' ? 'EIO' : undefined);
    program.seal();
    faulty.fails = (operation) => (operation === 'remove' ? 'EACCES' : undefined);
    await expect(program.unsent.delete({ what: 'waiting' })).rejects.toThrow('EACCES');
  });

  it('of a session that has gone already deletes nothing', async () => {
    const network = accepting();
    const fixture = programFixture(temporaryFolder(), network.transport);
    const program = await waitingSessions(fixture, 'go.search');
    const run = program.unsent.view().batches[1]?.run ?? 0;
    fixture.time.advance(60_000);
    await settle();
    expect(await program.unsent.delete({ what: 'session', run })).toEqual({ deleted: false, mayHaveArrived: false });
  });

  it('cannot name anything but a session', () => {
    const requests = [{ what: 'everything' }, { what: 'session' }, { what: 'session', run: '../1' }];
    expect(requests.filter(isDeletionRequest)).toEqual([]);
    expect([{ what: 'session', run: 1 }].filter(isDeletionRequest)).toHaveLength(1);
  });
});
