import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { decline } from './support/agreed-profile.ts';
import { handOver, mainProcesses } from './support/detached-app.ts';
import { askEngine, enginePid } from './support/engine.ts';
import { expect, test } from './support/fixtures.ts';
import { searchIn } from './support/search-text.ts';

test('fifty searches from terminals at once are all handed over, to one app that goes on', { tag: '@rare' }, async ({
  profile,
  launch,
}) => {
  test.setTimeout(400_000);
  decline(profile);
  const app = await launch();
  const main = app.process.pid;
  const asked = Array.from({ length: 50 }, (_, at) => 3000 + at);
  const codes = await Promise.all(asked.map((port) => handOver(profile, [`port:${port}`])));
  expect(codes).toEqual(asked.map(() => 0));
  expect(mainProcesses(profile)).toEqual([main]);
  const shown = Number(/\d+/.exec(await searchIn(app.window.page))?.[0]);
  expect(asked).toContain(shown);
  // The last one wins, whichever that was.
  expect(await handOver(profile, ['port:54321'])).toBe(0);
  await expect.poll(() => searchIn(app.window.page)).toContain('54321');
  expect((await askEngine(app, { ask: 'history' })).failure).toBeNull();
});

test('an app that is killed takes its engine with it, and what was written of the history is whole', {
  tag: '@long',
}, async ({ profile, launch }) => {
  test.setTimeout(240_000);
  decline(profile);
  const app = await launch();
  const engine = await enginePid(app);
  const lived = spawn('sleep', ['600'], { stdio: 'ignore' });
  try {
    // What is seen is written once a minute.
    const written = async () => (await askEngine(app, { ask: 'history' })).days;
    await expect.poll(written, { timeout: 100_000, intervals: [1000] }).toBeGreaterThan(0);
    const gone = once(app.process, 'exit');
    app.process.kill('SIGKILL');
    await gone;
    await expect.poll(() => existsSync(`/proc/${engine}`), { timeout: 20_000 }).toBe(false);

    const again = await launch();
    const status = await askEngine(again, { ask: 'history' });
    expect(status).toMatchObject({ failure: null, setAside: [] });
    const text = `process pid:${lived.pid} during 10m`;
    const found = await askEngine(again, { ask: 'query', text, type: 'process' });
    expect(found.rows.map(({ pid }) => pid)).toEqual([lived.pid]);
    expect(found.gaps.map(({ reason }) => reason)).toContain('off');
  } finally {
    lived.kill('SIGKILL');
  }
});
