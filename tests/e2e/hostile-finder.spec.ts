import { decline } from './support/agreed-profile.ts';
import { askEngine, enginePid } from './support/engine.ts';
import { expect, test } from './support/fixtures.ts';

/** What a page that is not ours any more may send instead of what a channel takes. */
const odd: readonly unknown[] = [
  null,
  [],
  'x',
  1e308,
  {},
  { ask: 'toString' },
  { ask: '__proto__' },
  { ask: 'end', key: 'x'.repeat(1001), force: true },
  { ask: 'query', text: 'a'.repeat(4097), type: 'process' },
  { ask: 'page', answer: -1, from: 0, count: 1e9 },
  { level: 'visible', topics: Array.from({ length: 100_000 }, () => 'processes') },
  { name: '../../x', format: 'exe', text: '' },
  { lists: { processes: { state: 'x'.repeat(1_000_000) } } },
  { excludedPrograms: Array.from({ length: 201 }, (_, at) => `p${at}`) },
  { historyDays: Number.NaN },
];

const channels = [
  'finder.watch',
  'finder.refresh',
  'finder.ask',
  'finder.open-folder',
  'window.opened-on',
  'recording.status',
  'file.save',
  'settings.change',
  'menu.state',
  'window.perform',
] as const;

test('a page that is not ours any more neither ends the Finder, nor its engine, nor what is remembered', {
  tag: '@long',
}, async ({ profile, launch }) => {
  decline(profile);
  const app = await launch();
  const { page } = app.window;
  const before = await page.evaluate(() => globalThis.window.candor.invoke('settings.get'));
  const engine = await enginePid(app);

  await page.evaluate(
    async ([names, payloads]) => {
      const invoke = globalThis.window.candor.invoke as (channel: string, payload: unknown) => Promise<unknown>;
      const asked = names.flatMap((name) => payloads.map((payload) => invoke(name, payload)));
      for (let count = 0; count < 2000; count++) {
        asked.push(invoke('finder.refresh', undefined), invoke('finder.ask', { ask: 'find', text: 'a '.repeat(2000) }));
        asked.push(invoke('finder.ask', { ask: 'query', text: `process pid:${'1,'.repeat(1500)}1`, type: 'process' }));
      }
      await Promise.allSettled(asked);
    },
    [channels, odd] as const,
  );
  const byItself = await page.evaluate(async () => {
    const { candor } = globalThis.window;
    return await candor.invoke('settings.change', { history: false, historyDays: 1, excludedPrograms: ['firefox'] });
  });
  expect(byItself.settings).toEqual(before.settings);

  const main = app.electron.process().pid ?? 0;
  await page.keyboard.press('Shift');
  const { changed } = await askEngine(app, { ask: 'list', topic: 'processes' });
  const keys = changed.filter(({ pid }) => pid === main || pid === engine).map(({ key }) => key);
  const outcomes = keys.map((key) => askEngine(app, { ask: 'end', key, force: true }));
  expect(await Promise.all(outcomes)).toEqual([{ outcome: 'own' }, { outcome: 'own' }]);
  expect(await enginePid(app)).toBe(engine);
});

test('an engine that stands still does not stay behind when the app has ended', { tag: '@long' }, async ({
  profile,
  launch,
}) => {
  decline(profile);
  const app = await launch();
  const pid = await enginePid(app);
  process.kill(pid, 'SIGSTOP');
  await app.quit();
  const isThere = () => {
    try {
      return process.kill(pid, 0);
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false;
      throw error;
    }
  };
  await expect.poll(isThere).toBe(false);
});
