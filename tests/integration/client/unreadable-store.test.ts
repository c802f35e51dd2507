/** Runs in which the record of consent or the identity is there and cannot be read, as while a virus scanner holds it. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { finder } from '../../../app/finder/product.ts';
import { participationFolder } from '../../../client/main/files/profile-folders.ts';
import { systemRandomness } from '../../../client/node/platform.ts';
import { FakeNetwork } from '../../support/fakes.ts';
import { FaultyDisk } from '../../support/faulty-disk.ts';
import { accepting, enhanced, no, programFixture, soon, used, yes } from '../../support/program-fixture.ts';
import { openProfile } from '../../support/real-profile.ts';
import { filesBelow, temporaryFolder } from '../../support/temporary-folder.ts';

type StoreName = 'consent' | 'identity';

/** A profile under a Yes with one session that waits, and its next run, in which some stores cannot be read. */
async function nextRun(...held: StoreName[]) {
  const profile = temporaryFolder();
  const first = programFixture(
    profile,
    new FakeNetwork(() => 'fail').transport,
    openProfile(profile, systemRandomness),
  );
  first.program.decide(yes);
  first.program.record(used('go.search'));
  await first.program.close(soon());
  const files = (['consent', 'identity'] as const).map((name) =>
    path.join(participationFolder(profile, finder.id), `${name}.json`),
  );
  const stored = () => files.map((file) => readFileSync(file, 'utf8'));
  const faulty = new FaultyDisk();
  faulty.fails = (operation, file) =>
    operation === 'read' && held.some((name) => file.endsWith(`${name}.json`)) ? 'EBUSY' : undefined;
  const network = accepting();
  const program = first.restart({
    ...openProfile(profile, systemRandomness, faulty.disk),
    transport: network.transport,
  });
  // What held them lets go; nothing may be made of it in this run.
  faulty.repair();
  return {
    profile,
    restart: first.restart,
    program,
    network,
    stored,
    before: stored(),
    waiting: () => filesBelow(profile).filter((file) => file.startsWith('program')),
    /** The run after that, which can read them. */
    later: () => first.restart({ ...openProfile(profile, systemRandomness), transport: network.transport }),
    installation: first.program.installation,
  };
}

describe.each([['consent'], ['identity'], ['consent', 'identity']] as const)('a run that cannot read %s', (...held) => {
  it('is off, says why, asks nobody, records and sends nothing, and changes none of the files', async () => {
    const { program, network, stored, before, waiting, later, installation } = await nextRun(...held);
    const waited = waiting();
    await program.start();
    expect(program.participation()).toEqual({ level: 'off', reason: 'store-unreadable', ask: false });
    expect(program.record(used('go.search'))).toBe(0);
    await program.close(soon());
    expect(network.requests).toEqual([]);
    expect([stored(), waiting()]).toEqual([before, waited]);

    const next = later();
    await next.start();
    expect(next.installation).toBe(installation);
    await next.close(soon());
    expect(network.requests).toHaveLength(2);
  });

  it('honours a No at once, and deletes what waits', async () => {
    const { program, waiting } = await nextRun(...held);
    await program.start();
    const isStored = !held.includes('consent' as never);
    if (isStored) program.decide(no);
    else expect(() => program.decide(no)).toThrow('could not be read');
    expect(program.participation().reason).toBe('declined');
    expect(program.unfinished).toEqual(isStored ? [] : ['storing']);
    expect(waiting()).toEqual([]);
    await program.refresh();
    expect(program.participation().reason).toBe('declined');
  });

  it('collects nothing after a Yes either', async () => {
    const { program, network, stored, before } = await nextRun(...held);
    await program.start();
    const isStored = !held.includes('consent' as never);
    if (isStored) program.decide(enhanced);
    else expect(() => program.decide(enhanced)).toThrow('could not be read');
    expect(program.participation().level).toBe('off');
    expect(program.record(used('go.search'))).toBe(0);
    await program.close(soon());
    expect(network.requests).toEqual([]);
    expect(stored()[1]).toBe(before[1]);
  });
});

it('a run that cannot read its identity does not say what is held of it: it asks nothing, and erases nothing', async () => {
  const { program, network, stored, before } = await nextRun('identity');
  await program.start();
  expect(program.installation).toBeUndefined();
  expect(await program.userData.fetch()).toEqual({ status: 'unknown' });
  expect(await program.userData.erase()).toEqual({ status: 'unknown' });
  expect(network.requests).toEqual([]);
  expect(stored()).toEqual(before);
});

it('a No that is known stays one while the identity cannot be read, and nothing of it is undone', async () => {
  const { profile, program, restart } = await nextRun();
  program.decide(no);
  const faulty = new FaultyDisk();
  faulty.fails = (operation, file) => (operation === 'read' && file.endsWith('identity.json') ? 'EACCES' : undefined);
  const next = restart(openProfile(profile, systemRandomness, faulty.disk));
  await next.start();
  expect(next.participation()).toEqual({ level: 'off', reason: 'declined', ask: false });
  expect(next.unfinished).toEqual([]);
});
