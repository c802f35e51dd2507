import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { SUGGESTIONS_MEDIA_TYPE } from '../../client/core/suggestions/signed-file.ts';
import { t as say } from '../../client/core/texts/index.ts';
import { programFolder } from '../../client/main/files/profile-folders.ts';
import { understand } from '../../collector/commands/command.ts';
import { commands } from '../../collector/commands/commands.ts';
import { makeKey } from '../../collector/suggestions/keys.ts';
import { someDocument, someRule } from '../support/signed-suggestions.ts';
import { type FinderApp, HOLD_QUESTION } from './support/finder-app.ts';
import { expect, test } from './support/fixtures.ts';
import { expectAccessible, picture } from './support/look.ts';
import { Tracer } from './support/tracer.ts';

const day = (fromNow: number) => new Date(Date.now() + fromNow * 86_400_000).toISOString().slice(0, 10);

const rules = [
  someRule({ remedy: { command: 'help.about' } }),
  someRule({
    id: 'another',
    when: [{ field: 'context.os', op: 'is', value: ['linux'] }],
    remedy: { version: '1.1.0' },
    text: { en: 'There is a newer version.', it: 'C’è una versione più recente.' },
  }),
];

/** A command of the collector's command line, in this process. */
async function runCommand(...words: string[]): Promise<void> {
  const readFile = () => {
    throw new Error('no file was named');
  };
  const understood = understand(words, commands, { environment: {}, readFile });
  if (understood.kind !== 'run') throw new Error(`no command: ${words.join(' ')}`);
  await understood.command.run(understood.call);
}

/** Signs and publishes rules as their author and an operator do. @returns the public key, as a product pins it. */
async function publish(folder: string, data: string, of: readonly unknown[] = rules): Promise<string> {
  const at = (name: string) => path.join(folder, name);
  writeFileSync(at('rules.json'), JSON.stringify(someDocument(of, { issued: day(0), expires: day(30) })));
  const { publicKey } = await makeKey(at('key.pem'));
  await runCommand('rules', 'sign', at('rules.json'), '--key', at('key.pem'), '--to', at('rules.signed'));
  await runCommand('rules', 'publish', at('rules.signed'), '--data', data, '--public-key', publicKey);
  return publicKey;
}

