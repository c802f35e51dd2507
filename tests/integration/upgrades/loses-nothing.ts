import { expect } from 'vitest';
import type { Overview } from '../../../client/core/batch/overview.ts';
import { manifestOf } from '../../../client/core/product/manifest.ts';
import { NEWER_RETRY_AFTER_S } from '../../../collector/limits.ts';
import { usesOf } from '../collector/support/collectors.ts';
import { fetchOverview } from '../collector/support/processes.ts';
import { type Asked, type Collectors, Installation, Site, type Version } from './installation.ts';
import { moreWords, NEW_COMMAND, releases } from './release.ts';

type Name = keyof typeof releases;

/** Releases of the app with the collectors that they meet: those of each run, a manifest that is added and an upgrade among them. */
export const pairs: readonly (readonly [Name, Version])[] = [
  ['1.0', 'newer'],
  ['1.0 with one more word', '1.0'],
  ['1.0 with one more group', '1.0'],
  ['1.0 with one more group', 'newer'],
];

/** Those of the long suite. */
export const otherPairs: readonly (readonly [Name, Version])[] = [
  ['1.0', '1.0'],
  ['1.0 with one more word', 'newer'],
  ['1.0 with one more field', '1.0'],
  ['1.0 with one more field', 'newer'],
];

const HOUR_MS = NEWER_RETRY_AFTER_S * 1000;
const NOT_YET = `409 ${NEWER_RETRY_AFTER_S}`;

/** Thirteen sessions of an app that is upgraded, gone back from and upgraded again, by a collector that is upgraded too. */
export async function losesNothing(name: Name, version: Version, collectors: Collectors): Promise<void> {
  const release = releases[name];
  const site = new Site(collectors);
  await site.run(version);
  const app = new Installation(site);
  const { '1.0': old } = releases;
  const isTaken = version === 'newer' || release === old;
  const answered = (sessions: readonly number[], answer = isTaken ? 'accepted' : NOT_YET): Asked[] =>
    sessions.map((session) => [session, answer]);
  const left = (...sessions: number[]) => (isTaken ? [] : sessions);

  // Session 1 was of 1.0 as well. Nobody can be reached until the fifth.
  for (const [one, isNew] of [
    [release, true],
    [release, false],
    [old, true],
  ] as const) {
    expect(await app.session(one, isNew)).toEqual([]);
  }
  app.isOnline = true;
  app.cut = 1;
  expect(await app.session(release)).toEqual([[1, 'accepted']]);
  app.cut = undefined;
  expect(app.waiting).toEqual([1, 2, 3, 4, 5]);

  // What is of 1.0 is taken, behind what is put off as well.
  const first = await app.session(release, false);
  expect(first).toEqual([[1, 'duplicate'], ...answered([2, 3]), [4, 'accepted'], ...answered([5, 6])]);
  expect(app.waiting).toEqual(left(2, 3, 5, 6));

  // The app is gone back from: 1.0 leaves alone what it cannot read, sends its own, and its last receipt is lost.
  app.pass(HOUR_MS);
  expect(await app.session(old)).toEqual([[7, 'accepted']]);
  app.cut = 8;
  expect(await app.session(old)).toEqual([[8, 'accepted']]);
  app.cut = undefined;
  expect(app.waiting).toEqual([...left(2, 3, 5, 6), 8].sort((a, b) => a - b));

  // And forward again: what was put off an hour ago is asked about once more, and within the next hour not.
  expect(await app.session(release)).toEqual([[8, 'duplicate'], ...answered([9]), ...answered(left(2, 3, 5, 6))]);
  expect(await app.session(release)).toEqual(answered([10]));
  expect(app.waiting).toEqual(left(2, 3, 5, 6, 9, 10));

  // Of what waits, 1.0 has got nothing: the upgraded collector takes all of it, and one with its receipt lost.
  app.cut = 11;
  expect(await app.session(old)).toEqual([[11, 'accepted']]);
  if (release.command !== undefined && version === '1.0') await site.add(manifestOf(moreWords));
  else await site.run('newer');
  app.pass(HOUR_MS);
  app.cut = isTaken ? 12 : 2;
  expect(await app.session(release)).toEqual([[11, 'duplicate'], [12, 'accepted'], ...answered(left(2), 'accepted')]);
  app.cut = undefined;
  const last = await app.session(release, false);
  expect(last).toEqual([
    ...(isTaken ? [[12, 'duplicate']] : []),
    [13, 'accepted'],
    ...(isTaken ? [] : [[2, 'duplicate']]),
    ...answered(left(3, 5, 6, 9, 10), 'accepted'),
  ]);
  expect(app.waiting).toEqual([]);

  const overview = () => fetchOverview<Overview>(site.running);
  const completeness = { received: 13, waiting: 0, lost: [] };
  await expect.poll(overview, { timeout: 20_000 }).toMatchObject({ sessions: 13, completeness });
  const news = app.said.filter((one) => JSON.stringify(one).includes(NEW_COMMAND)).length;
  expect(usesOf(await overview())).toEqual({
    'go.search/button': 12,
    ...(news > 0 && { [`${NEW_COMMAND}/menu`]: news }),
  });
  // Whoever holds it from then on.
  await site.run('newer');
  const held = await app.held();
  expect(held.map(({ envelope }) => envelope.session)).toEqual(app.said.map((_, index) => index + 1));
  expect(held).toMatchObject(app.said);
  expect(held.map(({ dropped }) => dropped)).toEqual(app.said.map(() => ({})));
  await site.stop();
  expect(site.running.faults()).toEqual([]);
}
