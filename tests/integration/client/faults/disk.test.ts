import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { RECEIPT_MEDIA_TYPE } from '../../../../client/core/batch/batch.ts';
import { type Disk, systemDisk } from '../../../../client/main/files/disk.ts';
import type { Transport } from '../../../../client/main/upload/egress-gate.ts';
import { systemRandomness } from '../../../../client/node/platform.ts';
import { answer, FakeNetwork } from '../../../support/fakes.ts';
import { FaultyDisk } from '../../../support/faulty-disk.ts';
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
} from '../../../support/program-fixture.ts';
import { openProfile } from '../../../support/real-profile.ts';
import { refuse } from '../../../support/refusals.ts';
import { SmallDisk } from '../../../support/small-disk.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

/** A profile on a disk that can be filled, protected and repaired. */
interface Place {
  readonly profile: string;
  readonly disk: Disk;
  fill(): void;
  protect(): void;
  repair(): void;
}

const places: readonly (readonly [string, () => Place])[] = [
  [
    'a disk that says so',
    () => {
      const faulty = new FaultyDisk();
      return {
        profile: temporaryFolder(),
        disk: faulty.disk,
        fill: () => faulty.fill(),
        protect: () => faulty.protect(),
        repair: () => faulty.repair(),
      };
    },
  ],
  [
    'a real file system, where the test may mount one',
    () => {
      const small = SmallDisk.mount(256 * 1024);
      const faulty = new FaultyDisk();
      const state = small ?? faulty;
      return {
        profile: small?.folder ?? temporaryFolder(),
        disk: small ? systemDisk : faulty.disk,
        fill: () => state.fill(),
        protect: () => state.protect(),
        repair: () => state.repair(),
      };
    },
  ],
];

/** A program on a profile with real files. */
function onPlace(place: Place, transport: Transport) {
  const { profile, disk } = place;
  const fixture = programFixture(profile, transport, { ...openProfile(profile, systemRandomness), disk });
  return {
    ...fixture,
    /** The next run reads the files anew. */
    rerun: () => fixture.restart(openProfile(profile, systemRandomness)),
    files: (folder: string) => {
      const full = path.join(profile, 'program', folder);
      return existsSync(full) ? readdirSync(full) : [];
    },
  };
}

describe.each(places)('on %s', (_name, makePlace) => {
  it('a disk that fills up while recording costs the events that it refused, and they are counted', async () => {
    const place = makePlace();
    const network = accepting();
    const { program } = onPlace(place, network.transport);
    program.decide(yes);
    expect(program.record(used('go.search'))).toBe(1);
    place.fill();
    // A page that the log has already is no new space: records until it is used up.
    let taken = 1;
    while (program.record(used('go.processes')) === 1) taken++;
    expect(program.record(used('help.about', 'help.about'))).toBe(0);
    place.repair();
    expect(program.record(used('view.refresh'))).toBe(1);
    await program.close(soon());
    const batch = decoded(network.requests[0]);
    expect(batch.usage).toHaveLength(taken + 1);
    expect(batch.usage.at(-1)?.command).toBe('view.refresh');
    expect(batch.dropped).toEqual({ 'disk-full': 3 });
    expect(batch.envelope.end).toBe('quit');
  });

  it('a disk that is full at the end keeps the log, and the next start seals it', async () => {
    const place = makePlace();
    const network = accepting();
    const { program, rerun, files } = onPlace(place, network.transport);
    program.decide(yes);
    program.record(used('go.search'));
    place.fill();
    await program.close(soon());
    expect(network.requests).toEqual([]);
    expect(files('sessions')).toEqual(['0000000001.log']);
    expect(files('outbox').filter((name) => name.endsWith('.batch'))).toEqual([]);
    place.repair();
    const next = rerun();
    await next.start();
    await next.close(soon());
    expect(network.requests.map(commandsOf)).toEqual([['go.search'], []]);
  });

  it('a disk that is full from the start takes no session, and the app goes on', async () => {
    const place = makePlace();
    const { program, rerun } = onPlace(place, accepting().transport);
    program.decide(yes);
    program.seal();
    place.fill();
    const next = rerun();
    await next.start();
    expect(next.record(used('go.search'))).toBe(0);
    expect(next.participation().level).toBe('standard');
    await next.close(soon());
  });

  it('a profile that may only be read is read: what waits is delivered, once, and nothing breaks', async () => {
    const place = makePlace();
    const down = new FakeNetwork(() => 'fail');
    const { program, restart, rerun, files } = onPlace(place, down.transport);
    program.decide(yes);
    program.record(used('go.search'));
    await program.close(soon());
    const second = rerun();
    await second.start();
    second.record(used('help.about'));
    await second.close(soon());
    expect(files('outbox')).toHaveLength(2);
    place.protect();

    const network = accepting();
    const third = restart({ ...openProfile(place.profile, systemRandomness), transport: network.transport });
    await third.start();
    expect(third.record(used('go.processes'))).toBe(0);
    await third.close(soon());
    await third.close(soon());
    expect(network.requests.map(commandsOf)).toEqual([['go.search'], ['help.about']]);

    place.repair();
    const fourth = restart({ ...openProfile(place.profile, systemRandomness), transport: network.transport });
    await fourth.start();
    await fourth.close(soon());
    expect(files('outbox')).toEqual([]);
    const ids = network.requests.map((request) => decoded(request).envelope.batch);
    expect(new Set(ids).size).toBe(3);
  });

  it('a No holds where nothing can be deleted, and what it could not delete goes at the next start', async () => {
    const place = makePlace();
    const { program, restart, options, files } = onPlace(place, new FakeNetwork(() => 'fail').transport);
    program.decide(yes);
    program.record(used('go.search'));
    program.seal();
    place.protect();
    const attempt = () => program.decide(no);
    if (place.disk === systemDisk) expect(attempt).toThrow('EROFS');
    else attempt();
    expect(program.participation().reason).toBe('declined');
    expect(program.unfinished).toEqual(place.disk === systemDisk ? ['storing', 'deleting'] : ['deleting']);
    expect(program.record(used('go.search'))).toBe(0);
    place.repair();
    if (place.disk === systemDisk) {
      program.decide(no);
      expect(program.unfinished).toEqual([]);
    }
    const next = restart({ consent: options.consent });
    await next.start();
    expect([files('sessions'), files('outbox')]).toEqual([[], []]);
    expect(next.unfinished).toEqual([]);
  });
});

