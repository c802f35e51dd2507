import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { finder } from '../../../../app/finder/product.ts';
import { type ConsentDecision, decide, undecided } from '../../../../client/core/consent/record.ts';
import type { ProductId } from '../../../../client/core/product/product.ts';
import { type Identity, newIdentity } from '../../../../client/main/consent/identity.ts';
import { type Disk, systemDisk } from '../../../../client/main/files/disk.ts';
import { openClientStores } from '../../../../client/main/store/client-stores.ts';
import { systemRandomness } from '../../../../client/node/randomness.ts';
import { FakeTime } from '../../../support/fakes.ts';
import { FaultyDisk } from '../../../support/faulty-disk.ts';
import { filesBelow, temporaryFolder } from '../../../support/temporary-folder.ts';

const terms = { releaseLine: '1.0', notice: 1, from: 'popup' } as const;
const no: ConsentDecision = { ...terms, answer: 'no', at: '2026-02-01T00:00:00.000Z' };
const yes: ConsentDecision = { ...terms, answer: 'yes', level: 'standard', at: '2026-01-01T00:00:00.000Z' };
const laterYes: ConsentDecision = { ...yes, at: '2026-03-01T00:00:00.000Z' };

const clock = new FakeTime();
const present = `participation/${finder.id}`;

const open = (profile: string, product: ProductId = finder.id, disk: Disk = systemDisk) =>
  openClientStores({
    profile,
    product,
    // As main/index.ts does: an earlier build was of the Finder alone.
    former: product === finder.id ? profile : undefined,
    disk,
    clock,
    random: systemRandomness,
  });

const write = (folder: string, name: 'consent' | 'identity', value: unknown) => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, `${name}.json`), JSON.stringify({ format: 1, value }));
};

/** A profile as an earlier build has left it. */
function earlierProfile(decision: ConsentDecision = no): { profile: string; identity: Identity } {
  const profile = temporaryFolder();
  const identity = { ...newIdentity(systemRandomness), sessions: 4, runs: 4 };
  write(profile, 'consent', decide(undecided, decision));
  write(profile, 'identity', identity);
  return { profile, identity };
}

describe('products that share a profile', () => {
  it('have a consent and an identity each', () => {
    const profile = temporaryFolder();
    const one = open(profile);
    const other = open(profile, 'candor-example');
    one.consent.set(decide(one.consent.get(), yes));
    expect(open(profile).consent.get().decision).toEqual(yes);
    expect(open(profile, 'candor-example').consent.get()).toEqual(undecided);
    expect(open(profile).identity.get()).toEqual(one.identity.get());
    expect(one.identity.get().installation).not.toBe(other.identity.get().installation);
    expect(one.identity.get().key).not.toBe(other.identity.get().key);
  });

  it('take over nothing of the Finder', () => {
    const { profile, identity } = earlierProfile(yes);
    expect(open(profile, 'candor-example').consent.get()).toEqual(undecided);
    expect(open(profile).consent.get().decision).toEqual(yes);
    expect(open(profile).identity.get()).toEqual(identity);
  });
});

describe('a damaged consent record', () => {
  const contentOf = (...decisions: ConsentDecision[]) =>
    JSON.stringify({ format: 1, value: decisions.reduce(decide, undecided) }, undefined, '\t');
  const said = contentOf(yes, no);

  it.each([
    ['with the end of a longer one behind it', `${said}ue}}}`, no],
    ['cut off behind the answer', said.slice(0, said.indexOf('history')), no],
    ['of a later format', said.replace('"format": 1', '"format": 2'), no],
    ['with a field of a later version', said.replace('"answer": "no"', '"answer": "no", "where": "tray"'), no],
    ['cut off in the answer', said.slice(0, said.indexOf('"no"') + 4), null],
    ['all zeros, as after a power cut', Buffer.alloc(400), null],
    ['empty', '', null],
    // Never from something that is not whole.
    ['with a Yes', `${contentOf(no, yes)}}`, null],
    ['with an answer of a later version', said.replace('"no"', '"not-now"'), null],
  ])('%s, is set aside, and a No that can be read in it still holds', (_name, left, decision) => {
    const profile = temporaryFolder();
    write(path.join(profile, present), 'consent', undecided);
    writeFileSync(path.join(profile, present, 'consent.json'), left);
    const first = open(profile).consent;
    expect(first.setAside).toBeDefined();
    for (const { get } of [first, open(profile).consent]) expect(get().decision).toEqual(decision);
  });
});

describe('a damaged identity', () => {
  const former = { installation: crypto.randomUUID(), key: 'f'.repeat(43) };
  const known: Identity = {
    ...newIdentity(systemRandomness),
    former: [former],
    sessions: 3,
    runs: 9,
    level: 'standard',
  };
  const content = JSON.stringify({ format: 1, value: known }, undefined, '\t');

  it.each([
    ['cut off after its key', content.slice(0, content.indexOf('former')), [known], 0],
    ['cut off at its end', content.slice(0, -3), [former, known], 9],
    ['of a later format', content.replace('"format": 1', '"format": 2'), [former, known], 9],
    ['with a level of a later version', content.replace('"standard"', '"everything"'), [former, known], 9],
    ['with a byte that is no text', Buffer.concat([Buffer.from(content), Buffer.of(0xff)]), [former, known], 9],
    ['cut off in its key', content.slice(0, content.indexOf(known.key) + 40), [], 0],
    [
      'with an ID in capitals, with which nothing could be sent',
      content.replace(known.installation, known.installation.toUpperCase()),
      [former, known],
      9,
    ],
    ['all zeros', Buffer.alloc(400), [], 0],
  ])('%s, leaves the IDs and keys that can be read in it, for fetch and erase', (_name, left, expected, runs) => {
    const profile = temporaryFolder();
    write(path.join(profile, present), 'identity', known);
    writeFileSync(path.join(profile, present, 'identity.json'), left);
    for (let start = 0; start < 2; start++) {
      const identity = open(profile).identity.get();
      expect(identity.former).toEqual(expected.map(({ installation, key }) => ({ installation, key })));
      expect(identity).toMatchObject({ sessions: 0, runs });
      expect(identity.installation).not.toBe(known.installation);
    }
  });
});