/** A way to a collector on which requests for suggestions are seen. */
async function watchedWay(collector: string) {
  const asked: { url: string | undefined; headers: Readonly<Record<string, unknown>> }[] = [];
  const server = createServer(async ({ url, headers, method }, response) => {
    if (method !== 'GET') return response.writeHead(503).end();
    asked.push({ url, headers });
    const answer = await fetch(`${collector}${url}`, { headers: { accept: headers.accept ?? '' } });
    const type = answer.headers.get('content-type') ?? '';
    return response.writeHead(answer.status, { 'content-type': type }).end(Buffer.from(await answer.arrayBuffer()));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${port}`, asked, close };
}

/** Has suggestions asked for now; `false` when the app is not going to. */
const suggestNow = ({ electron }: FinderApp) =>
  electron.evaluate(() => (globalThis as unknown as { suggestNow(): boolean }).suggestNow());

test('a published rule becomes a line in the app, after a Yes and not before', { tag: '@long' }, async ({
  collector,
  folder,
  launch,
  profile,
}) => {
  test.setTimeout(180_000);
  const key = await publish(folder, path.join(folder, 'collector'));
  const way = await watchedWay(collector.url);
  const { asked } = way;
  const tracer = new Tracer(folder, 'suggestions');
  const app = await launch({
    collector: way.url,
    wrapper: tracer.wrapper,
    switches: [HOLD_QUESTION],
    env: { CANDOR_SUGGESTION_KEYS: key },
  });
  const { window } = app;
  const { page } = window;
  const dialog = page.getByRole('dialog', { name: say('suggestions.title') });
  const inMenu = page.locator('[data-menu="help"] .menu-new');

  // Before a Yes nobody is asked, and none are kept.
  expect(await suggestNow(app)).toBe(false);
  await window.chooseInMenu('help.suggestions');
  await expect(dialog).toContainText(say('suggestions.off'));
  await window.closeDialog(dialog);
  expect(tracer.internetUses()).toEqual([]);
  expect(existsSync(programFolder(profile, 'candor-finder'))).toBe(false);

  await app.ask();
  await window.answer('Yes');
  for (let use = 0; use < 3; use++) await window.pressShortcut('view.refresh');
  await app.recorded(3);
  expect(await suggestNow(app)).toBe(true);
  await expect(inMenu).toBeVisible();
  expect(asked).toHaveLength(1);
  expect(asked[0]?.url).toBe('/v1/suggestions?product=candor-finder');
  expect(Object.keys(asked[0]?.headers ?? {}).filter((name) => /cookie|if-|authorization|referer/.test(name))).toEqual(
    [],
  );
  expect(asked[0]?.headers).toMatchObject({ 'user-agent': 'Candor', accept: SUGGESTIONS_MEDIA_TYPE });

  await window.chooseInMenu('help.suggestions');
  await expect(dialog).toContainText('The list follows by itself.');
  await expect(dialog).toContainText('Because you used “Refresh” 3 times; seen on this computer only.');
  await expect(inMenu).toBeHidden();
  await expectAccessible(page);
  await picture(page, 'suggestions-light');
  await app.setTheme('dark');
  await picture(page, 'suggestions-dark');

  // By keyboard: what helps, then dismissing.
  await dialog.getByRole('button', { name: 'About', exact: false }).focus();
  await page.keyboard.press('Enter');
  await expect(window.about).toBeVisible();
  await expect(dialog).toBeHidden();
  await window.closeDialog(window.about);
  await window.chooseInMenu('help.suggestions');
  await dialog.getByRole('button', { name: 'Dismiss: The list follows by itself.' }).focus();
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('article')).toHaveCount(1);
  await dialog.getByRole('button', { name: say('suggestions.dismissed') }).click();
  await expect(dialog).toContainText(say('suggestions.restore'));
  await picture(page, 'suggestions-dismissed');
  await window.closeDialog(dialog);

  // A No takes it all away.
  expect(existsSync(path.join(programFolder(profile, 'candor-finder'), 'suggestions.json'))).toBe(true);
  await app.withdraw(programFolder(profile, 'candor-finder'));
  await window.chooseInMenu('help.suggestions');
  await expect(dialog).toContainText(say('suggestions.off'));
  await app.quit();
  expect(asked).toHaveLength(1);
  way.close();
});

test('a suggested setting is set by its button, taken back, and said in words where it cannot be set', async ({
  collector,
  folder,
  launch,
}) => {
  const onLinux = { when: [{ field: 'context.os', op: 'is', value: ['linux'] }] };
  const key = await publish(folder, path.join(folder, 'collector'), [
    someRule({ ...onLinux, remedy: { setting: 'theme', value: 'dark' }, text: { en: 'Easy.', it: 'Riposa.' } }),
    someRule({
      ...onLinux,
      id: 'wider',
      remedy: { setting: 'sidebarWidth', value: 'larger' },
      text: { en: 'Wide.', it: 'Largo.' },
    }),
  ]);
  const app = await launch({
    collector: collector.url,
    switches: [HOLD_QUESTION],
    env: { CANDOR_SUGGESTION_KEYS: key },
  });
  const own = app.window;
  const { page } = own;
  await app.ask();
  await own.answer('Yes');
  const theme = page.locator(':root');
  await app.setTheme('light');
  expect(await suggestNow(app)).toBe(true);
  await expect(page.locator('[data-menu="help"] .menu-new')).toBeVisible();
  await own.chooseInMenu('help.suggestions');
  const easy = page.getByRole('article', { name: 'Easy.' });
  await expect(easy).toContainText('“Theme” is “light” now. The button changes that to “dark”, and nothing else.');
  await expectAccessible(page);
  await picture(page, 'suggestions-setting-light');
  await easy.getByRole('button', { name: 'Set to “dark”' }).focus();
  await page.keyboard.press('Enter');
  await expect(theme).toHaveAttribute('data-theme', 'dark');
  await expect(easy).toContainText('“Theme” is “dark” now. Before it was “light”.');
  const undo = easy.getByRole('link', { name: 'Undo' });
  await expect(undo).toBeFocused();
  await expectAccessible(page);
  await picture(page, 'suggestions-setting-dark');
  await page.keyboard.press('Enter');
  await expect(theme).toHaveAttribute('data-theme', 'light');
  await expect(easy.getByRole('button', { name: 'Set to “dark”' })).toBeFocused();
  const wide = page.getByRole('article', { name: 'Wide.' });
  await expect(wide).toContainText('Set “Sidebar width” to “larger”.');
  await expect(wide.getByRole('button')).toHaveText(['Dismiss']);
  await easy.getByRole('button', { name: 'Set to “dark”' }).click();
  await expect(theme).toHaveAttribute('data-theme', 'dark');
  // It stays, and no use tells of it.
  await own.closeDialog(page.getByRole('dialog', { name: say('suggestions.title') }));
  expect(await page.evaluate(async () => (await window.candor.invoke('settings.get')).settings.theme)).toBe('dark');
  const { usage } = await page.evaluate(async () => {
    const { batches } = await window.candor.invoke('program.unsent', { sessions: 0 });
    return batches.find(({ state }) => state === 'current') ?? { usage: [] };
  });
  expect(usage).toEqual([]);
});