it('half a record that cannot be taken back ends the log, so that nothing is written where nobody can read it', async () => {
  const faulty = new FaultyDisk();
  const network = accepting();
  const { program } = programFixture(temporaryFolder(), network.transport, { disk: faulty.disk });
  program.decide(yes);
  program.record(used('go.search'));
  faulty.fails = (operation) => ({ write: 'ENOSPC', truncate: 'EIO' })[operation as string];
  expect(program.record(used('go.processes'))).toBe(0);
  faulty.repair();
  expect(program.record(used('help.about'))).toBe(0);
  await program.close(soon());
  expect(network.requests.map(commandsOf)).toEqual([['go.search']]);
  expect(decoded(network.requests[0]).dropped).toEqual({ 'log-damaged': 1 });
});

it('a waiting batch that cannot be read is passed over, and the others go', async () => {
  const faulty = new FaultyDisk();
  let up = false;
  const network = accepting();
  const transport: Transport = (...given) => (up ? network.transport(...given) : Promise.reject(new Error('down')));
  const { program, restart } = programFixture(temporaryFolder(), transport, { disk: faulty.disk });
  program.decide(yes);
  await program.close(soon());
  const second = restart();
  await second.start();
  await second.close(soon());
  up = true;
  faulty.fails = (operation, file) => (operation === 'read' && file.includes('0000000001-') ? 'EIO' : undefined);
  const third = restart();
  await third.start();
  await third.close(soon());
  expect(network.requests.map((request) => decoded(request).envelope.session)).toEqual([2, 3]);
  faulty.repair();
  const fourth = restart();
  await fourth.start();
  await fourth.close(soon());
  expect(network.requests.map((request) => decoded(request).envelope.session)).toEqual([2, 3, 1, 4]);
});

it('a split that finds no room leaves the whole as it was', async () => {
  const faulty = new FaultyDisk();
  const folder = temporaryFolder();
  const network = new FakeNetwork((request) => refuse(request, 'too-large'));
  const { program } = programFixture(folder, network.transport, { disk: faulty.disk });
  program.decide(yes);
  program.record(used('go.search', 'help.about'));
  faulty.fails = (operation, file) => (operation === 'write' && file.includes('.1-') ? 'ENOSPC' : undefined);
  await program.close(soon());
  expect(network.requests).toHaveLength(1);
  expect(readdirSync(path.join(folder, 'program/outbox'))).toEqual([expect.stringMatching(/^0000000001-00000-/)]);
});

