import { expect } from 'vitest';
import type { Overview } from '../../../client/core/batch/overview.ts';
import { fetchOverview } from '../collector/support/processes.ts';
import { type Collectors, Installation, Site } from './installation.ts';
import { releases } from './release.ts';

type Name = keyof typeof releases;

/** A session of 1.0 that was killed, and then this release. */
export async function sealsWhatWasKilled(name: Name, collectors: Collectors): Promise<void> {
  const { app, held } = await profile(collectors);
  await app.begin(releases['1.0']);
  expect(await app.session(releases[name])).toEqual([1, 2, 3].map((session) => [session, 'accepted']));
  const batches = await held();
  expect(batches).toMatchObject(app.said);
  expect(batches.map(({ dropped, envelope }) => [dropped, envelope.end])).toEqual(
    ['quit', 'killed', 'quit'].map((end) => [{}, end]),
  );
}

/** A session of this release that was killed, then 1.0, and this release again. */
export async function leavesWhatWasKilled(name: Name, collectors: Collectors): Promise<void> {
  const { app, held } = await profile(collectors);
  await app.begin(releases[name]);
  expect(await app.session(releases['1.0'])).toEqual([1, 3].map((session) => [session, 'accepted']));
  expect(app.waiting).toEqual([]);
  expect(await app.session(releases[name])).toEqual([2, 4].map((session) => [session, 'accepted']));
  const batches = await held();
  expect(batches).toMatchObject(app.said);
  expect(batches.map(({ dropped }) => dropped)).toEqual(app.said.map(() => ({})));
}

async function profile(collectors: Collectors) {
  const site = new Site(collectors);
  await site.run('newer');
  const app = new Installation(site);
  app.isOnline = true;
  const held = async () => {
    await expect
      .poll(() => fetchOverview<Overview>(site.running), { timeout: 20_000 })
      .toMatchObject({ sessions: app.said.length });
    return app.held();
  };
  return { app, held };
}
