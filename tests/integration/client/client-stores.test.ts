import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { finder } from '../../../app/finder/product.ts';
import { type ConsentDecision, decide, undecided } from '../../../client/core/consent/record.ts';
import { type Identity, newIdentity } from '../../../client/main/consent/identity.ts';
import { systemDisk } from '../../../client/main/files/disk.ts';
import { openClientStores } from '../../../client/main/store/client-stores.ts';
import { systemRandomness } from '../../../client/node/platform.ts';
import { FakeTime } from '../../support/fakes.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const terms = { releaseLine: '1.0', notice: 1, from: 'popup' } as const;
const no: ConsentDecision = { ...terms, answer: 'no', at: '2026-02-01T00:00:00.000Z' };
const yes: ConsentDecision = { ...terms, answer: 'yes', level: 'standard', at: '2026-01-01T00:00:00.000Z' };

const clock = new FakeTime();
const present = `participation/${finder.id}`;

const open = (profile: string, product: string = finder.id) =>
  openClientStores({ profile, product, disk: systemDisk, clock, random: systemRandomness });

const write = (folder: string, name: 'consent' | 'identity', value: unknown) => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, `${name}.json`), JSON.stringify({ format: 1, value }));
};

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