describe('a profile of an earlier build', () => {
  it('is taken over, once, and nothing of it stays where it was', () => {
    const { profile, identity } = earlierProfile();
    for (let start = 0; start < 2; start++) {
      const stores = open(profile);
      expect(stores.consent.get()).toEqual(decide(undecided, no));
      expect(stores.identity.get()).toEqual(identity);
      expect(filesBelow(profile)).toEqual([`${present}/consent.json`, `${present}/identity.json`]);
    }
  });

  it('that is damaged is set aside, and reads as undecided', () => {
    const { profile } = earlierProfile(yes);
    writeFileSync(path.join(profile, 'consent.json'), '{"format":1,"val');
    const stores = open(profile);
    expect(stores.consent.get()).toEqual(undecided);
    expect(readFileSync(stores.consent.setAside ?? '', 'utf8')).toBe('{"format":1,"val');
  });

  it('loses nothing to a computer that fails at any moment', () => {
    let failures = 0;
    for (let survived = 0; ; survived++) {
      const { profile, identity } = earlierProfile();
      const faulty = new FaultyDisk();
      let done = 0;
      // From one operation on nothing works any more, as if the computer were off.
      faulty.fails = () => (done++ < survived ? undefined : 'EIO');
      open(profile, finder.id, faulty.disk);
      if (done <= survived) break;
      failures++;
      const next = open(profile);
      expect(next.consent.get().decision, `after ${survived} operations`).toEqual(no);
      expect(next.identity.get(), `after ${survived} operations`).toEqual(identity);
    }
    expect(failures).toBeGreaterThan(5);
  });

  it('holds where it is while it cannot be moved', () => {
    const { profile, identity } = earlierProfile();
    const faulty = new FaultyDisk();
    faulty.fails = (operation) => (operation === 'rename' ? 'EPERM' : undefined);
    const stores = open(profile, finder.id, faulty.disk);
    expect(stores.consent.get().decision).toEqual(no);
    expect(stores.identity.get()).toEqual(identity);
    stores.consent.set(decide(stores.consent.get(), laterYes));
    expect(filesBelow(profile)).toEqual(['consent.json', 'identity.json']);
    expect(open(profile).consent.get().decision).toEqual(laterYes);
  });

  it.each([
    ['the earlier build’s', (file: string) => !file.includes('participation')],
    ['this one’s', (file: string) => file.includes('participation')],
  ])('started once more: while %s record cannot be read, nothing is decided and nothing moved', (_name, isHeld) => {
    const { profile } = earlierProfile(no);
    write(path.join(profile, present), 'consent', decide(undecided, yes));
    const before = filesBelow(profile);
    const faulty = new FaultyDisk();
    faulty.fails = (operation, file) =>
      operation === 'read' && file.endsWith('consent.json') && isHeld(file) ? 'EBUSY' : undefined;
    const { consent } = open(profile, finder.id, faulty.disk);
    expect([consent.unreadable, consent.get()]).toEqual([true, undecided]);
    expect(filesBelow(profile).filter((name) => name.endsWith('consent.json'))).toEqual(
      before.filter((name) => name.endsWith('consent.json')),
    );
    expect(open(profile).consent.get().decision).toEqual(no);
  });

  it('that cannot be looked at is not taken for none', () => {
    const { profile } = earlierProfile(no);
    const faulty = new FaultyDisk();
    faulty.fails = (operation) => (['facts', 'read'].includes(operation) ? 'EIO' : undefined);
    expect(open(profile, finder.id, faulty.disk).consent.unreadable).toBe(true);
    expect(open(profile).consent.get().decision).toEqual(no);
  });

  it.each([
    ['a No said to the earlier build, later', yes, no, no],
    ['a Yes said to this one, later', laterYes, no, laterYes],
    ['a No said to this one, later', no, yes, no],
  ])('started once more: %s, holds; the other is set aside', (_name, kept, found, holds) => {
    const { profile, identity } = earlierProfile(found);
    write(path.join(profile, present), 'consent', decide(undecided, kept));
    write(path.join(profile, present), 'identity', { ...identity, sessions: 5, installation: crypto.randomUUID() });
    expect(open(profile).consent.get().decision).toEqual(holds);
    expect(open(profile).identity.get().sessions).toBe(5);
    expect(readdirSync(profile).filter((name) => name.endsWith('.json') && !name.includes('.former-'))).toEqual([]);
    expect(filesBelow(profile).filter((name) => name.includes('.former-'))).toHaveLength(2);
  });
});