describe('less than before that cannot be stored', () => {
  /** A profile under a Yes to a level, whose answers the disk does not take any more. */
  async function fullAfter(before: typeof yes | typeof enhanced) {
    const faulty = new FaultyDisk();
    const profile = temporaryFolder();
    const network = accepting();
    const open = () => openProfile(profile, systemRandomness, faulty.disk);
    const fixture = programFixture(profile, network.transport, { ...open(), disk: faulty.disk });
    fixture.program.decide(before);
    fixture.program.record(used('go.search'));
    faulty.fails = (operation, file) =>
      operation === 'requireWritable' && file.includes('participation') ? 'ENOSPC' : undefined;
    return { ...fixture, faulty, network, rerun: () => fixture.restart(open()) };
  }

  it.each([
    ['a No', yes, no],
    ['a Yes to the lower level', enhanced, { ...yes, from: 'help' }],
  ] as const)(
    '%s does not come back as the former Yes: the next start asks, and sends nothing',
    async (_name, before, less) => {
      const { program, network, faulty, rerun } = await fullAfter(before);
      expect(() => program.decide(less)).toThrow('ENOSPC');
      await program.close(soon());
      const sent = network.requests.length;
      const next = rerun();
      await next.start();
      expect(next.participation()).toEqual({ level: 'off', reason: 'undecided', ask: true });
      expect(next.record(used('go.search'))).toBe(0);
      await next.close(soon());
      expect(network.requests).toHaveLength(sent);
      faulty.repair();
      next.decide(no);
      expect(rerun().participation().reason).toBe('declined');
    },
  );

  it('more than before leaves a stored answer as it is', async () => {
    const { program, rerun, faulty } = await fullAfter(yes);
    expect(() => program.decide(enhanced)).toThrow('ENOSPC');
    expect(rerun().participation()).toMatchObject({ level: 'standard', reason: 'accepted' });
    faulty.repair();
    program.decide(no);
    faulty.fails = (operation) => (operation === 'requireWritable' ? 'ENOSPC' : undefined);
    expect(() => program.decide(no)).toThrow('ENOSPC');
    expect(rerun().participation().reason).toBe('declined');
  });
});

describe('one file that cannot be deleted keeps no other', () => {
  /** A program under a Yes with batches that wait, of which the first cannot be deleted once `refuse` is called. */
  async function waiting(network = new FakeNetwork(() => 'fail')) {
    const faulty = new FaultyDisk();
    const profile = temporaryFolder();
    const fixture = programFixture(profile, network.transport, {
      ...openProfile(profile, systemRandomness),
      disk: faulty.disk,
    });
    fixture.program.decide(yes);
    for (let session = 0; session < 3; session++) {
      fixture.program.record(used('go.search'));
      fixture.program.seal();
      await fixture.program.refresh();
    }
    const outbox = path.join(profile, 'program/outbox');
    const [first = ''] = readdirSync(outbox).sort();
    const refuse = () => {
      faulty.fails = (operation, file) => (operation === 'remove' && file.endsWith(first) ? 'EACCES' : undefined);
    };
    return { ...fixture, faulty, first, refuse, left: () => readdirSync(outbox) };
  }

  it('when the user deletes what waits', async () => {
    const { program, refuse, left, first, faulty } = await waiting();
    expect(left().length).toBeGreaterThan(1);
    refuse();
    await expect(program.unsent.delete({ what: 'waiting' })).rejects.toThrow('EACCES');
    expect(left()).toEqual([first]);
    faulty.repair();
    expect(await program.unsent.delete({ what: 'waiting' })).toMatchObject({ deleted: true });
    expect(left()).toEqual([]);
  });

  it('when the collector has erased an installation; erasing again then finishes it', async () => {
    const network = new FakeNetwork((request) => {
      if (request.method === 'POST') return 'fail';
      const installation = request.path.split('/').at(-1);
      return answer(200, JSON.stringify({ installation, status: 'erased', batches: 0 }), RECEIPT_MEDIA_TYPE);
    });
    const { program, refuse, left, first, faulty } = await waiting(network);
    const { installation } = program;
    refuse();
    await expect(program.userData.erase()).rejects.toThrow('EACCES');
    expect(left()).toEqual([first]);
    expect(program.installation).toBe(installation);
    faulty.repair();
    expect(await program.userData.erase()).toEqual({ status: 'erased', batches: 0 });
    expect(left()).toEqual([]);
    expect(program.installation).not.toBe(installation);
  });
});
