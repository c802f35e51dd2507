import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Batch } from '../../client/core/batch/batch.ts';
import { agreeTo } from './support/agreed-profile.ts';
import { startDetached } from './support/detached-app.ts';
import type { FinderApp } from './support/finder-app.ts';
import { expect, test } from './support/fixtures.ts';
import { writePolicy } from './support/policy-file.ts';
import { received } from './support/received.ts';

/** The lines of a session, without their times. */
const linesOf = ({ logs }: Batch) => logs.map(({ code, values }) => [code, ...values]);

/** The engine's process id, once there is an engine other than `before`. */
async function enginePid(app: FinderApp, before = 0): Promise<number> {
  let found = before;
  await expect
    .poll(async () => {
      const metrics = await app.electron.evaluate(({ app: electron }) => electron.getAppMetrics());
      found = metrics.find(({ name }) => name === 'Finder engine')?.pid ?? before;
      return found;
    })
    .not.toBe(before);
  return found;
}

test('at the enhanced level the log tells what happened to the app, in codes', { tag: '@long' }, async ({
  collector,
  launch,
  profile,
}) => {
  agreeTo(profile, 'enhanced');
  const first = await launch({ collector: collector.url });
  await enginePid(first);
  const { installation } = await first.participation();
  await first.window.pressShortcut('go.processes');
  await first.recorded(1);
  await first.kill();

  writeFileSync(path.join(profile, 'settings.json'), 'no settings at all');
  const second = await launch({ collector: collector.url });
  const engine = await enginePid(second);
  await second.window.pressShortcut('go.processes');
  await second.window.rows.first().waitFor();
  process.kill(engine, 'SIGKILL');
  await enginePid(second, engine);
  await once(startDetached(profile, collector.url), 'exit');
  await second.quit();

  const [killed, quit] = await received(collector, installation);
  expect(killed && linesOf(killed)).toContainEqual(['app.started', 'first']);
  expect(quit && linesOf(quit)).toEqual([
    ['app.started', 'killed'],
    ['store.damaged', 'settings'],
    ['engine.started', 1],
    ['engine.exited', expect.any(Number)],
    ['engine.started', 2],
    ['app.second-launch', 'open'],
  ]);
});

test('an administrator who lifts a cap is told of by the session that begins then', { tag: '@rare' }, async ({
  collector,
  folder,
  launch,
  profile,
}) => {
  agreeTo(profile, 'enhanced');
  const file = writePolicy(folder, { participation: 'standard' });
  const app = await launch({ collector: collector.url, env: { CANDOR_POLICY_FILE: file } });
  const level = async () => (await app.participation()).level;
  await expect.poll(level).toBe('standard');
  rmSync(file);
  await expect.poll(level).toBe('enhanced');
  const { installation } = await app.participation();
  await app.quit();
  const [session] = await received(collector, installation);
  expect(session && linesOf(session)).toEqual([['policy.changed', 'none']]);
});
