/**
 * Everything that can stand in the place of each file and folder of the program's, under a Yes and under a No: it starts,
 * goes on, touches nothing outside of the profile and waits for nobody. The same with the whole app: tests/e2e, of the same
 * name. To add a case, add a place or a stranger.
 */
import { existsSync, linkSync, lstatSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { finder } from '../../../app/finder/product.ts';
import { RECEIPT_MEDIA_TYPE } from '../../../client/core/batch/batch.ts';
import { type Disk, systemDisk } from '../../../client/main/files/disk.ts';
import { diskWithin, participationFolder } from '../../../client/main/files/profile-folders.ts';
import type { EgressRequest, EgressResponse } from '../../../client/main/upload/egress-gate.ts';
import { systemRandomness } from '../../../client/node/platform.ts';
import { answer, FakeNetwork, receiptFor } from '../../support/fakes.ts';
import { makePipe, snapshot, sparseFile } from '../../support/hostile-files.ts';
import { accepting, no, programFixture, settle, soon, used, yes } from '../../support/program-fixture.ts';
import { openProfile } from '../../support/real-profile.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const batch = '0000000001-00000-01234567-89ab-8def-8123-456789abcdef.00000000.batch';

/** Relative to the profile. */
const files = [
  participationFolder('', finder.id).concat('/consent.json'),
  participationFolder('', finder.id).concat('/identity.json'),
  'program/receipts.json',
  'program/receipts.json.tmp',
  'program/losses.json',
  'program/not-before.json',
  'program/sessions/0000000001.log',
  `program/outbox/${batch}`,
  `program/outbox/${batch}.tmp`,
  'program/set-aside/0000000001.log',
  'program/crashes/pending/one.dmp',
] as const;
const folders = [
  'participation',
  participationFolder('', finder.id),
  'program',
  'program/sessions',
  'program/outbox',
  'program/set-aside',
] as const;

/** Somebody else's folder, with names in it that are ours as well. */
function furnish(outside: string): void {
  for (const name of [
    'sessions/0000000001.log',
    `outbox/${batch}`,
    'consent.json',
    'receipts.json',
    '0000000001.log',
    batch,
  ]) {
    mkdirSync(path.dirname(path.join(outside, name)), { recursive: true });
    writeFileSync(path.join(outside, name), 'mine');
  }
}

const strangers: readonly (readonly [string, (at: string, outside: string) => void])[] = [
  ['a pipe', (at) => makePipe(at)],
  ['a link to a folder elsewhere', (at, outside) => symlinkSync(outside, at)],
  ['a link to a file elsewhere', (at, outside) => symlinkSync(path.join(outside, 'consent.json'), at)],
  ['a link to nothing', (at) => symlinkSync('nothing', at)],
  ['a link to itself', (at) => symlinkSync(path.basename(at), at)],
  ['a device that never ends', (at) => symlinkSync('/dev/zero', at)],
  ['a file of 300 MB', (at) => sparseFile(at, 300 * 1024 * 1024)],
];
const notFiles = [
  ...strangers,
  ['a folder', (at: string) => mkdirSync(path.join(at, 'inner'), { recursive: true })] as const,
  [
    'another name of a file elsewhere',
    (at: string, outside: string) => linkSync(path.join(outside, 'consent.json'), at),
  ] as const,
];

/** A profile in which somebody said `answer`, with one session that waits after a Yes. */
async function profileAfter(answer: 'yes' | 'no') {
  const place = temporaryFolder();
  const [profile, outside] = [path.join(place, 'profile'), path.join(place, 'outside')];
  mkdirSync(profile);
  furnish(outside);
  // What the power may cost is no matter here, and waiting for the disk would be most of the time.
  const unsynced: Disk = { ...systemDisk, sync: () => {}, syncFolder: () => {} };
  const disk = diskWithin(profile, unsynced, () => 7);
  const open = () => openProfile(profile, systemRandomness, disk);
  const network = accepting();
  const fixture = programFixture(profile, new FakeNetwork(() => 'fail').transport, { ...open(), disk });
  fixture.program.decide(answer === 'yes' ? yes : no);
  fixture.program.record(used('go.search'));
  await fixture.program.close(soon());
  return {
    profile,
    outside,
    network,
    next: (transport = network.transport) => fixture.restart({ ...open(), transport }),
    plant(name: string, stranger: (at: string, outside: string) => void) {
      const at = path.join(profile, name);
      rmSync(at, { recursive: true, force: true });
      mkdirSync(path.dirname(at), { recursive: true });
      stranger(at, outside);
    },
  };
}

/** A collector that accepts what is sent, and erases it when it is asked to. */
function confirming(request: EgressRequest): EgressResponse {
  if (request.method === 'POST') return receiptFor(request);
  const installation = request.path.split('/').at(-1);
  return answer(200, JSON.stringify({ installation, status: 'erased', batches: 1 }), RECEIPT_MEDIA_TYPE);
}

const cases = [
  ...files.flatMap((name) => notFiles.map(([what, plant]) => [what, name, plant] as const)),
  ...folders.flatMap((name) => strangers.map(([what, plant]) => [what, name, plant] as const)),
];

describe.each(cases)('%s as %s', (_what, name, stranger) => {
  const isConsent = name.endsWith('consent.json') || folders.slice(0, 2).includes(name as never);

  it('under a Yes: the program starts, records, sends and ends, twice', async () => {
    const { profile, outside, network, next, plant } = await profileAfter('yes');
    plant(name, stranger);
    const untouched = snapshot(outside);
    for (let run = 1; run <= 2; run++) {
      const program = next();
      await program.start();
      const expected = isConsent ? { reason: 'undecided', ask: true } : { reason: 'accepted', level: 'standard' };
      expect(program.participation()).toMatchObject(expected);
      expect(program.record(used('help.about'))).toBe(isConsent ? 0 : 1);
      await program.close(soon());
      await settle();
    }
    expect(network.requests.length).toBeGreaterThanOrEqual(isConsent ? 0 : 2);
    if (isConsent) expect(network.requests).toEqual([]);
    else expect(readdirSync(path.join(profile, 'program/outbox'))).toEqual([]);
    expect(snapshot(outside)).toEqual(untouched);
  });

  it('put there while the app runs: what waits is deleted, what was sent is erased, and a No leaves nothing', async () => {
    const { profile, outside, next, plant } = await profileAfter('yes');
    const network = new FakeNetwork(confirming);
    const program = next(network.transport);
    await program.start();
    plant(name, stranger);
    const untouched = snapshot(outside);
    expect(await program.unsent.delete({ what: 'waiting' })).toMatchObject({ mayHaveArrived: false });
    expect(await program.userData.erase()).toEqual({ status: 'erased', batches: 1 });
    expect(program.record(used('help.about'))).toBe(1);
    program.decide(no);
    expect(program.unfinished).toEqual([]);
    expect(readdirSync(profile).filter((left) => left === 'program')).toEqual([]);
    expect(snapshot(outside)).toEqual(untouched);
    expect(next().participation().reason).toBe('declined');
  });

  it('under a No: nothing of the program is left, and nothing else is gone', async () => {
    const { profile, outside, network, next, plant } = await profileAfter('no');
    plant(name, stranger);
    const untouched = snapshot(outside);
    const program = next();
    await program.start();
    expect(program.participation()).toMatchObject({ level: 'off', reason: isConsent ? 'undecided' : 'declined' });
    if (isConsent) program.decide(no);
    expect(program.unfinished).toEqual([]);
    await program.close(soon());
    expect(existsSync(path.join(profile, 'program'))).toBe(false);
    expect(lstatSync(path.join(profile, 'program'), { throwIfNoEntry: false })).toBeUndefined();
    expect(next().participation().reason).toBe('declined');
    expect(network.requests).toEqual([]);
    expect(snapshot(outside)).toEqual(untouched);
  });
});
