import { once } from 'node:events';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { t } from '../../app/messages/index.ts';
import { agreeTo, decline } from './support/agreed-profile.ts';
import { handOver, mainProcesses, quitFrom, reachWindow, startDetached, startHeld } from './support/detached-app.ts';
import { FaultyCollector } from './support/faulty-collector.ts';
import { FinderWindow } from './support/finder-window.ts';
import { expect, test } from './support/fixtures.ts';
import { searchIn } from './support/search-text.ts';

test('a file is saved for its owner alone, whole or not at all', async ({ folder, profile, launch }) => {
  decline(profile);
  const app = await launch();
  const file = path.join(folder, 'report.csv');
  writeFileSync(file, 'before', { mode: 0o644 });
  const saveTo = (target: string) =>
    app.electron.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
    }, target);
  const save = async () => {
    await app.window.page.keyboard.press('Shift');
    return await app.window.page.evaluate(() =>
      globalThis.window.candor
        .invoke('file.save', { name: '../../report', format: 'csv', text: 'pid\n1\n' })
        .then(({ saved }) => saved)
        .catch(() => 'refused'),
    );
  };
  await saveTo(file);
  expect(await save()).toBe(true);
  expect(readFileSync(file, 'utf8')).toBe('pid\n1\n');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  await saveTo(path.join(folder, 'missing/report.csv'));
  expect(await save()).toBe('refused');
  expect(readFileSync(file, 'utf8')).toBe('pid\n1\n');
});

test('a search from a terminal opens on it, in a window that is there as well, and a wrong one is no crash', async ({
  profile,
}) => {
  decline(profile);
  const collector = 'http://127.0.0.1:9';
  const first = startDetached(profile, collector, {}, ['process', 'user:root']);
  const gone = once(first, 'exit');
  const { page } = await reachWindow(profile);
  await new FinderWindow(page).isReady();
  await expect.poll(() => searchIn(page)).toContain('root');

  const field = page.getByRole('combobox', { name: t('search.field') });
  expect(await handOver(profile, ['process cpu>>'])).toBe(0);
  await expect(field).toHaveValue('process cpu>>');
  expect(await handOver(profile, ['日'.repeat(4096)])).toBe(0);
  await expect(field).toHaveValue('日'.repeat(4096));
  expect(await handOver(profile, ['x'.repeat(4097)])).toBe(64);
  expect(await handOver(profile, ['--help'])).toBe(0);
  expect(mainProcesses(profile)).toEqual([first.pid]);
  await quitFrom(page);
  await gone;
});

test('a search asked for while the app is still sending opens when it has started again @timed', {
  tag: '@long',
}, async ({ folder, profile }) => {
  agreeTo(profile);
  const silent = await FaultyCollector.silent();
  const first = startDetached(profile, silent.url, {}, ['port:1']);
  const gone = once(first, 'exit');
  const { page } = await reachWindow(profile);
  await new FinderWindow(page).isReady();
  const release = await startHeld(folder, profile, silent.url, {}, ['port:54321']);
  await quitFrom(page);
  await expect.poll(() => silent.requests).toBe(1);
  const handedOver = release();
  await gone;
  await handedOver;
  await expect.poll(() => mainProcesses(profile).length).toBe(1);
  const after = await reachWindow(profile);
  await new FinderWindow(after.page).isReady();
  await expect.poll(() => searchIn(after.page)).toContain('54321');
  await quitFrom(after.page);
  await expect.poll(() => mainProcesses(profile), { timeout: 10_000 }).toEqual([]);
  await silent.close();
});
