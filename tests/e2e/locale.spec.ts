import { existsSync, lstatSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { mainProcesses, quitFrom, reachWindow, startDetached } from './support/detached-app.ts';
import { FinderWindow } from './support/finder-window.ts';
import { expect, test } from './support/fixtures.ts';
import { eventsOf, received } from './support/received.ts';

/** Files that stand where an empty path leads, and when each was last written. */
function filesOfRoot(): string[] {
  return readdirSync('/').flatMap((name) => {
    const stats = lstatSync(`/${name}`, { throwIfNoEntry: false });
    return stats?.isFile() ? [`${name} ${stats.mtimeMs}`] : [];
  });
}

for (const locale of [{ LANG: 'C' }, { LC_ALL: 'POSIX' }, { LANG: 'xx_XX.UTF-8' }]) {
  test(
    `a profile outside of ASCII is used as any other with ${JSON.stringify(locale)}`,
    { tag: '@rare' },
    async ({ folder, collector }, testInfo) => {
      const profile = path.join(folder, 'prófilo é');
      const before = filesOfRoot();
      // As a terminal or a desktop does, without a launcher that would see to the locale.
      startDetached(profile, collector.url, { LANG: '', LC_ALL: '', LC_CTYPE: '', ...locale });
      const { browser, page } = await reachWindow(profile);
      const window = new FinderWindow(page);
      await window.isReady();
      await window.consentPopup.waitFor();
      await window.answer('Yes');
      await window.pressShortcut('go.processes');
      const { installation } = await page.evaluate(() => globalThis.window.candor.invoke('program.status'));
      const asked = performance.now();
      await quitFrom(page);
      await expect.poll(() => mainProcesses(profile), { intervals: [10] }).toEqual([]);
      testInfo.annotations.push({ type: 'quit', description: `${Math.round(performance.now() - asked)} ms` });
      await browser.close();

      expect(eventsOf(await received(collector, installation ?? '')).map(({ command }) => command)).toEqual([
        'go.processes',
      ]);
      expect(filesOfRoot()).toEqual(before);
      expect(existsSync(path.join(profile, 'Local Storage/leveldb/LOCK'))).toBe(true);
      // One started the other, and no third came.
      expect(readdirSync(folder).sort()).toEqual(['collector', 'prófilo é']);
    },
  );
}

test('a profile in folders with spaces, quotes, commands, signs and lines in their names is used as any other', {
  tag: '@long',
}, async ({ folder, collector, launch }) => {
  const names = ['spaces and é', `it's "quoted"`, '`$(id)`; & \\ %s', 'of two\nlines'];
  const profile = path.join(folder, ...names);
  const before = filesOfRoot();
  const app = await launch({ profile, collector: collector.url });
  await app.ask();
  await app.window.answer('Yes');
  await app.window.pressShortcut('go.processes');
  const { installation } = await app.participation();
  await app.quit();
  expect(eventsOf(await received(collector, installation)).map(({ command }) => command)).toEqual(['go.processes']);
  expect(filesOfRoot()).toEqual(before);
  expect(existsSync(path.join(profile, 'Local Storage/leveldb/LOCK'))).toBe(true);
  // Nothing stands beside any of them.
  expect(readdirSync(folder).sort()).toEqual(['collector', names[0]]);
  for (const [index, name] of names.slice(1).entries()) {
    expect(readdirSync(path.join(folder, ...names.slice(0, index + 1)))).toEqual([name]);
  }
});
